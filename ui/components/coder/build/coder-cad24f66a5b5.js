export { default } from "./cad24f66a5b5/index.js";
