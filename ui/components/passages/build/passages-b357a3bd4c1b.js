export { default } from "./b357a3bd4c1b/passages/src/index.js";
