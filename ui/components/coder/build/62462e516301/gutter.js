// The numbers beside the lines. A number stands where the stored line it counts begins; see lines.js for the rule.
import { el } from "./dom.js";
import { lineStarts } from "./lines.js";
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
    /** @type {number[]} the number of each turn's first line, from 1 */
    this.first = [];
  }

  show(shown) {
    this.shown = shown;
    this.element.hidden = !shown;
    this.refresh();
  }

  /** The words have changed: count again. */
  refresh() {
    this.first = [];
    this.draw();
  }

  forget() {
    this.known.clear();
    this.refresh();
  }

  /** The line a UTF-16 offset of a turn lies in, from 1. */
  lineOf(turn, offset) {
    const starts = this.#starts(turn);
    return this.#firstLine(turn) + Math.max(0, lastAtOrBefore(starts.length, (i) => starts[i], offset));
  }

  /** Where line `number` begins; null when there is no such line. */
  placeOf(number) {
    const last = this.turns.texts.length - 1;
    if (last < 0 || number < 1) return null;
    const turn = lastAtOrBefore(last + 1, (i) => this.#firstLine(i), number);
    const start = this.#starts(turn)[number - this.#firstLine(turn)];
    return start === undefined ? null : { turn, offset: start };
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
    return this.element.replaceChildren(...numbers.map(({ top, height, number }) => el("span", {
      style: `top:${top - canvas.top}px;line-height:${height}px`,
    }, String(number))));
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
      if (top - above > SAME_LINE) numbers.push({ top, height, number: this.#firstLine(turn) + i });
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

  #firstLine(turn) {
    if (!this.first.length) {
      let next = 1;
      this.first = this.turns.transcript.turns.map((_, i) => {
        const first = next;
        next += this.#starts(i).length;
        return first;
      });
    }
    return this.first[turn];
  }
}
