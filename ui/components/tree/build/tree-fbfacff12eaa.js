export { default } from "./fbfacff12eaa/tree/src/index.js";
