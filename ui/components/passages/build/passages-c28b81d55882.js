export { default } from "./c28b81d55882/passages/src/index.js";
