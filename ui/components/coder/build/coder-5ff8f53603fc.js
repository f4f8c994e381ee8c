export { default } from "./5ff8f53603fc/index.js";
