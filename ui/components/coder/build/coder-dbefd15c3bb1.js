export { default } from "./dbefd15c3bb1/index.js";
