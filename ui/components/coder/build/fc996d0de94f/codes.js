// The codebook beside the transcript: names in their tree, how often each was used here, its number key, its definition.
import { button, el, icon } from "./dom.js";
import { folded } from "./finding.js";
import { t, tn } from "./messages.js";

export const NUMBER_KEYS = 9; // the first codes in reading order answer to 1 to 9

export class CodePanel {
  /** @param {{ onapply: (code: string) => void, onnew: () => void }} wiring */
  constructor({ onapply, onnew }) {
    this.onapply = onapply;
    this.list = el("ul", { class: "iw-codes" });
    const words = t("Filter codes");
    this.filter = el("input", { type: "search", class: "iw-input", placeholder: words, "aria-label": words });
    this.filter.addEventListener("input", () => this.#sieve());
    this.definition = el("div", { class: "iw-definition" });
    this.empty = el("p", { class: "iw-hint", hidden: true }, t("No codes yet. Make the first with “New”, or bring a codebook in."));
    this.element = el("aside", { class: "iw-side", "aria-label": t("Codes") },
      el("div", { class: "iw-side-head" }, el("h3", {}, t("Codes")),
        button({ class: "iw-quiet iw-worded", title: t("New code (n)"), onclick: onnew }, icon("plus"), t("New"))),
      this.filter, this.empty, this.list, this.definition);
    for (const name of ["pointerover", "focusin"]) this.list.addEventListener(name, (event) => this.#define(event));
    this.element.addEventListener("pointerleave", () => this.#explain(null));
    this.#explain(null);
  }

  /** Draw the codes anew, or only their counts when the codes are the same. */
  show(codes, counts, colourOf) {
    this.empty.hidden = codes.length > 0;
    const signature = JSON.stringify(codes.map((code) => [code.id, code.name, code.depth, colourOf(code)]));
    if (signature !== this.signature) {
      this.signature = signature;
      this.items = codes.map((code, i) => this.#item(code, i, colourOf(code)));
      this.list.replaceChildren(...this.items.map(({ item }) => item));
      this.#sieve();
    }
    for (const entry of this.items) this.#count(entry, counts.get(entry.code.id) ?? 0);
  }

  #item(code, i, colour) {
    const count = el("span", { class: "iw-count" });
    const key = i < NUMBER_KEYS ? el("kbd", { "aria-hidden": "true" }, String(i + 1)) : el("span", { class: "iw-no-key" });
    const style = `--iw-depth:${code.depth};--iw-own:${colour}`;
    const act = button({ class: "iw-code", "data-code": code.id, style, onclick: () => this.onapply(code.id) },
      el("i", { class: "iw-swatch" }), el("span", { class: "iw-code-name", dir: "auto", title: code.name }, code.name), count, key);
    return { code, i, item: el("li", {}, act), act, count };
  }

  #count({ code, i, act, count }, number) {
    const words = number ? String(number) : "";
    if (count.textContent === words && act.hasAttribute("aria-label")) return;
    count.textContent = words;
    const uses = tn("{count} coded segment", "{count} coded segments", number);
    const { name } = code;
    const label = i < NUMBER_KEYS ? t("{name}, {uses}, key {key}", { name, uses, key: i + 1 }) : t("{name}, {uses}", { name, uses });
    act.setAttribute("aria-label", label);
  }

  #define(event) {
    const entry = this.items?.find(({ act }) => act.contains(event.target));
    if (entry) this.#explain(entry.code);
  }

  #explain(code) {
    const hint = el("p", { class: "iw-hint" }, code ? t("No definition yet.") : t("Point at a code to read what it means."));
    const words = code ? definitionOf(code) : [];
    const name = code ? el("strong", { dir: "auto" }, code.name) : "";
    this.definition.replaceChildren(name, ...(words.length ? words : [hint]));
  }

  #sieve() {
    const wanted = folded(this.filter.value.trim());
    for (const { code, item } of this.items ?? []) item.hidden = !folded(code.name).includes(wanted);
  }
}

/** What a code means, as paragraphs: definition, when to use it, when not. */
export function definitionOf(code) {
  return [
    [null, code.definition], [t("When to use"), code.when_to_use], [t("When not to use"), code.when_not_to_use],
  ].filter(([, words]) => words).map(([label, words]) => el("p", { dir: "auto" }, label ? el("em", {}, `${label}: `) : null, words));
}
