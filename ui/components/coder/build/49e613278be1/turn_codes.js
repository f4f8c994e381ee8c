// The codes of each turn in words, for screen readers: they cannot see what is painted. Told once the browser has drawn
// what people see, because a list of all turns takes it as long as a third of the text.
import { el } from "./dom.js";
import { t } from "./messages.js";

const LATEST_MS = 400; // a busy page tells them then

export class TurnCodes {
  /** @param {import("./desk.js").Desk} desk */
  constructor(desk) {
    this.desk = desk;
    /** @type {Map<string, { text: Element, element: HTMLElement, said: string }>} by turn id */
    this.told = new Map();
  }

  /** What is shown has changed. */
  tellSoon() {
    this.#cancel();
    if (globalThis.requestIdleCallback) this.idle = requestIdleCallback(() => this.#tell(), { timeout: LATEST_MS });
    else this.timer = setTimeout(() => this.#tell(), LATEST_MS);
  }

  /** The text is a new one. */
  forget() {
    this.#cancel();
    this.told.clear();
  }

  #cancel() {
    globalThis.cancelIdleCallback?.(this.idle);
    clearTimeout(this.timer);
  }

  #tell() {
    const { transcript, turns } = this.desk;
    if (!transcript) return;
    for (const [id, { element }] of this.told) {
      if (transcript.position.has(id)) continue;
      element.remove();
      this.told.delete(id);
    }
    const names = this.#names();
    let last = null; // the list is in the order of the turns
    transcript.turns.forEach(({ id }, turn) => {
      const { text, speaker } = turns.rows[turn];
      const codes = names.get(turn)?.join(", ") ?? "";
      const said = codes ? t("Turn {number}, {who}: {names}", { number: turn + 1, who: speaker.textContent, names: codes }) : "";
      let known = this.told.get(id);
      if (known?.text !== text) {
        known?.element.remove();
        known = said ? { text, element: el("li", { id: `iw-codes-${id}` }), said: "" } : undefined;
        if (!known) return this.told.delete(id);
        this.told.set(id, known);
        if (last) last.after(known.element);
        else turns.descriptions.prepend(known.element);
        turns.describeBy(turn, known.element);
      }
      last = known.element;
      if (known.said === said) return;
      known.said = last.textContent = said;
      last.hidden = !said;
    });
  }

  /** @returns {Map<number, string[]>} the names of codes by turn number */
  #names() {
    const { transcript, coding, shown } = this.desk;
    const names = new Map();
    for (const segment of shown.values()) {
      const code = coding.nameOf(segment.code);
      const name = segment.discuss ? t("{name} (to discuss)", { name: code }) : code;
      for (const { turn } of transcript.slices(segment)) {
        if (names.has(turn)) names.get(turn).push(name);
        else names.set(turn, [name]);
      }
    }
    return names;
  }
}
