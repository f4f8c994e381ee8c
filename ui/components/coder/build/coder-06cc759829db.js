export { default } from "./06cc759829db/index.js";
