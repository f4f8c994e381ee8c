// Which codes the number keys 1 to 9 stand for: the pinned ones first, then those that were used, then the first of the
// codebook. A key keeps its code until it is needed for another: the fingers can rely on it. Remembered in this
// browser, for this study and this person; identifiers only.

export const NUMBER_KEYS = 9;
const SHELF = "workbench/keys";

export class QuickKeys {
  /** @param {{ study: string, coder: string, interview?: string, label?: string }} place */
  constructor({ study, coder }, storage = globalThis.localStorage) {
    this.name = [SHELF, study, coder].join("/");
    this.storage = storage;
    const kept = this.#read();
    this.pins = kept.pins; // code ids, in the order of their keys
    this.others = kept.others; // code ids on the keys behind the pins, each at its own key
    this.used = kept.used; // the code used last first
    this.known = [];
  }

  /** Take the codebook as it is now: codes that are gone leave their keys, free keys get the first codes. */
  fit(codes) {
    this.known = codes.map(({ id }) => id);
    const living = new Set(this.known);
    this.pins = this.pins.filter((id) => living.has(id)).slice(0, NUMBER_KEYS);
    this.others = this.others.filter((id) => living.has(id) && !this.pins.includes(id));
    this.used = this.used.filter((id) => living.has(id));
    this.#fill();
  }

  /** The codes on the keys, key 1 first. */
  get codes() {
    return [...this.pins, ...this.others].slice(0, NUMBER_KEYS);
  }

  /** The number of a code's key; 0 when it has none. */
  keyOf(code) {
    return this.codes.indexOf(code) + 1;
  }

  isPinned(code) {
    return this.pins.includes(code);
  }

  /** A code was used: it gets a key when it has none, that of the code not used for longest. */
  use(code) {
    this.used = [code, ...this.used.filter((other) => other !== code)].slice(0, 50);
    if (!this.keyOf(code) && this.others.length) {
      const age = (id) => (this.used.includes(id) ? this.used.indexOf(id) : this.used.length);
      const oldest = this.others.reduce((best, id, i) => (age(id) >= age(this.others[best]) ? i : best), 0);
      this.others[oldest] = code;
    }
    this.#keep();
  }

  /** Pin a code to the next of the first keys, or let it go; false when every key is pinned already. */
  togglePin(code) {
    if (this.isPinned(code)) {
      this.pins = this.pins.filter((other) => other !== code);
      this.others = [code, ...this.others.filter((other) => other !== code)];
    } else if (this.pins.length >= NUMBER_KEYS) return false;
    else {
      this.pins.push(code);
      this.others = this.others.filter((other) => other !== code);
    }
    this.#fill();
    this.#keep();
    return true;
  }

  #fill() {
    const room = NUMBER_KEYS - this.pins.length;
    const free = this.known.filter((id) => !this.pins.includes(id) && !this.others.includes(id));
    this.others = [...this.others, ...free].slice(0, room);
  }

  #read() {
    let kept = null;
    try {
      kept = JSON.parse(this.storage.getItem(this.name));
    } catch (error) {
      console.warn("What the number keys stood for cannot be read.", /** @type {Error} */ (error).name);
    }
    const ids = (list) => (Array.isArray(list) ? list.filter((id) => typeof id === "string") : []);
    return { pins: ids(kept?.pins), others: ids(kept?.others), used: ids(kept?.used) };
  }

  #keep() {
    try {
      this.storage.setItem(this.name, JSON.stringify({ pins: this.pins, others: this.others, used: this.used }));
    } catch (error) {
      console.warn("The browser's storage is closed or full; number keys are kept in this tab only.", /** @type {Error} */ (error).name);
    }
  }
}
