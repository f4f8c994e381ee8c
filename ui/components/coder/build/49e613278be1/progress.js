// How far one coder has come: the end of their last coded segment in reading order.
import { toUtf16 } from "./offsets.js";

/**
 * Where a coder's last coded segment ends: turn number, UTF-16 offset, and its time where one is known; null when the
 * coder has coded nothing here.
 * @param {Iterable<{ coder: string } & import("./transcript.js").Passage>} codings
 * @param {import("./transcript.js").Transcript} transcript
 * @param {string} coder
 */
export function codedTo(codings, transcript, coder) {
  let turn = -1;
  let end = 0;
  for (const coding of codings) {
    const at = coding.coder === coder ? transcript.position.get(coding.end_turn) ?? -1 : -1;
    if (at > turn || (at === turn && coding.end > end)) [turn, end] = [at, coding.end];
  }
  if (turn < 0) return null;
  const { text, start_ms: begun } = transcript.turns[turn];
  const offset = toUtf16(text, end);
  const word = transcript.wordAt(turn, Math.max(0, offset - 1));
  return { turn, offset, ms: word?.[3] ?? word?.[2] ?? begun };
}
