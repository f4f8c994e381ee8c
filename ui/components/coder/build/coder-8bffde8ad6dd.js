export { default } from "./8bffde8ad6dd/index.js";
