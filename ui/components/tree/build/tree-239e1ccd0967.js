export { default } from "./239e1ccd0967/tree/src/index.js";
