// Beside the transcript: the codebook, or the table of coded segments.
import { button, el, icon } from "./dom.js";
import { t } from "./messages.js";

export class Side {
  /** @param {import("./desk.js").Desk} desk */
  constructor(desk) {
    this.desk = desk;
    const { panel, table, filterBar, choosing, checking } = desk;
    const tab = (name, words) => button({
      class: "iw-tab", role: "tab", id: `iw-tab-${name}`, "aria-controls": `iw-pane-${name}`, "data-tab": name, onclick: () => this.open(name),
    }, words);
    this.tabs = { codes: tab("codes", t("Codes")), segments: tab("segments", t("Segments")), checking: tab("checking", t("Check")) };
    this.panes = { codes: panel.element, segments: table.element, checking: checking.panel.element };
    for (const [name, pane] of Object.entries(this.panes)) {
      pane.id = `iw-pane-${name}`;
      pane.setAttribute("role", "tabpanel");
      pane.setAttribute("aria-labelledby", `iw-tab-${name}`);
    }
    const list = el("div", { class: "iw-tabs", role: "tablist", "aria-label": t("Beside the transcript") }, ...Object.values(this.tabs));
    list.addEventListener("keydown", (event) => this.#key(event));
    this.filtering = button({ class: "iw-quiet", title: t("Filter what is shown (x)"), "aria-label": t("Filter what is shown"), "data-do": "filter", onclick: () => filterBar.open() }, icon("filter"));
    this.element = el("aside", { class: "iw-side", "aria-label": t("Codes and coded segments") },
      el("div", { class: "iw-side-head" }, list, el("span", { class: "iw-side-tools" }, this.filtering,
        button({ class: "iw-quiet iw-worded", title: t("New code (n)"), onclick: () => choosing.make() }, icon("plus"), t("New")))),
      ...Object.values(this.panes));
    this.open("codes");
  }

  get current() {
    return Object.keys(this.tabs).find((name) => this.tabs[name].getAttribute("aria-selected") === "true");
  }

  open(name) {
    for (const [each, tab] of Object.entries(this.tabs)) {
      tab.setAttribute("aria-selected", String(each === name));
      tab.tabIndex = each === name ? 0 : -1;
    }
    this.panes.codes.hidden = name !== "codes";
    this.panes.checking.hidden = name !== "checking";
    this.desk.root.classList.toggle("iw-with-table", name === "segments");
    this.desk.table.open(name === "segments");
    this.desk.checking.panel.show();
  }

  /** To the table and back to the text. */
  toggleTable() {
    if (this.current === "segments" && this.panes.segments.contains(document.activeElement)) {
      this.open("codes");
      this.desk.turns.element.focus({ preventScroll: true });
      return;
    }
    this.open("segments");
    this.desk.table.grid.focus({ preventScroll: true });
  }

  #key(event) {
    if (!["ArrowLeft", "ArrowRight"].includes(event.key)) return;
    const names = Object.keys(this.tabs);
    const name = names[(names.indexOf(this.current) + (event.key === "ArrowRight" ? 1 : -1) + names.length) % names.length];
    this.open(name);
    this.tabs[name].focus();
    event.preventDefault();
    event.stopPropagation();
  }

  /** How many segments the second tab holds, and whether a filter is on. */
  show(count, isFiltered) {
    const words = t("Segments");
    const label = count ? `${words} ${count}` : words;
    if (this.tabs.segments.textContent !== label) this.tabs.segments.replaceChildren(words, count ? el("small", {}, ` ${count}`) : "");
    this.filtering.setAttribute("aria-pressed", String(isFiltered));
  }
}
