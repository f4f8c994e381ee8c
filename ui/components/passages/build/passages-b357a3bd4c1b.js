import "./b357a3bd4c1b/coder/src/dom.js";
import "./b357a3bd4c1b/coder/src/messages.js";
import "./b357a3bd4c1b/passages/src/clipping.js";
import "./b357a3bd4c1b/passages/src/list.js";
import "./b357a3bd4c1b/passages/src/memos.js";
import "./b357a3bd4c1b/passages/src/passage.js";
import "./b357a3bd4c1b/passages/src/playing.js";
export { default } from "./b357a3bd4c1b/passages/src/index.js";
