export { default } from "./f690183b8d87/index.js";
