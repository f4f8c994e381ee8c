// What is drawn beside and above the words, never in them: a bar in the margin for each flag, and the marks of the
// study's conventions (pauses, overlaps). All of it lies in a layer of its own over the canvas: the text node of a turn
// stays the one thing that selections, offsets and copying know.
import { clock, el } from "./dom.js";
import { isSettled, kindName, kindWhy } from "./flags.js";
import { t } from "./messages.js";
import { toCodePoints, toUtf16 } from "./offsets.js";
import { turnsNear } from "./sight.js";

const BAR_AT = 9; // pixels from the words to a bar
const BETWEEN_HEIGHT = 14; // of the bar of speech between two turns

/**
 * @typedef {[offset: number, text: string, kind: string]} Mark offset in code points of the turn's text
 * @typedef {import("./flags.js").Placed} Placed
 */

export class Beside {
  /** @param {import("./desk.js").Desk} desk @param {(flag: number) => void} onflag */
  constructor(desk, onflag) {
    this.desk = desk;
    this.onflag = onflag;
    this.element = el("div", { class: "iw-beside", "aria-hidden": "true" });
    this.element.addEventListener("mousedown", (event) => event.preventDefault()); // the selection stays
    // The text may move while its own size stays: what is drawn over it has to follow.
    this.sizes = new ResizeObserver(() => {
      cancelAnimationFrame(this.frame);
      this.frame = requestAnimationFrame(() => this.desk.reader.resized());
    });
    this.sizes.observe(this.element);
    this.forget();
  }

  destroy() {
    this.sizes.disconnect();
    cancelAnimationFrame(this.frame);
  }

  forget() {
    /** @type {Placed[]} */
    this.flags = [];
    /** @type {Map<string, { revision: number, marks: Mark[] }>} by turn id: of the text that the marks were worked out for */
    this.marks = new Map();
    this.current = -1; // the number of the flag one stands at
    /** @type {Map<string, { text: HTMLElement, element: HTMLElement }>} by turn id */
    this.described = new Map();
    this.element.replaceChildren();
  }

  /** Draw what is near what can be seen. */
  draw() {
    const { turns, scroller, transcript, model } = this.desk;
    if (!transcript || !turns.rows.length || (!this.flags.length && !this.marks.size)) return this.element.replaceChildren();
    const near = turnsNear(turns, scroller);
    const origin = this.element.getBoundingClientRect();
    const drawn = [];
    for (let turn = near.first; turn <= near.last; turn += 1) drawn.push(...this.#marksOf(turn, origin));
    this.flags.forEach((flag, number) => {
      if (!flag.turns.some((turn) => turn >= near.first && turn <= near.last)) return;
      drawn.push(...this.#barsOf(flag, number, origin, isSettled(flag, transcript.turns, model.view.checked)));
    });
    this.element.replaceChildren(...drawn);
    return undefined;
  }

  /** The words of a turn spoken during a flag, as a slice; the whole turn when none of its words has a time. */
  sliceOf(turn, { from, to }) {
    const { text, words } = this.desk.transcript.turns[turn];
    const spoken = words.filter(([, , start, end]) => start !== null && start < to && (end ?? start) > from);
    const last = spoken.at(-1);
    if (!last) return { turn, start: 0, end: text.length };
    return { turn, start: toUtf16(text, spoken[0][0]), end: toUtf16(text, last[1]) };
  }

  #barsOf(flag, number, origin, settled) {
    const { turns } = this.desk;
    const state = `${settled ? " iw-is-settled" : ""}${number === this.current ? " iw-is-here" : ""}`;
    const title = `${kindName(flag.kind)}, ${clock(flag.from)}–${clock(flag.to)}\n${kindWhy(flag.kind)}`;
    const bar = (left, top, height, more = "") => el("button", {
      type: "button", tabindex: "-1", class: `iw-flag${state}${more}`, "data-flag": String(number), title,
      style: `left:${left - origin.left}px;top:${top - origin.top}px;height:${height}px`, onclick: () => this.onflag(number),
    });
    if (flag.isBetween) {
      const before = flag.turns.length > 1 ? flag.turns[0] : flag.turns[0] - 1;
      const row = turns.rows[Math.max(0, before)];
      const box = row.row.getBoundingClientRect();
      const left = row.text.getBoundingClientRect().left;
      const isFirst = flag.turns.length === 1 && this.desk.transcript.turns[flag.turns[0]].start_ms >= flag.to;
      const y = isFirst ? box.top : box.bottom;
      return [bar(left - BAR_AT, y - BETWEEN_HEIGHT / 2, BETWEEN_HEIGHT, " iw-is-between")];
    }
    return flag.turns.map((turn) => {
      const { row, text } = turns.rows[turn];
      if (text.hidden) { // its words are being corrected, or saved
        const box = row.getBoundingClientRect();
        return bar(row.lastElementChild.getBoundingClientRect().left - BAR_AT, box.top + BETWEEN_HEIGHT / 2, BETWEEN_HEIGHT);
      }
      const boxes = turns.boxes(this.sliceOf(turn, flag));
      const { left } = text.getBoundingClientRect();
      return bar(left - BAR_AT, boxes[0].top, Math.max(BETWEEN_HEIGHT, boxes.at(-1).bottom - boxes[0].top));
    });
  }

  // --- marks

  #marksOf(number, origin) {
    const turn = this.desk.transcript.turns[number];
    const known = this.marks.get(turn.id);
    if (!known || known.revision !== turn.revision || this.desk.turns.rows[number].text.hidden) return [];
    return known.marks.flatMap((mark) => this.#mark(number, turn.text, mark, origin));
  }

  /** A sign over the blank in front of a word, or at the word's edge. */
  #mark(turn, text, [offset, sign, kind], origin) {
    const at = toUtf16(text, offset);
    const length = toCodePoints(text, text.length);
    const isEnd = kind === "overlap_end";
    const unit = isEnd || offset >= length ? [Math.max(0, at - 1), at] : [at, Math.min(text.length, at + 1)];
    const box = this.desk.turns.boxes({ turn, start: unit[0], end: unit[1] })[0];
    if (!box) return [];
    const isRtl = this.#isRtl(turn);
    const edge = isEnd !== isRtl ? box.right : box.left;
    const shape = kind === "pause" ? "iw-pause" : "iw-overlap";
    const isFirst = kind === "pause" && offset === 0; // before any word there is no blank to stand over
    const shift = isFirst ? "iw-is-first" : isRtl === isEnd ? "iw-is-left" : "";
    return [el("span", {
      class: `iw-mark ${shape} ${shift}`, style: `left:${edge - origin.left}px;top:${box.top - origin.top}px;line-height:${box.height}px`,
    }, isRtl && kind !== "pause" ? MIRRORED[sign] ?? sign : sign)];
  }

  #isRtl(turn) {
    const text = this.desk.transcript.turns[turn].text;
    const strong = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}]|[\p{L}]/u.exec(text);
    return Boolean(strong && /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}]/u.test(strong[0]));
  }

  // --- for screen readers

  /** The flags of each turn in its description: they cannot see the margin. */
  describe() {
    const { transcript, turns, model } = this.desk;
    const said = new Map();
    for (const flag of this.flags) {
      const words = isSettled(flag, transcript.turns, model.view.checked) ? t("{kind} (settled)", { kind: kindName(flag.kind) }) : kindName(flag.kind);
      for (const turn of flag.turns) said.set(turn, [...(said.get(turn) ?? []), words]);
    }
    const wanted = new Map([...said].map(([turn, words]) => [transcript.turns[turn].id, { turn, words: [...new Set(words)].join(", ") }]));
    for (const [id, { element }] of this.described) if (!wanted.has(id) && element.textContent) element.textContent = "";
    for (const [id, { turn, words }] of wanted) {
      const { text } = turns.rows[turn];
      let known = this.described.get(id);
      if (known?.text !== text) {
        known?.element.remove();
        known = { text, element: el("li", { id: `iw-flags-${id}` }) };
        turns.describeBy(turn, known.element);
        this.described.set(id, known);
      }
      const sentence = t("Turn {number} to listen to: {kinds}", { number: turn + 1, kinds: words });
      if (known.element.textContent !== sentence) known.element.textContent = sentence;
    }
  }
}

const MIRRORED = { "[": "]", "]": "[", "//": "\\\\" };
