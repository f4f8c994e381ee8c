// Choosing what is shown, and saying while something is left out.
import { Dialog } from "./dialog.js";
import { button, el, icon } from "./dom.js";
import { folded } from "./finding.js";
import { t, tn } from "./messages.js";

const ORIGINS = { person: () => t("By a person"), "accepted suggestion": () => t("An accepted suggestion") };

export class FilterBar {
  /** @param {import("./desk.js").Desk} desk */
  constructor(desk) {
    this.desk = desk;
    this.words = el("span", { class: "iw-filtered-words", dir: "auto" });
    this.element = el("div", { class: "iw-filtered", role: "region", "aria-label": t("Filter"), hidden: true }, icon("filter"), this.words,
      button({ class: "iw-quiet iw-worded", onclick: () => this.open() }, t("Change…")),
      button({ class: "iw-quiet iw-worded", title: t("Show all coded segments (Shift+X)"), onclick: () => this.clear() }, t("Show all")));
    this.dialog = new FilterDialog(desk, () => desk.filtered());
  }

  open() {
    this.dialog.open();
  }

  clear() {
    const { filter, notices } = this.desk;
    if (!filter.isActive) return notices.hint(t("All coded segments are shown."));
    filter.clear();
    this.desk.filtered();
    return notices.announce(t("All coded segments are shown."));
  }

  /** Say what is shown, of how many. */
  show(shown, all) {
    const { filter } = this.desk;
    this.element.hidden = !filter.isActive;
    if (!filter.isActive) return;
    const count = tn("Showing {shown} of {count} coded segment", "Showing {shown} of {count} coded segments", all, { shown });
    this.words.textContent = `${count}: ${this.#parts().join(" · ")}`;
    this.words.title = this.words.textContent;
  }

  #parts() {
    const { filter, model, byId } = this.desk;
    const named = (list) => (id) => list?.find((one) => one.id === id);
    return [
      [...filter.codes].map((id) => byId.get(id)?.name ?? t("Unknown code")).join(", "),
      [...filter.coders].map((id) => named(model.data.people)(id)?.name ?? "?").join(", "),
      [...filter.rounds].map((id) => named(model.data.rounds)(id)?.label ?? "?").join(", "),
      [...filter.origins].map((origin) => ORIGINS[origin]?.() ?? origin).join(", "),
      filter.discuss ? t("to discuss") : "",
    ].filter(Boolean);
  }
}

class FilterDialog extends Dialog {
  constructor(desk, onchange) {
    super("iw-filter");
    this.desk = desk;
    this.onchange = onchange;
  }

  open() {
    const { model, filter } = this.desk;
    const { codes, codings } = model.view;
    const counts = (field, other = "") => countBy(codings.values(), (coding) => coding[field] ?? other);
    const used = counts("code");
    const people = (model.data.people ?? []).map(({ id, name }) => ({ id, name }));
    const rounds = (model.data.rounds ?? []).map(({ id, label }) => ({ id, name: label }));
    const origins = Object.entries(ORIGINS).map(([id, words]) => ({ id, name: words() }));
    const sieve = el("input", { type: "search", class: "iw-input", placeholder: t("Filter codes"), "aria-label": t("Filter codes") });
    const list = this.#group("codes", codes, used, "iw-filter-codes");
    sieve.addEventListener("input", () => {
      const wanted = folded(sieve.value.trim());
      codes.forEach((code, i) => { /** @type {HTMLElement} */ (list.children[i]).hidden = !folded(code.name).includes(wanted); });
    });
    const discuss = this.#box(filter.discuss, t("Only what is to be discussed"), [...codings.values()].filter((c) => c.discuss).length,
      (on) => { filter.discuss = on; });
    this.show(t("Which coded segments are shown"),
      el("p", { class: "iw-hint" }, t("Text, stripes, table and counts show only these. Nothing ticked means all. Shift+X shows all again.")),
      el("div", { class: "iw-filter-columns" },
        el("section", {}, el("h3", {}, t("Codes, with what is below them")), sieve, list),
        el("div", {}, el("section", {}, el("h3", {}, t("Coders")), this.#group("coders", people, counts("coder"))),
          rounds.length > 1 ? el("section", {}, el("h3", {}, t("Rounds")), this.#group("rounds", rounds, counts("round"))) : null,
          el("section", {}, el("h3", {}, t("Origin")), this.#group("origins", origins, counts("origin", "person"))),
          el("section", {}, el("h3", {}, t("Mark")), discuss))),
      el("div", { class: "iw-actions" },
        button({ class: "iw-button", onclick: () => { filter.clear(); this.onchange(); this.close(); } }, t("Show all")),
        button({ class: "iw-button iw-primary", onclick: () => this.close() }, t("Done"))));
    sieve.focus();
  }

  #group(part, entries, counts, className = "") {
    const chosen = this.desk.filter[part];
    return el("div", { class: `iw-ticks ${className}`, role: "group" }, ...entries.map(({ id, name, depth }) => this.#box(
      chosen.has(id), name, counts.get(id) ?? 0, (on) => (on ? chosen.add(id) : chosen.delete(id)), depth ?? 0)));
  }

  #box(checked, words, count, act, depth = 0) {
    const box = el("input", { type: "checkbox", checked });
    box.addEventListener("change", () => { act(box.checked); this.onchange(); });
    return el("label", { class: "iw-tick", style: `--iw-depth:${depth}` }, box,
      el("span", { dir: "auto", title: words }, words), el("small", {}, count ? String(count) : ""));
  }
}

export function countBy(items, keyOf) {
  const counts = new Map();
  for (const item of items) counts.set(keyOf(item), (counts.get(keyOf(item)) ?? 0) + 1);
  return counts;
}
