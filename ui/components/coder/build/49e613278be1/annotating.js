// Annotations that a person writes into the words by one key: [ler], [uforståelig]. The words change as by any other
// correction: it is recorded, and undo takes it back.
import { t } from "./messages.js";
import { foreseenText } from "./words.js";

/**
 * @typedef {[text: string, key: string]} Annotation the text with its brackets, the key pressed with Alt
 */

/**
 * A text with an annotation at a place: white space on both sides of it, and no more than there was.
 * @param {string} text
 * @param {number} at UTF-16 offset; inside a word the annotation goes behind the word
 * @param {string} annotation
 * @returns {{ text: string, at: number }} the new text, and the place behind the annotation
 */
export function annotated(text, at, annotation) {
  let place = Math.min(Math.max(0, at), text.length);
  if (place > 0 && /\S/.test(text[place - 1])) while (place < text.length && /\S/.test(text[place])) place += 1;
  const before = text.slice(0, place);
  const after = text.slice(place);
  const blank = before && !/\s$/.test(before) ? " " : "";
  const gap = after && !/^\s/.test(after) ? " " : "";
  const end = before.length + blank.length + annotation.length;
  return { text: `${before}${blank}${annotation}${gap}${after}`, at: end + gap.length };
}

/**
 * The annotation a key press means; null when none. Only Alt and the key: AltGr and Ctrl+Alt type characters.
 * @param {Pick<KeyboardEvent, "altKey"|"ctrlKey"|"metaKey"|"key"|"code"|"getModifierState">} event
 * @param {Annotation[]} annotations
 */
export function annotationOf(event, annotations) {
  if (!event.altKey || event.ctrlKey || event.metaKey || event.getModifierState("AltGraph")) return null;
  const typed = [event.key, event.code.replace(/^(Key|Digit)/, "")].map((name) => name.toLowerCase());
  return annotations.find(([, key]) => typed.includes(key)) ?? null;
}

export class Annotating {
  /** @param {import("./desk.js").Desk} desk */
  constructor(desk) {
    this.desk = desk;
    /** @type {Annotation[]} */
    this.annotations = [];
  }

  /** Write an annotation when the key asks for one: while a turn is corrected into the field, else at the caret. */
  obey(event) {
    const found = annotationOf(event, this.annotations);
    if (!found) return false;
    event.preventDefault();
    this.write(found[0]);
    return true;
  }

  /** Write it into a field when the key asks for one. */
  into(field, event) {
    const found = annotationOf(event, this.annotations);
    if (found) this.#intoField(field, found[0]);
    return Boolean(found);
  }

  write(annotation) {
    const { editor } = this.desk.mending;
    if (editor) return this.#intoField(editor.field, annotation);
    return this.#atCaret(annotation);
  }

  #intoField(field, annotation) {
    const { text, at } = annotated(field.value, field.selectionEnd, annotation);
    field.value = text;
    field.setSelectionRange(at, at);
    field.dispatchEvent(new Event("input"));
    field.focus();
  }

  #atCaret(annotation) {
    const { desk } = this;
    const { passage, caret } = desk.selection;
    const last = passage ? desk.transcript.slices(passage).at(-1) : null;
    const place = last ? { turn: last.turn, offset: last.end } : caret;
    if (!place) return desk.notices.hint(t("Click into the words first: {annotation} is written at the caret.", { annotation }));
    const turn = desk.transcript.turns[place.turn];
    const before = foreseenText(desk.model.view, turn);
    if (before !== turn.text) return desk.notices.hint(t("The turn is being saved. Try again in a moment."));
    const { text, at } = annotated(before, place.offset, annotation);
    desk.mending.write(turn, text);
    return desk.checking.placeCaret(turn.id, Math.min(at, text.length));
  }
}
