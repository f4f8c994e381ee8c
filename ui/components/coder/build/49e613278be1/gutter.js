// The numbers beside the lines: the turn's number at its first line, .2, .3 and so on below. A number stands where the
// stored line it counts begins; see lines.js for the rule.
import { el } from "./dom.js";
import { lineName, lineStarts } from "./lines.js";
import { topTurn, turnsNear } from "./sight.js";
import { lastAtOrBefore } from "./transcript.js";

const GAP = 10; // pixels between a number and the words
const SAME_LINE = 3; // pixels: two stored lines that begin in one shown line

export class Gutter {
  /** @param {{ turns: import("./turns.js").Turns, scroller: HTMLElement }} wiring */
  constructor({ turns, scroller }) {
    this.turns = turns;
    this.scroller = scroller;
    this.shown = false;
    this.element = el("div", { class: "iw-lines", "aria-hidden": "true", hidden: true });
    /** @type {Map<string, { revision: number, starts: number[] }>} by turn id */
    this.known = new Map();
  }

  show(shown) {
    this.shown = shown;
    this.element.hidden = !shown;
    this.draw();
  }

  /** The line a UTF-16 offset of a turn lies in, as people cite it. */
  nameOf(turn, offset) {
    const starts = this.#starts(turn);
    return lineName(turn, Math.max(0, lastAtOrBefore(starts.length, (i) => starts[i], offset)));
  }

  /** Where a line of a turn begins, both counted from 0; null when there is no such line. */
  placeOf(turn, line) {
    const offset = this.turns.texts[turn] && this.#starts(turn)[line];
    return offset === undefined ? null : { turn, offset };
  }

  /** Draw the numbers near what can be seen. */
  draw() {
    const { transcript } = this.turns;
    if (!this.shown || !transcript) return this.element.replaceChildren();
    const { first, last } = turnsNear(this.turns, this.scroller);
    const canvas = this.element.parentElement.getBoundingClientRect();
    const view = this.scroller.getBoundingClientRect();
    const numbers = [];
    for (let turn = first; turn <= last; turn += 1) numbers.push(...this.#numbers(turn, view.top - view.height, view.bottom + view.height));
    const text = this.turns.rows[topTurn(this.turns, this.scroller)]?.text;
    if (text) this.element.style.insetInlineEnd = `${canvas.right - text.getBoundingClientRect().left + GAP}px`;
    return this.element.replaceChildren(...numbers.map(({ top, height, turn, line }) => el("span", {
      class: line ? "iw-line" : "iw-line iw-first-line", "data-line": lineName(turn, line), style: `top:${top - canvas.top}px;line-height:${height}px`,
    }, line ? `.${line + 1}` : String(turn + 1))));
  }

  /** Those of a turn between two heights of the window: of lines that begin in one shown line, the first. */
  #numbers(turn, from, to) {
    const starts = this.#starts(turn);
    const length = this.turns.transcript.turns[turn].text.length;
    const box = (i) => (length ? this.turns.boxes({ turn, start: starts[i], end: Math.min(length, starts[i] + 1) })[0]
      : this.turns.rows[turn].text.getBoundingClientRect());
    const numbers = [];
    let above = -Infinity;
    for (let i = Math.max(0, lastAtOrBefore(starts.length, (k) => box(k).top, from)); i < starts.length; i += 1) {
      const { top, height } = box(i);
      if (top > to) break;
      if (top - above > SAME_LINE) numbers.push({ top, height, turn, line: i });
      above = top;
    }
    return numbers;
  }

  #starts(turn) {
    const { id, revision, text } = this.turns.transcript.turns[turn];
    const known = this.known.get(id);
    if (known?.revision === revision) return known.starts;
    const starts = lineStarts(text);
    this.known.set(id, { revision, starts });
    return starts;
  }
}
