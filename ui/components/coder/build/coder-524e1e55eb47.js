export { default } from "./524e1e55eb47/index.js";
