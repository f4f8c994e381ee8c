// One passage: where it is, the words with what was coded or found standing out, the talk around it, sound, memos.
import { button, clock, el, icon } from "../../coder/src/dom.js";
import { t } from "../../coder/src/messages.js";
import { clipped } from "./clipping.js";
import { MemoPart } from "./memos.js";

export class Passage {
  /**
   * @param {object} item what Python sent
   * @param {import("./list.js").PassageList} list
   * @param {Passage} [before] the same passage as it was shown until now
   */
  constructor(item, list, before) {
    this.item = item;
    this.list = list;
    this.isOpen = before?.isOpen ?? false;
    this.memos = item.about && new MemoPart(item, list.memos, before?.memos);
    this.words = el("div", { class: "ps-words" });
    this.element = el("article", { class: "ps-passage", "data-id": item.id, "aria-label": item.where },
      this.#head(), this.words, ...(this.memos ? [this.memos.element] : []));
    this.#draw();
  }

  tick(isOn) {
    if (this.box) this.box.checked = isOn;
  }

  #head() {
    const { item } = this;
    const head = el("header", { class: "ps-head" });
    if (item.ticked) {
      this.box = el("input", { type: "checkbox", onchange: () => this.list.ticked(item.id, this.box.checked) });
      head.append(el("label", { class: "ps-tick" }, this.box, el("span", { class: "ps-hidden" }, t("Take this place"))));
    }
    if (item.code) {
      head.append(el("strong", { class: "ps-code", dir: "auto", style: `--ps-own:${item.code.colour}` },
        el("i", { class: "ps-swatch" }), item.code.name));
    }
    if (item.title) head.append(el("strong", { dir: "auto" }, item.title));
    head.append(el("span", { class: "ps-where", dir: "auto" }, item.where));
    for (const mark of item.marks ?? []) head.append(el("span", { class: "ps-mark", dir: "auto" }, mark));
    head.append(el("span", { class: "ps-actions" }, ...this.#actions()));
    return head;
  }

  #actions() {
    const { item, list } = this;
    const actions = [];
    if (item.play) {
      const play = button({ class: "ps-quiet" });
      list.playing.attach(play, item.play, item.id);
      actions.push(play);
    }
    if (item.turns?.some(({ around }) => around) || this.#isLong()) {
      this.more = button({ class: "ps-quiet", "aria-expanded": String(this.isOpen), onclick: () => this.#toggle() });
      actions.push(this.more);
    }
    if (typeof item.discuss === "boolean") actions.push(this.#flag());
    if (item.open) {
      const words = item.open.query ? t("Open at the desk") : t("Open");
      actions.push(el("a", { class: "ps-quiet", href: item.open.href, onclick: (event) => this.#open(event) }, words));
    }
    return actions;
  }

  /** Whether the segment is to be discussed: a press says so at once. */
  #flag() {
    const isOn = this.list.marks.get(this.item.id) ?? this.item.discuss;
    const flag = button({ class: "ps-quiet ps-flag", "aria-pressed": String(isOn) }, icon("flag"), t("To discuss"));
    flag.addEventListener("click", () => {
      const next = flag.getAttribute("aria-pressed") !== "true";
      flag.setAttribute("aria-pressed", String(next));
      this.list.discuss(this.item.id, next);
    });
    return flag;
  }

  /** In this tab without a reload; a new tab, when asked for with a key or the middle button, follows the address. */
  #open(event) {
    if (!this.item.open.query || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    this.list.onopen(this.item.open.query);
  }

  #toggle() {
    this.isOpen = !this.isOpen;
    this.#draw();
  }

  #isLong() {
    return (this.item.turns ?? []).some(({ pieces }) => pieces.some(({ text, on }) => clipped(text, on, pieces.length) !== text));
  }

  #draw() {
    if (this.more) {
      this.more.setAttribute("aria-expanded", String(this.isOpen));
      this.more.textContent = this.isOpen ? t("Only the passage") : t("What was said around it");
    }
    const turns = (this.item.turns ?? []).filter(({ around }) => this.isOpen || !around);
    this.words.replaceChildren(...turns.flatMap((turn) => this.#turn(turn)));
    this.words.hidden = !turns.length;
  }

  #turn({ who, staff, around, gap, time, pieces }) {
    const spoken = pieces.map(({ text, on }, i) => {
      const shown = this.isOpen ? text : clipped(text, on, pieces.length, i === 0);
      return on ? el("mark", {}, shown) : shown;
    });
    const turn = el("div", { class: `ps-turn${around ? " ps-around" : ""}${staff ? " ps-staff" : ""}` },
      el("span", { class: "ps-who", dir: "auto" }, who, time === null ? null : el("small", {}, clock(time))),
      el("p", { dir: "auto" }, ...spoken));
    return gap ? [el("div", { class: "ps-gap" }, "[…]"), turn] : [turn];
  }
}

