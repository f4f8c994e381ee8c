export { default } from "./d4efd8c9189f/passages/src/index.js";
