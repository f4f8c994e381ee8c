// Choosing a code by typing: the type-ahead list with path and definition, and the form for a new code.
import { parse } from "./colours.js";
import { definitionOf } from "./codes.js";
import { Dialog } from "./dialog.js";
import { button, el, icon } from "./dom.js";
import { folded, matching, pathOf } from "./finding.js";
import { t } from "./messages.js";
import { newId } from "./outbox.js";

const MOST_SHOWN = 60;
// Given in turn to new codes of the first level, those least like the ones in use first.
const COLOURS = ["#2f6299", "#b4532a", "#3d7a63", "#8b4f9f", "#b58a1b", "#b03a5b", "#1f7a8c", "#6b7f2b", "#5b5ea6", "#a0522d"];

export class Palette extends Dialog {
  /** @param {{ onchoose: (code: string) => void, onmake: (operation: object) => void }} wiring */
  constructor({ onchoose, onmake }) {
    super("iw-palette");
    this.onchoose = onchoose;
    this.onmake = onmake;
  }

  /** Choose one of `codes`. `marked`: whether the choice will be put on selected words. */
  open(codes, colourOf, marked) {
    this.codes = codes;
    this.colourOf = colourOf;
    this.byId = new Map(codes.map((code) => [code.id, code]));
    this.active = 0;
    this.input = el("input", {
      type: "text", class: "iw-input iw-large", role: "combobox", autocomplete: "off", spellcheck: "false", dir: "auto",
      placeholder: t("Type a part of the name"), "aria-label": t("Find a code"),
      "aria-expanded": "true", "aria-controls": "iw-options", "aria-autocomplete": "list",
    });
    this.options = el("ul", { class: "iw-options", id: "iw-options", role: "listbox", "aria-label": t("Codes") });
    this.definition = el("div", { class: "iw-definition", "aria-live": "polite" });
    this.input.addEventListener("input", () => this.#list());
    this.input.addEventListener("keydown", (event) => this.#key(event));
    this.show(marked ? t("Put a code on the selected words") : t("Find a code"), this.input,
      el("div", { class: "iw-columns" }, this.options, this.definition),
      el("p", { class: "iw-hint" }, t("↑ ↓ choose · Enter takes · Escape closes")));
    this.#list();
    this.input.focus();
  }

  /** Make a new code, called `name` to begin with. */
  create(codes, name = "") {
    this.codes = codes;
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
    this.onmake({ kind: "add_code", id: newId(), name, parent_id: parentId, colour: this.#colour(parentId) });
    return "";
  }

  #colour(parentId) {
    const parent = this.codes.find((code) => code.id === parentId);
    if (parent) return parent.colour;
    const used = this.codes.map((code) => parse(code.colour));
    const distance = (a, b) => a.reduce((sum, value, i) => sum + (value - b[i]) ** 2, 0);
    const nearest = (colour) => Math.min(...used.map((other) => distance(parse(colour), other)));
    return COLOURS.reduce((best, colour) => (nearest(colour) > nearest(best) ? colour : best));
  }

  #list() {
    const typed = this.input.value.trim();
    this.found = matching(this.codes, typed).slice(0, MOST_SHOWN);
    const exact = this.codes.some((code) => folded(code.name) === folded(typed));
    const items = this.found.map((code, i) => this.#option(i,
      el("i", { class: "iw-swatch", style: `--iw-own:${this.colourOf(code)}` }),
      el("span", { class: "iw-code-name", dir: "auto" }, code.name), this.#above(code)));
    if (typed && !exact) {
      const words = el("span", { dir: "auto" }, t("New code “{name}”", { name: typed }));
      items.push(this.#option(items.length, icon("plus"), words));
    }
    if (!items.length) items.push(el("li", { class: "iw-hint" }, t("No codes yet. Type a name to make the first.")));
    this.options.replaceChildren(...items);
    this.#activate(0);
  }

  #above(code) {
    const above = pathOf(code, this.byId).slice(0, -1);
    return above.length ? el("small", { dir: "auto" }, above.join(" › ")) : null;
  }

  #option(i, ...content) {
    const option = el("li", { class: "iw-option", role: "option", id: `iw-option-${i}`, "aria-selected": "false" }, ...content);
    option.addEventListener("pointermove", () => this.#activate(i));
    option.addEventListener("click", () => this.#take(i));
    return option;
  }

  #key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) this.#activate((this.active + step + this.options.children.length) % this.options.children.length, true);
    else if (event.key === "Enter" && !event.isComposing) this.#take(this.active);
    else return;
    event.preventDefault();
  }

  #activate(i, reveal = false) {
    this.options.children[this.active]?.setAttribute("aria-selected", "false");
    this.active = i;
    const option = this.options.children[i];
    if (!option?.id) return;
    option.setAttribute("aria-selected", "true");
    this.input.setAttribute("aria-activedescendant", option.id);
    if (reveal) option.scrollIntoView({ block: "nearest" });
    const code = this.found[i];
    this.definition.replaceChildren(...(code ? [el("strong", { dir: "auto" }, code.name), ...definitionOf(code)] : []));
  }

  #take(i) {
    const code = this.found[i];
    if (!code) return this.input.value.trim() ? this.create(this.codes, this.input.value.trim()) : undefined;
    this.close();
    return this.onchoose(code.id);
  }
}
