export { default } from "./8957c4353895/index.js";
