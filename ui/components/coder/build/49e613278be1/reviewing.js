// Two lists that wait for a person: texts of one turn that two people wrote, and coded segments that lost their words.
import { Dialog } from "./dialog.js";
import { button, el } from "./dom.js";
import { t } from "./messages.js";
import { newId } from "./outbox.js";
import { oneParagraph } from "./words.js";

const MOST_WORDS = 2_000; // above this, two texts are shown without marking where they differ

/** Somebody else changed the turn while this person did: both texts, and the choice. */
export class BothTexts extends Dialog {
  /** @param {(operation: object) => void} onsettle */
  constructor(onsettle) {
    super("iw-both");
    this.onsettle = onsettle;
  }

  /** @param {{ draft: string, turn: string, text: string, revision: number, by: string, at: string|null, yours: string, merged?: string }} conflict */
  ask({ draft, turn, text: theirs, revision, by, at, yours, merged }) {
    const settle = (fields) => {
      this.close();
      this.onsettle({ text_id: draft, turn, ...fields });
    };
    const take = (text) => settle({ revision, text: oneParagraph(text), new_text_id: newId() });
    const field = el("textarea", { class: "iw-editor-field", dir: "auto", rows: "4", "aria-label": t("The text to keep") });
    field.value = merged ?? yours;
    const when = at ? new Date(at).toLocaleString([], { dateStyle: "medium", timeStyle: "short" }) : "";
    const [theirWords, ownWords] = marked(theirs, yours);
    const column = (title, words, label, run) => el("section", {}, el("h3", {}, title),
      el("p", { class: "iw-quoted", dir: "auto" }, ...words), button({ class: "iw-button", onclick: run }, label));
    this.show(t("Two people changed this turn"),
      el("p", { class: "iw-hint" }, t("Nothing is lost: choose a text, or write the one to keep. Until you do, yours waits under “texts to choose”.")),
      el("div", { class: "iw-two" },
        column([by ? t("{name} wrote", { name: by }) : t("In the transcript now"), when].filter(Boolean).join(", "), theirWords,
          t("Keep this one"), () => settle({ drop: true })),
        column(t("You wrote"), ownWords, t("Use mine"), () => take(yours))),
      el("h3", {}, merged ? t("Both changes together") : t("Or a third")), field,
      el("div", { class: "iw-actions" },
        button({ class: "iw-button", onclick: () => this.close() }, t("Later")),
        button({ class: "iw-button iw-primary", onclick: () => field.value.trim() && take(field.value) }, t("Save this text"))));
  }
}

/** Both texts as nodes, with the words marked that the other does not have. */
function marked(one, other) {
  const [a, b] = [one, other].map((text) => text.split(/(\s+)/));
  if (a.length > MOST_WORDS || b.length > MOST_WORDS) return [[one], [other]];
  const common = commonWords(a, b);
  const nodes = (words, kept) => words.map((word, i) => (kept.has(i) || !word.trim() ? word : el("mark", {}, word)));
  return [nodes(a, common.first), nodes(b, common.second)];
}

/** The numbers of the words of a longest common subsequence, in each text. */
export function commonWords(a, b) {
  const length = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      length[i][j] = a[i] === b[j] ? length[i + 1][j + 1] + 1 : Math.max(length[i + 1][j], length[i][j + 1]);
    }
  }
  const [first, second] = [new Set(), new Set()];
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    if (a[i] === b[j]) {
      first.add(i);
      second.add(j);
      [i, j] = [i + 1, j + 1];
    } else if (length[i + 1][j] >= length[i][j + 1]) i += 1;
    else j += 1;
  }
  return { first, second };
}

/** Coded segments none of whose words are in the transcript any more: never dropped, never moved by themselves. */
export class Reviewing extends Dialog {
  /** @param {{ onplace: (entry: object) => void, onremove: (entry: object) => void, onshow: (entry: object) => void }} wiring */
  constructor(wiring) {
    super("iw-reviewing");
    this.wiring = wiring;
  }

  open(review, codeOf, colourOf) {
    const items = review.map((entry) => this.#item(entry, codeOf(entry.coding.code), colourOf));
    this.show(t("Coded segments to place"),
      el("p", { class: "iw-hint" }, items.length
        ? t("The words they stood on have been replaced. Put each on the words that now say it, or remove it.")
        : t("Every coded segment has its words.")),
      el("ul", { class: "iw-reviews" }, ...items));
  }

  #item(entry, code, colourOf) {
    const { before, now, by, at } = entry;
    const when = at ? new Date(at).toLocaleString([], { dateStyle: "medium", timeStyle: "short" }) : "";
    return el("li", {},
      el("div", { class: "iw-card", style: `--iw-own:${colourOf(code)}` }, el("i", { class: "iw-swatch" }),
        el("div", {}, el("strong", { dir: "auto" }, code?.name ?? t("Unknown code")), el("small", { dir: "auto" }, [by, when].filter(Boolean).join(" · ")))),
      el("p", { class: "iw-hint" }, t("Before")),
      el("p", { class: "iw-quoted", dir: "auto" }, el("del", {}, before)),
      el("p", { class: "iw-hint" }, t("The turn now")),
      el("p", { class: "iw-quoted", dir: "auto" }, now),
      el("div", { class: "iw-boxes" },
        button({ class: "iw-button", onclick: () => this.wiring.onplace(entry) }, t("Choose its words")),
        button({ class: "iw-button", onclick: () => this.wiring.onshow(entry) }, t("Show the turn")),
        button({ class: "iw-button", onclick: () => this.wiring.onremove(entry) }, t("Remove the code"))));
  }
}
