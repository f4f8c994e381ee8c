import "./9d30e70801b3/coder/src/dom.js";
import "./9d30e70801b3/coder/src/messages.js";
import "./9d30e70801b3/passages/src/clipping.js";
import "./9d30e70801b3/passages/src/list.js";
import "./9d30e70801b3/passages/src/memos.js";
import "./9d30e70801b3/passages/src/passage.js";
import "./9d30e70801b3/passages/src/playing.js";
export { default } from "./9d30e70801b3/passages/src/index.js";
