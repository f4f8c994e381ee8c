import "./7a1f6da4bff7/coder/src/dom.js";
import "./7a1f6da4bff7/coder/src/messages.js";
import "./7a1f6da4bff7/passages/src/clipping.js";
import "./7a1f6da4bff7/passages/src/list.js";
import "./7a1f6da4bff7/passages/src/memos.js";
import "./7a1f6da4bff7/passages/src/passage.js";
import "./7a1f6da4bff7/passages/src/playing.js";
export { default } from "./7a1f6da4bff7/passages/src/index.js";
