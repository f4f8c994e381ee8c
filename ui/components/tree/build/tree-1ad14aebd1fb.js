import "./1ad14aebd1fb/coder/src/colours.js";
import "./1ad14aebd1fb/coder/src/dom.js";
import "./1ad14aebd1fb/coder/src/finding.js";
import "./1ad14aebd1fb/coder/src/messages.js";
import "./1ad14aebd1fb/tree/src/dragging.js";
import "./1ad14aebd1fb/tree/src/forest.js";
import "./1ad14aebd1fb/tree/src/moves.js";
import "./1ad14aebd1fb/tree/src/tree.js";
export { default } from "./1ad14aebd1fb/tree/src/index.js";
