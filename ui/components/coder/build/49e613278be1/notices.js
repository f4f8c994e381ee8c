// Telling people things: everybody in a small note, screen readers in a live region.
import { button, el, icon } from "./dom.js";
import { t } from "./messages.js";

const HINT_MS = 4_000;

export class Notices {
  constructor() {
    this.element = el("div", { class: "iw-notices" });
    this.live = el("div", { class: "iw-hidden", role: "status", "aria-live": "polite" });
  }

  /** Say something to a screen reader. */
  announce(words) {
    this.live.textContent = words;
  }

  /** A hint that goes away by itself. */
  hint(words) {
    for (const other of this.element.querySelectorAll("[role=status]")) other.remove();
    const note = this.#show(words, "status");
    setTimeout(() => note.remove(), HINT_MS);
  }

  /** Something that must be read: it stays until it is put away. */
  warn(words) {
    for (const other of [...this.element.children]) if (other.textContent === words) other.remove();
    this.#show(words, "alert");
  }

  #show(words, role) {
    const note = el("div", { class: "iw-notice", role }, el("span", { dir: "auto" }, words),
      button({ class: "iw-quiet", "aria-label": t("Put away"), onclick: () => note.remove() }, icon("close")));
    this.element.append(note);
    return note;
  }
}
