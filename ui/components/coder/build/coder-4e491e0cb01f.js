export { default } from "./4e491e0cb01f/index.js";
