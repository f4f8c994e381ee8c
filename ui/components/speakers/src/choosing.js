// A field that offers what fits while one types: whose voice it is, or to which voice turns go.
import { el } from "../../coder/src/dom.js";

let numbers = 0;

/** @typedef {{ value: any, words: string, aside?: string }} Choice */

export class Choosing {
  /**
   * @param {object} wiring
   * @param {string} wiring.label
   * @param {string} [wiring.placeholder]
   * @param {string} [wiring.text] what has been typed already
   * @param {(text: string) => Choice[]} wiring.offers what fits, the likeliest first
   * @param {(choice: Choice) => void} wiring.onchoose
   * @param {() => void} wiring.oncancel
   */
  constructor({ label, placeholder = "", text = "", offers, onchoose, oncancel }) {
    this.offers = offers;
    this.onchoose = onchoose;
    this.oncancel = oncancel;
    this.at = 0;
    const list = `sp-choices-${numbers += 1}`;
    this.input = el("input", {
      type: "text", class: "sp-input", role: "combobox", dir: "auto", autocomplete: "off", spellcheck: "false", maxlength: "200",
      "aria-label": label, "aria-expanded": "true", "aria-controls": list, "aria-autocomplete": "list", placeholder,
      oninput: () => { this.at = 0; this.#draw(); }, onkeydown: (event) => this.#key(event),
    });
    this.input.value = text;
    this.list = el("ul", { class: "sp-choices", id: list, role: "listbox", "aria-label": label });
    this.element = el("div", { class: "sp-choosing" }, this.input, this.list);
    this.#draw();
  }

  focus() {
    this.input.focus();
  }

  #draw() {
    this.choices = this.offers(this.input.value.trim());
    this.at = Math.min(this.at, Math.max(0, this.choices.length - 1));
    this.list.replaceChildren(...this.choices.map((choice, i) => el("li", {
      role: "option", id: `${this.list.id}-${i}`, "aria-selected": String(i === this.at),
      onmousedown: (event) => event.preventDefault(), onclick: () => this.onchoose(choice),
    }, el("span", { dir: "auto" }, choice.words), choice.aside ? el("small", { dir: "auto" }, choice.aside) : null)));
    this.list.hidden = !this.choices.length;
    if (this.choices.length) this.input.setAttribute("aria-activedescendant", `${this.list.id}-${this.at}`);
    else this.input.removeAttribute("aria-activedescendant");
    this.list.children[this.at]?.scrollIntoView?.({ block: "nearest" });
  }

  #key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && this.choices.length) {
      this.at = (this.at + step + this.choices.length) % this.choices.length;
      this.#draw();
    } else if (event.key === "Enter" && !event.isComposing) {
      if (this.choices[this.at]) this.onchoose(this.choices[this.at]);
    } else if (event.key === "Escape") this.oncancel();
    else return;
    event.preventDefault();
  }
}
