// Search and replace: every place is shown with what it becomes before anything changes, and can be left out.
import { Dialog } from "./dialog.js";
import { button, clock, el } from "./dom.js";
import { t, tn } from "./messages.js";
import { foreseenText } from "./words.js";

const MOST_SHOWN = 300;
const AROUND = 34; // characters of context on each side
const PAUSE_MS = 120; // of typing, before the list is made anew

/**
 * Where `find` stands.
 * @param {string} text
 * @param {{ find: string, matchCase: boolean, wholeWords: boolean }} asked
 * @returns {{ start: number, end: number }[]} in UTF-16 units
 */
export function places(text, { find, matchCase, wholeWords }) {
  if (!find) return [];
  const literal = find.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
  const word = "[\\p{L}\\p{N}\\p{M}_]";
  const source = wholeWords ? `(?<!${word})${literal}(?!${word})` : literal;
  return [...text.matchAll(new RegExp(source, matchCase ? "gu" : "giu"))].map(({ index, 0: { length } }) => ({ start: index, end: index + length }));
}

/** `text` with each place replaced. */
export function replaced(text, found, replacement) {
  let at = 0;
  const parts = [];
  for (const { start, end } of found) {
    parts.push(text.slice(at, start), replacement);
    at = end;
  }
  return parts.join("") + text.slice(at);
}

export class Replacing extends Dialog {
  /** @param {(texts: Map<object, string>, count: number) => void} onreplace */
  constructor(onreplace) {
    super("iw-replacing");
    this.onreplace = onreplace;
  }

  open(turns, view, find = "") {
    this.turns = turns.map((turn) => ({ turn, text: foreseenText(view, turn) }));
    const field = (label, value) => {
      const input = el("input", { type: "text", class: "iw-input", dir: "auto", "aria-label": label, placeholder: label, spellcheck: "false" });
      input.value = value;
      input.addEventListener("input", () => this.#soon());
      return input;
    };
    const box = (words) => {
      const input = el("input", { type: "checkbox", onchange: () => this.#list() });
      return { input, label: el("label", { class: "iw-choice" }, input, words) };
    };
    this.find = field(t("Find"), find);
    this.replacement = field(t("Replace with"), "");
    this.matchCase = box(t("Same capitals"));
    this.wholeWords = box(t("Whole words"));
    this.wholeWords.input.checked = true;
    this.count = el("p", { class: "iw-hint", role: "status" });
    this.list = el("ul", { class: "iw-places" });
    this.go = el("button", { type: "submit", class: "iw-button iw-primary" }, "");
    this.show(t("Search and replace"), el("form", { method: "dialog", onsubmit: (event) => this.#submit(event) },
      el("div", { class: "iw-fields iw-flush" }, this.find, this.replacement),
      el("div", { class: "iw-boxes" }, this.matchCase.label, this.wholeWords.label), this.count, this.list,
      el("div", { class: "iw-actions" }, button({ class: "iw-button", onclick: () => this.close() }, t("Cancel")), this.go)));
    this.#list();
    (find ? this.replacement : this.find).focus();
  }

  #soon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.#list(), PAUSE_MS);
  }

  #list() {
    clearTimeout(this.timer);
    const asked = { find: this.find.value, matchCase: this.matchCase.input.checked, wholeWords: this.wholeWords.input.checked };
    this.found = this.turns.flatMap(({ turn, text }, n) => places(text, asked).map((place) => ({ turn, text, n, ...place, isMeant: true })));
    this.list.replaceChildren(...this.found.slice(0, MOST_SHOWN).map((place) => this.#item(place)));
    this.#sum();
  }

  #item(place) {
    const { turn, text, n, start, end } = place;
    const box = el("input", { type: "checkbox", checked: true });
    box.addEventListener("change", () => {
      place.isMeant = box.checked;
      this.#sum();
    });
    const words = el("span", { dir: "auto" },
      start > AROUND ? "…" : "", text.slice(Math.max(0, start - AROUND), start), el("del", {}, text.slice(start, end)),
      el("ins", {}, this.replacement.value), text.slice(end, end + AROUND), end + AROUND < text.length ? "…" : "");
    return el("li", {}, el("label", { class: "iw-choice" }, box,
      el("small", {}, turn.start_ms === null ? String(n + 1) : clock(turn.start_ms)), words));
  }

  #sum() {
    const meant = this.found.filter(({ isMeant }) => isMeant).length;
    const turns = new Set(this.found.filter(({ isMeant }) => isMeant).map(({ turn }) => turn)).size;
    const hidden = this.found.length - MOST_SHOWN;
    this.count.textContent = [
      !this.find.value ? "" : tn("{count} place in {turns} turns is replaced.", "{count} places in {turns} turns are replaced.", meant, { turns }),
      hidden > 0 ? t("The first {count} are shown; the others are replaced as well.", { count: MOST_SHOWN }) : "",
    ].filter(Boolean).join(" ");
    this.go.textContent = tn("Replace {count} place", "Replace {count} places", meant);
    this.go.disabled = !meant;
  }

  #submit(event) {
    event.preventDefault();
    this.#settleList();
    const texts = new Map();
    for (const { turn, text } of this.turns) {
      const meant = this.found.filter((place) => place.turn === turn && place.isMeant);
      const next = replaced(text, meant, this.replacement.value);
      if (!next.trim()) return void (this.count.textContent = t("A turn would be left without words. Leave that place out."));
      if (next !== text) texts.set(turn, next);
    }
    const count = this.found.filter(({ isMeant }) => isMeant).length;
    this.close();
    if (texts.size) this.onreplace(texts, count);
    return undefined;
  }

  /** Enter may come before the list has caught up with the typing: what was seen is what counts. */
  #settleList() {
    if (this.found.some(({ text, start, end }) => text.slice(start, end).toLowerCase() !== this.find.value.toLowerCase())) this.#list();
  }
}
