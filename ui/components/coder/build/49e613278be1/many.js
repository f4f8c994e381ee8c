// Coding many passages at once: everything a voice says, or every hit of a search. First a list of what will be coded,
// with a tick for each; then one act.
import { Dialog } from "./dialog.js";
import { button, clock, el } from "./dom.js";
import { t, tn } from "./messages.js";
import { speakerName } from "./speakers.js";
import { wholeWords } from "./units.js";

export const MOST_AT_ONCE = 5_000;
const SAMPLE = 220; // characters of each passage that are shown

export class ManyDialog extends Dialog {
  /** @param {import("./desk.js").Desk} desk */
  constructor(desk) {
    super("iw-many");
    this.desk = desk;
  }

  /**
   * Every place that was found, in whole words. Ticked are all that do not have the code already.
   * @param {string} words what was looked for
   * @param {{ turn: number, start: number, end: number }[]} hits in UTF-16 units of the turn's text
   */
  openHits(words, hits) {
    const { transcript } = this.desk;
    this.#show(t("Code every place that holds “{words}”", { words }), null);
    this.#list(wholeWords(transcript, hits).map(({ turn, start, end }) => transcript.passage(turn, start, turn, end)).filter(Boolean));
  }

  /** Everything one voice says: that of the turn the caret is in, or another. */
  openVoice() {
    const { transcript, model, currentTurns } = this.desk;
    const labels = [...new Set(transcript.turns.map(({ speaker }) => speaker))];
    const voice = el("select", { class: "iw-select", "aria-label": t("Voice") },
      ...labels.map((label) => el("option", { value: label }, speakerName(model.view, label))));
    voice.value = transcript.turns[currentTurns[0] ?? 0]?.speaker ?? labels[0];
    voice.addEventListener("change", () => this.#listVoice(voice.value));
    this.#show(t("Code everything a voice says"), el("label", { class: "iw-labelled" }, t("Voice"), voice));
    this.#listVoice(voice.value);
  }

  #listVoice(label) {
    const { transcript } = this.desk;
    const own = transcript.turns.map((turn, i) => (turn.speaker === label ? transcript.passage(i, 0, i, turn.text.length) : null));
    this.#list(own.filter(Boolean));
  }

  #show(title, before) {
    const { codes } = this.desk.model.view;
    this.code = el("select", { class: "iw-select", "aria-label": t("Code"), onchange: () => this.#mark() },
      ...codes.map((code) => el("option", { value: code.id }, "\u2003".repeat(code.depth) + code.name)));
    const [last] = this.desk.model.recent;
    if (codes.some(({ id }) => id === last)) this.code.value = last;
    this.count = el("p", { class: "iw-hint", role: "status" });
    this.passages = el("div", { class: "iw-many-list", role: "group", "aria-label": t("Passages") });
    this.passages.addEventListener("change", () => this.#tell());
    this.submit = button({ class: "iw-button iw-primary", onclick: () => this.#code() });
    this.show(title, before ?? el("span", { hidden: true }), el("label", { class: "iw-labelled" }, t("Code"), this.code),
      el("div", { class: "iw-many-head" }, this.count,
        button({ class: "iw-quiet iw-worded", onclick: () => this.#tick(true) }, t("All")),
        button({ class: "iw-quiet iw-worded", onclick: () => this.#tick(false) }, t("None"))),
      this.passages,
      el("div", { class: "iw-actions" }, button({ class: "iw-button", onclick: () => this.close() }, t("Cancel")), this.submit));
    this.code.focus();
  }

  #list(passages) {
    this.left = Math.max(0, passages.length - MOST_AT_ONCE);
    this.entries = passages.slice(0, MOST_AT_ONCE).map((passage) => this.#entry(passage));
    this.passages.replaceChildren(...this.entries.map(({ element }) => element));
    this.#mark();
  }

  #entry(passage) {
    const { transcript, model } = this.desk;
    const turn = transcript.turns[transcript.position.get(passage.start_turn)];
    const where = [turn.start_ms === null ? "" : clock(turn.start_ms), speakerName(model.view, turn.speaker)].filter(Boolean).join(" · ");
    const box = el("input", { type: "checkbox", checked: true });
    const note = el("small", { class: "iw-many-note" });
    const words = el("span", { dir: "auto" }, transcript.quote(passage).slice(0, SAMPLE));
    return { passage, box, note, element: el("label", { class: "iw-many-row" }, box, el("small", { dir: "auto" }, where), words, note) };
  }

  /** Untick what has the code already. */
  #mark() {
    for (const entry of this.entries) {
      const isOn = Boolean(this.desk.coding.isOn(entry.passage, this.code.value));
      if (isOn !== entry.isOn) entry.box.checked = !isOn;
      entry.isOn = entry.box.disabled = isOn;
      entry.note.textContent = isOn ? t("coded already") : "";
    }
    this.#tell();
  }

  #tick(isOn) {
    for (const { box } of this.entries) if (!box.disabled) box.checked = isOn;
    this.#tell();
  }

  get #ticked() {
    return this.entries.filter(({ box }) => box.checked && !box.disabled);
  }

  #tell() {
    const count = this.#ticked.length;
    const words = tn("{chosen} of {count} passage", "{chosen} of {count} passages", this.entries.length, { chosen: count });
    const left = this.left ? t("{count} more are left out: at most {most} at once.", { count: this.left, most: MOST_AT_ONCE }) : "";
    this.count.textContent = `${words} ${left}`;
    this.submit.textContent = tn("Code {count} passage", "Code {count} passages", count);
    this.submit.disabled = !count || !this.code.value;
  }

  #code() {
    const wanted = this.#ticked.map(({ passage }) => ({ code: this.code.value, passage }));
    this.close();
    this.desk.reworking.codeMany(wanted);
  }
}
