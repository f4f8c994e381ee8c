// Everything for reading and listening that is not coding: what is found, how the text is set, where one is and was.
import { button, clock, el, icon } from "./dom.js";
import { Gutter } from "./gutter.js";
import { GoingDialog } from "./going.js";
import { meaningOf } from "./keys.js";
import { t } from "./messages.js";
import { PedalDialog, usePedals } from "./pedals.js";
import { codedTo } from "./progress.js";
import { Find } from "./search.js";
import { Settings } from "./settings.js";
import { keepingPlace, topTurn, turnsNear } from "./sight.js";
import { Stopping } from "./stopping.js";
import { Uncertain } from "./uncertain.js";
import { ViewMenu, ZOOMS } from "./view.js";

export class Reader {
  /** @param {import("./desk.js").Desk} desk */
  constructor(desk) {
    this.desk = desk;
    this.find = new Find(desk);
    this.gutter = new Gutter(desk);
    this.uncertain = new Uncertain(desk);
    this.stopping = new Stopping(desk);
    this.going = new GoingDialog(desk);
    this.pedals = new PedalDialog({ desk, meaningOf });
    this.menu = new ViewMenu(this);
    this.coded = button({ class: "iw-coded", hidden: true, onclick: () => this.goToCoded() });
    this.where = el("span", { class: "iw-where", hidden: true });
    this.drawnAt = 0; // the scroller's place when what is near was drawn
    this.dialogs = [this.going, this.pedals];
  }

  /** Put the parts where they belong; the desk is built. */
  attach({ header, canvas, root, turns }) {
    root.addEventListener("keydown", ({ key }) => { this.isTabbing = key === "Tab"; }, { capture: true });
    turns.element.addEventListener("focus", () => { if (this.isTabbing) this.#comeIn(); });
    header.addTools(button({ class: "iw-quiet", title: t("Find in this interview (/)"), "aria-label": t("Find in this interview"), onclick: () => this.find.open() }, icon("search")), this.menu.button);
    header.addFacts(this.coded);
    this.desk.scroller.after(this.where);
    canvas.append(this.gutter.element);
  }

  /** The focus has come into the transcript by Tab: the caret begins where one reads, not at the first word. */
  #comeIn() {
    const { turns, scroller, model, selection } = this.desk;
    const top = model.scrollTop;
    requestAnimationFrame(() => {
      scroller.scrollTop = top;
      if (turns.element.contains(document.activeElement)) selection.place({ turn: topTurn(turns, scroller), start: 0 });
    });
  }

  /** An interview is shown; nothing of it has been drawn yet. */
  show(model) {
    if (this.model === model) return;
    this.model = model;
    this.settings = new Settings(model.data.coder.id, model.storage);
    usePedals(this.settings);
    this.#apply();
  }

  /** The interview can be worked on. */
  begin() {
    this.stopping.begin();
    this.find.prepare();
  }

  /** Something has changed: words, codings, or the colours of the page. */
  changed() {
    this.#showCoded();
    const signature = this.#words();
    if (signature === this.words) return;
    this.words = signature;
    this.find.refresh();
    this.uncertain.refresh();
    this.gutter.draw();
    if (this.menu.isOpen) this.showMenu();
  }

  /** What tells one state of the transcript's words from another. */
  #words() {
    const { id, turns } = this.desk.transcript;
    return `${id}/${turns.length}/${turns.reduce((sum, { revision, text }) => (sum * 31 + revision * 7 + text.length) | 0, 0)}`;
  }

  scrolled() {
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => {
      const { transcript, scroller } = this.desk;
      // What is painted reaches a view's height beyond what is seen: a small move needs nothing.
      if (!transcript || Math.abs(scroller.scrollTop - this.drawnAt) < scroller.clientHeight / 2) return;
      this.drawnAt = scroller.scrollTop;
      this.desk.painting.paintNear(turnsNear(this.desk.turns, scroller));
      this.find.scrolled();
      this.uncertain.scrolled();
      this.gutter.draw();
      this.desk.checking.draw();
    });
    this.stopping.scrolled();
  }

  /** The layout has changed. */
  resized() {
    this.gutter.draw();
    this.desk.checking.draw();
  }

  /** The interview is left. */
  leave() {
    this.stopping.leave();
    this.find.forget();
    this.find.finder.forget();
    this.uncertain.forget();
    this.gutter.known.clear();
    this.words = "";
  }

  destroy() {
    cancelAnimationFrame(this.frame);
    this.menu.close();
  }

  // --- how the text is set

  /** Choose how something is shown; it is remembered. */
  choose(name, value) {
    this.settings.set(name, value);
    this.#apply();
  }

  toggle(name) {
    this.choose(name, !this.settings.get(name));
    const words = { compact: t("Compact"), lines: t("Line numbers"), unsure: t("Underline uncertain words") }[name];
    this.desk.notices.announce(this.settings.get(name) ? t("{what}: on", { what: words }) : t("{what}: off", { what: words }));
  }

  /** One step smaller (-1) or larger (1). */
  zoomBy(step) {
    const at = ZOOMS.findIndex((zoom) => zoom >= this.settings.get("zoom"));
    const zoom = ZOOMS[Math.min(ZOOMS.length - 1, Math.max(0, at + step))];
    this.choose("zoom", zoom);
    this.desk.notices.announce(t("Text size {percent} %", { percent: Math.round(zoom * 100) }));
  }

  #apply() {
    const { root, turns, scroller, player, stripes } = this.desk;
    const { choices } = this.settings;
    const setting = JSON.stringify([choices.zoom, choices.compact, choices.lines]);
    const set = () => {
      root.style.setProperty("--iw-zoom", String(choices.zoom));
      root.classList.toggle("iw-is-compact", choices.compact);
      root.classList.toggle("iw-has-lines", choices.lines);
    };
    if (setting !== this.setting) {
      this.setting = setting;
      keepingPlace(turns, scroller, set);
      stripes.forget();
      this.gutter.show(choices.lines);
      if (this.desk.ready) this.desk.redraw();
    }
    player.rewindMs = choices.rewindMs;
    if (this.desk.transcript) this.uncertain.show(choices.unsure, choices.threshold);
    else Object.assign(this.uncertain, { shown: choices.unsure, threshold: choices.threshold });
    this.tellWhere();
    this.showMenu();
  }

  showMenu() {
    this.menu.show(this.settings.choices, this.uncertain);
  }

  // --- where one is

  /** Show a place of the transcript, with the caret in it. */
  goTo({ turn, offset }) {
    const { text } = this.desk.transcript.turns[turn];
    this.desk.listening.reveal({ turn, start: offset, end: Math.min(text.length, offset + 1) }, true);
    this.desk.selection.place({ turn, start: offset });
  }

  #showCoded() {
    const { model, transcript } = this.desk;
    this.reached = codedTo(model.view.codings.values(), transcript, model.data.coder.id);
    this.coded.hidden = !this.reached;
    if (!this.reached) return;
    const { turn, ms } = this.reached;
    const words = ms === null ? t("Coded to turn {number}", { number: turn + 1 }) : t("Coded to {time}", { time: clock(ms) });
    if (this.coded.textContent !== words) this.coded.textContent = words;
    this.coded.title = t("Your last coded segment ends in turn {number} of {count}. Go there (Shift+G)", { number: turn + 1, count: transcript.turns.length });
  }

  /** Go to where this coder's last coded segment ends. */
  goToCoded() {
    if (!this.reached) return this.desk.notices.hint(t("You have coded nothing here yet."));
    this.desk.coding.pick(null);
    return this.goTo(this.reached);
  }

  /** The lines of the selected words or of the caret, where line numbers are shown. */
  tellWhere() {
    const { selection, transcript } = this.desk;
    const caret = transcript && this.settings?.get("lines") ? selection.caret : null;
    this.where.hidden = !caret;
    if (!caret) return;
    const { passage } = selection;
    const slices = passage ? transcript.slices(passage) : [];
    const first = slices[0] ?? { turn: caret.turn, start: caret.offset };
    const last = slices.at(-1);
    const from = this.gutter.nameOf(first.turn, first.start);
    const to = last ? this.gutter.nameOf(last.turn, last.end - 1) : from;
    this.where.textContent = to === from ? t("Line {number}", { number: from }) : t("Lines {from}–{to}", { from, to });
  }
}
