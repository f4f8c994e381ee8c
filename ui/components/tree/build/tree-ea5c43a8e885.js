export { default } from "./ea5c43a8e885/tree/src/index.js";
