export { default } from "./422ae1b4087b/index.js";
