export { default } from "./d7cf85076dc4/passages/src/index.js";
