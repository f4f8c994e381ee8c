export { default } from "./2be06dc69f44/index.js";
