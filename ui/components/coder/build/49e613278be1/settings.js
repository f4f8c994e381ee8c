// How one person likes the desk in this browser: kept in the browser's storage, no word of any interview in it.

const SHELF = "workbench/view";

/**
 * @typedef {{ toggle: string, back: string, forward: string }} Pedals keys as the browser names them; "" is none
 * @typedef {{ zoom: number, compact: boolean, lines: boolean, unsure: boolean, threshold: number, rewindMs: number,
 *             tracks: boolean, track: string, beside: boolean, gloss: boolean, translator: string, pedals: Pedals }} Choices `threshold`: a word the recogniser was less sure of than this is uncertain, 0 to 1
 * @type {Choices}
 */
const USUAL = {
  zoom: 1, compact: false, lines: false, unsure: false, threshold: 0.5, rewindMs: 5_000,
  tracks: true, track: "", beside: false, gloss: true, translator: "",
  pedals: { toggle: "F4", back: "", forward: "" },
};

export class Settings {
  /**
   * @param {string} person whose they are
   * @param {Pick<Storage, "getItem"|"setItem">} storage
   */
  constructor(person, storage = globalThis.localStorage) {
    this.name = `${SHELF}/${person}`;
    this.storage = storage;
    this.choices = { ...USUAL, ...fitting(this.#kept()) };
  }

  /**
   * @template {keyof Choices} K
   * @param {K} name
   * @returns {Choices[K]}
   */
  get(name) {
    return this.choices[name];
  }

  /**
   * @template {keyof Choices} K
   * @param {K} name
   * @param {Choices[K]} value
   */
  set(name, value) {
    this.choices[name] = value;
    try {
      this.storage.setItem(this.name, JSON.stringify(this.choices));
    } catch (error) {
      console.warn("The browser's storage is closed or full; how the desk looks is kept in this tab only.");
    }
  }

  #kept() {
    try {
      return JSON.parse(this.storage.getItem(this.name) ?? "{}");
    } catch (error) {
      return {}; // closed by the browser's settings, or damaged: the desk looks as usual
    }
  }
}

/**
 * What of `kept` has the form it should have.
 * @param {any} kept
 * @returns {Partial<Choices>}
 */
function fitting(kept) {
  const fits = Object.entries(USUAL).filter(([name, usual]) => typeof kept?.[name] === typeof usual && kept[name] !== null);
  const choices = Object.fromEntries(fits.map(([name]) => [name, kept[name]]));
  if (choices.pedals) {
    const keys = Object.entries(USUAL.pedals).map(([name, usual]) => [name, typeof choices.pedals[name] === "string" ? choices.pedals[name] : usual]);
    choices.pedals = Object.fromEntries(keys);
  }
  return choices;
}
