// Going to a time, a turn or a line.
import { Dialog } from "./dialog.js";
import { button, clock, el } from "./dom.js";
import { t } from "./messages.js";
import { toUtf16 } from "./offsets.js";
import { lastAtOrBefore } from "./transcript.js";
import { placeIn } from "./time.js";

export class GoingDialog extends Dialog {
  /** @param {import("./desk.js").Desk} desk */
  constructor(desk) {
    super("iw-going");
    this.desk = desk;
  }

  open() {
    if (!this.desk.transcript) return;
    this.kept = this.desk.selection.passage;
    const field = el("input", {
      type: "text", class: "iw-input iw-large", autocomplete: "off", spellcheck: "false", placeholder: "12:31", "aria-label": t("Time, turn or line"), "aria-describedby": "iw-going-how iw-going-problem",
    });
    const problem = el("p", { class: "iw-problem", role: "alert", id: "iw-going-problem" });
    const form = el("form", { method: "dialog" }, field,
      el("p", { class: "iw-hint", id: "iw-going-how" }, t("12:31 or 1:02:31 is a time, #7 a turn, #7.2 its second line.")), problem,
      el("div", { class: "iw-actions" },
        button({ class: "iw-button", onclick: () => this.close() }, t("Cancel")),
        el("button", { type: "submit", class: "iw-button iw-primary" }, t("Go"))));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      problem.textContent = this.#go(field.value);
    });
    this.show(t("Go to"), form);
    field.focus();
  }

  /** Go there and close; why not, in words. */
  #go(typed) {
    const { transcript, reader, player } = this.desk;
    const place = placeIn(typed);
    if (!place) return t("Type a time such as 12:31, a turn such as #7 or a line such as #7.2.");
    const at = "ms" in place ? atTime(transcript, place.ms) : reader.gutter.placeOf(place.turn, place.line);
    if (!at) return "ms" in place ? t("These words have no times. Go to a turn such as #7.") : t("There is nothing with this number here.");
    this.close();
    reader.goTo(at);
    player.seek("ms" in place ? place.ms : transcript.turns[at.turn].start_ms ?? 0);
    this.desk.notices.announce("ms" in place ? t("At {time}", { time: clock(place.ms) }) : t("At turn {number}", { number: at.turn + 1 }));
    return "";
  }
}

/**
 * The word spoken at a moment, or last before it; without word times the turn; null when nothing has a time.
 * @param {import("./transcript.js").Transcript} transcript
 * @param {number} ms
 */
export function atTime(transcript, ms) {
  const timed = transcript.turns.flatMap(({ start_ms: start }, turn) => (start === null ? [] : [{ turn, start }]));
  if (!timed.length) return null;
  timed.sort((a, b) => a.start - b.start);
  const { turn } = timed[Math.max(0, lastAtOrBefore(timed.length, (i) => timed[i].start, ms))];
  const spoken = transcript.turns[turn].words.filter(([, , start]) => start !== null && start <= ms).at(-1);
  return { turn, offset: spoken ? toUtf16(transcript.turns[turn].text, spoken[0]) : 0 };
}
