// Checking against the recording: from flag to flag or from turn to turn; listen, correct or confirm, go on. A mode of
// the desk, so that the words are corrected where they stand, with everything that the desk can do.
import { Annotating } from "./annotating.js";
import { Beside } from "./beside.js";
import { CheckingPanel } from "./checking_panel.js";
import { clock } from "./dom.js";
import { flagFrom, isSettled, kindName, placed, progressOf, timeLeft } from "./flags.js";
import { InsertDialog, gapBehind } from "./inserting.js";
import { t, tn } from "./messages.js";
import { Stretch } from "./stretch.js";

const LEAD_MS = 1_000; // a flag is heard with this much before and behind it
const AGAIN_MS = 500; // after a change of the words, marks are asked for when nothing changes for this long

/** @typedef {{ flag: number } | { turn: string } | null} Here where the checking stands */

export class Checking {
  /** @param {import("./desk.js").Desk} desk */
  constructor(desk) {
    this.desk = desk;
    this.annotating = new Annotating(desk);
    this.beside = new Beside(desk, (flag) => this.goToFlag(flag));
    this.stretch = new Stretch(desk.player);
    this.insertion = new InsertDialog(desk);
    this.panel = new CheckingPanel(this);
    this.dialogs = [this.insertion];
    this.walk = "flags"; // or "turns"
    this.hiddenKinds = new Set();
    /** @type {import("./flags.js").Flag[]|null} */
    this.flags = null; // null: no machine made this transcript
    this.forget();
  }

  /** The interview is left, or its words are read anew. */
  forget() {
    clearTimeout(this.again);
    this.transcriptId = null;
    this.hasMarks = false;
    delete this.desk.root.dataset.beside; // how many flags there are, once that is known
    this.words = "";
    this.flags = null;
    /** @type {Here} */
    this.here = null;
    this.caretWanted = null;
    this.steps = [];
    this.known = null; // which turns were checked, as last seen
    this.beside.forget();
    this.stretch.stop();
  }

  get isOpen() {
    return this.desk.side.current === "checking";
  }

  /** The flags that can be gone to: those of the kinds that are shown, by number. */
  get shownFlags() {
    return this.beside.flags.map((flag, number) => ({ flag, number })).filter(({ flag }) => !this.hiddenKinds.has(flag.kind));
  }

  get progress() {
    const { transcript, model } = this.desk;
    return progressOf(transcript.turns, model.view.checked, this.beside.flags);
  }

  /** How long the rest takes at the pace so far, in ms; null while that is not known. */
  get left() {
    const { ms, checkedMs } = this.progress;
    return timeLeft(this.steps, ms - checkedMs);
  }

  isSettled(flag) {
    return isSettled(flag, this.desk.transcript.turns, this.desk.model.view.checked);
  }

  // --- what has changed

  /** Something has changed: words, checks, or the interview itself. */
  changed() {
    const { transcript, reader } = this.desk;
    if (this.transcriptId !== transcript.id) {
      this.forget();
      this.transcriptId = transcript.id;
      this.#ask();
    } else if (this.words && this.words !== reader.words && this.hasMarks) this.#askSoon();
    if (this.words !== reader.words) this.#place();
    this.words = reader.words;
    this.#noteSteps();
    this.beside.describe();
    this.#arrive();
    this.panel.show();
  }

  #place() {
    this.beside.flags = placed(this.flags ?? [], this.desk.transcript.turns);
    this.beside.current = this.here && "flag" in this.here ? this.here.flag : -1;
    this.#paint();
  }

  #askSoon() {
    clearTimeout(this.again);
    this.again = setTimeout(() => this.#ask(), AGAIN_MS);
  }

  /** Ask the study what stands beside these words. */
  async #ask() {
    const { model, transcript } = this.desk;
    const url = model.data.urls.beside;
    const revisions = new Map(transcript.turns.map(({ id, revision }) => [id, revision]));
    const response = await fetch(url, { credentials: "same-origin" }).catch(() => null); // the next change asks again
    const { flags, marks, annotations } = response?.ok ? await response.json() : { flags: this.flags, marks: null, annotations: [] };
    if (this.transcriptId !== transcript.id || model !== this.desk.model) return;
    this.flags = flags;
    this.hasMarks = marks !== null;
    this.annotating.annotations = annotations;
    this.beside.marks = new Map(Object.entries(marks ?? {}).map(([id, own]) => [id, { revision: revisions.get(id), marks: own }]));
    this.#place();
    this.beside.describe();
    this.beside.draw();
    this.panel.show();
    this.root.dataset.beside = String(this.beside.flags.length);
    if (this.wanted) this.start();
  }

  get root() {
    return this.desk.root;
  }

  /** Note what this person has just checked, for the pace. */
  #noteSteps() {
    const { transcript, model } = this.desk;
    const checked = new Set(model.view.checked.keys());
    if (this.known) {
      const own = transcript.turns.filter(({ id }) => checked.has(id) && !this.known.has(id) && isBy(model.view.checked.get(id), model.data.coder.name));
      const ms = own.reduce((sum, turn) => sum + Math.max(0, (turn.end_ms ?? 0) - (turn.start_ms ?? 0)), 0);
      if (own.length) this.steps.push({ at: Date.now(), ms });
    }
    this.known = checked;
  }

  draw() {
    this.beside.draw();
  }

  // --- going through

  /** Open the mode and go to the first thing to do; or close it. */
  toggle() {
    const { side, turns } = this.desk;
    if (!this.isOpen) return this.start();
    side.open("codes");
    return turns.element.focus({ preventScroll: true });
  }

  /** `wanted` until the flags are here. */
  start() {
    this.wanted = !("beside" in this.root.dataset);
    this.desk.side.open("checking");
    if (this.wanted) return;
    if (!this.shownFlags.length) this.walk = "turns";
    if (!this.here) this.#next(1, true, false);
    this.panel.show();
  }

  /** Go through flags or through all turns. */
  choose(walk) {
    this.walk = walk;
    this.here = null;
    this.#paint();
    this.#next(1, true, false);
    this.panel.show();
  }

  /** Show and go through a kind of flag, or not. */
  toggleKind(kind) {
    if (this.hiddenKinds.has(kind)) this.hiddenKinds.delete(kind);
    else this.hiddenKinds.add(kind);
    this.panel.show();
  }

  /** To the next (1) or previous (-1) stop, settled or not. */
  step(direction) {
    if (!this.isOpen) this.desk.side.open("checking");
    this.#next(direction, false, true);
  }

  #next(direction, openOnly, loud) {
    if (this.walk === "flags") this.#nextFlag(direction, openOnly, loud);
    else this.#nextTurn(direction, openOnly, loud);
  }

  #nextFlag(direction, openOnly, loud) {
    const list = this.shownFlags.filter(({ flag, number }) => !openOnly || !this.isSettled(flag) || number === this.#flagHere);
    const at = list.findIndex(({ number }) => number === this.#flagHere);
    let next;
    if (at >= 0) next = list[at + direction];
    else next = direction > 0 ? list[Math.max(0, flagFrom(list.map(({ flag }) => flag), this.#reachedMs))] : list.at(-1);
    if (next && !(openOnly && this.isSettled(next.flag))) return this.goToFlag(next.number);
    const first = openOnly && list.find(({ flag }) => !this.isSettled(flag));
    if (first) return this.goToFlag(first.number); // round again: one was left out on the way
    return loud && this.desk.notices.hint(openOnly ? this.#doneWords() : t("There is no other flag in this direction."));
  }

  get #flagHere() {
    return this.here && "flag" in this.here ? this.here.flag : -1;
  }

  /** From where one reads, flags begin there and not at the top again. */
  get #reachedMs() {
    const turn = this.desk.currentTurns[0];
    return turn === undefined ? 0 : this.desk.transcript.turns[turn].start_ms ?? 0;
  }

  #nextTurn(direction, openOnly, loud) {
    const { turns } = this.desk.transcript;
    const { checked } = this.desk.model.view;
    const fits = (turn) => !openOnly || !checked.has(turn.id);
    const from = this.#turnHere;
    const order = direction > 0 ? [...turns.keys()].filter((i) => i > from) : [...turns.keys()].filter((i) => i < from).reverse();
    let next = order.find((i) => fits(turns[i]));
    if (next === undefined && openOnly) next = turns.findIndex(fits);
    if (next !== undefined && next >= 0) return this.goToTurn(next);
    return loud && this.desk.notices.hint(openOnly ? this.#doneWords() : t("There is no other turn in this direction."));
  }

  get #turnHere() {
    const { position } = this.desk.transcript;
    if (this.here && "turn" in this.here) return position.get(this.here.turn) ?? -1;
    const flag = this.beside.flags[this.#flagHere];
    return flag?.turns[0] ?? (this.desk.currentTurns[0] ?? 0) - 1;
  }

  #doneWords() {
    const { turns, checkedTurns, flags, settled } = this.progress;
    if (checkedTurns === turns) return t("Every turn has been compared with the recording.");
    return flags && settled === flags ? t("Every flag is settled. Go on with the turns that are not checked.") : t("Nothing is left of what is shown here.");
  }

  goToFlag(number) {
    const flag = this.beside.flags[number];
    if (!flag) return;
    this.here = { flag: number };
    this.walk = "flags";
    this.#enter(flag.turns[0] ?? 0, flag.isBetween ? { turn: flag.turns[0] ?? 0, start: 0, end: 1 } : this.beside.sliceOf(flag.turns[0] ?? 0, flag));
    this.desk.notices.announce(t("{kind}, {time}", { kind: kindName(flag.kind), time: clock(flag.from) }));
  }

  goToTurn(turn) {
    const { id, text } = this.desk.transcript.turns[turn];
    this.here = { turn: id };
    this.walk = "turns";
    this.#enter(turn, { turn, start: 0, end: Math.min(1, text.length) });
    this.desk.notices.announce(t("Turn {number}", { number: turn + 1 }));
  }

  /** Show a place, with the caret there, and play it. */
  #enter(turn, slice) {
    const { side, selection, listening } = this.desk;
    if (!this.isOpen) side.open("checking");
    listening.reveal(slice, true);
    selection.place({ turn, start: slice.start });
    this.#paint();
    this.beside.draw();
    this.panel.show();
    this.hear();
  }

  /** The words of the flag one stands at, underlined. */
  #paint() {
    const flag = this.beside.flags[this.#flagHere];
    this.beside.current = this.#flagHere;
    const ranges = flag && !flag.isBetween ? flag.turns.map((turn) => this.desk.turns.range(this.beside.sliceOf(turn, flag))) : [];
    this.desk.painting.mark("iw-flagged", ranges);
  }

  // --- what is done at a stop

  /** The turns that confirming here says something about, by number. */
  get turnsHere() {
    if (!this.here) return this.desk.currentTurns;
    return "flag" in this.here ? this.beside.flags[this.here.flag]?.turns ?? [] : [this.desk.transcript.position.get(this.here.turn)].filter((at) => at !== undefined);
  }

  /** Play the flag's seconds, or the turn, and stop behind them. */
  hear() {
    const flag = this.beside.flags[this.#flagHere];
    if (flag) return this.stretch.play(Math.max(0, flag.from - LEAD_MS), flag.to + LEAD_MS);
    const turn = this.desk.transcript.turns[this.turnsHere[0]];
    return turn && turn.start_ms !== null ? this.stretch.play(turn.start_ms, turn.end_ms ?? turn.start_ms) : undefined;
  }

  play(from, to) {
    this.stretch.play(Math.max(0, from - LEAD_MS), to + LEAD_MS);
  }

  /** These words are right: mark the turns as compared, and go on to what is not settled. */
  confirm() {
    const { transcript, model } = this.desk;
    const ids = this.turnsHere.map((number) => transcript.turns[number].id);
    if (!ids.length) return this.desk.notices.hint(t("Click into a turn first."));
    const open = ids.filter((id) => !model.view.checked.has(id));
    if (open.length) this.desk.do({ kind: "check", turns: open }, tn("{count} turn checked", "{count} turns checked", open.length));
    if (!this.here) [this.here, this.walk] = [{ turn: ids[0] }, "turns"];
    return this.#next(1, true, true);
  }

  correct() {
    const [turn] = this.turnsHere;
    if (turn === undefined) return this.desk.notices.hint(t("Click into a turn first."));
    const flag = this.beside.flags[this.#flagHere];
    return this.desk.mending.edit(turn, flag && !flag.isBetween ? this.beside.sliceOf(turn, flag).start : 0);
  }

  /** Type what was left out: where the flag says, else behind the turn of the caret. */
  insert() {
    const { transcript, currentTurns } = this.desk;
    const flag = this.beside.flags[this.#flagHere];
    if (flag?.isBetween) {
      const [first] = flag.turns;
      const before = flag.turns.length === 1 && (transcript.turns[first].start_ms ?? 0) >= flag.to;
      return this.insertion.open({ beside: first, before, from: flag.from, to: flag.to });
    }
    const turn = currentTurns[0] ?? this.turnsHere[0];
    if (turn === undefined) return this.desk.notices.hint(t("Click into the turn behind which something is missing."));
    return this.insertion.open(gapBehind(transcript.turns, turn));
  }

  /** A turn that was just put in: the caret goes there once it has arrived. */
  inserted(id) {
    this.placeCaret(id, 0);
  }

  /** Put the caret into a turn as soon as its new words are here. */
  placeCaret(id, offset) {
    this.caretWanted = { id, offset, revision: this.desk.transcript.turns[this.desk.transcript.position.get(id)]?.revision ?? -1 };
  }

  #arrive() {
    const { transcript, selection } = this.desk;
    const number = this.caretWanted ? transcript.position.get(this.caretWanted.id) : undefined;
    const turn = number === undefined ? null : transcript.turns[number];
    if (!turn || turn.revision <= this.caretWanted.revision) return;
    const { offset } = this.caretWanted;
    this.caretWanted = null;
    if (this.desk.mending.editor) return;
    selection.place({ turn: number, start: Math.min(offset, turn.text.length) });
  }
}

/** Whether a mark, in words (“Kari, 2026-05-17”, or the name alone while it is on its way), is this person's. */
const isBy = (mark, name) => mark === name || mark.startsWith(`${name}, `);
