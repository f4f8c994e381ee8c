export { default } from "./18464f918c9b/index.js";
