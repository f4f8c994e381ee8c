export { default } from "./926a709962e3/passages/src/index.js";
