// The tree of codes as a Streamlit component. Streamlit calls the default export at every rerun and change of theme.
//
// The test hook, and the only one: `.wt-tree` carries `data-ready` ("1" once drawn) and `data-pending` (moves not
// acknowledged yet); each row carries `data-code`.
import { useCatalogue } from "../../coder/src/messages.js";
import { Tree } from "./tree.js";

/** @type {WeakMap<Element, Tree>} */
const trees = new WeakMap();

/** @param {{ data: any, parentElement: HTMLElement, setTriggerValue: (name: string, value: unknown) => void }} component */
export default function tree({ data, parentElement, setTriggerValue }) {
  /** @type {HTMLElement} */
  const root = parentElement.querySelector(".wt-tree");
  useCatalogue(data.messages);
  if (!trees.has(root)) {
    trees.set(root, new Tree(root, {
      onchoose: (code) => setTriggerValue("chosen", code),
      onmoves: (bundle) => setTriggerValue("moves", bundle),
    }));
  }
  const shown = trees.get(root);
  shown.show(data);
  // Streamlit also cleans up a run that was overtaken while the tree stays where it is: go only when it has really gone.
  return () => setTimeout(() => {
    if (root.isConnected) return;
    shown.destroy();
    trees.delete(root);
  }, 0);
}
