export { default } from "./27e2c1382177/tree/src/index.js";
