// Everything one voice says, to choose from: one turn, or from one turn to another, goes to another voice.
import { button, clock, el } from "../../coder/src/dom.js";
import { t, tn } from "../../coder/src/messages.js";
import { clipped } from "../../passages/src/clipping.js";
import { Choosing } from "./choosing.js";
import { voicesFor } from "./people.js";

export class TurnPicker {
  /**
   * @param {{ id: string, start_ms: number|null, end_ms: number|null, text: string }[]} turns
   * @param {import("./list.js").VoiceList} list
   * @param {string} label
   * @param {() => void} onclose
   */
  constructor(turns, list, label, onclose) {
    this.turns = turns;
    this.list = list;
    this.label = label;
    this.onclose = onclose;
    this.from = 0; // where the choice began, and where it has come to
    this.to = 0;
    this.rows = turns.map((turn, i) => this.#row(turn, i));
    this.box = el("div", {
      class: "sp-turns", role: "listbox", tabindex: "0", "aria-multiselectable": "true",
      "aria-label": t("Turns of this voice"), onkeydown: (event) => this.#key(event),
    }, ...this.rows);
    this.choice = el("div", { class: "sp-question" });
    this.element = el("div", { class: "sp-picker" },
      el("p", { class: "sp-hint" }, t("Choose a turn, and with Shift the last one of a stretch. Then say whose it is.")),
      this.box, this.choice);
    this.#draw();
  }

  focus() {
    this.box.focus();
  }

  #row(turn, i) {
    const hasSound = this.list.audio && turn.start_ms !== null && turn.end_ms !== null;
    const play = hasSound ? button({ class: "sp-play", tabindex: "-1" }) : null;
    if (play) this.list.playing.attach(play, { url: this.list.audio, start: turn.start_ms, end: turn.end_ms }, `turn ${turn.id}`);
    const row = el("div", { class: "sp-turn", role: "option", id: `sp-turn-${turn.id}` }, play,
      el("span", { class: "sp-when" }, turn.start_ms === null ? String(i + 1) : clock(turn.start_ms)), el("p", { dir: "auto" }, clipped(turn.text, true, 1)));
    row.addEventListener("click", (event) => {
      if (play?.contains(/** @type {Node} */ (event.target))) return;
      this.#choose(i, event.shiftKey);
    });
    return row;
  }

  #choose(to, isWider) {
    this.to = Math.max(0, Math.min(this.turns.length - 1, to));
    if (!isWider) this.from = this.to;
    this.#draw();
    this.rows[this.to].scrollIntoView({ block: "nearest" });
  }

  #key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1, j: 1, J: 1, k: -1, K: -1 }[event.key];
    if (step) this.#choose(this.to + step, event.shiftKey);
    else if (event.key === "Home") this.#choose(0, event.shiftKey);
    else if (event.key === "End") this.#choose(this.turns.length - 1, event.shiftKey);
    else if (event.key === " ") /** @type {HTMLElement|null} */ (this.rows[this.to].querySelector(".sp-play"))?.click();
    else if (event.key === "Enter") this.#ask();
    else if (event.key === "Escape") this.onclose();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  get #chosen() {
    const [first, last] = [this.from, this.to].sort((one, other) => one - other);
    return this.turns.slice(first, last + 1);
  }

  #draw() {
    const [first, last] = [this.from, this.to].sort((one, other) => one - other);
    this.rows.forEach((row, i) => {
      row.setAttribute("aria-selected", String(i >= first && i <= last));
      row.classList.toggle("sp-at", i === this.to);
    });
    this.box.setAttribute("aria-activedescendant", this.rows[this.to].id);
    const count = last - first + 1;
    this.choice.replaceChildren(
      button({ class: "sp-button", onclick: () => this.#ask() }, tn("Give {count} turn to another voice…", "Give {count} turns to another voice…", count)),
      button({ class: "sp-quiet", onclick: () => this.onclose() }, t("Close")));
  }

  #ask() {
    const chosen = this.#chosen;
    const question = tn("Whose is {count} turn?", "Whose are {count} turns?", chosen.length);
    const choosing = new Choosing({
      label: question, placeholder: t("Speaker or name"),
      offers: (typed) => voicesFor(this.list.state, this.label, typed, true),
      onchoose: ({ value }) => this.list.give(this.label, chosen.map(({ id }) => id), value.label),
      oncancel: () => { this.#draw(); this.focus(); },
    });
    this.choice.replaceChildren(el("span", {}, question), choosing.element);
    choosing.focus();
  }
}
