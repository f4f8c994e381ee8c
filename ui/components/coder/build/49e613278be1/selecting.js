// Selections by units: growing and shrinking by keys, and snapping to words, sentences or turns while selecting.
import { t } from "./messages.js";
import { SNAPS, grown, shrunk, snapped } from "./units.js";

const SHELF = "workbench/snap";
const SAID = {
  word: () => t("Word"), sentence: () => t("Sentence"), turn: () => t("Turn"), block: () => t("Everything this speaker says in a row"),
};
const SETTINGS = {
  off: () => t("Selecting with the pointer takes exactly what you select"), word: () => t("Selecting with the pointer takes whole words"),
  sentence: () => t("Selecting with the pointer takes whole sentences"), turn: () => t("Selecting with the pointer takes whole turns"),
};

export class Selecting {
  /** @param {import("./desk.js").Desk} desk */
  constructor(desk, storage = globalThis.localStorage) {
    this.desk = desk;
    this.storage = storage;
    this.ladder = []; // selections that were grown from one another
    this.snap = SNAPS.includes(this.#kept()) ? this.#kept() : "off";
  }

  /** Word, sentence, turn, everything the speaker says in a row. */
  grow() {
    const { selection, transcript, notices } = this.desk;
    const { passage, caret } = selection;
    const larger = grown(transcript, passage, caret);
    if (!larger) return notices.hint(passage ? t("This is all the speaker says in a row.") : t("Click into a turn first."));
    if (!passage || !isSame(this.ladder.at(-1), passage)) this.ladder = passage ? [passage] : [];
    this.ladder.push(larger.passage);
    return this.#take(larger);
  }

  /** Back down the way that `grow` came, else to the smaller unit at the selection's start. */
  shrink() {
    const { selection, transcript, notices } = this.desk;
    const { passage } = selection;
    if (!passage) return notices.hint(t("Select some words first."));
    const isOwn = isSame(this.ladder.at(-1), passage) && this.ladder.length > 1;
    if (isOwn) {
      this.ladder.pop();
      return this.#take({ passage: this.ladder.at(-1) });
    }
    const smaller = shrunk(transcript, passage);
    if (!smaller) return notices.hint(t("This is one word already."));
    this.ladder = [smaller.passage];
    return this.#take(smaller);
  }

  /** @param {{ passage: import("./transcript.js").Passage, unit?: string }} step */
  #take({ passage, unit }) {
    this.desk.selection.restore(passage);
    this.desk.notices.announce([unit ? SAID[unit]() : "", this.desk.transcript.quote(passage).slice(0, 200)].filter(Boolean).join(": "));
  }

  /** The pointer has let go of a selection: make it whole units, when that is wanted. */
  settle() {
    if (this.snap === "off") return;
    const { selection, transcript } = this.desk;
    const { passage } = selection;
    const whole = passage && snapped(transcript, passage, this.snap);
    if (whole && !isSame(whole, passage)) selection.restore(whole);
  }

  /** The next setting: off, word, sentence, turn. */
  change() {
    this.snap = SNAPS[(SNAPS.indexOf(this.snap) + 1) % SNAPS.length];
    try {
      this.storage.setItem(SHELF, this.snap);
    } catch (error) {
      console.warn("The browser's storage is closed or full; the setting holds in this tab only.", /** @type {Error} */ (error).name);
    }
    this.desk.notices.hint(SETTINGS[this.snap]());
  }

  #kept() {
    try {
      return this.storage.getItem(SHELF);
    } catch {
      return null; // storage closed by the browser's settings
    }
  }
}

const isSame = (a, b) => Boolean(a && b) && ["start_turn", "start", "end_turn", "end"].every((part) => a[part] === b[part]);
