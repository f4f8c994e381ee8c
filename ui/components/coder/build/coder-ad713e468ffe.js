export { default } from "./ad713e468ffe/index.js";
