// A list of passages as a Streamlit component: coded segments, found places, memos with what they are about.
// Streamlit calls the default export at every rerun and change of theme.
//
// The test hook, and the only one: `.ps-list` carries `data-ready` ("1" once drawn) and `data-pending` (memos on their
// way to the study); each passage carries `data-id`.
import { useCatalogue } from "../../coder/src/messages.js";
import { PassageList } from "./list.js";

/** @type {WeakMap<Element, PassageList>} */
const lists = new WeakMap();

/** @param {{ data: object, parentElement: HTMLElement, setTriggerValue: (name: string, value: unknown) => void }} component */
export default function passages({ data, parentElement, setTriggerValue }) {
  const root = /** @type {HTMLElement} */ (parentElement.querySelector(".ps-list"));
  useCatalogue(data.messages);
  if (!lists.has(root)) {
    lists.set(root, new PassageList(root, {
      onopen: (query) => setTriggerValue("opened", query),
      onticks: (off) => setTriggerValue("ticks", off),
      ondiscuss: (marks) => setTriggerValue("discuss", marks),
      onlink: (memo) => setTriggerValue("linking", memo),
    }));
  }
  const shown = lists.get(root);
  shown.show(data);
  // Streamlit also cleans up a run that was overtaken while the list stays where it is: go only when it has really gone.
  return () => setTimeout(() => {
    if (root.isConnected) return;
    shown.destroy();
    lists.delete(root);
  }, 0);
}
