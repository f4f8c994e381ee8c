export { default } from "./77c1d3ccb12d/index.js";
