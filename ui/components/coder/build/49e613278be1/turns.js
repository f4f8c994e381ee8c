// The transcript on the page: one row per turn, one text node per turn. Nothing is ever wrapped around words; codes are
// painted over them, so offsets stay what they are.
import { clock, el } from "./dom.js";
import { t } from "./messages.js";
import { speakerName, speakerTitle } from "./speakers.js";

const LONG_NAME = 11; // characters that always fit; clipping costs a layer per turn, so only longer names are clipped
const ENDLESS = 20_000; // units: no turn of talk is so long; a direction for each of its paragraphs would take seconds

export class Turns {
  /** @type {Range|undefined} */
  ruler;

  constructor() {
    this.element = el("div", {
      class: "iw-turns", contenteditable: "true", role: "textbox", "aria-multiline": "true", "aria-readonly": "true",
      "aria-label": t("Transcript"), spellcheck: "false", autocorrect: "off", autocapitalize: "off", inputmode: "none",
      translate: "no", "data-gramm": "false",
    });
    this.element.addEventListener("mousedown", (event) => {
      if (/** @type {Element} */ (event.target).closest(".iw-meta")) event.preventDefault(); // the selection stays
    });
    this.pencil = act("edit", { title: t("Correct the words (e)"), "aria-label": t("Correct the words") });
    this.element.addEventListener("pointerover", (event) => this.#lendPencil(/** @type {Element} */ (event.target)));
    this.descriptions = el("ol", { class: "iw-hidden iw-turn-codes", "aria-label": t("Codes of each turn") });
    /** @type {Text[]} */
    this.texts = [];
    this.rows = [];
    this.moulds = moulds();
  }

  /** @param {import("./transcript.js").Transcript} transcript */
  build(transcript) {
    this.transcript = transcript;
    this.element.lang = transcript.language ?? "";
    this.texts = transcript.turns.map((turn) => document.createTextNode(turn.text));
    this.rows = transcript.turns.map((turn, i) => this.#row(turn, i));
    this.element.replaceChildren(...this.rows.map(({ row }) => row));
    this.descriptions.replaceChildren();
  }

  /**
   * Draw the turns in `changed` as they are now; the others stay where they are on the page.
   * @param {Set<string>} changed
   */
  take(changed) {
    const known = new Map(this.rows.map((entry, i) => [entry.row.dataset.turn, { entry, text: this.texts[i] }]));
    const { turns } = this.transcript;
    this.texts = turns.map((turn) => known.get(turn.id)?.text ?? document.createTextNode(turn.text));
    this.rows = turns.map((turn, i) => known.get(turn.id)?.entry ?? this.#row(turn, i));
    turns.forEach((turn, i) => { if (changed.has(turn.id)) this.#retell(turn, i); });
    let at = this.element.firstChild;
    for (const { row } of this.rows) {
      if (row === at) at = at.nextSibling;
      else this.element.insertBefore(row, at);
    }
    for (; at; at = this.element.childNodes[this.rows.length] ?? null) at.remove();
  }

  /** A turn says something else now, or begins at another time. */
  #retell(turn, i) {
    if (this.texts[i].data !== turn.text) this.texts[i].data = turn.text;
    this.rows[i].text.classList.toggle("iw-is-endless", turn.text.length > ENDLESS);
    const { row, time, check } = this.rows[i];
    const now = this.#time(turn);
    if (time?.textContent === now?.textContent) return;
    time?.remove();
    if (now) check.before(now);
    this.rows[i] = { ...this.rows[i], row, time: now };
  }

  #time(turn) {
    if (turn.start_ms === null) return null;
    const time = /** @type {HTMLElement} */ (this.moulds.time.cloneNode());
    time.textContent = clock(turn.start_ms);
    time.setAttribute("aria-label", t("Play from {time}", { time: time.textContent }));
    return time;
  }

  #row(turn, i) {
    const row = /** @type {HTMLElement} */ (this.moulds.row.cloneNode(true));
    const [meta, text] = row.children;
    const [speaker, check] = /** @type {HTMLCollectionOf<HTMLElement>} */ (meta.children);
    row.dataset.turn = turn.id;
    text.append(this.texts[i]);
    if (turn.text.length > ENDLESS) text.classList.add("iw-is-endless");
    const time = this.#time(turn);
    if (time) check.before(time);
    return { row, speaker, time, check, text, checked: "" };
  }

  /** One pencil serves all turns, beside the one under the pointer: a button for each would cost a sixth of the layout. */
  #lendPencil(under) {
    const check = under.closest(".iw-turn")?.querySelector(".iw-check");
    if (check && check.nextSibling !== this.pencil) check.after(this.pencil);
  }

  /** Undo what an input method has typed. */
  repair() {
    const whole = this.rows.every(({ row, text }, i) =>
      row.parentNode === this.element && text.firstChild === this.texts[i] && text.childNodes.length === 1
      && this.texts[i].data === this.transcript.turns[i].text);
    if (whole && this.element.childNodes.length === this.rows.length) return;
    this.rows.forEach(({ row, text }, i) => {
      this.texts[i].data = this.transcript.turns[i].text;
      text.replaceChildren(this.texts[i]);
      this.element.append(row);
    });
    this.element.replaceChildren(...this.rows.map(({ row }) => row));
  }

  /** Who speaks, in their colour. */
  showSpeakers(view, colourOf) {
    this.transcript.turns.forEach((turn, i) => {
      const { speaker } = this.rows[i];
      const name = speakerName(view, turn.speaker);
      if (speaker.textContent !== name) speaker.textContent = name;
      speaker.classList.toggle("iw-is-long", name.length > LONG_NAME);
      speaker.title = speakerTitle(view, turn.speaker);
      speaker.style.setProperty("--iw-own", colourOf(turn.speaker));
    });
  }

  /**
   * Words that are on their way to the study, shown in place of those they will replace.
   * @param {Map<string, { text?: string }>} words by turn id
   */
  showWaiting(words) {
    this.rows.forEach((entry, i) => {
      const wanted = words.get(this.transcript.turns[i].id);
      if (!wanted && !entry.waits) return;
      entry.row.classList.toggle("iw-is-waiting", Boolean(wanted));
      entry.waits?.remove();
      entry.waits = null;
      const text = wanted?.text;
      if (text !== undefined && text !== this.texts[i].data) {
        entry.waits = el("p", { class: "iw-text", dir: "auto", contenteditable: "false", title: t("Not saved yet") }, text);
        entry.row.append(entry.waits);
      }
      entry.text.hidden = Boolean(entry.waits) || entry.row.classList.contains("iw-is-edited");
      if (wanted && !entry.waits) entry.waits = entry.row.appendChild(el("span", { class: "iw-hidden" }, t("Not saved yet")));
    });
  }

  /** Which turns a person has compared with the recording. */
  showChecks(checked) {
    this.transcript.turns.forEach((turn, i) => {
      const words = checked.get(turn.id) ?? "";
      if (this.rows[i].checked === words) return;
      this.rows[i].checked = words;
      showCheck(this.rows[i].check, words);
    });
  }

  /** Let an element with an id describe a turn, beside what describes it already. */
  describeBy(turn, element) {
    const { text } = this.rows[turn];
    if (element.parentNode !== this.descriptions) this.descriptions.append(element);
    text.setAttribute("aria-describedby", [text.getAttribute("aria-describedby"), element.id].filter(Boolean).join(" "));
  }

  /**
   * What to paint for a passage: one range per turn, so that nothing between turns is ever painted. Static, because
   * the browser goes through every live range of a document at every change of it.
   */
  ranges(passage) {
    return this.transcript.slices(passage).map((slice) => this.range(slice));
  }

  range({ turn, start, end }) {
    const node = this.texts[turn];
    return new StaticRange({ startContainer: node, startOffset: start, endContainer: node, endOffset: end });
  }

  /** Where a stretch of a turn is in the window, line by line. */
  boxes({ turn, start, end }) {
    this.ruler ??= new Range();
    this.ruler.setStart(this.texts[turn], start);
    this.ruler.setEnd(this.texts[turn], end);
    const boxes = [...this.ruler.getClientRects()];
    return boxes.length ? boxes : [this.ruler.getBoundingClientRect()];
  }

  /** The turn and UTF-16 offset under a point of the window; null between texts. */
  at(x, y) {
    const caret = document.caretPositionFromPoint
      ? document.caretPositionFromPoint(x, y)
      : rangePosition(document.caretRangeFromPoint?.(x, y));
    const turn = caret ? this.texts.indexOf(caret.offsetNode) : -1;
    return turn < 0 ? null : { turn, offset: caret.offset };
  }

  /** The number of the first turn that reaches below a height of the window. */
  firstBelow(top) {
    return Math.max(0, this.rows.findIndex(({ row }) => row.getBoundingClientRect().bottom > top));
  }

  /** The number of the turn an element belongs to; -1 when to none. */
  numberOf(element) {
    const row = element.closest?.(".iw-turn");
    return row ? this.transcript.position.get(row.dataset.turn) ?? -1 : -1;
  }
}

const rangePosition = (range) => (range ? { offsetNode: range.startContainer, offset: range.startOffset } : null);

/** A button of the mouse in a turn: keys have their own ways, so Tab goes past it. */
const act = (name, more = {}) => el("button", { type: "button", class: `iw-${name}`, tabindex: "-1", "data-do": name, ...more });

/** What every turn's row begins as: copying elements is much quicker than making them. */
function moulds() {
  const check = act("check");
  showCheck(check, "");
  const meta = el("div", { class: "iw-meta", contenteditable: "false" }, act("speaker", { dir: "auto" }), check);
  return { row: el("div", { class: "iw-turn" }, meta, el("p", { class: "iw-text", dir: "auto" })), time: act("time") };
}

/** @param {Element} check the mark of a turn @param {string} words who has compared it with the recording; "" for nobody */
function showCheck(check, words) {
  const title = words ? t("Checked against the recording: {who}", { who: words }) : t("Mark as checked against the recording (k)");
  check.setAttribute("title", title);
  check.setAttribute("aria-label", title);
  check.setAttribute("aria-pressed", String(Boolean(words)));
}
