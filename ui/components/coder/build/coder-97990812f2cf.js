export { default } from "./97990812f2cf/index.js";
