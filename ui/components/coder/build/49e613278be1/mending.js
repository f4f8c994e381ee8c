// Correcting the words: one turn at a time where it stands, turns split and joined, many places at once, and what the
// server answers when two people met in one turn or a coded segment lost its words.
import { Editor } from "./editor.js";
import { el, button } from "./dom.js";
import { t, tn } from "./messages.js";
import { toCodePoints } from "./offsets.js";
import { newId } from "./outbox.js";
import { Redacting } from "./redacting.js";
import { Replacing } from "./replacing.js";
import { BothTexts, Reviewing } from "./reviewing.js";
import { speakerName } from "./speakers.js";
import { VoiceDialog } from "./voices.js";
import { foreseenRevision, foreseenText } from "./words.js";

export class Mending {
  /** @param {import("./desk.js").Desk} desk */
  constructor(desk) {
    this.desk = desk;
    /** @type {Editor|null} */
    this.editor = null;
    this.replacing = new Replacing((places, replacement) => this.#replace(places, replacement));
    this.redacting = new Redacting((asked) => this.#redact(asked));
    this.voices = new VoiceDialog((speaker) => this.#setSpeaker(speaker));
    this.both = new BothTexts((operation) => this.#settle(operation));
    this.reviewing = new Reviewing({
      onplace: (entry) => this.#beginPlacing(entry), onremove: (entry) => this.#removeReviewed(entry), onshow: (entry) => this.#show(entry),
    });
    this.dialogs = [this.replacing, this.redacting, this.voices, this.both, this.reviewing];
    this.bar = el("div", { class: "iw-placing", role: "group", hidden: true });
    this.chip = button({ class: "iw-chip iw-tosettle", hidden: true, onclick: () => this.openWaiting() });
  }

  get view() {
    return this.desk.model.view;
  }

  // --- one turn

  /** Correct the words of a turn: of this one, or of the caret's. `at` is a UTF-16 offset for the caret. */
  edit(number = this.desk.currentTurns[0], at = this.desk.selection.caret?.offset ?? null) {
    const turn = this.desk.transcript?.turns[number];
    if (!turn) return this.desk.notices.hint(t("Click into a turn first."));
    if (this.editor?.turn === turn.id) return this.editor.field.focus();
    if (this.editor?.isChanged) this.editor.save();
    else this.editor?.close();
    const { player, listening } = this.desk;
    this.desk.popover.hide();
    this.editor = new Editor({
      turn: turn.id,
      entry: this.desk.turns.rows[number], text: foreseenText(this.view, turn), start_ms: turn.start_ms,
      speaker: speakerName(this.view, turn.speaker), isLast: number === this.desk.transcript.turns.length - 1,
      hasSound: Boolean(this.desk.model.data.urls.audio),
      onsave: (text) => this.#save(turn, text),
      onsplit: (text, place) => this.#split(turn, text, place),
      onjoin: (text) => this.#join(turn, this.#after(turn), text),
      onnext: () => this.edit(this.#numberOf(turn) + 1, 0),
      onclose: () => this.#closed(turn),
      onplay: () => (this.#isNear(turn) ? player.toggle() : listening.playTurn(this.#numberOf(turn))),
      onback: () => player.stepBack(),
      onkey: (event) => this.desk.checking.annotating.obey(event),
    });
    this.editor.open(at);
    return undefined;
  }

  /** Whether what is heard now, or was last, belongs to a turn: then playing goes on there. */
  #isNear(turn) {
    const { spoken } = this.desk.listening;
    return spoken !== null && this.desk.transcript.turns[spoken.turn]?.id === turn.id;
  }

  #closed(turn) {
    this.editor = null;
    const number = this.#numberOf(turn);
    this.desk.turns.element.focus({ preventScroll: true });
    if (number >= 0) document.getSelection().collapse(this.desk.turns.texts[number], 0);
  }

  #save(turn, text) {
    this.desk.do({ kind: "edit_turns", edits: [this.#editOf(turn, text)] }, t("Corrected"));
  }

  /** Give a turn another text. */
  write(turn, text) {
    this.#save(turn, text);
  }

  #editOf(turn, text) {
    return { turn: turn.id, revision: foreseenRevision(this.view, turn), text_id: newId(), text };
  }

  /** Two turns from here on: at a place of a text that may just have been typed. */
  #split(turn, text, place, speaker = null) {
    if (text !== foreseenText(this.view, turn)) this.#save(turn, text);
    this.desk.do({
      kind: "split_turn", turn: turn.id, revision: foreseenRevision(this.view, turn), at: toCodePoints(text, place),
      new_turn: newId(), text_id: newId(), new_text_id: newId(), speaker,
    }, t("Two turns now"));
  }

  /** Two turns where the caret is. */
  splitAtCaret() {
    const { caret } = this.desk.selection;
    const turn = caret && this.desk.transcript.turns[caret.turn];
    const isInside = turn && turn.text.slice(0, caret.offset).trim() && turn.text.slice(caret.offset).trim();
    if (!isInside) return this.desk.notices.hint(t("Put the caret where the new turn shall begin."));
    return this.#split(turn, turn.text, caret.offset);
  }

  /** One turn of the caret's and the one before it. */
  joinWithPrevious() {
    const number = this.desk.currentTurns[0];
    if (!number) return this.desk.notices.hint(t("Click into the turn that shall be joined with the one before it."));
    const [before, turn] = this.desk.transcript.turns.slice(number - 1, number + 1);
    return this.#join(before, turn, foreseenText(this.view, before));
  }

  #join(first, second, text) {
    if (text !== foreseenText(this.view, first)) this.#save(first, text);
    const revisions = Object.fromEntries([first, second].map((turn) => [turn.id, foreseenRevision(this.view, turn)]));
    const isOtherVoice = first.speaker !== second.speaker;
    const words = isOtherVoice
      ? t("One turn now, of {speaker}", { speaker: speakerName(this.view, first.speaker) }) : t("One turn now");
    this.desk.do({ kind: "join_turns", first: first.id, second: second.id, revisions, text_id: newId() }, words);
    if (isOtherVoice) this.desk.notices.hint(words);
  }

  /** Another speaker for the selected turns, or the caret's. */
  askSpeaker() {
    const turns = this.desk.currentTurns.map((number) => this.desk.transcript.turns[number]);
    if (!turns.length) return this.desk.notices.hint(t("Click into a turn first."));
    return this.voices.ask(this.view, turns, this.desk.transcript, this.desk.painting.background);
  }

  #setSpeaker({ turns, speaker }) {
    const words = tn("{count} turn has another speaker", "{count} turns have another speaker", turns.length);
    this.desk.do({ kind: "set_speaker", turns, speaker }, words);
  }

  // --- many places

  openReplacing() {
    const { passage } = this.desk.selection;
    const isShort = passage && passage.start_turn === passage.end_turn && passage.end - passage.start < 80;
    this.replacing.open(this.desk.transcript.turns, this.view, isShort ? this.desk.transcript.quote(passage) : "");
  }

  /** @param {Map<import("./transcript.js").Turn, string>} texts the turns that change, with their new text */
  #replace(texts, count) {
    const edits = [...texts].map(([turn, text]) => this.#editOf(turn, text));
    const words = tn("{count} place replaced", "{count} places replaced", count);
    this.desk.do({ kind: "edit_turns", edits }, words);
    this.desk.notices.hint(t("{what}. Ctrl+Z takes it back.", { what: words }));
  }

  openRedacting() {
    const { passage } = this.desk.selection;
    if (!passage || passage.start_turn !== passage.end_turn) {
      return this.desk.notices.hint(t("Select the identifying words first, within one turn."));
    }
    return this.redacting.open(this.desk.transcript, passage);
  }

  #redact({ places, substitute, seal }) {
    this.desk.do({
      kind: "redact", redaction: newId(), substitute, seal,
      places: places.map(({ turn, start, end }) => ({
        turn: turn.id, revision: foreseenRevision(this.view, turn), start, end, text_id: newId(),
      })),
    }, t("Replaced by [{substitute}]", { substitute }));
  }

  // --- what waits for a decision

  /** Show how many decisions wait; draw nothing when none do. */
  showWaiting() {
    const { review, drafts } = this.view;
    const parts = [
      drafts.length ? tn("{count} text to choose", "{count} texts to choose", drafts.length) : "",
      review.length ? tn("{count} coded segment to place", "{count} coded segments to place", review.length) : "",
    ].filter(Boolean);
    this.chip.hidden = !parts.length;
    const words = parts.join(" · ");
    if (this.chip.textContent !== words) this.chip.textContent = words;
    this.desk.turns.showWaiting(this.view.words);
    if (this.reviewing.isOpen) this.reviewing.open(review, (code) => this.desk.byId.get(code), (code) => this.desk.colourOf(code));
  }

  openWaiting() {
    const [draft] = this.view.drafts;
    if (draft) return this.#openDraft(draft);
    return this.reviewing.open(this.view.review, (code) => this.desk.byId.get(code), (code) => this.desk.colourOf(code));
  }

  #openDraft({ text_id: draft, turn, text }) {
    const current = this.desk.transcript.turns[this.desk.transcript.position.get(turn)];
    if (current) this.both.ask({ draft, turn, text: current.text, revision: current.revision, by: "", at: null, yours: text });
  }

  /** Two people met in one turn: the second sees both texts and chooses. */
  conflict(conflict) {
    this.both.ask(conflict);
  }

  #settle(operation) {
    this.desk.do({ kind: "settle_draft", ...operation }, t("Chosen"));
  }

  #show(entry) {
    this.reviewing.close();
    const turn = this.desk.transcript.position.get(entry.turn);
    if (turn !== undefined) this.desk.listening.reveal({ turn, start: 0, end: Math.min(1, this.desk.transcript.turns[turn].text.length) });
  }

  #removeReviewed(entry) {
    this.desk.do({ kind: "settle_review", coding: entry.coding.id, remove: true }, t("Removed"));
  }

  #beginPlacing(entry) {
    this.#show(entry);
    this.placing = entry;
    const name = this.desk.coding.nameOf(entry.coding.code);
    this.bar.replaceChildren(
      el("span", { dir: "auto" }, t("Select the words that “{name}” shall stand on.", { name })),
      button({ class: "iw-chip iw-filled-chip", onclick: () => this.place() }, t("Put it here (Enter)")),
      button({ class: "iw-chip iw-more", onclick: () => this.endPlacing() }, t("Not now (Esc)")));
    this.bar.hidden = false;
    this.desk.turns.element.focus({ preventScroll: true });
  }

  /** The coded segment that lost its words stands on the selected ones from now on. */
  place() {
    const { selection, transcript, notices } = this.desk;
    const { passage } = selection;
    if (!this.placing) return;
    if (!passage) {
      notices.hint(t("Select some words first."));
      return;
    }
    const coding = this.placing.coding.id;
    this.endPlacing();
    this.desk.do({ kind: "settle_review", coding, passage, turn_revisions: transcript.revisions(passage) }, t("Put on the selected words"));
  }

  endPlacing() {
    this.placing = null;
    this.bar.hidden = true;
  }

  // --- what the server said

  /** Turns as they are now: said by the server, because of what somebody did. */
  take(changes) {
    if (!["turns", "turns_removed", "order"].some((name) => changes[name]?.length)) return;
    const { transcript, turns, painting, stripes, listening, model } = this.desk;
    if (!transcript) {
      model.wordsMissed = true; // the words are being read just now, perhaps as they were before
      return;
    }
    const kept = this.desk.selection.kept;
    const changed = transcript.take(changes);
    turns.take(changed);
    painting.forgetTurns(changed, transcript.position);
    stripes.forget();
    listening.forgetWord();
    this.desk.selection.takeUp(kept);
    if (this.editor && transcript.position.get(this.editor.turn) === undefined) this.editor.close();
  }

  /** The interview is left. */
  leave() {
    if (this.editor?.isChanged) this.editor.save();
    else this.editor?.close();
    this.endPlacing();
    for (const dialog of this.dialogs) if (dialog.isOpen) dialog.close();
  }

  #numberOf({ id }) {
    return this.desk.transcript?.position.get(id) ?? -1;
  }

  #after(turn) {
    return this.desk.transcript.turns[this.#numberOf(turn) + 1];
  }
}
