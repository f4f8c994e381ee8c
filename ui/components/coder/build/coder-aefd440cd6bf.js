export { default } from "./aefd440cd6bf/index.js";
