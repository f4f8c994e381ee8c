// Codes are painted over the text with the CSS Custom Highlight API: no element is touched, and where codes overlap
// their colours mix. One Highlight per code; adding a coding adds a Range.
import { css, parse, tintFor, visibleOn } from "./colours.js";
import { el } from "./dom.js";

const STRENGTH = 0.42; // how much of a code's tint lies over the page; tints are chosen so that any number is readable
const AMBER = "#e8a317"; // what is found, and what is uncertain
const PREFIX = "iw-code-";
const MARKS = { "iw-unsure": 2, "iw-found": 3, "iw-flagged": 4, "iw-focus": 5, "iw-chosen": 6, "iw-found-now": 8, "iw-now": 10 }; // painted over the codes, the highest last

export class Painting {
  constructor(turns) {
    this.turns = turns;
    this.sheet = new CSSStyleSheet();
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, this.sheet];
    // Said once of all turns, where the browser lets it hold for each: else every turn is given a style for every code.
    this.where = isInherited() ? ".iw-turns" : ".iw-text";
    this.numbers = new Map(); // code id to a number: ids never enter a style sheet
    this.codings = new Map(); // all of them, by id
    this.painted = new Map(); // coding id to its ranges, of those near what can be seen
  }

  /** Colours for the page as it is now, light or dark. */
  useColours(codes, { text, background, accent }) {
    this.background = background;
    this.marks = new Map(codes.map(({ id, colour }) => [id, css(visibleOn(background, parse(colour)))]));
    const rules = codes.map((code) => {
      const tint = tintFor(text, background, parse(code.colour));
      return `::highlight(${this.#name(code.id)}) { background-color: ${css(tint, STRENGTH)}; }`;
    });
    const now = visibleOn([255, 255, 255], accent, 5);
    rules.push(`::highlight(iw-now) { background-color: ${css(now)}; color: #fff; }`);
    rules.push(`::highlight(iw-focus) { text-decoration: underline 2px ${css(accent)}; background-color: ${css(tintFor(text, background, accent), 0.5)}; }`);
    rules.push(`::highlight(iw-chosen) { background-color: ${css(tintFor(text, background, accent), 0.8)}; }`);
    const amber = parse(AMBER);
    rules.push(`::highlight(iw-unsure) { text-decoration: underline dotted 2px ${css(visibleOn(background, amber))}; }`);
    rules.push(`::highlight(iw-flagged) { text-decoration: underline 2px ${css(visibleOn(background, amber))}; background-color: ${css(tintFor(text, background, amber), 0.4)}; }`);
    rules.push(`::highlight(iw-found) { background-color: ${css(tintFor(text, background, amber), 0.85)}; }`);
    rules.push(`::highlight(iw-found-now) { background-color: ${css(visibleOn([255, 255, 255], amber, 5))}; color: #fff; }`);
    this.sheet.replaceSync(rules.map((rule) => this.where + rule).join("\n"));
  }

  /** The colour a code's stripe and mark have on this page. */
  colourOf(code) {
    return this.marks.get(code?.id) ?? "currentColor";
  }

  /** Take these codings: what can be seen of them is painted with the next frame. */
  paint(codings) {
    this.codings = codings;
  }

  /**
   * Paint exactly the codings that reach into some turns; those that have not changed are not touched. Not all of them:
   * at each change, also when the next word is spoken, the browser goes through every range there is.
   * @param {{ first: number, last: number }} turns
   */
  paintNear({ first, last }) {
    const { position } = this.turns.transcript;
    const codings = new Map([...this.codings].filter(([, { start_turn, end_turn }]) =>
      position.get(end_turn) >= first && position.get(start_turn) <= last));
    for (const [id, old] of this.painted) {
      const now = codings.get(id);
      if (now !== old.coding && (!now || signature(now) !== signature(old.coding))) this.#remove(id, old);
    }
    for (const [id, coding] of codings) if (!this.painted.has(id)) this.#add(id, coding);
  }

  /** Paint one of MARKS on some ranges, or nowhere. */
  mark(name, ranges = []) {
    const highlight = highlightOf(name, MARKS[name]);
    highlight.clear();
    for (const range of ranges) highlight.add(range);
  }

  /** What touches these turns must be painted again: their words are others now. */
  forgetTurns(changed, position) {
    const numbers = [...changed].map((id) => position.get(id)).filter((number) => number !== undefined);
    for (const [id, old] of this.painted) {
      const [first, last] = [position.get(old.coding.start_turn), position.get(old.coding.end_turn)];
      const isWhole = first !== undefined && last !== undefined;
      if (!isWhole || numbers.some((number) => number >= first && number <= last)) this.#remove(id, old);
    }
  }

  /** The text is a new one: everything must be painted again. */
  forget() {
    for (const [id, old] of this.painted) this.#remove(id, old);
    for (const name of Object.keys(MARKS)) this.mark(name);
  }

  destroy() {
    this.forget();
    for (const id of this.numbers.keys()) CSS.highlights.delete(this.#name(id));
    for (const name of Object.keys(MARKS)) CSS.highlights.delete(name);
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => sheet !== this.sheet);
  }

  #name(code) {
    if (!this.numbers.has(code)) this.numbers.set(code, this.numbers.size);
    return PREFIX + this.numbers.get(code);
  }

  #add(id, coding) {
    const ranges = this.turns.ranges(coding);
    const highlight = highlightOf(this.#name(coding.code));
    for (const range of ranges) highlight.add(range);
    this.painted.set(id, { ranges, highlight, coding });
  }

  #remove(id, { ranges, highlight }) {
    for (const range of ranges) highlight.delete(range);
    this.painted.delete(id);
  }
}

const signature = ({ code, start_turn, start, end_turn, end }) => [code, start_turn, start, end_turn, end].join();

function highlightOf(name, priority = 0) {
  let highlight = CSS.highlights.get(name);
  if (!highlight) {
    highlight = new Highlight();
    highlight.priority = priority;
    CSS.highlights.set(name, highlight);
  }
  return highlight;
}

/** Whether the highlights of an element look the same inside its children (CSS Pseudo-Elements 4, 3.6). */
function isInherited() {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(".iw-probe::highlight(iw-probe) { background-color: rgb(1 2 3); }");
  const [outer, inner] = [el("div", { class: "iw-probe" }), el("p", {}, "x")];
  outer.append(inner);
  document.body.append(outer);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  const { backgroundColor } = getComputedStyle(inner, "::highlight(iw-probe)");
  document.adoptedStyleSheets = document.adoptedStyleSheets.filter((other) => other !== sheet);
  outer.remove();
  return backgroundColor === "rgb(1, 2, 3)";
}
