// An identifying word is replaced by a bracketed substitute; the original is erased everywhere, or sealed apart.
import { Dialog } from "./dialog.js";
import { button, el } from "./dom.js";
import { t, tn } from "./messages.js";
import { toCodePoints, toUtf16 } from "./offsets.js";
import { places } from "./replacing.js";

// Substitutes stand in the transcript, so they are in its language, not in the reader's.
const SUBSTITUTES = {
  no: ["navn", "kollega", "by", "land", "arbeidsplass", "familiemedlem"],
  sv: ["namn", "kollega", "stad", "land", "arbetsplats", "familjemedlem"],
  en: ["name", "colleague", "town", "country", "workplace", "family member"],
};
const SAME = { nb: "no", nn: "no", da: "no" };

export class Redacting extends Dialog {
  /** @param {(asked: { places: object[], substitute: string, seal: boolean }) => void} onredact */
  constructor(onredact) {
    super("iw-redacting");
    this.onredact = onredact;
  }

  /** @param {import("./transcript.js").Transcript} transcript */
  open(transcript, passage) {
    const number = transcript.position.get(passage.start_turn);
    const turn = transcript.turns[number];
    const original = turn.text.slice(toUtf16(turn.text, passage.start), toUtf16(turn.text, passage.end));
    this.original = original;
    this.here = [{ turn, start: passage.start, end: passage.end }];
    this.everywhere = othersToo(transcript.turns, original, this.here[0]);
    const language = SAME[transcript.language] ?? transcript.language;
    this.substitute = el("input", { type: "text", class: "iw-input", dir: "auto", required: true, maxlength: "60", "aria-label": t("Substitute"), placeholder: t("What stands in its place, such as kollega") });
    const chips = (SUBSTITUTES[language] ?? SUBSTITUTES.en).map((word) => button({
      class: "iw-chip iw-more", onclick: () => { this.substitute.value = word; this.substitute.focus(); },
    }, `[${word}]`));
    this.all = el("input", { type: "checkbox", disabled: this.everywhere.length === 1 });
    this.show(t("Replace an identifying word"), el("form", { method: "dialog", onsubmit: (event) => this.#submit(event) },
      el("p", { class: "iw-quoted", dir: "auto" }, original),
      el("div", { class: "iw-boxes" }, ...chips),
      this.substitute,
      el("label", { class: "iw-choice" }, this.all, this.everywhere.length === 1
        ? t("These words stand nowhere else in this interview")
        : tn("Also the {count} other place in this interview", "Also the {count} other places in this interview", this.everywhere.length - 1)),
      el("fieldset", { class: "iw-choices" }, el("legend", { class: "iw-hidden" }, t("What becomes of the original")),
        this.#way("erase", t("Erase the original"), t("From every version of this interview. It cannot be undone. Backups made earlier still hold it."), true),
        this.#way("seal", t("Seal the original apart"), t("It can be undone, and looked up under Versions by those who may."), false)),
      el("div", { class: "iw-actions" },
        button({ class: "iw-button", onclick: () => this.close() }, t("Cancel")),
        el("button", { type: "submit", class: "iw-button iw-primary" }, t("Replace")))));
    this.substitute.focus();
  }

  #way(value, words, what, checked) {
    return el("label", { class: "iw-choice iw-choice-tall" }, el("input", { type: "radio", name: "iw-way", value, checked }),
      el("span", {}, el("strong", {}, words), el("small", {}, what)));
  }

  #submit(event) {
    event.preventDefault();
    const substitute = this.substitute.value.replace(/^[\s[]+|[\s\]]+$/g, "");
    if (!substitute) return this.substitute.focus();
    const seal = new FormData(event.target).get("iw-way") === "seal";
    const asked = { places: this.all.checked ? this.everywhere : this.here, substitute, seal };
    return seal ? this.#do(asked) : this.#confirm(asked);
  }

  /** What is erased cannot come back, so it is asked once more; a stray Enter goes back. */
  #confirm(asked) {
    const back = button({ class: "iw-button", onclick: () => this.close() }, t("Change nothing"));
    this.show(t("Erase the original for good?"),
      el("p", { class: "iw-quoted", dir: "auto" }, el("del", {}, this.original), " ", el("ins", {}, `[${asked.substitute}]`)),
      el("p", { class: "iw-hint" }, tn(
        "{count} place is replaced. The original goes from every version of these turns, and undo cannot bring it back.",
        "{count} places are replaced. The original goes from every version of these turns, and undo cannot bring it back.", asked.places.length)),
      el("div", { class: "iw-actions" }, back, button({ class: "iw-button iw-primary", onclick: () => this.#do(asked) }, t("Erase for good"))));
    back.focus();
  }

  #do(asked) {
    this.close();
    this.onredact(asked);
  }
}

/** Every place where the same words stand, in code points; the chosen one is among them. */
export function othersToo(turns, original, here) {
  const found = [here];
  for (const turn of turns) {
    for (const { start, end } of places(turn.text, { find: original, matchCase: false, wholeWords: true })) {
      const place = { turn, start: toCodePoints(turn.text, start), end: toCodePoints(turn.text, end) };
      const isHere = turn === here.turn && place.start < here.end && place.end > here.start;
      if (!isHere) found.push(place);
    }
  }
  return found;
}
