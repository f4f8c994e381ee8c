export { default } from "./4b65606ecb64/index.js";
