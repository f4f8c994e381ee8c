// Above the transcript: which interview, who made the words, how much of them a person has checked, and whether all is saved.
import { button, el, icon } from "./dom.js";
import { t, tn } from "./messages.js";

const TRIAL_MODELS = /whisper-(tiny|base)\b/i; // good enough to try the workbench, not to analyse
const PATIENCE_MS = 250; // "Saving…" is shown only when it takes this long, so that the word does not flicker

export class Header {
  /** @param {{ onundo: () => void, onredo: () => void, onhelp: () => void, oninterview: (id: string) => void,
   *           rounds: import("./rounds.js").RoundBar }} wiring */
  constructor({ onundo, onredo, onhelp, oninterview, rounds }) {
    this.choice = el("select", { class: "iw-interview", "aria-label": t("Interview"), onchange: () => oninterview(this.choice.value) });
    this.origin = el("span", { class: "iw-origin" });
    this.rounds = rounds;
    this.share = el("span", { class: "iw-share" });
    this.meterBar = el("i");
    this.meter = el("span", { class: "iw-meter", "aria-hidden": "true" }, this.meterBar);
    this.status = el("span", { class: "iw-status", "data-state": "saved" }, el("i", { class: "iw-lamp" }), el("span", {}));
    this.facts = el("div", { class: "iw-provenance" }, this.origin, el("span", { class: "iw-checks" }, this.meter, this.share));
    this.tools = el("span", { class: "iw-tools" });
    this.element = el("header", { class: "iw-head" },
      this.choice,
      this.facts,
      el("div", { class: "iw-tools", role: "group", "aria-label": t("Changes") },
        this.status, this.tools,
        button({ class: "iw-quiet", title: t("Undo (Ctrl+Z)"), "aria-label": t("Undo"), "data-do": "undo", onclick: onundo }, icon("undo")),
        button({ class: "iw-quiet", title: t("Redo (Ctrl+Shift+Z)"), "aria-label": t("Redo"), "data-do": "redo", onclick: onredo }, icon("redo")),
        button({ class: "iw-quiet", title: t("All keys (?)"), "aria-label": t("All keys"), onclick: onhelp }, "?")),
      rounds.element);
  }

  /** Buttons of other parts of the desk, between the state of saving and undo. */
  addTools(...buttons) {
    this.tools.append(...buttons);
  }

  /** Facts that other parts of the desk tell. */
  addFacts(...facts) {
    this.facts.append(...facts);
  }

  /** Which interviews there are, and which one this is. */
  showInterviews(interviews, current) {
    const signature = JSON.stringify([interviews, current]);
    if (signature === this.interviews) return;
    this.interviews = signature;
    this.choice.replaceChildren(...interviews.map(({ id, label }) => el("option", { value: id }, label)));
    this.choice.value = current.id;
    this.choice.title = current.label;
  }

  /** Whose words these are. A machine's are a machine rendering until a person has checked every turn. */
  showOrigin({ machine_made: machineMade, made_by_model: model, made_by_trial: trial }, checked, turns) {
    const signature = JSON.stringify([machineMade, model, checked, turns]);
    if (signature === this.originShown) return;
    this.originShown = signature;
    const share = turns ? checked / turns : 0;
    this.meterBar.style.width = `${share * 100}%`;
    this.share.textContent = tn("{checked} of {count} turn checked", "{checked} of {count} turns checked", turns, { checked })
      + (turns ? ` (${percent(share)} %)` : "");
    const whole = !machineMade || (turns > 0 && checked >= turns);
    this.origin.classList.toggle("iw-is-checked", whole);
    this.origin.textContent = whole ? t("Checked against the recording") : rendering(model, trial);
    this.origin.title = whole ? "" : t("A speech recogniser wrote this. It drops fillers and mends grammar: compare with the recording.");
  }

  /** @param {import("./courier.js").Courier} courier */
  showSaving(courier) {
    this.courier = courier;
    const { state, waiting } = courier;
    if (this.status.dataset.state === state && this.waiting === waiting) return;
    if (state === "saving" && this.status.dataset.state === "saved") {
      this.timer ??= setTimeout(() => this.#showState(), PATIENCE_MS); // once: quick steps must not put it off for ever
    } else this.#showState();
  }

  #showState() {
    clearTimeout(this.timer);
    this.timer = undefined;
    const { state, waiting, reason } = this.courier;
    this.waiting = waiting;
    this.status.dataset.state = state;
    this.status.lastChild.textContent = STATES[state](waiting);
    this.status.title = reason ?? "";
  }
}

/** Whole per cent, never rounded up to all and never down to nothing. */
const percent = (share) => (share > 0 && share < 0.01 ? "<1" : String(Math.floor(share * 100)));

const STATES = {
  saved: () => t("Saved"),
  saving: () => t("Saving…"),
  offline: (count) => tn("Offline, {count} change kept here", "Offline, {count} changes kept here", count),
  closed: (count) => (count === 0 ? t("Closed") : tn("Closed, {count} change kept here", "Closed, {count} changes kept here", count)),
};

/** @param {string} model @param {boolean} [trial] as the recogniser's own record says; older records do not */
function rendering(model, trial) {
  if (!model) return t("Machine rendering");
  return trial || TRIAL_MODELS.test(model) ? t("Machine rendering by {model}, trial quality", { model }) : t("Machine rendering by {model}", { model });
}
