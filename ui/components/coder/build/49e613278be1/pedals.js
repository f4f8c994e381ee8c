// Foot pedals: they send keys, most often function keys, and each person says which one does what. A pedal also works
// while words are being typed, which is what it is for.
import { Dialog } from "./dialog.js";
import { el } from "./dom.js";
import { t } from "./messages.js";

/** @typedef {"toggle"|"back"|"forward"} PedalAct */

const ACTS = /** @type {PedalAct[]} */ (["toggle", "back", "forward"]);
const NEVER = ["Escape", "Tab", "Enter", "Shift", "Control", "Alt", "Meta", "AltGraph", "CapsLock", "Delete", "Backspace", "Dead", "Process", "Unidentified",
  "ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End", "PageUp", "PageDown"];

/**
 * The name a key is kept under; "" when it cannot be a pedal's, because it types or moves the caret.
 * @param {{ key: string, ctrlKey: boolean, metaKey: boolean, altKey: boolean, shiftKey: boolean }} event
 */
export function pedalKey({ key, ctrlKey, metaKey, altKey, shiftKey }) {
  const held = [ctrlKey && "Ctrl", metaKey && "Meta", altKey && "Alt", shiftKey && "Shift"].filter(Boolean);
  const types = [...key].length === 1 && !ctrlKey && !metaKey && !altKey;
  return types || NEVER.includes(key) ? "" : [...held, key.length === 1 ? key.toLowerCase() : key].join("+");
}

export class PedalDialog extends Dialog {
  /**
   * @param {object} wiring
   * @param {import("./desk.js").Desk} wiring.desk
   * @param {(key: string) => string} wiring.meaningOf what a key does at the desk already, in words; "" when nothing
   */
  constructor({ desk, meaningOf }) {
    super("iw-pedals");
    this.desk = desk;
    this.meaningOf = meaningOf;
    this.asking = null;
    this.onclose = () => { this.asking = null; };
    this.element.addEventListener("keydown", (event) => this.#heard(event));
  }

  get settings() {
    return this.desk.reader.settings;
  }

  open() {
    this.asking = null;
    this.problem = el("p", { class: "iw-problem", role: "alert" });
    this.list = el("div", { class: "iw-pedal-list" });
    this.show(t("Foot pedal"),
      el("p", { class: "iw-hint" }, t("Choose “Change”, then press the pedal or a key. Function keys, media keys and keys with Ctrl or Alt will do. This is kept for you in this browser.")),
      this.list, this.problem,
      el("div", { class: "iw-actions" }, el("button", { type: "button", class: "iw-button iw-primary", onclick: () => this.close() }, t("Done"))));
    this.#draw();
  }

  #draw(focused = null) {
    const keys = this.settings.get("pedals");
    const rows = ACTS.map((act) => {
      const asked = this.asking === act;
      const shown = asked ? el("em", {}, t("Press the pedal…")) : keys[act] ? el("kbd", {}, keys[act]) : el("span", { class: "iw-note" }, t("None"));
      const change = el("button", { type: "button", class: "iw-button", "data-act": act, onclick: () => this.#ask(asked ? null : act) }, asked ? t("Cancel") : t("Change"));
      change.setAttribute("aria-label", asked ? t("Cancel") : t("Change the key for: {what}", { what: ACT_WORDS[act]() }));
      const clear = el("button", { type: "button", class: "iw-button", disabled: !keys[act], onclick: () => this.#keep(act, "") }, t("None"));
      clear.setAttribute("aria-label", t("No key for: {what}", { what: ACT_WORDS[act]() }));
      return el("div", { class: "iw-pedal" }, el("span", {}, ACT_WORDS[act]()), shown, change, clear);
    });
    this.list.replaceChildren(...rows);
    if (focused) /** @type {HTMLElement|null} */ (this.list.querySelector(`[data-act="${focused}"]`))?.focus();
  }

  #ask(act) {
    const before = this.asking;
    this.asking = act;
    this.problem.textContent = "";
    if (act) this.desk.notices.announce(t("Press the pedal…"));
    this.#draw(act ?? before);
  }

  #heard(event) {
    const act = this.asking;
    if (!act || ["Tab", "Shift", "Control", "Alt", "Meta", "AltGraph"].includes(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === "Escape") this.#ask(null);
    else this.#take(act, pedalKey(event));
  }

  #take(act, key) {
    const meaning = key && this.meaningOf(key);
    if (!key) this.problem.textContent = t("This key types or moves the caret. Choose a function key, a media key, or one with Ctrl or Alt.");
    else if (meaning) this.problem.textContent = t("{key} means already: {what}", { key, what: meaning });
    else this.#keep(act, key);
  }

  /** Keep a key for an act; another act that had it has none any more. */
  #keep(act, key) {
    const keys = { ...this.settings.get("pedals") };
    for (const other of ACTS) if (key && keys[other] === key) keys[other] = "";
    this.settings.set("pedals", { ...keys, [act]: key });
    this.asking = null;
    this.problem.textContent = "";
    this.#draw(act);
  }
}

/** @type {import("./settings.js").Settings|null} of the person at the desk */
let ownSettings = null;

/** @param {import("./settings.js").Settings} settings of the person whose pedals are to be obeyed */
export function usePedals(settings) {
  ownSettings = settings;
}

/** The keys that pedals have, for the list of all keys. */
export function pedalKeys() {
  const keys = ownSettings?.get("pedals");
  const used = keys ? ACTS.map((act) => keys[act]).filter(Boolean) : [];
  return used.length ? used : ["–"];
}

/**
 * Do what a pedal asks for; whether the key was a pedal's.
 * @param {KeyboardEvent} event
 * @param {import("./desk.js").Desk} desk
 */
export function obeyPedal(event, desk) {
  const keys = ownSettings?.get("pedals");
  const key = keys && pedalKey(event);
  const act = key ? ACTS.find((name) => keys[name] === key) : undefined;
  if (!act || desk.reader.pedals.isOpen) return false;
  event.preventDefault();
  if (!(act === "toggle" && event.repeat)) RUN[act](desk); // a pedal held down plays, it does not flutter
  return true;
}

const ACT_WORDS = {
  toggle: () => t("Play or pause"),
  back: () => t("Back"),
  forward: () => t("Forward"),
};

/** @type {Record<PedalAct, (desk: import("./desk.js").Desk) => void>} */
const RUN = {
  toggle: (desk) => desk.player.toggle(),
  back: (desk) => desk.player.stepBack(),
  forward: (desk) => desk.player.stepForward(),
};
