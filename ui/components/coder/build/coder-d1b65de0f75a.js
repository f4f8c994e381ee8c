export { default } from "./d1b65de0f75a/index.js";
