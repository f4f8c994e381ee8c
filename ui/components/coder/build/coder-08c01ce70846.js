export { default } from "./08c01ce70846/index.js";
