// Choosing a code by typing: the type-ahead list with path and definition, and the form for a new code.
import { parse } from "./colours.js";
import { definitionOf } from "./codes.js";
import { Dialog } from "./dialog.js";
import { button, el, icon } from "./dom.js";
import { folded, matching, pathOf } from "./finding.js";
import { t, tn } from "./messages.js";
import { newId } from "./outbox.js";

const MOST_SHOWN = 400;
const MOST_RECENT = 5; // codes used last that stand above all while nothing is typed
// Given in turn to new codes of the first level, those least like the ones in use first.
const COLOURS = ["#2f6299", "#b4532a", "#3d7a63", "#8b4f9f", "#b58a1b", "#b03a5b", "#1f7a8c", "#6b7f2b", "#5b5ea6", "#a0522d"];

/** The colour of a new code: its parent's, else one unlike those in use. */
export function nextColour(codes, parentId) {
  const parent = codes.find((code) => code.id === parentId);
  if (parent) return parent.colour;
  const used = codes.map((code) => parse(code.colour));
  const distance = (a, b) => a.reduce((sum, value, i) => sum + (value - b[i]) ** 2, 0);
  const nearest = (colour) => Math.min(...used.map((other) => distance(parse(colour), other)));
  return COLOURS.reduce((best, colour) => (nearest(colour) > nearest(best) ? colour : best));
}

export class Palette extends Dialog {
  /** @param {{ onchoose: (codes: string[]) => void, onmake: (operation: object, ticked: string[]) => void }} wiring */
  constructor({ onchoose, onmake }) {
    super("iw-palette");
    this.onchoose = onchoose;
    this.onmake = onmake;
  }

  /**
   * Choose one of `codes`, or with `multi` several.
   * @param {{ title: string, multi: boolean, colourOf: (code: object) => string, recent: string[], keys: import("./quickkeys.js").QuickKeys }} how
   */
  open(codes, how) {
    const { title, multi, colourOf, recent, keys } = how;
    this.codes = codes;
    this.colourOf = colourOf;
    this.recent = recent;
    this.keys = keys;
    this.multi = multi;
    this.byId = new Map(codes.map((code) => [code.id, code]));
    this.active = 0;
    this.ticked = new Set();
    this.walking = false; // the arrow keys were used since the last letter: now Space ticks
    this.input = el("input", {
      type: "text", class: "iw-input iw-large", role: "combobox", autocomplete: "off", spellcheck: "false", dir: "auto",
      placeholder: t("Type a part of the name"), "aria-label": t("Find a code"),
      "aria-expanded": "true", "aria-controls": "iw-options", "aria-autocomplete": "list",
    });
    this.options = el("ul", {
      class: "iw-options", id: "iw-options", role: "listbox", "aria-label": t("Codes"), "aria-multiselectable": multi ? "true" : null,
    });
    this.definition = el("div", { class: "iw-definition", "aria-live": "polite" });
    this.chosen = el("p", { class: "iw-ticked", role: "status", hidden: true });
    this.input.addEventListener("input", () => { this.walking = false; this.#list(); });
    this.input.addEventListener("keydown", (event) => this.#key(event));
    this.show(title, this.input, this.chosen,
      el("div", { class: "iw-columns" }, this.options, this.definition),
      el("p", { class: "iw-hint" }, multi ? t("↑ ↓ choose · Space ticks several · Enter takes · Escape closes") : t("↑ ↓ choose · Enter takes · Escape closes")));
    this.#list();
    this.input.focus();
  }

  /** Make a new code, called `name` to begin with. */
  create(codes, name = "", ticked = []) {
    this.codes = codes;
    this.others = ticked; // codes that were ticked before this one was thought of
    const field = el("input", {
      type: "text", class: "iw-input iw-large", maxlength: "120", required: true, dir: "auto", value: name,
      "aria-label": t("Name of the code"),
    });
    const parent = el("select", { class: "iw-select", "aria-label": t("Under") },
      el("option", { value: "" }, t("First level")),
      ...codes.map((code) => el("option", { value: code.id }, "\u2003".repeat(code.depth) + code.name)));
    const problem = el("p", { class: "iw-problem", role: "alert" });
    const form = el("form", { method: "dialog" }, field,
      el("label", { class: "iw-labelled" }, t("Under"), parent), problem,
      el("div", { class: "iw-actions" },
        button({ class: "iw-button", onclick: () => this.close() }, t("Cancel")),
        el("button", { type: "submit", class: "iw-button iw-primary" }, t("Make the code"))));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      problem.textContent = this.#make(field.value, parent.value || null);
    });
    this.show(t("New code"), form);
    field.focus();
  }

  /** Make the code and close; the problem in words when that cannot be. */
  #make(typed, parentId) {
    const name = typed.trim().replace(/\s+/g, " ");
    if (!name) return t("Give the code a name.");
    const siblings = this.codes.filter((code) => code.parent_id === parentId);
    if (siblings.some((code) => folded(code.name) === folded(name))) return t("There is a code “{name}” here already.", { name });
    this.close();
    this.onmake({ kind: "add_code", id: newId(), name, parent_id: parentId, colour: nextColour(this.codes, parentId) }, this.others);
    return "";
  }

  #list() {
    const typed = this.input.value.trim();
    this.options.replaceChildren();
    this.entries = []; // { code, option }: what the arrow keys go through; the last may be a new code
    if (typed) this.#add(matching(this.codes, typed, this.recent), false);
    else this.#untyped();
    const exact = this.codes.some((code) => folded(code.name) === folded(typed));
    if (typed && !exact) this.#entry(null, icon("plus"), el("span", { dir: "auto" }, t("New code “{name}”", { name: typed })));
    if (!this.entries.length) this.options.append(el("li", { class: "iw-hint" }, t("No codes yet. Type a name to make the first.")));
    this.#activate(0);
  }

  /** Nothing is typed: the codes used last, then the whole codebook as a tree. */
  #untyped() {
    const recent = this.recent.map((id) => this.byId.get(id)).filter(Boolean).slice(0, MOST_RECENT);
    if (recent.length) {
      this.#heading(t("Used last"));
      this.#add(recent, false);
      this.#heading(t("All codes"));
    }
    this.#add(this.codes, true);
  }

  #heading(words) {
    this.options.append(el("li", { class: "iw-options-head", role: "presentation" }, words));
  }

  #add(codes, asTree) {
    for (const code of codes.slice(0, MOST_SHOWN)) this.#offer(code, asTree);
    const left = codes.length - MOST_SHOWN;
    if (left > 0) this.#heading(tn("{count} more: type to find it", "{count} more: type to find them", left));
  }

  #offer(code, asTree) {
    const number = this.keys.keyOf(code.id);
    const entry = this.#entry(code, el("i", { class: "iw-swatch", style: `--iw-own:${this.colourOf(code)}` }),
      el("span", { class: "iw-code-name", dir: "auto" }, code.name), asTree ? null : this.#above(code),
      number ? el("kbd", { "aria-hidden": "true" }, String(number)) : null);
    if (asTree) entry.option.style.setProperty("--iw-depth", code.depth);
  }

  #above(code) {
    const above = pathOf(code, this.byId).slice(0, -1);
    return above.length ? el("small", { dir: "auto", title: above.join(" › ") }, above.join(" › ")) : null;
  }

  #entry(code, ...content) {
    const i = this.entries.length;
    const tick = this.multi && code ? el("i", { class: "iw-tickbox", "aria-hidden": "true" }) : null;
    const option = el("li", { class: "iw-option", role: "option", id: `iw-option-${i}`, "aria-selected": "false" }, tick, ...content);
    option.addEventListener("pointermove", () => this.#activate(i));
    option.addEventListener("click", (event) => (tick?.contains(/** @type {Node} */ (event.target)) ? this.#tick(i) : this.#take(i)));
    const entry = { code, option };
    this.entries.push(entry);
    this.options.append(option);
    this.#showTick(entry);
    return entry;
  }

  #key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const ticks = event.key === " " && this.multi && (this.walking || !this.input.value);
    if (event.isComposing) return;
    if (step && this.entries.length) {
      this.walking = true;
      this.#activate((this.active + step + this.entries.length) % this.entries.length, true);
    } else if (ticks) this.#tick(this.active);
    else if (event.key === "Enter") this.#take(this.active);
    else return;
    event.preventDefault();
  }

  #activate(i, reveal = false) {
    this.entries[this.active]?.option.classList.remove("iw-is-active");
    if (!this.multi) this.entries[this.active]?.option.setAttribute("aria-selected", "false");
    this.active = i;
    const entry = this.entries[i];
    if (!entry) return this.definition.replaceChildren();
    entry.option.classList.add("iw-is-active");
    if (!this.multi) entry.option.setAttribute("aria-selected", "true");
    this.input.setAttribute("aria-activedescendant", entry.option.id);
    if (reveal) entry.option.scrollIntoView({ block: "nearest" });
    return this.definition.replaceChildren(...this.#explained(entry.code));
  }

  #explained(code) {
    if (!code) return [el("p", { class: "iw-hint" }, t("Enter makes the code and puts it on."))];
    const words = definitionOf(code);
    return [
      el("strong", { dir: "auto" }, code.name), this.#above(code) ?? "",
      ...(words.length ? words : [el("p", { class: "iw-hint" }, t("No definition yet."))]),
    ];
  }

  /** Tick a code, or untick it; all that are ticked are put on together. */
  #tick(i) {
    const { code } = this.entries[i] ?? {};
    if (!code) return;
    if (!this.ticked.delete(code.id)) this.ticked.add(code.id);
    for (const entry of this.entries) this.#showTick(entry);
    const names = [...this.ticked].map((id) => this.byId.get(id).name);
    this.chosen.hidden = !names.length;
    this.chosen.textContent = tn("{count} code: {names}", "{count} codes: {names}", names.length, { names: names.join(" · ") });
  }

  #showTick({ code, option }) {
    if (this.multi && code) option.setAttribute("aria-selected", String(this.ticked.has(code.id)));
  }

  #take(i) {
    const { code } = this.entries[i] ?? {};
    const typed = this.input.value.trim();
    if (!code) return typed ? this.create(this.codes, typed, [...this.ticked]) : undefined;
    this.close();
    return this.onchoose(this.ticked.size ? [...this.ticked] : [code.id]);
  }
}
