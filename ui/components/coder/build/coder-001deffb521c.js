export { default } from "./001deffb521c/index.js";
