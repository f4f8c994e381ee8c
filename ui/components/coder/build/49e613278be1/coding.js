// Coding: putting codes on selected words, looking at coded segments, removing them, undo and redo.
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
    const { selection, transcript, notices } = this.desk;
    const passage = selection.passage;
    if (!passage) return notices.hint(t("Select some words first; then click a code or press its number."));
    const name = this.nameOf(code);
    if (this.isOn(passage, code)) return notices.hint(t("“{name}” is on these words already.", { name }));
    this.used(code);
    const id = newId();
    this.desk.do({ kind: "code", id, code, passage, turn_revisions: transcript.revisions(passage) }, t("Coded: {name}", { name }));
    this.tellHidden([id]);
    return this.desk.offerSoon();
  }

  applyNumber(number) {
    const code = this.desk.model.keys.codes[number - 1];
    if (code) this.apply(code);
  }

  /** A code was put on something: it is at hand from now on. */
  used(code) {
    const { model } = this.desk;
    model.recent = [code, ...model.recent.filter((other) => other !== code)];
    model.keys.use(code);
  }

  /** Say so when what was just coded is not shown because of the filter. */
  tellHidden(ids) {
    if (ids.some((id) => this.view.codings.has(id) && !this.desk.shown.has(id))) {
      this.desk.notices.hint(t("Coded, but a filter leaves it out. Shift+X shows all."));
    }
  }

  /** Pin a code to one of the first number keys, or let it go. */
  pin(code) {
    const { model, notices } = this.desk;
    if (!model.keys.togglePin(code)) return notices.hint(t("Every number key has a pinned code. Let one go first."));
    this.desk.keysChanged();
    const fields = { name: this.nameOf(code), number: model.keys.keyOf(code) };
    return notices.announce(model.keys.isPinned(code) ? t("Key {number} is “{name}”", fields) : t("“{name}” is not pinned any more", fields));
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
    const coding = passage && this.isOn(passage, code);
    if (!coding) return this.apply(code);
    this.desk.do({ kind: "uncode", id: coding.id }, t("Removed: {name}", { name: this.nameOf(code) }));
    return this.desk.offerSoon();
  }

  remove(id = this.chosen) {
    const coding = this.view.codings.get(id);
    if (!coding) return;
    this.pick(null);
    const name = this.nameOf(coding.code);
    const who = coding.coder === this.desk.model.data.coder.id ? null : this.desk.model.data.people?.find((person) => person.id === coding.coder)?.name;
    const words = who ? t("Removed: {name} (coded by {who})", { name, who }) : t("Removed: {name}", { name });
    this.desk.do({ kind: "uncode", id }, words);
    if (who) this.desk.notices.hint(words);
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
      keyOf: (code) => model.keys.keyOf(code),
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

  /** The coding that puts a code on exactly this passage, if there is one. */
  isOn(passage, code) {
    return this.#on(passage).find((coding) => coding.code === code);
  }

  // --- coded segments

  /** Choose a coded segment, to look at it or work on with it; null lets go. `caret`: the caret goes to its beginning. */
  pick(id, reveal = false, caret = reveal) {
    const coding = id ? this.view.codings.get(id) : null;
    this.chosen = coding ? id : null;
    this.desk.stripes.choose(this.chosen);
    this.desk.stripes.name(null);
    this.desk.table.choose(this.chosen);
    this.emphasise(this.chosen);
    if (!coding) return this.desk.popover.hide();
    const [first] = this.desk.transcript.slices(coding);
    if (!first) return this.desk.popover.hide();
    if (caret) document.getSelection().collapse(this.desk.turns.texts[first.turn], first.start);
    else document.getSelection().removeAllRanges();
    if (reveal) this.desk.listening.reveal(first);
    return this.#describe(coding, this.desk.turns.boxes(first)[0]);
  }

  /** The chosen coded segment has changed: show it as it is now. */
  showChosen() {
    const coding = this.view.codings.get(this.chosen);
    const [first] = coding ? this.desk.transcript.slices(coding) : [];
    this.emphasise(this.chosen);
    if (first) this.#describe(coding, this.desk.turns.boxes(first)[0], true);
  }

  #describe(coding, box, quiet = false) {
    const { byId, model, popover, notices, transcript } = this.desk;
    const code = byId.get(coding.code);
    const name = code ? pathOf(code, byId).join(" › ") : t("Unknown code");
    const who = model.data.people?.find((person) => person.id === coding.coder)?.name;
    const when = new Date(coding.created_at).toLocaleString([], { dateStyle: "medium", timeStyle: "short" });
    popover.describe(box, {
      name, about: [who, when].filter(Boolean).join(" · "), colour: this.desk.colourOf(code), discuss: Boolean(coding.discuss),
      onflag: () => this.desk.reworking.flag(this.view.codings.get(coding.id)),
      onrecode: () => this.desk.reworking.recode(this.view.codings.get(coding.id)), onremove: () => this.remove(coding.id),
    });
    if (!quiet) notices.announce(`${name}: ${transcript.quote(coding).slice(0, 200)}`);
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
    if (!ordered.length) return this.desk.notices.hint(this.view.codings.size ? t("The filter leaves everything out. Shift+X shows all.") : t("Nothing is coded yet."));
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
    const shown = [...this.desk.shown.values()].filter((coding) => transcript.slices(coding).length);
    return shown.sort((a, b) => transcript.compare(a, b));
  }

  letGo() {
    this.desk.mending.endPlacing();
    this.pick(null);
    this.desk.selection.clear();
  }
}
