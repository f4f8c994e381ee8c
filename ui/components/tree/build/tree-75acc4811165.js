export { default } from "./75acc4811165/tree/src/index.js";
