export { default } from "./7ec5cfb245fa/passages/src/index.js";
