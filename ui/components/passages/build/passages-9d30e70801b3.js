export { default } from "./9d30e70801b3/passages/src/index.js";
