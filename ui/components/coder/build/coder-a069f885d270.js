export { default } from "./a069f885d270/index.js";
