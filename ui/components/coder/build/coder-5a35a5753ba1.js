export { default } from "./5a35a5753ba1/index.js";
