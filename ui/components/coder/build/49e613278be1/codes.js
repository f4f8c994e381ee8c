// The codebook beside the transcript: names in their tree, how often each was used here, its number key, its definition.
import { button, el, icon } from "./dom.js";
import { folded } from "./finding.js";
import { t, tn } from "./messages.js";

const NOT_LOOKED_FOR = "–"; // this coder has not said that they read this interview for the code

export class CodePanel {
  /** @param {{ onapply: (code: string) => void, onpin: (code: string) => void }} wiring */
  constructor({ onapply, onpin }) {
    this.onapply = onapply;
    this.onpin = onpin;
    this.list = el("ul", { class: "iw-codes" });
    const words = t("Filter codes");
    this.filter = el("input", { type: "search", class: "iw-input", placeholder: words, "aria-label": words });
    this.filter.addEventListener("input", () => this.#sieve());
    this.definition = el("div", { class: "iw-definition" });
    this.empty = el("p", { class: "iw-hint", hidden: true }, t("No codes yet. Make the first with “New”, or bring a codebook in."));
    this.element = el("div", { class: "iw-codebook" }, this.filter, this.empty, this.list, this.definition);
    for (const name of ["pointerover", "focusin"]) this.list.addEventListener(name, (event) => this.#define(event));
    this.element.addEventListener("pointerleave", () => this.#explain(null));
    this.#explain(null);
  }

  /**
   * Draw the codes anew, or only their counts and keys when the codes are the same. Where this coder has not looked for
   * a code (`lookedFor`) and nothing carries it, there is no number: a 0 would say more than anybody knows.
   * @param {import("./quickkeys.js").QuickKeys} keys
   * @param {Set<string>} lookedFor
   */
  show(codes, counts, colourOf, keys, lookedFor) {
    this.empty.hidden = codes.length > 0;
    const signature = JSON.stringify(codes.map((code) => [code.id, code.name, code.depth, colourOf(code)]));
    if (signature !== this.signature) {
      this.signature = signature;
      this.items = codes.map((code) => this.#item(code, colourOf(code)));
      this.list.replaceChildren(...this.items.map(({ item }) => item));
      this.#sieve();
    }
    for (const entry of this.items) {
      this.#key(entry, keys.keyOf(entry.code.id), keys.isPinned(entry.code.id));
      this.#count(entry, counts.get(entry.code.id) ?? 0, lookedFor.has(entry.code.id));
    }
  }

  #item(code, colour) {
    const count = el("span", { class: "iw-count" });
    const style = `--iw-depth:${code.depth};--iw-own:${colour}`;
    const act = button({ class: "iw-code", "data-code": code.id, style, onclick: () => this.onapply(code.id) },
      el("i", { class: "iw-swatch" }), el("span", { class: "iw-code-name", dir: "auto", title: code.name }, code.name), count);
    const pin = button({ class: "iw-pin", "data-pin": code.id, onclick: () => this.onpin(code.id) });
    return { code, item: el("li", {}, act, pin), act, count, pin, number: -1 };
  }

  /** The number of the code's key; the small button beside it pins the code to a key. */
  #key(entry, number, isPinned) {
    if (entry.number === number && entry.isPinned === isPinned) return;
    Object.assign(entry, { number, isPinned, uses: null });
    const { name } = entry.code;
    const words = isPinned ? t("“{name}” is pinned to key {number}: let go", { name, number }) : t("Pin “{name}” to a number key", { name });
    entry.pin.title = words;
    entry.pin.setAttribute("aria-label", words);
    entry.pin.setAttribute("aria-pressed", String(isPinned));
    entry.pin.replaceChildren(number ? el("kbd", { "aria-hidden": "true" }, String(number)) : icon("pin"));
  }

  #count(entry, number, isLookedFor) {
    const isKnown = number > 0 || isLookedFor;
    const uses = isKnown ? tn("{count} coded segment", "{count} coded segments", number) : t("not looked for");
    if (entry.uses === uses) return;
    entry.uses = uses;
    entry.count.textContent = isKnown ? String(number) : NOT_LOOKED_FOR;
    entry.count.title = isKnown ? "" : uses;
    const { name } = entry.code;
    entry.act.setAttribute("aria-label", entry.number ? t("{name}, {uses}, key {key}", { name, uses, key: entry.number }) : t("{name}, {uses}", { name, uses }));
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
