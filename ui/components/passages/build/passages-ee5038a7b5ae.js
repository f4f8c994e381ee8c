export { default } from "./ee5038a7b5ae/passages/src/index.js";
