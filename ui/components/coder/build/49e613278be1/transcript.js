// The words of one interview as the desk reads them. Offsets are code points of each turn's text, time is milliseconds.
import { toCodePoints, toUtf16 } from "./offsets.js";

/**
 * @typedef {{ start_turn: string, start: number, end_turn: string, end: number }} Passage half-open
 * @typedef {[start: number, end: number, start_ms: number|null, end_ms: number|null, confidence: number|null]} Word
 * @typedef {{ id: string, speaker: string, start_ms: number|null, end_ms: number|null, text: string, revision: number,
 *             words: Word[] }} Turn
 * @typedef {[turn: string, language: string, id: string|null, text: string, translator: string, status: string, changed: number,
 *            by: string, day: string]} TranslationRow
 */

export class Transcript {
  /** @type {Timeline|undefined} */
  timed;

  /**
   * @param {{ id: string, language: string, turns: Turn[], translations?: TranslationRow[],
   *           gloss?: { id: string, language: string, model: string, lines: [turn: string, text: string][] } }} json
   */
  constructor(json) {
    this.id = json.id;
    this.language = json.language;
    this.turns = json.turns;
    this.gloss = json.gloss ?? null;
    this.translations = withTranslations(new Map(), json.translations ?? []);
    /** @type {Map<string, number>} */
    this.position = new Map(json.turns.map((turn, i) => [turn.id, i]));
  }

  /**
   * Take turns as they are now. A turn known in a newer text stays as it is.
   * @param {{ turns?: Turn[], turns_removed?: string[], order?: string[] }} changes `order` when turns came or went
   * @returns {Set<string>} the turns that are not as they were
   */
  take({ turns = [], turns_removed: removed = [], order }) {
    const byId = new Map(this.turns.map((turn) => [turn.id, turn]));
    const changed = new Set(removed.filter((id) => byId.delete(id)));
    for (const turn of turns) {
      if ((byId.get(turn.id)?.revision ?? -1) > turn.revision) continue;
      byId.set(turn.id, turn);
      changed.add(turn.id);
    }
    this.turns = (order ?? this.turns.map(({ id }) => id)).map((id) => byId.get(id)).filter(Boolean);
    this.position = new Map(this.turns.map((turn, i) => [turn.id, i]));
    this.timed = undefined;
    return changed;
  }

  /**
   * Take translations of some turns, and the gloss, as they are now.
   * @param {{ translations?: TranslationRow[], translations_of?: string[], gloss?: any }} changes
   */
  takeTracks({ translations = [], translations_of: named = [], gloss }) {
    if (gloss !== undefined) this.gloss = gloss;
    if (!named.length) return;
    const known = new Map(this.translations);
    for (const turn of named) known.delete(turn);
    this.translations = withTranslations(known, translations);
  }

  /**
   * The stretch of each turn a passage covers, in UTF-16 units; nothing when a turn is unknown.
   * @param {Passage} passage
   * @returns {{ turn: number, start: number, end: number }[]}
   */
  slices(passage) {
    const first = this.position.get(passage.start_turn);
    const last = this.position.get(passage.end_turn);
    if (first === undefined || last === undefined) return [];
    const slices = [];
    for (let turn = first; turn <= last; turn += 1) {
      const { text } = this.turns[turn];
      const start = turn === first ? toUtf16(text, passage.start) : 0;
      const end = turn === last ? toUtf16(text, passage.end) : text.length;
      if (start < end) slices.push({ turn, start, end });
    }
    return slices;
  }

  /** The words of a passage, one line per turn: what the server compares before it stores a coding. */
  quote(passage) {
    const first = this.position.get(passage.start_turn);
    const last = this.position.get(passage.end_turn);
    if (first === undefined || last === undefined) return null;
    return this.turns.slice(first, last + 1).map(({ text }, i) => {
      const start = i === 0 ? toUtf16(text, passage.start) : 0;
      const end = first + i === last ? toUtf16(text, passage.end) : text.length;
      return text.slice(start, end);
    }).join("\n");
  }

  /** Which text of each turn a passage was chosen in. */
  revisions(passage) {
    const first = this.position.get(passage.start_turn);
    const last = this.position.get(passage.end_turn);
    if (first === undefined || last === undefined) return {};
    return Object.fromEntries(this.turns.slice(first, last + 1).map((turn) => [turn.id, turn.revision]));
  }

  /**
   * A passage between two points (turn number, UTF-16 offset) without the white space and empty turns at its edges;
   * null when nothing is left.
   */
  passage(startTurn, start, endTurn, end) {
    let [i, from] = [startTurn, start];
    let [j, to] = [endTurn, end];
    while (i <= j && !this.turns[i].text.slice(from, i === j ? to : undefined).trim()) [i, from] = [i + 1, 0];
    while (j >= i && !this.turns[j].text.slice(j === i ? from : 0, to).trim()) [j, to] = [j - 1, Infinity];
    if (i > j) return null;
    const head = this.turns[i].text;
    const tail = this.turns[j].text;
    from += head.slice(from).length - head.slice(from).trimStart().length;
    to = tail.slice(0, to).trimEnd().length;
    return {
      start_turn: this.turns[i].id, start: toCodePoints(head, from),
      end_turn: this.turns[j].id, end: toCodePoints(tail, to),
    };
  }

  /** The word at a UTF-16 offset of a turn, or the last one before it; null when the turn has none. */
  wordAt(turn, units) {
    const { words, text } = this.turns[turn];
    const point = toCodePoints(text, units);
    return words[Math.max(0, lastAtOrBefore(words.length, (k) => words[k][0], point))] ?? null;
  }

  /**
   * When some stretches of turns are spoken: from their first timed word to the end of their last, or by their turns'
   * times where no words have any; null when nothing has a time.
   * @param {{ turn: number, start: number, end: number }[]} slices
   * @returns {{ from: number, to: number } | null}
   */
  stretch(slices) {
    const times = slices.flatMap(({ turn, start, end }) => {
      const { text, words, start_ms: begun, end_ms: ended } = this.turns[turn];
      const [from, to] = [toCodePoints(text, start), toCodePoints(text, end)];
      const spoken = words.filter((word) => word[2] !== null && word[0] < to && word[1] > from);
      return spoken.length ? [spoken[0][2], spoken.at(-1)[3] ?? spoken.at(-1)[2]] : [begun, ended];
    }).filter((ms) => ms !== null);
    const [from, to] = [Math.min(...times), Math.max(...times)];
    return times.length && to > from ? { from, to } : null;
  }

  /** Every timed word in order of time, made when first asked for. */
  get timeline() {
    this.timed ??= new Timeline(this.turns);
    return this.timed;
  }

  compare(a, b) {
    return this.position.get(a.start_turn) - this.position.get(b.start_turn) || a.start - b.start || a.end - b.end;
  }
}

/** Which word is spoken at a moment: a binary search in sorted times. */
class Timeline {
  /** @param {Turn[]} turns */
  constructor(turns) {
    const spoken = [];
    turns.forEach((turn, i) => turn.words.forEach((word, k) => {
      if (word[2] !== null) spoken.push({ turn: i, word: k, start: word[2], end: word[3] ?? word[2] });
    }));
    this.words = spoken.sort((a, b) => a.start - b.start);
  }

  /** The number of the last word begun at `ms`; -1 before the first. */
  at(ms) {
    return lastAtOrBefore(this.words.length, (k) => this.words[k].start, ms);
  }
}

/** The last of `length` ascending values that is not above `limit`; -1 when all are. */
export function lastAtOrBefore(length, value, limit) {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (value(middle) <= limit) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Translations by turn, then language, with some more of them. */
function withTranslations(known, rows) {
  for (const [turn, language, id, text, translator, status, changed, by, day] of rows) {
    known.set(turn, new Map(known.get(turn)).set(language, { id, text, translator, status, changed: Boolean(changed), by, day }));
  }
  return known;
}
