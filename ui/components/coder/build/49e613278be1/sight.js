// Which turns can be seen. What is painted or drawn for reading exists only there: an interview has thousands of lines.
import { lastAtOrBefore } from "./transcript.js";

/**
 * The numbers of the first and the last turn within a view's height above and below what the scroller shows.
 * @param {import("./turns.js").Turns} turns
 * @param {HTMLElement} scroller
 */
export function turnsNear(turns, scroller) {
  const { top, bottom, height } = scroller.getBoundingClientRect();
  return turnsBetween(turns, top - height, bottom + height);
}

/**
 * The numbers of the first and the last turn that reach into a stretch of the window's height; first > last: none.
 * @param {import("./turns.js").Turns} turns
 * @param {number} top
 * @param {number} bottom
 */
export function turnsBetween(turns, top, bottom) {
  const box = (/** @type {number} */ i) => turns.rows[i].row.getBoundingClientRect();
  const count = turns.rows.length;
  return {
    first: lastAtOrBefore(count, (i) => box(i).bottom, top) + 1,
    last: lastAtOrBefore(count, (i) => box(i).top, bottom),
  };
}

/**
 * Change how the text is set, and keep the turn at the top of the view where it is.
 * @param {import("./turns.js").Turns} turns
 * @param {HTMLElement} scroller
 * @param {() => void} act
 */
export function keepingPlace(turns, scroller, act) {
  const row = turns.rows[topTurn(turns, scroller)]?.row;
  const before = row?.getBoundingClientRect().top ?? 0;
  act();
  if (row) scroller.scrollTop += row.getBoundingClientRect().top - before;
}

/**
 * The number of the turn at the top of the view.
 * @param {import("./turns.js").Turns} turns
 * @param {HTMLElement} scroller
 */
export function topTurn(turns, scroller) {
  const { top, bottom } = scroller.getBoundingClientRect();
  return turnsBetween(turns, top + 1, bottom).first;
}
