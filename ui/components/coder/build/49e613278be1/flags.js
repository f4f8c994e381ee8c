// Flags of the engines: stretches of the recording to listen to again. They are tied to times; which turns a flag
// belongs to is worked out here, so that corrections of the words never break one. Pure functions.
import { t } from "./messages.js";
import { lastAtOrBefore } from "./transcript.js";

/**
 * @typedef {import("./transcript.js").Turn} Turn
 * @typedef {[kind: string, start_ms: number, end_ms: number]} Flag
 * @typedef {{ kind: string, from: number, to: number, turns: number[], isBetween: boolean }} Placed `turns`: by number,
 *   those it overlaps; else, between two turns, both of them; else the nearest
 */

const EDGE_MS = 150; // a flag that reaches less than this into a turn does not belong to it

/** Kinds in the order of the panel, with what each means. */
export const KINDS = {
  speech_without_text: { name: () => t("Speech, no text"), why: () => t("Somebody speaks here, and nothing was written."), sign: "?" },
  text_without_speech: { name: () => t("Text, no speech"), why: () => t("Words were written where no speech is heard: perhaps nobody said them."), sign: "∅" },
  repetition: { name: () => t("Repetition"), why: () => t("The same words come again and again: the recogniser may have gone round in a circle."), sign: "↻" },
  doubtful: { name: () => t("Doubtful"), why: () => t("The recogniser itself was unsure here."), sign: "~" },
  overlap: { name: () => t("Two voices"), why: () => t("Two voices at once: a recogniser writes one of them."), sign: "∥" },
};

/** What a kind is called; one that this page does not know is called as the study calls it. */
export const kindName = (kind) => KINDS[kind]?.name() ?? kind.replaceAll("_", " ");
export const kindWhy = (kind) => KINDS[kind]?.why() ?? "";
export const kindSign = (kind) => KINDS[kind]?.sign ?? "!";

/**
 * Where each flag belongs in a transcript.
 * @param {Flag[]} flags
 * @param {Turn[]} turns
 * @returns {Placed[]}
 */
export function placed(flags, turns) {
  const timed = turns.flatMap((turn, number) => (turn.start_ms === null ? [] : [{ number, from: turn.start_ms, to: turn.end_ms ?? turn.start_ms }]));
  return flags.map(([kind, from, to]) => ({ kind, from, to, ...placeOf(kind, from, to, timed) }));
}

function placeOf(kind, from, to, timed) {
  const least = Math.min(EDGE_MS, Math.max(1, (to - from) / 2));
  const within = timed.filter((turn) => Math.min(to, turn.to) - Math.max(from, turn.from) >= least).map(({ number }) => number);
  if (within.length || !timed.length) return { turns: within, isBetween: false };
  const after = timed.findIndex((turn) => turn.from >= from);
  const around = after < 0 ? [timed.at(-1)] : after === 0 ? [timed[0]] : [timed[after - 1], timed[after]];
  if (kind === "speech_without_text") return { turns: around.map(({ number }) => number), isBetween: true };
  const distance = (turn) => Math.max(0, turn.from - to, from - turn.to);
  return { turns: [around.sort((a, b) => distance(a) - distance(b))[0].number], isBetween: false };
}

/** Whether every turn that a flag belongs to has been compared with the recording. */
export function isSettled({ turns: numbers }, turns, checked) {
  return numbers.length > 0 && numbers.every((number) => checked.has(turns[number]?.id));
}

/**
 * How far the checking has come.
 * @param {Turn[]} turns
 * @param {Map<string, string>} checked
 * @param {Placed[]} flags
 */
export function progressOf(turns, checked, flags) {
  const length = ({ start_ms: from, end_ms: to }) => (from === null || to === null ? 0 : Math.max(0, to - from));
  const done = turns.filter(({ id }) => checked.has(id));
  const sum = (some) => some.reduce((ms, turn) => ms + length(turn), 0);
  return {
    turns: turns.length, checkedTurns: done.length, ms: sum(turns), checkedMs: sum(done),
    flags: flags.length, settled: flags.filter((flag) => isSettled(flag, turns, checked)).length,
  };
}

const LONGEST_STEP_MS = 180_000; // after a longer time without a turn the person was elsewhere
const FEWEST_STEPS = 3;

/**
 * How long the rest will take at the pace so far, in ms; null while too little is known.
 * @param {{ at: number, ms: number }[]} steps when a turn was checked, and how long the turn is
 * @param {number} openMs how much recording is not checked yet
 */
export function timeLeft(steps, openMs) {
  let worked = 0;
  let heard = 0;
  let counted = 0;
  for (let i = 1; i < steps.length; i += 1) {
    const took = steps[i].at - steps[i - 1].at;
    if (took <= 0 || took > LONGEST_STEP_MS || !steps[i].ms) continue;
    worked += took;
    heard += steps[i].ms;
    counted += 1;
  }
  return counted < FEWEST_STEPS || !heard ? null : (openMs * worked) / heard;
}

/**
 * The number of the flag spoken at or after a moment; -1 when there is none. `flags` are in the order of time.
 * @param {{ from: number }[]} flags
 * @param {number} ms
 */
export function flagFrom(flags, ms) {
  const at = lastAtOrBefore(flags.length, (i) => flags[i].from, ms - 1) + 1;
  return at < flags.length ? at : -1;
}
