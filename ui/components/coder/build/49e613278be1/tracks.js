// Second tracks beside the turns: a person's translation, and what a machine makes of the sound. Neither is part of the
// transcript: no offset counts them, nothing in them can be selected or coded.
import { el } from "./dom.js";
import { t } from "./messages.js";
import { effective } from "./operations.js";
import { newId } from "./outbox.js";
import { keepingPlace } from "./sight.js";
import { speakerName } from "./speakers.js";
import { TrackEditor } from "./track_editor.js";
import { TrackMenu } from "./track_menu.js";

const STATUSES = { draft: () => t("draft"), revised: () => t("revised"), approved: () => t("approved") };

/**
 * @typedef {{ id: string|null, text: string, translator: string, status: string, changed: boolean, by: string, day: string,
 *             waiting?: boolean }} Translation `id` null: only what turns joined into this one had
 */

export class Tracks {
  /** @param {import("./desk.js").Desk} desk */
  constructor(desk) {
    this.desk = desk;
    this.editor = null;
    this.sent = new Map(); // what is on its way, by number: it comes back into the field when the study refuses it
    this.menu = new TrackMenu(this);
    this.isDrawn = false;
    this.asked = ""; // the transcript at which the language was chosen
  }

  get settings() {
    return this.desk.reader.settings;
  }

  // --- what there is

  /** Every translation as it will be once what waits is done, by turn, then language. */
  #all() {
    const { transcript, model } = this.desk;
    const all = new Map(transcript.translations);
    for (const { kind, language, texts, status, translator } of effective(model.waitingOperations)) {
      if (kind !== "translate_turn") continue;
      for (const { turn, id, text } of texts) {
        const who = translator || model.data.coder.name;
        all.set(turn, new Map(all.get(turn)).set(language, { id, text, translator: who, status, changed: false, by: "", day: "", waiting: true }));
      }
    }
    return all;
  }

  /** Languages that something is translated into, the most used first. */
  get languages() {
    const counts = new Map();
    for (const byLanguage of this.#all().values()) {
      for (const [language, { text }] of byLanguage) if (text) counts.set(language, (counts.get(language) ?? 0) + 1);
    }
    return [...counts].sort(([, a], [, b]) => b - a).map(([language]) => language);
  }

  /** The language whose translation is shown: the one chosen here, or once and used here; else what there is, or English. */
  get language() {
    const chosen = this.settings.get("track");
    const { languages } = this;
    const fits = chosen && (this.asked === this.desk.transcript?.id || !languages.length || languages.includes(chosen));
    return fits ? chosen : languages[0] ?? "en";
  }

  get gloss() {
    return this.desk.transcript?.gloss ?? null;
  }

  nameOf(language) {
    return this.desk.model.data.languages?.find(([code]) => code === language)?.[1] ?? language;
  }

  // --- drawing

  /** Draw what has changed. Costs nothing where no turn has a second track. */
  refresh() {
    const { transcript, turns, root } = this.desk;
    if (!transcript) return;
    const all = this.#all();
    if (!all.size && !this.gloss && !this.isDrawn) return this.menu.show();
    this.isDrawn = true;
    const isShown = this.settings.get("tracks");
    const { language } = this;
    const glosses = new Map(this.settings.get("gloss") ? this.gloss?.lines ?? [] : []);
    root.classList.toggle("iw-is-beside", isShown && this.settings.get("beside"));
    turns.rows.forEach((entry, i) => {
      const { id } = transcript.turns[i];
      const translation = isShown ? all.get(id)?.get(language) : null;
      this.#drawOn(entry, translation?.text ? translation : null, isShown ? glosses.get(id) ?? "" : "");
    });
    return this.menu.show();
  }

  #drawOn({ row }, translation, gloss) {
    const signature = translation || gloss ? JSON.stringify([translation, translation && this.language, gloss]) : "";
    if ((row.trackSignature ?? "") === signature) return;
    row.trackSignature = signature;
    row.querySelector(":scope > .iw-track")?.remove();
    if (!signature) return;
    row.append(el("div", { class: "iw-track", contenteditable: "false" },
      translation ? this.#translation(translation) : null, gloss ? this.#gloss(gloss) : null));
  }

  #translation({ text, translator, status, changed, by, day, waiting }) {
    const facts = [t("Translated by {name}", { name: translator }), STATUSES[status]?.() ?? status];
    if (waiting) facts.push(t("Not saved yet"));
    const title = by ? t("Entered by {name}, {day}", { name: by, day }) : null;
    return el("div", { class: "iw-translation", "data-status": status },
      el("p", { class: "iw-track-text", dir: "auto", lang: this.language }, text),
      el("p", { class: "iw-track-facts", title }, el("span", { dir: "auto" }, facts.join(" · ")),
        changed ? el("strong", { class: "iw-track-changed" }, t("The original has changed since")) : null));
  }

  #gloss(text) {
    return el("div", { class: "iw-gloss", role: "note", "aria-label": t("Machine gloss: not for coding or quoting") },
      el("span", { class: "iw-gloss-tag", "aria-hidden": "true", title: t("A machine made this from the sound. It can be neither coded nor quoted.") }, t("Machine gloss")),
      el("span", { class: "iw-track-text", dir: "auto", lang: this.gloss.language }, text));
  }

  /** The person wants something else shown. */
  choose(name, value) {
    const { turns, scroller, stripes } = this.desk;
    if (name === "track") this.asked = this.desk.transcript?.id;
    keepingPlace(turns, scroller, () => {
      this.settings.set(name, value);
      this.refresh();
    });
    stripes.forget();
    this.desk.redraw();
  }

  toggle() {
    this.choose("tracks", !this.settings.get("tracks"));
    this.desk.notices.announce(this.settings.get("tracks") ? t("Translation: shown") : t("Translation: not shown"));
  }

  // --- translating

  /** Write the translation of a turn: of this one, or of the caret's. */
  edit(number = this.desk.currentTurns[0], restored = null) {
    const turn = this.desk.transcript?.turns[number];
    if (!turn) return this.desk.notices.hint(t("Click into a turn first."));
    if (this.editor?.turn === turn.id && !restored) return this.editor.field.focus();
    this.editor?.leave();
    if (!this.settings.get("tracks")) this.choose("tracks", true);
    this.desk.popover.hide();
    const language = restored?.language ?? this.language;
    const known = this.#all().get(turn.id)?.get(language);
    this.editor = new TrackEditor({
      turn: turn.id, entry: this.desk.turns.rows[number], text: known?.text ?? "", typed: restored?.text ?? null, note: restored?.note ?? "",
      language, languageName: this.nameOf(language), speaker: speakerName(this.desk.model.view, turn.speaker),
      status: known?.status ?? "draft", translator: restored?.translator ?? this.#translatorOf(known), person: this.desk.model.data.coder.name,
      statuses: Object.entries(STATUSES).map(([value, words]) => [value, words()]),
      onsave: (typed) => this.#save(turn, language, known?.id ?? null, typed),
      onnext: () => this.edit(this.desk.transcript.position.get(turn.id) + 1),
      onclose: () => this.#closed(turn),
    });
    this.editor.open();
    return undefined;
  }

  /** Whose translation it stays; of a new one, whose name was given last. "" is the person themself. */
  #translatorOf(known) {
    if (!known?.text) return this.settings.get("translator");
    return known.translator === this.desk.model.data.coder.name ? "" : known.translator;
  }

  #save({ id, revision }, language, seen, { text, status, translator }) {
    if (!seen && translator !== this.settings.get("translator")) this.settings.set("translator", translator);
    this.desk.do({ kind: "translate_turn", language, status, translator, texts: [{ turn: id, revision, id: newId(), text, seen }] }, t("Translation kept"));
    this.sent.set(this.desk.model.own.seq, { turn: id, language, text, translator });
  }

  #closed({ id }) {
    this.editor = null;
    const number = this.desk.transcript?.position.get(id);
    this.desk.turns.element.focus({ preventScroll: true });
    if (number !== undefined) document.getSelection().collapse(this.desk.turns.texts[number], 0);
  }

  /** A translation that the study has refused comes back into its field, so that what was written is not lost. */
  answered(results) {
    for (const { seq, refused } of results) {
      const was = this.sent.get(seq);
      this.sent.delete(seq);
      const number = was && refused ? this.desk.transcript?.position.get(was.turn) : undefined;
      if (number !== undefined && !this.editor) this.edit(number, { ...was, note: t("Yours, not kept: {why}", { why: refused }) });
    }
  }

  removeGloss() {
    if (this.gloss) this.desk.do({ kind: "remove_gloss", id: this.gloss.id }, t("The machine gloss is deleted; undo brings it back"));
  }

  // --- what the server said

  /** Tracks as they are now. */
  take(changes) {
    const { transcript, model } = this.desk;
    if (!transcript && (changes.translations_of || changes.gloss !== undefined)) model.wordsMissed = true; // being read just now
    transcript?.takeTracks(changes);
    if (this.editor && this.desk.transcript?.position.get(this.editor.turn) === undefined) this.editor.close();
  }

  /** The interview is left. */
  leave() {
    this.editor?.leave();
    this.sent.clear();
    this.isDrawn = false;
  }
}
