// The coded segments as a table: what is painted in the text, for reading line by line and for screen readers. Rows are
// on the page only where they can be seen, so thousands cost nothing.
import { clock, el, icon } from "./dom.js";
import { ORDERS, rowsOf, sorted } from "./rows.js";
import { t, tn } from "./messages.js";

const ROW = 50; // pixels, as in the style sheet
const SPARE = 8; // rows above and below what can be seen
const REST_MS = 60; // after a change the text is painted first, then the table
const PAGE = 8; // rows that Page Down goes
const MOVES = { ArrowDown: 1, ArrowUp: -1, PageDown: PAGE, PageUp: -PAGE, Home: -Infinity, End: Infinity };
const COLUMNS = { code: () => t("Code"), who: () => t("Coder"), time: () => t("Time"), signs: () => t("Marks"), words: () => t("Words") };
const ORDER_WORDS = {
  place: () => t("In order of the interview"), code: () => t("By code"), coder: () => t("By coder"), newest: () => t("Newest first"),
  discuss: () => t("To discuss first"),
};

export class SegmentTable {
  /** @param {import("./desk.js").Desk} desk */
  constructor(desk) {
    this.desk = desk;
    this.rows = [];
    this.drawn = new Map(); // coding id to { signature, element }: rows on the page
    this.search = el("input", { type: "search", class: "iw-input", placeholder: t("Filter segments"), "aria-label": t("Filter segments by words, code or coder") });
    this.order = el("select", { class: "iw-select", "aria-label": t("Order"), onchange: () => this.#sort() },
      ...Object.keys(ORDERS).map((name) => el("option", { value: name }, ORDER_WORDS[name]())));
    this.search.addEventListener("input", () => this.#sort());
    this.head = el("div", { role: "row", class: "iw-hidden", "aria-rowindex": "1" },
      ...Object.values(COLUMNS).map((words) => el("span", { role: "columnheader" }, words())));
    this.body = el("div", { role: "rowgroup", class: "iw-rows" });
    this.grid = el("div", { class: "iw-table", role: "grid", tabindex: "0", "aria-label": t("Coded segments"), "aria-colcount": "5" },
      el("div", { role: "rowgroup" }, this.head), this.body);
    this.empty = el("p", { class: "iw-hint" });
    this.hint = el("p", { class: "iw-hint iw-table-keys" }, t("↑ ↓ move · Enter goes there · d discuss · r recode · Delete removes"));
    this.element = el("div", { class: "iw-segments", hidden: true },
      el("div", { class: "iw-table-tools" }, this.search, this.order), this.empty, this.grid, this.hint);
    this.grid.addEventListener("scroll", () => this.#draw(), { passive: true });
    this.grid.addEventListener("keydown", (event) => this.#key(event));
    this.grid.addEventListener("focus", () => this.#arrive());
    this.body.addEventListener("click", (event) => {
      const row = /** @type {HTMLElement|null} */ (/** @type {Element} */ (event.target).closest(".iw-row"));
      if (row) this.#go(row.dataset.row);
    });
  }

  get isOpen() {
    return !this.element.hidden;
  }

  /** As `show`, when the text has been painted. */
  showSoon() {
    if (!this.isOpen) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.show(), REST_MS);
  }

  /** What is shown has changed: nothing is done while the table is not looked at. */
  show() {
    if (!this.isOpen || !this.desk.transcript) return;
    const { transcript, byId, model, shown } = this.desk;
    const unknown = t("Unknown code");
    this.all = rowsOf(shown.values(), { transcript, byId, people: model.data.people, unknown });
    this.#sort();
  }

  #sort() {
    this.rows = sorted(this.all ?? [], this.order.value, this.search.value);
    this.grid.setAttribute("aria-rowcount", String(this.rows.length + 1));
    this.body.style.height = `${this.rows.length * ROW}px`;
    this.empty.hidden = this.rows.length > 0;
    this.empty.textContent = this.search.value ? t("No coded segment holds that.") : t("Nothing is coded here yet, or a filter leaves everything out.");
    this.#draw();
  }

  /** The chosen coded segment is another one. */
  choose(id, reveal = true) {
    if (!this.isOpen) return;
    const at = this.#indexOf(id);
    if (at >= 0 && reveal) this.#reveal(at);
    this.#draw();
  }

  #indexOf(id) {
    return this.rows.findIndex(({ coding }) => coding.id === id);
  }

  #reveal(at) {
    const { scrollTop, clientHeight } = this.grid;
    if (at * ROW < scrollTop) this.grid.scrollTop = at * ROW;
    else if ((at + 1) * ROW > scrollTop + clientHeight) this.grid.scrollTop = (at + 1) * ROW - clientHeight;
  }

  #draw() {
    if (!this.isOpen) return;
    const from = Math.max(0, Math.floor(this.grid.scrollTop / ROW) - SPARE);
    const to = Math.min(this.rows.length, Math.ceil((this.grid.scrollTop + this.grid.clientHeight) / ROW) + SPARE);
    const { chosen } = this.desk.coding;
    const before = this.drawn;
    this.drawn = new Map(this.rows.slice(from, to).map((row, i) => [row.coding.id, this.#drawnRow(before, row, from + i, row.coding.id === chosen)]));
    for (const [id, { element }] of before) if (this.drawn.get(id)?.element !== element) element.remove();
    let place = this.body.firstChild;
    for (const { element } of this.drawn.values()) {
      if (element === place) place = place.nextSibling;
      else this.body.insertBefore(element, place);
    }
    const active = this.body.querySelector("[aria-selected=true]");
    if (active) this.grid.setAttribute("aria-activedescendant", active.id);
    else this.grid.removeAttribute("aria-activedescendant");
  }

  /** The row as it stands on the page already, or a new one. */
  #drawnRow(before, row, at, isChosen) {
    const { coding, path, words, coder } = row;
    const colour = this.desk.colourOf(this.desk.byId.get(coding.code));
    const signature = JSON.stringify([at, isChosen, path, words, coder, coding.discuss, colour, this.desk.hasMemo(coding.id)]);
    const known = before.get(coding.id);
    return known?.signature === signature ? known : { signature, element: this.#row(row, at, isChosen) };
  }

  #row({ coding, name, path, words, coder }, at, isChosen) {
    const turn = this.desk.transcript.turns[this.desk.transcript.position.get(coding.start_turn)];
    const time = turn.start_ms === null ? t("Turn {number}", { number: this.desk.transcript.position.get(turn.id) + 1 }) : clock(turn.start_ms);
    const cell = (className, ...content) => el("span", { role: "gridcell", class: `iw-cell-${className}` }, ...content);
    return el("div", {
      role: "row", class: "iw-row", id: `iw-row-${coding.id}`, "data-row": coding.id, "aria-rowindex": String(at + 2),
      "aria-selected": String(isChosen), style: `top:${at * ROW}px;--iw-own:${this.desk.colourOf(this.desk.byId.get(coding.code))}`,
    },
    cell("code", el("i", { class: "iw-swatch" }), el("b", { dir: "auto", title: path }, name)),
    cell("who", coder), cell("time", time), cell("signs", ...this.#signs(coding)), cell("words", el("span", { dir: "auto" }, words)));
  }

  #signs(coding) {
    const sign = (name, words) => [icon(name), el("span", { class: "iw-hidden" }, words)];
    return [...(coding.discuss ? sign("flag", t("to discuss")) : []), ...(this.desk.hasMemo(coding.id) ? sign("note", t("has a memo")) : [])];
  }

  #key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const at = this.#indexOf(this.desk.coding.chosen);
    if (event.key in MOVES) this.#pick(Math.min(this.rows.length - 1, Math.max(0, at < 0 ? 0 : at + MOVES[event.key])));
    else if (event.key === "Enter" && at >= 0) this.#go(this.rows[at].coding.id);
    else if ((event.key === "Delete" || event.key === "Backspace") && at >= 0) this.#remove(at);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #pick(at) {
    const row = this.rows[at];
    if (!row) return;
    this.desk.coding.pick(row.coding.id, true, false);
    this.desk.notices.announce([row.path, row.words.slice(0, 200), row.coding.discuss ? t("to discuss") : ""].filter(Boolean).join(": "));
  }

  /** The keyboard has come to the table: begin where the person is. */
  #arrive() {
    if (this.#indexOf(this.desk.coding.chosen) < 0 && this.rows.length) this.#pick(Math.min(this.rows.length - 1, Math.floor(this.grid.scrollTop / ROW)));
  }

  #go(id) {
    this.desk.coding.pick(id, true, true);
    this.desk.turns.element.focus({ preventScroll: true });
  }

  /** Take a segment away and stand on the next. */
  #remove(at) {
    const next = (this.rows[at + 1] ?? this.rows[at - 1])?.coding.id;
    this.desk.coding.remove(this.rows[at].coding.id);
    const to = this.#indexOf(next);
    if (to >= 0) this.#pick(to);
  }

  /** Open or close; with the keyboard in it when opened. */
  open(isOpen) {
    this.element.hidden = !isOpen;
    if (!isOpen) return;
    this.show();
    this.choose(this.desk.coding.chosen);
  }

  /** What the tab says. */
  label(count) {
    return tn("{count} segment", "{count} segments", count);
  }
}

