// A field for the translation of one turn, under the turn's own words, which stay to be read.
import { button, el } from "./dom.js";
import { t } from "./messages.js";
import { oneParagraph } from "./words.js";

export class TrackEditor {
  /**
   * @param {object} wiring
   * @param {string} wiring.turn its id
   * @param {{ row: HTMLElement }} wiring.entry the turn on the page
   * @param {string} wiring.text the translation as it is; "": there is none
   * @param {string|null} wiring.typed what the person had typed, when that comes back
   * @param {string} wiring.note why it comes back
   * @param {string} wiring.language
   * @param {string} wiring.languageName
   * @param {string} wiring.speaker
   * @param {string} wiring.status
   * @param {string} wiring.translator "": the person themself
   * @param {string} wiring.person
   * @param {[value: string, words: string][]} wiring.statuses
   * @param {(typed: { text: string, status: string, translator: string }) => void} wiring.onsave
   * @param {() => void} wiring.onnext
   * @param {() => void} wiring.onclose
   */
  constructor(wiring) {
    this.wiring = wiring;
    this.turn = wiring.turn;
    this.warned = false;
    this.field = el("textarea", {
      class: "iw-editor-field", dir: "auto", rows: "1", lang: wiring.language, spellcheck: "true",
      placeholder: t("Translation into {language}", { language: wiring.languageName }),
      "aria-label": t("Translation of what {speaker} says, into {language}", { speaker: wiring.speaker, language: wiring.languageName }),
    });
    this.field.value = wiring.typed ?? wiring.text;
    this.field.addEventListener("input", () => this.#grow());
    this.status = el("select", { class: "iw-select", "aria-label": t("How far the translation has come") },
      ...wiring.statuses.map(([value, words]) => el("option", { value }, words)));
    this.status.value = wiring.status;
    this.translator = el("input", {
      class: "iw-input iw-track-name", dir: "auto", maxlength: "200", "aria-label": t("Who has translated"), placeholder: wiring.person, title: t("Who has translated; empty: you"),
    });
    this.translator.value = wiring.translator;
    this.note = el("span", { class: "iw-editor-note", role: "status" }, wiring.note);
    this.element = el("div", { class: "iw-editor iw-track-editor", contenteditable: "false" }, this.field, this.#bar());
    this.element.addEventListener("keydown", (event) => this.#key(event));
  }

  #bar() {
    const act = (words, keys, run, more = {}) => button({ class: "iw-chip iw-more", title: keys, onclick: run, ...more }, words);
    return el("div", { class: "iw-editor-bar", role: "toolbar", "aria-label": t("Translating") },
      act(t("Save"), t("Enter"), () => this.save(), { class: "iw-chip iw-filled-chip" }),
      act(t("Save, next turn"), t("Ctrl+Enter"), () => this.#next()),
      act(t("Cancel"), t("Esc"), () => this.cancel()),
      this.status,
      el("label", { class: "iw-track-by" }, el("span", {}, t("Translated by")), this.translator),
      this.note);
  }

  open() {
    const { row } = this.wiring.entry;
    row.classList.add("iw-is-translated");
    row.append(this.element);
    this.#fit();
    this.field.focus();
    this.field.setSelectionRange(this.field.value.length, this.field.value.length);
    this.element.scrollIntoView({ block: "nearest" });
  }

  get typed() {
    return { text: oneParagraph(this.field.value).trim(), status: this.status.value, translator: this.translator.value.trim() };
  }

  get isChanged() {
    const { text, status } = this.typed;
    return text !== this.wiring.text || (Boolean(text) && status !== this.wiring.status);
  }

  save() {
    const { typed, isChanged } = this;
    this.close();
    if (isChanged) this.wiring.onsave(typed);
  }

  /** Leave it; what was typed is kept. */
  leave() {
    this.save();
  }

  /** Leave the translation as it was; what was typed is only given up when that was meant. */
  cancel() {
    if (!this.isChanged || this.warned) return this.close();
    this.warned = true;
    this.note.textContent = t("Not saved. Esc again gives up what you typed; Enter saves it.");
    return undefined;
  }

  close() {
    this.element.remove();
    this.wiring.entry.row.classList.remove("iw-is-translated");
    this.wiring.onclose();
  }

  #next() {
    const { typed, isChanged } = this;
    this.close();
    if (isChanged) this.wiring.onsave(typed);
    this.wiring.onnext();
  }

  #grow() {
    this.warned = false;
    this.note.textContent = "";
    this.#fit();
  }

  #fit() {
    this.field.style.height = "auto";
    this.field.style.height = `${this.field.scrollHeight + 2}px`;
  }

  #key(event) {
    event.stopPropagation(); // neither the desk's keys nor Streamlit's
    if (event.isComposing || (event.target !== this.field && event.target !== this.translator && event.key !== "Escape")) return;
    const run = this.#meaning(event);
    if (!run) return;
    event.preventDefault();
    run();
  }

  #meaning({ key, ctrlKey, metaKey, shiftKey }) {
    if (key === "Escape") return () => this.cancel();
    if (key === "Enter" && (ctrlKey || metaKey)) return () => this.#next();
    if (key === "Enter" && !shiftKey) return () => this.save();
    if (key === "Enter") return () => {}; // a turn is one paragraph, and so is its translation
    return null;
  }
}
