export { default } from "./91143e7847d4/index.js";
