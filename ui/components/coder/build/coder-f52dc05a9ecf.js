export { default } from "./f52dc05a9ecf/index.js";
