// A window over the desk: the browser's own modal dialog, with Escape, focus kept inside and given back at the end.
import { button, el, icon } from "./dom.js";
import { t } from "./messages.js";

export class Dialog {
  /** @type {(() => void)|undefined} what to do when it has been closed */
  onclose;

  /** @param {string} className */
  constructor(className) {
    this.element = el("dialog", { class: `iw-dialog ${className}` });
    this.element.addEventListener("click", (event) => {
      if (event.target === this.element) this.close(); // the backdrop
    });
    this.element.addEventListener("close", () => this.onclose?.());
  }

  get isOpen() {
    return this.element.open;
  }

  show(title, ...content) {
    const heading = el("h2", { class: "iw-dialog-title", id: `${this.element.classList[1]}-title`, dir: "auto", tabindex: "-1", autofocus: true }, title);
    const close = button({ class: "iw-quiet", "aria-label": t("Close"), onclick: () => this.close() }, icon("close"));
    this.element.setAttribute("aria-labelledby", heading.id);
    this.element.replaceChildren(el("div", { class: "iw-dialog-body" }, el("header", {}, heading, close), ...content));
    if (!this.element.open) this.element.showModal();
  }

  close() {
    this.element.close();
  }
}
