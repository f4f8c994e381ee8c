export { default } from "./819071f2d10b/index.js";
