export { default } from "./9e31b684fa28/index.js";
