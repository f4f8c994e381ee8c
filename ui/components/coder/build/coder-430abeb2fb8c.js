export { default } from "./430abeb2fb8c/index.js";
