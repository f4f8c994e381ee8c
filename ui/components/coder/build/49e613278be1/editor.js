// Correcting one turn's words where they stand: a field in place of the text, with the keys a transcriber needs.
import { button, clock, el } from "./dom.js";
import { t } from "./messages.js";
import { oneParagraph } from "./words.js";

export class Editor {
  /** @type {(text: string) => void} */ onsave;
  /** @type {(text: string, at: number) => void} */ onsplit;
  /** @type {(text: string) => void} */ onjoin;
  /** @type {() => void} */ onnext;
  /** @type {() => void} */ onclose;
  /** @type {() => void} */ onplay;
  /** @type {() => void} */ onback;
  /** @type {(event: KeyboardEvent) => boolean} */ onkey;

  /**
   * @param {object} wiring
   * @param {string} wiring.turn its id
   * @param {{ row: HTMLElement, text: HTMLElement, waits?: HTMLElement|null }} wiring.entry the turn on the page
   * @param {string} wiring.text
   * @param {string} wiring.speaker
   * @param {number|null} wiring.start_ms
   * @param {boolean} wiring.isLast there is no turn to join it with
   * @param {boolean} wiring.hasSound
   * @param {(text: string) => void} wiring.onsave
   * @param {(text: string, at: number) => void} wiring.onsplit
   * @param {(text: string) => void} wiring.onjoin
   * @param {() => void} wiring.onnext
   * @param {() => void} wiring.onclose
   * @param {() => void} wiring.onplay
   * @param {() => void} wiring.onback
   * @param {(event: KeyboardEvent) => boolean} wiring.onkey another part of the desk may know the key
   */
  constructor(wiring) {
    const { entry, isLast, onsave, onsplit, onjoin, onnext, onclose, onplay, onback, onkey } = wiring;
    Object.assign(this, { onsave, onsplit, onjoin, onnext, onclose, onplay, onback, onkey });
    this.entry = entry;
    this.isLast = isLast;
    this.hasSound = wiring.hasSound;
    this.turn = wiring.turn;
    this.before = wiring.text;
    const where = wiring.start_ms === null ? "" : ` ${clock(wiring.start_ms)}`;
    this.field = el("textarea", {
      class: "iw-editor-field", dir: "auto", rows: "1", spellcheck: "true",
      "aria-label": t("Words of {speaker}{where}", { speaker: wiring.speaker, where }),
    });
    this.field.value = wiring.text;
    this.field.addEventListener("input", () => this.#grow());
    this.field.addEventListener("keydown", (event) => this.#key(event));
    this.note = el("span", { class: "iw-editor-note", role: "status" });
    this.element = el("div", { class: "iw-editor", contenteditable: "false" }, this.field, this.#bar());
  }

  #bar() {
    const act = (words, keys, run, more = {}) => button({ class: "iw-chip iw-more", title: keys, onclick: run, ...more }, words);
    return el("div", { class: "iw-editor-bar", role: "toolbar", "aria-label": t("Correcting the words") },
      act(t("Save"), t("Enter"), () => this.save(), { class: "iw-chip iw-filled-chip" }),
      act(t("Cancel"), t("Esc"), () => this.cancel()),
      act(t("Split here"), t("Alt+Enter"), () => this.#split()),
      this.isLast ? null : act(t("Join with the next"), t("Alt+J"), () => this.#join()),
      this.hasSound ? act(t("Play or pause"), t("Ctrl+Space; Ctrl+J is 5 seconds back"), () => this.onplay()) : null,
      this.note);
  }

  open(at = null) {
    this.entry.row.classList.add("iw-is-edited");
    this.entry.text.hidden = true;
    this.entry.row.append(this.element);
    this.#grow();
    this.field.focus();
    const place = at ?? this.field.value.length;
    this.field.setSelectionRange(place, place);
    this.element.scrollIntoView({ block: "nearest" });
  }

  get text() {
    return oneParagraph(this.field.value);
  }

  get isChanged() {
    return this.text !== this.before;
  }

  save() {
    if (!this.#isSomething()) return;
    const { text, isChanged } = this;
    this.close();
    if (isChanged) this.onsave(text);
  }

  /** Leave the words as they were; what was typed is only given up when that was meant. */
  cancel() {
    if (!this.isChanged || this.warned) return this.close();
    this.warned = true;
    return this.#say(t("Not saved. Esc again gives up what you typed; Enter saves it."));
  }

  close() {
    this.element.remove();
    this.entry.row.classList.remove("iw-is-edited");
    this.entry.text.hidden = Boolean(this.entry.waits?.matches("p"));
    this.onclose();
  }

  #split() {
    const at = this.field.selectionStart;
    const { text } = this;
    if (!text.slice(0, at).trim() || !text.slice(at).trim()) {
      return this.#say(t("Put the caret where the new turn shall begin."));
    }
    this.close();
    return this.onsplit(text, at);
  }

  #join() {
    if (!this.#isSomething()) return;
    const { text } = this;
    this.close();
    this.onjoin(text);
  }

  #isSomething() {
    if (this.text.trim()) return true;
    this.#say(t("A turn needs words. To do without this one, join it with the turn before or after it."));
    return false;
  }

  #say(words) {
    this.note.textContent = words;
  }

  #grow() {
    this.warned = false;
    this.#say("");
    this.field.style.height = "auto";
    this.field.style.height = `${this.field.scrollHeight + 2}px`;
  }

  #key(event) {
    event.stopPropagation(); // neither the desk's keys nor Streamlit's
    if (event.isComposing || this.onkey(event)) return;
    const run = this.#meaning(event);
    if (!run) return;
    event.preventDefault();
    run();
  }

  #meaning({ key, ctrlKey, metaKey, altKey, shiftKey }) {
    const control = ctrlKey || metaKey;
    if (key === "Escape") return () => this.cancel();
    if (key === "Enter" && altKey) return () => this.#split();
    if (key === "Enter" && control) return () => this.#next();
    if (key === "Enter" && !shiftKey) return () => this.save();
    if (key === "Enter") return () => {}; // a turn is one paragraph
    if (altKey && key.toLowerCase() === "j" && !this.isLast) return () => this.#join();
    if (control && key === " ") return () => this.onplay();
    if (control && key.toLowerCase() === "j") return () => this.onback();
    return null;
  }

  #next() {
    if (!this.#isSomething()) return;
    const { text, isChanged } = this;
    this.close();
    if (isChanged) this.onsave(text);
    this.onnext();
  }
}
