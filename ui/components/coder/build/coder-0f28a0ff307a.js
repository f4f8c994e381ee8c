export { default } from "./0f28a0ff307a/index.js";
