export { default } from "./f7a1d6d59a40/index.js";
