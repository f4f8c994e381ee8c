export { default } from "./5cf074cf330f/index.js";
