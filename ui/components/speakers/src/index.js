// The voices of an interview as a Streamlit component. Streamlit calls the default export at every rerun and change of
// theme.
//
// The test hook, and the only one: `.sp-list` carries `data-ready` ("1" once drawn) and `data-pending` (what is on its
// way to the study); each voice carries `data-label`.
import { useCatalogue } from "../../coder/src/messages.js";
import { VoiceList } from "./list.js";

/** @type {WeakMap<Element, VoiceList>} */
const lists = new WeakMap();

/** @param {{ data: any, parentElement: HTMLElement }} component */
export default function speakers({ data, parentElement }) {
  const root = /** @type {HTMLElement} */ (parentElement.querySelector(".sp-list"));
  useCatalogue(data.messages);
  if (!lists.has(root)) lists.set(root, new VoiceList(root));
  const shown = lists.get(root);
  shown.show(data);
  // Streamlit also cleans up a run that was overtaken while the list stays where it is: go only when it has really gone.
  return () => setTimeout(() => {
    if (root.isConnected) return;
    shown.destroy();
    lists.delete(root);
  }, 0);
}
