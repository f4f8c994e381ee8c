export { default } from "./36e5e1ec89fb/passages/src/index.js";
