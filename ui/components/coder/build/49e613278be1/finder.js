// Where words stand in a transcript. Each turn is folded once for each of its texts, when it is first searched.
import { fold, occurrences } from "./folding.js";

export const MOST_HITS = 100_000; // more than any interview has letters of one kind; a bound for texts that are none

/** @typedef {{ turn: number, start: number, end: number }} Hit UTF-16 offsets in a turn's text */

export class Finder {
  constructor() {
    /** @type {Map<string, { revision: number, folded: import("./folding.js").Folded }>} by turn id */
    this.folded = new Map();
  }

  /**
   * Every place where `typed` stands, in reading order.
   * @param {import("./transcript.js").Turn[]} turns
   * @param {string} typed
   * @returns {Hit[]}
   */
  hits(turns, typed) {
    const wanted = fold(typed.trim()).text;
    /** @type {Hit[]} */
    const hits = [];
    if (!wanted) return hits;
    for (let turn = 0; turn < turns.length && hits.length < MOST_HITS; turn += 1) {
      const found = occurrences(this.#foldedOf(turns[turn]), wanted, MOST_HITS - hits.length);
      for (let i = 0; i < found.length; i += 2) hits.push({ turn, start: found[i], end: found[i + 1] });
    }
    return hits;
  }

  /**
   * Fold some turns that are not folded yet, from number `from` on, for a moment; the next to fold, null when all are.
   * @param {import("./transcript.js").Turn[]} turns
   * @param {number} from
   * @param {() => boolean} hasTime
   */
  prepare(turns, from, hasTime) {
    let next = from;
    while (next < turns.length && hasTime()) {
      this.#foldedOf(turns[next]);
      next += 1;
    }
    return next < turns.length ? next : null;
  }

  forget() {
    this.folded.clear();
  }

  /** @param {import("./transcript.js").Turn} turn */
  #foldedOf({ id, revision, text }) {
    const known = this.folded.get(id);
    if (known?.revision === revision) return known.folded;
    const folded = fold(text);
    this.folded.set(id, { revision, folded });
    return folded;
  }
}

/**
 * The first hit at or after a place, the first of all behind the last; -1 when there is none.
 * @param {Hit[]} hits
 * @param {{ turn: number, start: number }} place
 */
export function hitFrom(hits, { turn, start }) {
  if (!hits.length) return -1;
  const found = hits.findIndex((hit) => hit.turn > turn || (hit.turn === turn && hit.start >= start));
  return Math.max(0, found);
}

/**
 * The words around a hit, cut at white space where there is some near.
 * @param {string} text
 * @param {Hit} hit
 * @param {number} most units on each side
 * @returns {[before: string, hit: string, after: string]}
 */
export function context(text, { start, end }, most = 56) {
  const from = cut(text, Math.max(0, start - most), start, 1);
  const to = cut(text, Math.min(text.length, end + most), end, -1);
  return [(from > 0 ? "… " : "") + text.slice(from, start), text.slice(start, end), text.slice(end, to) + (to < text.length ? " …" : "")];
}

/** From `at` towards `limit` to a white space; never between the halves of a pair. */
function cut(/** @type {string} */ text, /** @type {number} */ at, /** @type {number} */ limit, /** @type {1|-1} */ step) {
  if (at === 0 || at === text.length) return at;
  for (let i = at; i !== limit; i += step) if (/\s/.test(text[i - (step < 0 ? 0 : 1)])) return i;
  return isLowHalf(text.charCodeAt(at)) ? at + step : at;
}

const isLowHalf = (/** @type {number} */ unit) => unit >= 0xdc00 && unit <= 0xdfff;
