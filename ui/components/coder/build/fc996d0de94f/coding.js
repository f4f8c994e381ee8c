// Coding: putting codes on selected words, looking at coded segments, removing them, undo and redo.
import { NUMBER_KEYS } from "./codes.js";
import { pathOf } from "./finding.js";
import { t } from "./messages.js";
import { newId } from "./outbox.js";
import { lastAtOrBefore } from "./transcript.js";

const NEAREST_CODES = 3; // in the card at a selection

export class Coding {
  /** @param {import("./desk.js").Desk} desk */
  constructor(desk) {
    this.desk = desk;
    this.chosen = null; // the coded segment that keys act on
  }

  get view() {
    return this.desk.model.view;
  }

  /** Put a code on the selected words. */
  apply(code) {
    const { selection, transcript, notices, model } = this.desk;
    const passage = selection.passage;
    if (!passage) return notices.hint(t("Select some words first; then click a code or press its number."));
    const name = this.nameOf(code);
    if (this.#same(passage, code)) return notices.hint(t("“{name}” is on these words already.", { name }));
    model.recent = [code, ...model.recent.filter((other) => other !== code)];
    const id = newId();
    this.desk.do({ kind: "code", id, code, passage, turn_revisions: transcript.revisions(passage) }, t("Coded: {name}", { name }));
    return this.offer();
  }

  applyNumber(number) {
    const code = this.view.codes[number - 1];
    if (code && number <= NUMBER_KEYS) this.apply(code.id);
  }

  /** A click on a code: put it on the selection, or without one go to its next coded segment. */
  applyOrStep(code) {
    const own = this.desk.selection.passage ? [] : this.#ordered().filter((coding) => coding.code === code);
    if (!own.length) return this.apply(code);
    const at = own.findIndex(({ id }) => id === this.chosen);
    return this.pick(own[(at + 1) % own.length].id, true);
  }

  /** Put a code on the selection, or take it away where it is on exactly these words. */
  toggle(code) {
    const { passage } = this.desk.selection;
    const coding = passage && this.#same(passage, code);
    if (!coding) return this.apply(code);
    this.desk.do({ kind: "uncode", id: coding.id }, t("Removed: {name}", { name: this.nameOf(code) }));
    return this.offer();
  }

  remove(id = this.chosen) {
    const coding = this.view.codings.get(id);
    if (!coding) return;
    this.pick(null);
    this.desk.do({ kind: "uncode", id }, t("Removed: {name}", { name: this.nameOf(coding.code) }));
  }

  undo() {
    this.desk.do({ kind: "undo" });
  }

  redo() {
    this.desk.do({ kind: "redo" });
  }

  nameOf(code) {
    return this.desk.byId.get(code)?.name ?? t("Unknown code");
  }

  /** The nearest codes, beside the selected words. */
  offer() {
    const { selection, turns, popover, model } = this.desk;
    const passage = selection.passage;
    if (!passage) {
      if (!this.chosen) popover.hide();
      return;
    }
    if (this.chosen) this.pick(null);
    const on = new Set(this.#on(passage).map(({ code }) => code));
    popover.offer(turns.boxes(this.desk.transcript.slices(passage).at(-1)).at(-1), this.#nearest(), {
      colourOf: (code) => this.desk.colourOf(code),
      isOn: (code) => on.has(code),
      onapply: (code) => this.toggle(code),
      onmore: () => this.desk.choosing.open(),
      onplay: model.data.urls.audio ? () => this.desk.listening.playFromCaret() : null,
    });
  }

  /** The codes used last, filled up with the first of the codebook. */
  #nearest() {
    const recent = this.desk.model.recent.map((id) => this.desk.byId.get(id)).filter(Boolean);
    return [...new Set([...recent, ...this.view.codes])].slice(0, NEAREST_CODES);
  }

  /** The codings of exactly this passage. */
  #on(passage) {
    const parts = ["start_turn", "start", "end_turn", "end"];
    return [...this.view.codings.values()].filter((coding) => parts.every((part) => coding[part] === passage[part]));
  }

  #same(passage, code) {
    return this.#on(passage).find((coding) => coding.code === code);
  }

  // --- coded segments

  /** Choose a coded segment, to look at it or remove it; null lets go. */
  pick(id, reveal = false) {
    const coding = id ? this.view.codings.get(id) : null;
    this.chosen = coding ? id : null;
    this.desk.stripes.choose(this.chosen);
    this.desk.stripes.name(null);
    this.emphasise(this.chosen);
    if (!coding) return this.desk.popover.hide();
    document.getSelection().removeAllRanges();
    const [first] = this.desk.transcript.slices(coding);
    if (reveal) this.desk.listening.reveal(first);
    return this.#describe(coding, this.desk.turns.boxes(first)[0]);
  }

  #describe(coding, box) {
    const { byId, model, popover, notices, transcript } = this.desk;
    const code = byId.get(coding.code);
    const name = code ? pathOf(code, byId).join(" › ") : t("Unknown code");
    const who = model.data.people?.find((person) => person.id === coding.coder)?.name;
    const when = new Date(coding.created_at).toLocaleString([], { dateStyle: "medium", timeStyle: "short" });
    popover.describe(box, {
      name, about: [who, when].filter(Boolean).join(" · "), colour: this.desk.colourOf(code), onremove: () => this.remove(coding.id),
    });
    notices.announce(`${name}: ${transcript.quote(coding).slice(0, 200)}`);
  }

  /** Make one coded segment stand out in the text; null none. */
  emphasise(id) {
    const coding = id ? this.view.codings.get(id) : null;
    this.desk.painting.mark("iw-focus", coding ? this.desk.turns.ranges(coding) : []);
  }

  /** The pointer is over a stripe (null: no longer). */
  hover(id) {
    this.desk.stripes.name(id === this.chosen ? null : id); // the card of the chosen one says it already
    this.emphasise(id ?? this.chosen);
  }

  /** To the next (1) or previous (-1) coded segment, from the chosen one or from the caret. */
  step(direction) {
    const ordered = this.#ordered();
    if (!ordered.length) return this.desk.notices.hint(t("Nothing is coded yet."));
    const at = ordered.findIndex(({ id }) => id === this.chosen);
    const to = at >= 0 ? at + direction : this.#fromCaret(ordered, direction);
    return this.pick(ordered[(to + ordered.length) % ordered.length].id, true);
  }

  #fromCaret(ordered, direction) {
    const { selection, turns, transcript } = this.desk;
    const turn = selection.caret?.turn ?? turns.firstBelow(this.desk.scroller.getBoundingClientRect().top);
    const before = lastAtOrBefore(ordered.length, (i) => transcript.position.get(ordered[i].start_turn), turn - 1);
    return direction > 0 ? before + 1 : before;
  }

  #ordered() {
    const { transcript } = this.desk;
    const shown = [...this.view.codings.values()].filter((coding) => transcript.slices(coding).length);
    return shown.sort((a, b) => transcript.compare(a, b));
  }

  letGo() {
    this.pick(null);
    this.desk.selection.clear();
  }
}
