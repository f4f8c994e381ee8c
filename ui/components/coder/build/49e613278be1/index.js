// The coding desk as a Streamlit component. Streamlit calls the default export at every rerun and change of theme.
//
// The test hook, and the only one: the element `.iw-desk` carries `data-ready` ("1" once the transcript can be worked
// on), `data-pending` (operations not acknowledged yet), `data-found` (how many hits a search has, while its bar is open)
// and `data-spoken` ("turn id:word number" while a word is being spoken). Each turn's row carries `data-turn`, each stripe `data-coding`, each code button `data-code`.
import { Desk } from "./desk.js";
import { useCatalogue } from "./messages.js";
import { allWaiting, leaveAll } from "./model.js";

/** @type {WeakMap<Element, Desk>} */
const desks = new WeakMap();

window.addEventListener("pagehide", leaveAll);
window.addEventListener("beforeunload", (event) => {
  if (allWaiting()) event.preventDefault();
});

/** @param {{ data: any, parentElement: HTMLElement, setTriggerValue: (name: string, value: unknown) => void }} component */
export default function coder({ data, parentElement, setTriggerValue }) {
  /** @type {HTMLElement} */
  const root = parentElement.querySelector(".iw-desk");
  useCatalogue(data.messages);
  if (!desks.has(root)) desks.set(root, new Desk(root, (interview) => setTriggerValue("interview", interview), setTriggerValue));
  const desk = desks.get(root);
  desk.show(data);
  // Streamlit also cleans up a run that was overtaken while the desk stays where it is: go only when it has really gone.
  return () => setTimeout(() => {
    if (root.isConnected) return;
    desk.destroy();
    desks.delete(root);
  }, 0);
}
