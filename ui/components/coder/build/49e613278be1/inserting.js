// Typing what the recogniser left out: a turn that was not there before.
import { Dialog } from "./dialog.js";
import { button, clock, el } from "./dom.js";
import { t } from "./messages.js";
import { newId } from "./outbox.js";
import { speakerName } from "./speakers.js";
import { nextLabel } from "./voices.js";
import { oneParagraph } from "./words.js";

/** @typedef {{ beside: number, before: boolean, from: number|null, to: number|null }} Gap where the turn goes: beside a turn's number */

/**
 * The gap behind a turn: until the next turn begins, where that is known.
 * @param {import("./transcript.js").Turn[]} turns
 * @param {number} number
 * @returns {Gap}
 */
export function gapBehind(turns, number) {
  const from = turns[number].end_ms;
  const next = turns[number + 1]?.start_ms ?? from;
  return { beside: number, before: false, from, to: from === null || next === null ? from : Math.max(from, next) };
}

export class InsertDialog extends Dialog {
  /** @param {import("./desk.js").Desk} desk */
  constructor(desk) {
    super("iw-inserting");
    this.desk = desk;
  }

  /** @param {Gap} gap */
  open(gap) {
    const { transcript, model } = this.desk;
    const beside = transcript.turns[gap.beside];
    const labels = [...new Set([...transcript.turns.map(({ speaker }) => speaker), ...model.view.speakers.keys()])];
    const next = transcript.turns[gap.beside + 1];
    const voices = [...labels.map((value) => ({ value, name: speakerName(model.view, value) })), { value: nextLabel(labels), name: t("A voice not heard yet") }];
    this.voice = el("select", { class: "iw-select iw-insert-voice", "aria-label": t("Who says it") }, ...voices.map(({ value, name }) => el("option", { value }, name)));
    this.voice.value = !gap.before && next && next.speaker !== beside.speaker ? next.speaker : beside.speaker;
    this.field = el("textarea", { class: "iw-editor-field", dir: "auto", rows: "3", spellcheck: "true", "aria-label": t("What is said") });
    this.field.addEventListener("keydown", (event) => this.#key(event, gap));
    this.problem = el("p", { class: "iw-problem", role: "alert" });
    const where = gap.before ? t("In front of turn {number}", { number: gap.beside + 1 }) : t("Behind turn {number}", { number: gap.beside + 1 });
    const time = gap.from === null ? "" : `${clock(gap.from)}–${clock(gap.to)}`;
    this.show(t("Type what is said"),
      el("p", { class: "iw-hint" }, [where, time].filter(Boolean).join(" · ")),
      el("div", { class: "iw-insert" }, this.voice, this.#playButton(gap)), this.field, this.problem,
      el("div", { class: "iw-actions" },
        button({ class: "iw-button", onclick: () => this.close() }, t("Cancel")),
        button({ class: "iw-button iw-primary", onclick: () => this.#save(gap) }, t("Put it in (Enter)"))));
    this.field.focus();
  }

  #playButton(gap) {
    if (gap.from === null || !this.desk.model.data.urls.audio) return null;
    return button({ class: "iw-button", title: t("Ctrl+Space"), onclick: () => this.#play(gap) }, t("Play it"));
  }

  #play({ from, to }) {
    if (from !== null) this.desk.checking.play(from, to);
  }

  #key(event, gap) {
    event.stopPropagation();
    if (event.isComposing) return;
    if (event.key === "Enter" && !event.altKey) this.#save(gap);
    else if (event.key === " " && (event.ctrlKey || event.metaKey)) this.#play(gap);
    else if (!this.#annotate(event)) return;
    event.preventDefault();
  }

  #annotate(event) {
    return this.desk.checking.annotating.into(this.field, event);
  }

  #save({ beside, before, from, to }) {
    const text = oneParagraph(this.field.value);
    if (!text.trim()) {
      this.problem.textContent = t("Write what is said, or press Escape.");
      return this.field.focus();
    }
    const turn = newId();
    this.close();
    this.desk.do({
      kind: "insert_turn", new_turn: turn, beside: this.desk.transcript.turns[beside].id, before, speaker: this.voice.value,
      start_ms: from, end_ms: to, text_id: newId(), text,
    }, t("A turn put in"));
    return this.desk.checking.inserted(turn);
  }
}
