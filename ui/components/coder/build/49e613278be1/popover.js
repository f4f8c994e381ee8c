// A small card in the text: at a selection the codes nearest at hand, at a chosen coded segment what it is.
import { button, el, icon } from "./dom.js";
import { t } from "./messages.js";

const GAP = 8;

export class Popover {
  constructor(canvas) {
    this.canvas = canvas;
    this.element = el("div", { class: "iw-popover", role: "toolbar", hidden: true });
    this.element.addEventListener("mousedown", (event) => event.preventDefault());
    canvas.append(this.element);
  }

  /** The nearest codes for the words that end at `box`; a pressed one is on them already. */
  offer(box, codes, { colourOf, isOn, keyOf, onapply, onmore, onplay }) {
    const chips = codes.map((code) => button({
      class: "iw-chip", "data-code": code.id, "aria-pressed": String(isOn(code.id)), title: code.name,
      style: `--iw-own:${colourOf(code)}`, onclick: () => onapply(code.id),
    }, el("i", { class: "iw-swatch" }), el("span", { dir: "auto" }, code.name), keyOf(code.id) ? el("kbd", { "aria-hidden": "true" }, String(keyOf(code.id))) : null));
    const more = button({ class: "iw-chip iw-more", title: t("All codes (c)"), onclick: onmore }, icon("tag"), t("Code…"));
    const play = onplay && button(
      { class: "iw-chip iw-more", title: t("Play from here (p)"), "aria-label": t("Play from here"), onclick: onplay }, icon("play"),
    );
    this.element.setAttribute("aria-label", t("Code the selected words"));
    this.element.replaceChildren(...chips, more, play ?? "");
    this.#place(box);
  }

  /** What a coded segment is, and the way to remove it. */
  describe(box, { name, colour, about, discuss, onflag, onrecode, onremove }) {
    this.element.setAttribute("aria-label", t("Coded segment"));
    this.element.replaceChildren(
      el("div", { class: "iw-card", style: `--iw-own:${colour}` },
        el("i", { class: "iw-swatch" }), el("div", {}, el("strong", { dir: "auto" }, name), el("small", { dir: "auto" }, about))),
      button({ class: "iw-chip iw-more", title: t("Discuss (d)"), "aria-pressed": String(discuss), onclick: onflag }, icon("flag"), t("Discuss")),
      button({ class: "iw-chip iw-more", title: t("Another code (r)"), onclick: onrecode }, icon("swap"), t("Recode")),
      button({ class: "iw-chip iw-more", title: t("Remove (Delete)"), onclick: onremove }, icon("close"), t("Remove")),
    );
    this.#place(box);
  }

  hide() {
    this.element.hidden = true;
  }

  /** Below a box of the window, kept inside the canvas; above it when the box is low on the page. */
  #place(box) {
    this.element.hidden = false;
    const canvas = this.canvas.getBoundingClientRect();
    const view = this.canvas.parentNode.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = this.element;
    const left = Math.min(Math.max(box.left - canvas.left, GAP), canvas.width - width - GAP);
    const below = box.bottom + GAP + height < view.bottom;
    this.element.style.left = `${Math.max(GAP, left)}px`;
    this.element.style.top = `${(below ? box.bottom + GAP : box.top - GAP - height) - canvas.top}px`;
  }
}
