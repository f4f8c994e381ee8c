// Moments and lines as people type them.

const MOMENT = /^(?:(\d{1,3})[:.,h ])?(\d{1,3})[:.,m ]([0-5]?\d)s?$/i;
const ARABIC = /[٠-٩۰-۹]/g;

/** @typedef {{ ms: number } | { turn: number, line: number }} Place turns, and lines of a turn, count from 0 */

/**
 * Where somebody wants to go: "12:31" or "1:02:31" is a time, "12" minutes, "#7" turn 7, "#7.2" its second line; null when
 * it says nothing.
 * @param {string} typed
 * @returns {Place|null}
 */
export function placeIn(typed) {
  const text = typed.trim().replace(ARABIC, (digit) => String(digit.charCodeAt(0) & 0xf));
  const counted = /^#\s*([1-9]\d{0,6})(?:\.([1-9]\d{0,6}))?$/.exec(text);
  if (counted) return { turn: Number(counted[1]) - 1, line: Number(counted[2] ?? 1) - 1 };
  if (/^\d{1,3}$/.test(text)) return { ms: Number(text) * 60_000 };
  const moment = MOMENT.exec(text);
  if (!moment) return null;
  const [hours, minutes, seconds] = moment.slice(1).map((part) => Number(part ?? 0));
  if (moment[1] !== undefined && minutes > 59) return null;
  return { ms: ((hours * 60 + minutes) * 60 + seconds) * 1000 };
}
