// Words, sentences, turns and blocks of one speaker, as stretches of the transcript. Offsets here are UTF-16 units of a
// turn's text; passages come and go through Transcript, which counts code points. Pure functions, no page.
import { toUtf16 } from "./offsets.js";

/**
 * @typedef {import("./transcript.js").Transcript} Transcript
 * @typedef {{ startTurn: number, start: number, endTurn: number, end: number }} Stretch half-open, UTF-16 units
 */

export const UNITS = ["word", "sentence", "turn", "block"];
export const SNAPS = ["off", "word", "sentence", "turn"];

const ARABIC = /[\u0600-\u06ff]/;
const STRONG = /\p{L}/u;
const LONGEST = 200_000; // characters of a turn that are cut into units; beyond, the turn is one unit

const segmenters = new Map();

/** A segmenter for the language of a text: that of the interview, Arabic where the letters are. */
function segmenterFor(text, language, granularity) {
  const locale = ARABIC.test(STRONG.exec(text)?.[0] ?? "") ? "ar" : language;
  const name = `${locale}/${granularity}`;
  if (!segmenters.has(name)) segmenters.set(name, new Intl.Segmenter(known(locale), { granularity }));
  return segmenters.get(name);
}

function known(locale) {
  try {
    return Intl.Segmenter.supportedLocalesOf([locale]);
  } catch {
    return []; // not a language tag at all: the browser's own rules
  }
}

const cuts = new WeakMap(); // turn to { text, word, sentence }

/**
 * Where the words or sentences of a turn are, without white space and, for words, without punctuation.
 * @param {{ text: string }} turn
 * @param {"word"|"sentence"} unit
 * @returns {[start: number, end: number][]}
 */
export function stretches(turn, language, unit) {
  let known = cuts.get(turn);
  if (!known || known.text !== turn.text) cuts.set(turn, known = { text: turn.text });
  known[unit] ??= cut(turn.text, language, unit);
  return known[unit];
}

function cut(text, language, unit) {
  if (text.length > LONGEST) return trimmed(text, 0, text.length);
  const found = [];
  for (const { segment, index, isWordLike } of segmenterFor(text, language, unit).segment(text)) {
    if (unit === "word" ? isWordLike : segment.trim()) found.push(...trimmed(text, index, index + segment.length));
  }
  return found.length ? found : trimmed(text, 0, text.length);
}

function trimmed(text, from, to) {
  const part = text.slice(from, to);
  const start = from + part.length - part.trimStart().length;
  const end = from + part.trimEnd().length;
  return start < end ? [[start, end]] : [];
}

/**
 * The unit of a turn that holds an offset. On a border it is the one that begins there, or with `asEnd` the one that
 * ends there; between two it is the next, or with `asEnd` the one before.
 */
function unitAt(turn, language, unit, offset, asEnd) {
  const all = stretches(turn, language, unit);
  if (asEnd) return all.findLast(([start]) => start < offset) ?? all[0];
  return all.find(([, end]) => end > offset) ?? all.at(-1);
}

/** A caret just behind a unit, with no other at it, means that one: an offset inside what the caret touches. */
function touched(turn, language, unit, offset) {
  const all = stretches(turn, language, unit);
  const inside = all.some(([start, end]) => start <= offset && offset < end);
  return !inside && all.some(([, end]) => end === offset) ? offset - 1 : offset;
}

/** A passage as a stretch; null when its turns are not shown. @returns {Stretch|null} */
export function stretchOf(transcript, passage) {
  const startTurn = transcript.position.get(passage.start_turn);
  const endTurn = transcript.position.get(passage.end_turn);
  if (startTurn === undefined || endTurn === undefined) return null;
  return {
    startTurn, start: toUtf16(transcript.turns[startTurn].text, passage.start),
    endTurn, end: toUtf16(transcript.turns[endTurn].text, passage.end),
  };
}

/** A stretch as a passage, without white space at its edges. */
export const passageOf = (transcript, { startTurn, start, endTurn, end }) => transcript.passage(startTurn, start, endTurn, end);

/**
 * The smallest run of whole units that holds a stretch; an empty stretch takes the unit it stands in.
 * @param {Transcript} transcript
 * @param {Stretch} stretch
 */
export function widened(transcript, stretch, unit) {
  const { turns, language } = transcript;
  if (unit === "turn") return { ...stretch, start: 0, end: turns[stretch.endTurn].text.length };
  if (unit === "block") return block(turns, stretch);
  const isEmpty = stretch.startTurn === stretch.endTurn && stretch.start === stretch.end;
  const first = unitAt(turns[stretch.startTurn], language, unit, isEmpty ? touched(turns[stretch.startTurn], language, unit, stretch.start) : stretch.start, false);
  const last = isEmpty ? first : unitAt(turns[stretch.endTurn], language, unit, stretch.end, true);
  return {
    ...stretch,
    start: Math.min(first?.[0] ?? stretch.start, isEmpty ? Infinity : stretch.start),
    end: Math.max(last?.[1] ?? stretch.end, isEmpty ? 0 : stretch.end),
  };
}

/**
 * Places in single turns, in reading order, each widened to the words it touches; those that meet in a word are one.
 * @param {Transcript} transcript
 * @param {{ turn: number, start: number, end: number }[]} hits UTF-16 offsets in a turn's text
 */
export function wholeWords({ turns, language }, hits) {
  const found = [];
  let words = [];
  let at = 0; // the first word that ends behind the hit's start
  for (const { turn, start, end } of hits) {
    const last = found.at(-1);
    if (last?.turn !== turn) [words, at] = [wordsOf(turns[turn], language), 0];
    while (at < words.length && words[at][1] <= start) at += 1;
    let behind = at;
    while (behind < words.length && words[behind][0] < end) behind += 1;
    const whole = { turn, start: Math.min(start, words[at]?.[0] ?? start), end: Math.max(end, words[behind - 1]?.[1] ?? end) };
    if (last?.turn === turn && whole.start < last.end) last.end = Math.max(last.end, whole.end);
    else found.push(whole);
  }
  return found;
}

/** The words of a turn; of one too long to be cut into units, what stands between white space. */
function wordsOf(turn, language) {
  if (turn.text.length <= LONGEST) return stretches(turn, language, "word");
  return Array.from(turn.text.matchAll(/\S+/g), ({ 0: word, index }) => [index, index + word.length]);
}

/** Everything the same speaker says before and after, without another voice between. */
function block(turns, { startTurn, endTurn }) {
  let [from, to] = [startTurn, endTurn];
  while (from > 0 && turns[from - 1].speaker === turns[startTurn].speaker) from -= 1;
  while (to < turns.length - 1 && turns[to + 1].speaker === turns[endTurn].speaker) to += 1;
  return { startTurn: from, start: 0, endTurn: to, end: turns[to].text.length };
}

/**
 * The next larger selection, and which unit it is: word, sentence, turn, block of one speaker. null when it is the
 * largest already.
 * @param {Transcript} transcript
 * @param {import("./transcript.js").Passage|null} passage what is selected; null: only the caret, at `caret`
 * @param {{ turn: number, offset: number }|null} caret
 */
export function grown(transcript, passage, caret) {
  const from = passage ? stretchOf(transcript, passage)
    : caret && { startTurn: caret.turn, start: caret.offset, endTurn: caret.turn, end: caret.offset };
  if (!from) return null;
  for (const unit of UNITS) {
    const larger = passageOf(transcript, widened(transcript, from, unit));
    if (larger && !(passage && isSame(larger, passage))) return { passage: larger, unit };
  }
  return null;
}

/** The next smaller selection at the start of a passage; null when it is one word already. */
export function shrunk(transcript, passage) {
  const full = stretchOf(transcript, passage);
  if (!full) return null;
  const at = { ...full, endTurn: full.startTurn, end: full.start };
  for (const unit of [...UNITS].reverse()) {
    const smaller = passageOf(transcript, widened(transcript, at, unit));
    if (smaller && isSmaller(stretchOf(transcript, smaller), full)) return { passage: smaller, unit };
  }
  return null;
}

const order = (turnA, a, turnB, b) => turnA - turnB || a - b;
const isSame = (a, b) => ["start_turn", "start", "end_turn", "end"].every((part) => a[part] === b[part]);
const isSmaller = (a, b) => order(a.endTurn, a.end, b.endTurn, b.end) < 0 && order(a.startTurn, a.start, b.startTurn, b.start) >= 0;

/** A selection as the setting wants it: whole words, sentences or turns. */
export function snapped(transcript, passage, snap) {
  const stretch = snap === "off" ? null : stretchOf(transcript, passage);
  return stretch ? passageOf(transcript, widened(transcript, stretch, snap)) ?? passage : passage;
}

/**
 * A passage with one end a word further, or a word back; null when that cannot be.
 * @param {"start"|"end"} edge
 * @param {1|-1} direction 1: towards the end of the interview
 */
export function withEndMoved(transcript, passage, edge, direction) {
  const from = stretchOf(transcript, passage);
  if (!from) return null;
  const at = edge === "start" ? { turn: from.startTurn, offset: from.start } : { turn: from.endTurn, offset: from.end };
  const to = nextEdge(transcript, at, edge, direction);
  return to && withEndAt(transcript, passage, edge, to);
}

/** A passage with one end at a place, moved to the border of the word there; null when nothing would be left. */
export function withEndSnapped(transcript, passage, edge, { turn, offset }) {
  const unit = unitAt(transcript.turns[turn], transcript.language, "word", offset, edge === "end");
  if (!unit) return null;
  return withEndAt(transcript, passage, edge, { turn, offset: edge === "start" ? unit[0] : unit[1] });
}

function withEndAt(transcript, passage, edge, { turn, offset }) {
  const from = stretchOf(transcript, passage);
  const to = edge === "start" ? { ...from, startTurn: turn, start: offset } : { ...from, endTurn: turn, end: offset };
  return order(to.startTurn, to.start, to.endTurn, to.end) < 0 ? passageOf(transcript, to) : null;
}

function nextEdge({ turns, language }, { turn, offset }, edge, direction) {
  const side = edge === "start" ? 0 : 1;
  for (let number = turn; number >= 0 && number < turns.length; number += direction) {
    const edges = stretches(turns[number], language, "word").map((unit) => unit[side]);
    const ahead = number !== turn ? edges : edges.filter((each) => (direction > 0 ? each > offset : each < offset));
    const found = direction > 0 ? ahead[0] : ahead.at(-1);
    if (found !== undefined) return { turn: number, offset: found };
  }
  return null;
}
