export { default } from "./ab4410bcb2db/index.js";
