export { default } from "./fd960ea07582/index.js";
