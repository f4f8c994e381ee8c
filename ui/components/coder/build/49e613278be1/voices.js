// Whose words these are: another speaker for one or several turns.
import { css, parse, visibleOn } from "./colours.js";
import { Dialog } from "./dialog.js";
import { button, el } from "./dom.js";
import { t, tn } from "./messages.js";
import { speakerColours, speakerName } from "./speakers.js";

export class VoiceDialog extends Dialog {
  /** @param {(choice: { turns: string[], speaker: string }) => void} onchoose */
  constructor(onchoose) {
    super("iw-voices");
    this.onchoose = onchoose;
  }

  /** @param {import("./transcript.js").Turn[]} turns the ones to change */
  ask(view, turns, transcript, background) {
    const labels = [...new Set([...transcript.turns.map(({ speaker }) => speaker), ...view.speakers.keys()])];
    const colourOf = speakerColours(view, labels, background ?? [255, 255, 255]);
    const now = new Set(turns.map(({ speaker }) => speaker));
    const ids = turns.map(({ id }) => id);
    const choose = (speaker) => {
      this.close();
      this.onchoose({ turns: ids, speaker });
    };
    const choice = (speaker, words, colour, isNow) => el("li", {}, button({
      class: "iw-code", style: `--iw-depth:0;--iw-own:${colour}`, "aria-pressed": String(isNow), onclick: () => choose(speaker),
    }, el("i", { class: "iw-swatch" }), el("span", { class: "iw-code-name", dir: "auto" }, words), isNow ? el("small", {}, t("now")) : null));
    this.show(
      tn("Who says this turn?", "Who says these {count} turns?", turns.length),
      el("p", { class: "iw-hint" }, t("The voice changes for these turns only. To name a voice everywhere, close this and press s.")),
      el("ul", { class: "iw-codes iw-voice-list" },
        ...labels.map((label) => choice(label, speakerName(view, label), colourOf(label), now.size === 1 && now.has(label))),
        choice(nextLabel(labels), t("A voice not heard yet"), css(visibleOn(background ?? [255, 255, 255], parse("#6b7280"))), false)));
    /** @type {HTMLElement|null} */ (this.element.querySelector(".iw-code"))?.focus();
  }
}

/** The label that the diarization would give to one more voice. */
export function nextLabel(labels) {
  const numbers = labels.map((label) => Number(/^SPEAKER_(\d+)$/.exec(label)?.[1] ?? -1));
  return `SPEAKER_${String(Math.max(-1, ...numbers) + 1).padStart(2, "0")}`;
}
