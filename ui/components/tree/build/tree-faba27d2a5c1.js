export { default } from "./faba27d2a5c1/tree/src/index.js";
