export { default } from "./872f081714ad/passages/src/index.js";
