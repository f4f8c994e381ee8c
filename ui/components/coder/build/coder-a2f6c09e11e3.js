export { default } from "./a2f6c09e11e3/index.js";
