export { default } from "./46e6726258c4/index.js";
