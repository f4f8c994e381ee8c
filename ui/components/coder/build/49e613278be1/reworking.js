// Working on with coded segments: another code, other ends, in two, in one, to be discussed; several codes at once and
// codes named by the participant's own words.
import { el } from "./dom.js";
import { Dialog } from "./dialog.js";
import { folded } from "./finding.js";
import { t, tn } from "./messages.js";
import { toCodePoints } from "./offsets.js";
import { newId } from "./outbox.js";
import { nextColour } from "./palette.js";
import { isInside, joinable, whole } from "./segments.js";
import { passageOf, stretchOf, withEndMoved } from "./units.js";

const LONGEST_NAME = 60; // characters of an in-vivo code's name

export class Reworking {
  /** @param {import("./desk.js").Desk} desk */
  constructor(desk) {
    this.desk = desk;
    this.which = new WhichDialog();
  }

  get codings() {
    return this.desk.model.view.codings;
  }

  /** The coded segment that keys act on; says what to do when there is none. */
  get chosen() {
    const coding = this.codings.get(this.desk.coding.chosen);
    if (!coding) this.desk.notices.hint(t("Choose a coded segment first: press . or click its stripe."));
    return coding;
  }

  /** `words`, and whose coding it was when it is somebody else's. */
  #said(words, coding) {
    const { model } = this.desk;
    const { coder } = model.data;
    const who = model.data.people?.find(({ id }) => id === coding.coder)?.name;
    return coding.coder === coder.id || !who ? words : t("{what} (coded by {name})", { what: words, name: who });
  }

  /** Do something to a segment and say so to everybody. */
  #do(operation, words, coding) {
    const said = this.#said(words, coding);
    this.desk.do(operation, said);
    if (said !== words) this.desk.notices.hint(said);
  }

  /** To be discussed, or not any more. */
  flag(coding = this.chosen) {
    if (!coding) return;
    const name = this.desk.coding.nameOf(coding.code);
    const words = coding.discuss ? t("Not to discuss any more: {name}", { name }) : t("To discuss: {name}", { name });
    this.#do({ kind: "flag", id: coding.id, discuss: !coding.discuss }, words, coding);
    this.desk.coding.showChosen();
  }

  /** Give a segment another code. */
  recode(coding = this.chosen, code = null) {
    if (!coding) return;
    if (!code) return this.desk.choosing.recode(coding);
    if (code === coding.code) return;
    const names = { from: this.desk.coding.nameOf(coding.code), to: this.desk.coding.nameOf(code) };
    this.desk.coding.used(code);
    this.#do({ kind: "recode", id: coding.id, code }, t("Recoded: {from} is now {to}", names), coding);
    this.desk.coding.showChosen();
  }

  /** Put an end of the chosen segment a word further or back. */
  moveEnd(edge, direction) {
    const coding = this.chosen;
    if (!coding) return;
    const passage = withEndMoved(this.desk.transcript, coding, edge, direction);
    if (passage) this.move(coding, passage);
  }

  /** Put a segment on another passage. */
  move(coding, passage) {
    const { transcript } = this.desk;
    if (["start_turn", "start", "end_turn", "end"].every((part) => passage[part] === coding[part])) return;
    const operation = { kind: "move_coding", id: coding.id, passage, turn_revisions: transcript.revisions(passage) };
    this.#do(operation, t("Moved: {words}", { words: transcript.quote(passage).slice(0, 120) }), coding);
    this.desk.coding.showChosen();
  }

  /** Split the segment at the caret: the chosen one, or the only one there; asks when there are several. */
  split() {
    const { selection, transcript, notices, coding } = this.desk;
    const { caret } = selection;
    if (!caret) return notices.hint(t("Put the caret where the coded segment is to be split."));
    const turn = transcript.turns[caret.turn];
    const at = { turn: turn.id, offset: toCodePoints(turn.text, caret.offset) };
    const here = [...this.desk.shown.values()].filter((one) => isInside(transcript, one, at));
    const chosen = here.find(({ id }) => id === coding.chosen);
    if (!here.length) return notices.hint(t("The caret is in no coded segment. Put it between two words of one."));
    if (chosen || here.length === 1) return this.#split(chosen ?? here[0], caret, at);
    const entries = here.map((one) => ({ one, name: coding.nameOf(one.code), colour: this.desk.colourOf(this.desk.byId.get(one.code)) }));
    return this.which.ask(t("Which coded segment is to be split?"), entries, (one) => this.#split(one, caret, at));
  }

  #split(coding, caret, at) {
    const { transcript, notices } = this.desk;
    const full = stretchOf(transcript, coding);
    const cut = { turn: caret.turn, offset: caret.offset };
    const halves = [
      passageOf(transcript, { ...full, endTurn: cut.turn, end: cut.offset }),
      passageOf(transcript, { ...full, startTurn: cut.turn, start: cut.offset }),
    ];
    if (halves.includes(null)) return notices.hint(t("Put the caret between two words of the coded segment."));
    const revisions = transcript.revisions(coding);
    const operation = { kind: "split_coding", id: coding.id, at, new_id: newId(), turn_revisions: revisions, foreseen: halves };
    return this.#do(operation, t("Split in two: {name}", { name: this.desk.coding.nameOf(coding.code) }), coding);
  }

  /** Make one of the chosen segment and those of the same code that overlap or touch it. */
  join() {
    const coding = this.chosen;
    if (!coding) return;
    const { transcript, notices } = this.desk;
    const run = joinable(transcript, coding, this.codings.values());
    const name = this.desk.coding.nameOf(coding.code);
    if (run.length < 2) {
      notices.hint(t("No other coded segment of “{name}” by the same person overlaps or touches this one.", { name }));
      return;
    }
    const operation = { kind: "join_codings", ids: run.map(({ id }) => id), into: coding.id, foreseen: whole(transcript, run) };
    this.#do(operation, tn("{count} coded segment joined: {name}", "{count} coded segments joined: {name}", run.length, { name }), coding);
    this.desk.coding.showChosen();
  }

  /** Put several codes on the selected words, as one act. */
  applyAll(codes) {
    if (codes.length === 1) return this.desk.coding.apply(codes[0]);
    const { selection, notices } = this.desk;
    const { passage } = selection;
    if (!passage) return notices.hint(t("Select some words first; then click a code or press its number."));
    return this.codeMany(codes.filter((code) => !this.desk.coding.isOn(passage, code)).map((code) => ({ code, passage })));
  }

  /** Put codes on many passages, as one act. @param {{ code: string, passage: object }[]} wanted */
  codeMany(wanted) {
    const { transcript, notices, coding } = this.desk;
    if (!wanted.length) return notices.hint(t("They are on these words already."));
    for (const { code } of wanted.slice(-20)) coding.used(code);
    const revisions = Object.assign({}, ...wanted.map(({ passage }) => transcript.revisions(passage)));
    const codings = wanted.map(({ code, passage }) => ({ id: newId(), code, passage }));
    const words = tn("{count} code put on", "{count} codes put on", codings.length);
    this.desk.do({ kind: "code_many", codings, turn_revisions: revisions }, words);
    coding.tellHidden(codings.map(({ id }) => id));
    return coding.offer();
  }

  /** A code that is called what the participant says. */
  inVivo() {
    const { selection, transcript, notices, model, coding } = this.desk;
    const { passage } = selection;
    if (!passage) return notices.hint(t("Select the words that the code is to be called by."));
    const name = nameFrom(transcript.quote(passage));
    const known = model.view.codes.find((code) => code.parent_id === null && folded(code.name) === folded(name));
    if (known) return coding.apply(known.id);
    const id = newId();
    const operation = { kind: "add_code", id, name, parent_id: null, colour: nextColour(model.view.codes, null), in_vivo: true };
    this.desk.do(operation, t("New in-vivo code: {name}", { name }));
    return coding.apply(id);
  }
}

/** Words as a name: on one line, cut at a word when they are long. */
export function nameFrom(words) {
  const line = words.trim().replace(/\s+/g, " ").replace(/^[\p{P}\s]+|[\p{P}\s]+$/gu, "") || words.trim();
  const letters = [...line];
  if (letters.length <= LONGEST_NAME) return line;
  const cut = letters.slice(0, LONGEST_NAME - 1).join("");
  const space = cut.lastIndexOf(" ");
  return `${space > LONGEST_NAME / 3 ? cut.slice(0, space) : cut}…`;
}

/** Asks which of several coded segments is meant. */
class WhichDialog extends Dialog {
  constructor() {
    super("iw-which");
  }

  ask(title, entries, take) {
    const buttons = entries.map(({ one, name, colour }) => el("button", {
      type: "button", class: "iw-code", style: `--iw-depth:0;--iw-own:${colour}`, onclick: () => { this.close(); take(one); },
    }, el("i", { class: "iw-swatch" }), el("span", { class: "iw-code-name", dir: "auto" }, name)));
    this.show(title, el("div", { class: "iw-which-list" }, ...buttons));
    buttons[0].focus();
  }
}
