// Words the recogniser was not sure of: underlined on request, counted, and gone through one by one.
import { el } from "./dom.js";
import { t } from "./messages.js";
import { toUtf16 } from "./offsets.js";
import { topTurn, turnsNear } from "./sight.js";
import { lastAtOrBefore } from "./transcript.js";

/** @typedef {{ turn: number, start: number, end: number, confidence: number }} UncertainWord UTF-16 offsets */

/**
 * Every word below a threshold, in reading order. A word of which nothing is known is not uncertain.
 * @param {import("./transcript.js").Turn[]} turns
 * @param {number} threshold 0 to 1
 * @returns {UncertainWord[]}
 */
export function uncertainWords(turns, threshold) {
  return turns.flatMap(({ text, words }, turn) => words
    .filter(([, , , , confidence]) => confidence !== null && confidence < threshold)
    .map(([start, end, , , confidence]) => ({ turn, start: toUtf16(text, start), end: toUtf16(text, end), confidence })));
}

/**
 * The word before (-1) or after (1) a place, round and round; -1 when there is none.
 * @param {UncertainWord[]} words
 * @param {{ turn: number, offset: number }} place
 * @param {1|-1} direction
 */
export function wordFrom(words, { turn, offset }, direction) {
  if (!words.length) return -1;
  const isBefore = (/** @type {UncertainWord} */ word) => word.turn < turn || (word.turn === turn && word.start < offset);
  const before = lastAtOrBefore(words.length, (i) => (isBefore(words[i]) ? 0 : 1), 0);
  if (direction < 0) return (before + words.length) % words.length;
  const isHere = words[before + 1]?.turn === turn && words[before + 1].start === offset;
  return (before + (isHere ? 2 : 1)) % words.length;
}

export class Uncertain {
  /** @param {import("./desk.js").Desk} desk */
  constructor(desk) {
    this.desk = desk;
    this.shown = false;
    this.threshold = 0.5;
    /** @type {UncertainWord[]} */
    this.words = [];
    this.described = new Map(); // turn number to its description
  }

  /** Whether any word says how sure the recogniser was: a typed transcript says nothing. */
  get isKnown() {
    return Boolean(this.desk.transcript?.turns.some(({ words }) => words.some(([, , , , confidence]) => confidence !== null)));
  }

  /** Underline the words below `threshold`, or none. */
  show(shown, threshold) {
    Object.assign(this, { shown, threshold });
    this.refresh();
  }

  /** The words of the transcript, or what is shown of them, have changed. */
  refresh() {
    const { transcript } = this.desk;
    this.words = transcript ? uncertainWords(transcript.turns, this.threshold) : [];
    if (!transcript) return;
    this.#paint();
    this.#describe();
  }

  scrolled() {
    if (this.shown) this.#paint();
  }

  #paint() {
    const { painting, turns, scroller } = this.desk;
    if (!this.shown) return painting.mark("iw-unsure");
    const { first, last } = turnsNear(turns, scroller);
    const near = this.words.filter(({ turn }) => turn >= first && turn <= last);
    return painting.mark("iw-unsure", near.map((word) => turns.range(word)));
  }

  /** For screen readers, which see no underlines: the words of each turn in its description. */
  #describe() {
    const { turns, transcript } = this.desk;
    /** @type {Map<number, string[]>} */
    const words = new Map();
    for (const { turn, start, end } of this.shown ? this.words : []) {
      words.set(turn, [...(words.get(turn) ?? []), transcript.turns[turn].text.slice(start, end)]);
    }
    for (const turn of new Set([...this.described.keys(), ...words.keys()])) {
      const said = words.has(turn) ? t("Uncertain: {words}", { words: words.get(turn).join(", ") }) : "";
      if (!this.described.has(turn)) {
        const element = el("p", { id: `iw-unsure-${transcript.turns[turn].id}` });
        turns.describeBy(turn, element);
        this.described.set(turn, element);
      }
      this.described.get(turn).textContent = said;
    }
  }

  /** Put the caret at the next (1) or previous (-1) uncertain word, and say it. */
  step(direction) {
    const { desk, words } = this;
    if (!this.isKnown) return desk.notices.hint(t("Nothing is known about how sure these words are: no recogniser wrote them."));
    if (!words.length) return desk.notices.hint(t("No word is less sure than {percent} %.", { percent: percentOf(this.threshold) }));
    const caret = desk.selection.caret ?? { turn: topTurn(desk.turns, desk.scroller), offset: 0 };
    const word = words[wordFrom(words, caret, direction)];
    desk.listening.reveal(word);
    desk.selection.place(word);
    desk.painting.mark("iw-found-now", [desk.turns.range(word)]);
    const said = desk.transcript.turns[word.turn].text.slice(word.start, word.end);
    return desk.notices.announce(t("“{word}”, {percent} % sure", { word: said, percent: percentOf(word.confidence) }));
  }

  /** The interview is left. */
  forget() {
    this.words = [];
    this.described.clear();
  }
}

const percentOf = (/** @type {number} */ share) => Math.round(share * 100);
