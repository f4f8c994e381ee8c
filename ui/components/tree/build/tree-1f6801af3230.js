export { default } from "./1f6801af3230/tree/src/index.js";
