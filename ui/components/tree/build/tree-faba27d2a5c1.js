import "./faba27d2a5c1/coder/src/colours.js";
import "./faba27d2a5c1/coder/src/dom.js";
import "./faba27d2a5c1/coder/src/finding.js";
import "./faba27d2a5c1/coder/src/messages.js";
import "./faba27d2a5c1/tree/src/dragging.js";
import "./faba27d2a5c1/tree/src/forest.js";
import "./faba27d2a5c1/tree/src/moves.js";
import "./faba27d2a5c1/tree/src/tree.js";
export { default } from "./faba27d2a5c1/tree/src/index.js";
