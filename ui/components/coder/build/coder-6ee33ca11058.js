export { default } from "./6ee33ca11058/index.js";
