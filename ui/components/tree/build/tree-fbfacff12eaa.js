import "./fbfacff12eaa/coder/src/colours.js";
import "./fbfacff12eaa/coder/src/dom.js";
import "./fbfacff12eaa/coder/src/finding.js";
import "./fbfacff12eaa/coder/src/messages.js";
import "./fbfacff12eaa/tree/src/dragging.js";
import "./fbfacff12eaa/tree/src/forest.js";
import "./fbfacff12eaa/tree/src/moves.js";
import "./fbfacff12eaa/tree/src/tree.js";
export { default } from "./fbfacff12eaa/tree/src/index.js";
