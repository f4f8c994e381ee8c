export { default } from "./1bc96b2c53b6/index.js";
