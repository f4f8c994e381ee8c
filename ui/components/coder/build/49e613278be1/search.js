// Finding words in the transcript: a bar above the text, hits painted where they stand, all of them in a list on request.
import { button, clock, el, icon } from "./dom.js";
import { Finder, MOST_HITS, context, hitFrom } from "./finder.js";
import { t } from "./messages.js";
import { topTurn, turnsNear } from "./sight.js";
import { speakerName } from "./speakers.js";

const LISTED = 200; // hits in the list at first, and as many more each time one asks
const LONGEST_TAKEN = 200; // units of the selection that are looked for
const PREPARE_MS = 2; // left of an idle moment when preparing stops

export class Find {
  /** @param {import("./desk.js").Desk} desk */
  constructor(desk) {
    this.desk = desk;
    this.finder = new Finder();
    /** @type {import("./finder.js").Hit[]} */
    this.hits = [];
    this.current = -1;
    this.from = { turn: 0, start: 0 }; // where the search began
    this.#build();
  }

  #build() {
    const words = t("Find in this interview");
    this.input = el("input", {
      type: "text", class: "iw-input", placeholder: words, "aria-label": words, dir: "auto", autocomplete: "off", spellcheck: "false",
    });
    this.input.addEventListener("input", () => this.search());
    this.count = el("span", { class: "iw-found", role: "status", "aria-live": "polite" });
    this.listButton = button({ class: "iw-quiet iw-worded", "aria-expanded": "false", "aria-controls": "iw-hits", onclick: () => this.toggleList() }, t("List"));
    this.codeButton = button({ class: "iw-quiet iw-worded", title: t("Put a code on every place that is found, after a look at each"), onclick: () => this.#codeAll() }, t("Code…"));
    this.list = el("ol", { class: "iw-hits", id: "iw-hits", "aria-label": t("Everything found"), hidden: true });
    this.list.addEventListener("click", (event) => this.#choose(event));
    this.element = el("div", { class: "iw-find", role: "search", "aria-label": words, hidden: true },
      el("div", { class: "iw-find-bar" }, icon("search"), this.input, this.count,
        button({ class: "iw-quiet", title: t("Previous (Shift+Enter)"), "aria-label": t("Previous"), onclick: () => this.step(-1) }, icon("up")),
        button({ class: "iw-quiet", title: t("Next (Enter)"), "aria-label": t("Next"), onclick: () => this.step(1) }, icon("down")),
        this.listButton, this.codeButton,
        button({ class: "iw-quiet", title: t("Close (Esc)"), "aria-label": t("Close the search"), onclick: () => this.close() }, icon("close"))),
      this.list);
    this.element.addEventListener("keydown", (event) => this.#key(event));
  }

  get isOpen() {
    return !this.element.hidden;
  }

  /** Open the bar, with the selected words in it when they are of one turn. */
  open() {
    if (!this.desk.transcript) return;
    const { passage, caret } = this.desk.selection;
    if (passage && passage.start_turn === passage.end_turn) this.input.value = this.desk.transcript.quote(passage).slice(0, LONGEST_TAKEN);
    if (!this.isOpen) {
      this.from = caret ? { turn: caret.turn, start: caret.offset } : { turn: topTurn(this.desk.turns, this.desk.scroller), start: 0 };
      this.#show(true);
    }
    this.input.focus();
    this.input.select();
    this.search();
  }

  /** Close the bar; the hit one stands at is selected, so that it can be coded or played at once. */
  close() {
    if (!this.isOpen) return;
    const hit = this.hits[this.current];
    const { selection, transcript } = this.desk;
    this.#show(false);
    this.forget();
    selection.restore(hit ? transcript.passage(hit.turn, hit.start, hit.turn, hit.end) : null);
  }

  /** The interview is left, or the bar closed: nothing is found any more. */
  forget() {
    this.hits = [];
    this.current = -1;
    this.#paint();
    this.list.replaceChildren();
    delete this.desk.root.dataset.found;
  }

  /** The bar takes its height from the text: what is read stays where it is. */
  #show(open) {
    const { scroller } = this.desk;
    const before = scroller.getBoundingClientRect().top;
    this.element.hidden = !open;
    scroller.scrollTop += scroller.getBoundingClientRect().top - before;
  }

  /** Look for what is typed; also again, when the words have changed. */
  search() {
    if (!this.isOpen) return;
    this.hits = this.finder.hits(this.desk.transcript.turns, this.input.value);
    this.current = hitFrom(this.hits, this.from);
    this.#told();
    this.#drawList(LISTED);
    this.#stand(this.hits[this.current]);
  }

  /** The words have changed: hits stand elsewhere, but nobody is led away. */
  refresh() {
    if (!this.isOpen) return;
    const at = this.hits[this.current];
    this.hits = this.finder.hits(this.desk.transcript.turns, this.input.value);
    this.current = hitFrom(this.hits, at ?? this.from);
    this.#told();
    this.#drawList(this.list.childElementCount || LISTED);
    this.#paint();
  }

  /** To the next (1) or previous (-1) hit, round and round. */
  step(direction) {
    if (!this.isOpen) return this.open();
    if (!this.hits.length) return undefined;
    return this.show((this.current + direction + this.hits.length) % this.hits.length);
  }

  /** Stand at hit number `i`. */
  show(i) {
    this.current = i;
    this.from = this.hits[i];
    this.#told();
    this.#stand(this.hits[i]);
  }

  #stand(hit) {
    if (hit) this.desk.listening.reveal(hit, true);
    this.#paint();
    this.list.querySelector("[aria-current]")?.removeAttribute("aria-current");
    const entry = this.list.children[this.current]?.firstElementChild;
    entry?.setAttribute("aria-current", "true");
    if (entry && document.activeElement !== entry) entry.scrollIntoView({ block: "nearest" });
  }

  #told() {
    const { length } = this.hits;
    this.desk.root.dataset.found = String(length);
    const fields = { number: this.current + 1, count: length < MOST_HITS ? length : `${length}+` };
    this.count.textContent = !this.input.value.trim() ? "" : length ? t("{number} of {count}", fields) : t("Not found");
    this.codeButton.disabled = !length;
    this.element.classList.toggle("iw-is-vain", Boolean(this.input.value.trim()) && !length);
  }

  /** Paint the hits near what can be seen. */
  #paint() {
    const { painting, turns, scroller, transcript } = this.desk;
    if (!transcript) return;
    const now = this.hits[this.current];
    painting.mark("iw-found-now", now ? [turns.range(now)] : []);
    painting.mark("iw-found", this.#near(turnsNear(turns, scroller)).filter((hit) => hit !== now).map((hit) => turns.range(hit)));
  }

  #near({ first, last }) {
    if (!this.hits.length || first > last) return [];
    const from = this.hits.findIndex(({ turn }) => turn >= first);
    if (from < 0) return [];
    const to = this.hits.findIndex(({ turn }) => turn > last);
    return this.hits.slice(from, to < 0 ? undefined : to);
  }

  /** The view has moved. */
  scrolled() {
    if (this.isOpen) this.#paint();
  }

  /** Fold the words while nobody waits, so that the first search is as fast as the next. */
  prepare(from = 0) {
    const { transcript } = this.desk;
    if (!transcript || !globalThis.requestIdleCallback) return;
    cancelIdleCallback(this.idle);
    this.idle = requestIdleCallback((deadline) => {
      if (this.desk.transcript !== transcript) return;
      const next = this.finder.prepare(transcript.turns, from, () => deadline.timeRemaining() > PREPARE_MS);
      if (next !== null) this.prepare(next);
    });
  }

  /** Show every hit with a tick, to be coded together; the words that were looked for stay. */
  #codeAll() {
    this.desk.many.openHits(this.input.value.trim(), this.hits);
  }

  // --- the list

  toggleList() {
    this.list.hidden = !this.list.hidden;
    this.listButton.setAttribute("aria-expanded", String(!this.list.hidden));
    this.#drawList(LISTED);
    this.#stand(this.hits[this.current]);
  }

  #drawList(count) {
    if (this.list.hidden) return;
    const entries = this.hits.slice(0, count).map((hit) => this.#entry(hit));
    const left = this.hits.length - entries.length;
    if (left > 0) {
      const more = button({ class: "iw-button", onclick: () => this.#drawList(count + LISTED) }, t("Show more ({count} left)", { count: left }));
      entries.push(el("li", { class: "iw-hits-more" }, more));
    }
    if (!entries.length) entries.push(el("li", { class: "iw-hint" }, this.input.value.trim() ? t("Nothing like this is said here.") : t("Type what you are looking for.")));
    this.list.replaceChildren(...entries);
  }

  #entry(hit) {
    const turn = this.desk.transcript.turns[hit.turn];
    const [before, words, after] = context(turn.text, hit);
    const where = turn.start_ms === null ? t("Turn {number}", { number: hit.turn + 1 }) : clock(turn.start_ms);
    return el("li", {}, button({ class: "iw-hit" },
      el("span", { class: "iw-hit-where" }, where),
      el("span", { class: "iw-hit-who", dir: "auto", style: `--iw-own:${this.desk.speakerColour?.(turn.speaker) ?? "currentColor"}` }, speakerName(this.desk.model.view, turn.speaker)),
      el("span", { class: "iw-hit-words", dir: "auto" }, before, el("mark", {}, words), after)));
  }

  #choose(event) {
    const i = [...this.list.children].findIndex((item) => item.firstElementChild?.classList.contains("iw-hit") && item.contains(event.target));
    if (i >= 0) this.show(i);
  }

  // --- keys

  #key(event) {
    const act = this.#actOf(event);
    if (!act || event.isComposing) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  }

  #actOf({ key, target, shiftKey, ctrlKey, metaKey }) {
    if (key === "Escape") return () => this.close();
    if ((ctrlKey || metaKey) && key.toLowerCase() === "f") return () => this.input.select();
    if ((ctrlKey || metaKey) && key.toLowerCase() === "g") return () => this.step(shiftKey ? -1 : 1);
    const inList = this.list.contains(target);
    if (key === "Enter" && target === this.input) return () => this.step(shiftKey ? -1 : 1);
    if (!["ArrowDown", "ArrowUp"].includes(key) || (!inList && target !== this.input)) return null;
    return () => this.#moveInList(target, key === "ArrowDown" ? 1 : -1, inList);
  }

  #moveInList(target, direction, inList) {
    if (this.list.hidden) return this.step(direction);
    const entries = [...this.list.querySelectorAll("button")];
    const at = inList ? entries.indexOf(target.closest("button")) + direction : Math.max(0, this.current);
    return (entries[at] ?? this.input).focus();
  }
}
