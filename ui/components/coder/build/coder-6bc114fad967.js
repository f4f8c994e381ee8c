export { default } from "./6bc114fad967/index.js";
