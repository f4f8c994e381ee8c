export { default } from "./b713da4753d5/tree/src/index.js";
