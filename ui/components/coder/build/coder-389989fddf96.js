export { default } from "./389989fddf96/index.js";
