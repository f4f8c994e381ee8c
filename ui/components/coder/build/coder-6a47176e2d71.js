export { default } from "./6a47176e2d71/index.js";
