// The View menu: how the text is set, what is shown beside it, and how the recording answers.
import { button, el } from "./dom.js";
import { t, tn } from "./messages.js";

export const ZOOMS = [0.8, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2];
const THRESHOLDS = [0.3, 0.5, 0.7, 0.9];
const GAP = 8; // pixels between the button and the menu
const REWINDS_MS = [0, 1_000, 2_000, 3_000, 4_000, 5_000];

export class ViewMenu {
  /** @param {import("./reader.js").Reader} reader */
  constructor(reader) {
    this.reader = reader;
    this.button = button({ class: "iw-quiet iw-worded", "aria-expanded": "false", "aria-controls": "iw-view", title: t("View (Shift+V)"), onclick: () => this.toggle() }, t("View"));
    this.element = el("div", { class: "iw-view", id: "iw-view", role: "group", "aria-label": t("View"), hidden: true });
    this.element.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      event.preventDefault();
      this.close(true);
    });
    this.#build();
  }

  get isOpen() {
    return !this.element.hidden;
  }

  #build() {
    this.zoom = el("output", { class: "iw-zoom" });
    this.compact = this.#box(t("Compact"), "compact", "D");
    this.lines = this.#box(t("Line numbers"), "lines", "L");
    this.unsure = this.#box(t("Underline uncertain words"), "unsure", "Q");
    this.threshold = this.#select(t("Less sure than"), THRESHOLDS.map((value) => [value, `${value * 100} %`]), (value) => this.reader.choose("threshold", value));
    this.rewind = this.#select(t("Go back when playing on"), REWINDS_MS.map((ms) => [ms, t("{count} s", { count: ms / 1000 })]), (ms) => this.reader.choose("rewindMs", ms));
    this.words = el("span", { class: "iw-note" });
    const step = (direction, words, sign) => button({ class: "iw-quiet", "aria-label": words, title: words, onclick: () => this.reader.uncertain.step(direction) }, sign);
    const act = (words, key, run) => button({ class: "iw-view-act", onclick: () => { this.close(); run(); } }, el("span", {}, words), key ? el("kbd", { "aria-hidden": "true" }, key) : null);
    this.element.append(
      el("div", { class: "iw-view-row" }, el("span", {}, t("Text size")),
        button({ class: "iw-quiet", "aria-label": t("Smaller text"), title: t("Smaller text (<)"), onclick: () => this.reader.zoomBy(-1) }, "−"), this.zoom,
        button({ class: "iw-quiet", "aria-label": t("Larger text"), title: t("Larger text (>)"), onclick: () => this.reader.zoomBy(1) }, "+")),
      this.compact.row, this.lines.row,
      el("hr"),
      this.unsure.row,
      el("div", { class: "iw-view-row iw-view-below" }, this.threshold.label),
      el("div", { class: "iw-view-row iw-view-below" }, this.words,
        step(-1, t("Previous uncertain word"), "↑"), step(1, t("Next uncertain word"), "↓")),
      el("hr"),
      this.reader.desk.tracks.menu.element,
      el("hr"),
      el("div", { class: "iw-view-row" }, this.rewind.label),
      act(t("Foot pedal…"), "", () => this.reader.pedals.open()),
      el("hr"),
      act(t("Find in this interview"), "/", () => this.reader.find.open()),
      act(t("Go to a time, turn or line…"), "g", () => this.reader.going.open()));
  }

  #box(words, name, key) {
    const box = el("input", { type: "checkbox" });
    box.addEventListener("change", () => this.reader.choose(name, box.checked));
    return { box, row: el("label", { class: "iw-view-row" }, box, el("span", {}, words), el("kbd", { "aria-hidden": "true" }, `⇧${key}`)) };
  }

  #select(words, options, onchange) {
    const select = el("select", { class: "iw-select" }, ...options.map(([value, shown]) => el("option", { value: String(value) }, shown)));
    select.addEventListener("change", () => onchange(Number(select.value)));
    return { select, label: el("label", { class: "iw-view-choice" }, el("span", {}, words), select) };
  }

  /** Show what is chosen. */
  show(choices, uncertain) {
    this.zoom.textContent = `${Math.round(choices.zoom * 100)} %`;
    this.compact.box.checked = choices.compact;
    this.lines.box.checked = choices.lines;
    this.unsure.box.checked = choices.unsure;
    this.threshold.select.value = String(choices.threshold);
    this.rewind.select.value = String(choices.rewindMs);
    this.words.textContent = uncertain.isKnown ? tn("{count} word", "{count} words", uncertain.words.length) : t("not known here");
  }

  toggle() {
    if (this.isOpen) this.close(true);
    else this.open();
  }

  open() {
    this.element.hidden = false;
    const { top } = this.element.offsetParent.getBoundingClientRect();
    this.element.style.top = `${this.button.getBoundingClientRect().bottom - top + GAP}px`;
    this.button.setAttribute("aria-expanded", "true");
    this.reader.showMenu();
    /** @type {HTMLElement|null} */ (this.element.querySelector("button, input"))?.focus();
    this.abort = new AbortController();
    const away = (event) => { if (!this.element.contains(event.target) && !this.button.contains(event.target)) this.close(); };
    document.addEventListener("pointerdown", away, { capture: true, signal: this.abort.signal });
    this.element.addEventListener("focusout", (event) => { if (event.relatedTarget) away({ target: event.relatedTarget }); }, { signal: this.abort.signal });
  }

  /** `back`: the focus goes back to the button. */
  close(back = false) {
    if (!this.isOpen) return;
    this.abort?.abort();
    this.element.hidden = true;
    this.button.setAttribute("aria-expanded", "false");
    if (back) this.button.focus();
  }
}
