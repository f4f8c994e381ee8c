export { default } from "./c5278dd5c96e/tree/src/index.js";
