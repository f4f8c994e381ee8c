// Between the browser's selection and passages. The transcript is contenteditable, so that the caret and Shift with the
// arrow keys work as in any editor, and every way of changing it is refused.
import { lastAtOrBefore } from "./transcript.js";

const REFUSED = ["beforeinput", "cut", "paste", "drop", "dragstart"];

export class Selection {
  /** @type {Range|undefined} */
  probe;

  /** @param {import("./turns.js").Turns} turns */
  constructor(turns) {
    this.turns = turns;
    const inEditor = (event) => event.target.closest?.(".iw-editor"); // the one place where words are typed
    for (const name of REFUSED) turns.element.addEventListener(name, (event) => { if (!inEditor(event)) event.preventDefault(); });
    // Input methods cannot be refused, only undone.
    turns.element.addEventListener("input", (event) => { if (!inEditor(event)) turns.repair(); });
  }

  /** The browser's range inside the transcript; null when the selection is elsewhere. */
  get range() {
    const selection = document.getSelection();
    const range = selection?.rangeCount ? selection.getRangeAt(0) : null;
    return range && this.turns.element.contains(range.commonAncestorContainer) ? range : null;
  }

  /** @returns {import("./transcript.js").Passage|null} the words selected */
  get passage() {
    const { range } = this;
    if (!range || range.collapsed) return null;
    const start = this.#point(range.startContainer, range.startOffset, false);
    const end = this.#point(range.endContainer, range.endOffset, true);
    return start && end ? this.turns.transcript.passage(start.turn, start.offset, end.turn, end.offset) : null;
  }

  /** The turn and UTF-16 offset of the caret, or of the selection's start; null when it is elsewhere. */
  get caret() {
    const { range } = this;
    return range ? this.#point(range.startContainer, range.startOffset, false) : null;
  }

  /** The selected words by their turns' text nodes, so that they can be taken up when turns have come or gone. */
  get kept() {
    const { range } = this;
    if (!range) return null;
    const [from, to] = [range.startContainer, range.endContainer].map((node) => this.turns.texts.find((text) => text === node));
    return from && to ? { from, start: range.startOffset, to, end: range.endOffset } : null;
  }

  /** Select again what `kept` tells, as far as it is still there. */
  takeUp(kept) {
    if (!kept || ![kept.from, kept.to].every((node) => node.isConnected)) return;
    document.getSelection().setBaseAndExtent(
      kept.from, Math.min(kept.start, kept.from.length), kept.to, Math.min(kept.end, kept.to.length),
    );
  }

  /** Select a passage again, after a dialog has had the focus. */
  restore(passage) {
    const slices = passage ? this.turns.transcript.slices(passage) : [];
    this.turns.element.focus({ preventScroll: true });
    if (!slices.length) return;
    const [first, last] = [slices[0], slices.at(-1)];
    const [from, to] = [this.turns.texts[first.turn], this.turns.texts[last.turn]];
    document.getSelection().setBaseAndExtent(from, first.start, to, last.end);
  }

  /** Put the caret at a UTF-16 offset of a turn. */
  place({ turn, start }) {
    this.turns.element.focus({ preventScroll: true });
    document.getSelection().collapse(this.turns.texts[turn], start);
  }

  clear() {
    if (this.range) document.getSelection().collapseToStart();
  }

  /** Any boundary point of the document, moved into the nearest turn's text. */
  #point(node, offset, isEnd) {
    const turn = this.turns.texts.indexOf(node);
    if (turn >= 0) return { turn, offset };
    const probe = this.probe ??= new Range();
    probe.setStart(node, offset);
    probe.collapse(true);
    const { texts } = this.turns;
    const before = lastAtOrBefore(texts.length, (i) => (probe.comparePoint(texts[i], 0) <= 0 ? 0 : 1), 0);
    if (isEnd) return before < 0 ? null : { turn: before, offset: texts[before].length };
    return before + 1 < texts.length ? { turn: before + 1, offset: 0 } : null;
  }
}
