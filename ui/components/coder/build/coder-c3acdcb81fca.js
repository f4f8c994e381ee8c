export { default } from "./c3acdcb81fca/index.js";
