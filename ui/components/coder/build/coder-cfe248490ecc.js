export { default } from "./cfe248490ecc/index.js";
