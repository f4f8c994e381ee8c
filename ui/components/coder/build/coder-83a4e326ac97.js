export { default } from "./83a4e326ac97/index.js";
