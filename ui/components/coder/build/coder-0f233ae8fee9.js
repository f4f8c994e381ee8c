export { default } from "./0f233ae8fee9/index.js";
