// One voice: how much it says, samples to listen to, and what can be done about it.
import { button, clock, el } from "../../coder/src/dom.js";
import { t, tn } from "../../coder/src/messages.js";
import { clipped } from "../../passages/src/clipping.js";
import { Choosing } from "./choosing.js";
import { nameOf, numberOf, peopleFor, usualRole, voicesFor } from "./people.js";
import { TurnPicker } from "./turns.js";

export class Voice {
  /**
   * @param {any} voice what the study says of it
   * @param {import("./list.js").VoiceList} list
   * @param {string} colour
   */
  constructor(voice, list, colour) {
    this.voice = voice;
    this.list = list;
    this.plays = [];
    this.next = 0; // the sample that the space bar plays
    this.panel = el("div", { class: "sp-panel" });
    const name = nameOf(list.state, voice.label);
    this.element = el("article", {
      class: `sp-voice${voice.named ? " sp-named" : ""}`, "data-label": voice.label, tabindex: "-1", role: "group",
      "aria-label": [name, voice.named ? "" : t("not named yet"), this.#amount()].filter(Boolean).join(", "),
      style: `--sp-own:${colour}`,
    }, this.#head(name), ...this.#proposal(), this.#samples(), this.panel);
  }

  /** Play the next sample; after the last one the first again. */
  playNext() {
    if (!this.plays.length) return;
    const now = this.plays.findIndex((play) => play.getAttribute("aria-pressed") === "true");
    if (now >= 0) this.plays[now].click();
    this.plays[this.next % this.plays.length].click();
    this.next = (this.next + 1) % this.plays.length;
  }

  /** Somebody is typing or choosing here. */
  get isInHand() {
    return this.panel.contains(document.activeElement);
  }

  close() {
    this.panel.replaceChildren();
    this.list.redraw();
    this.list.focus(this.voice.label);
  }

  #amount() {
    const turns = tn("{count} turn", "{count} turns", this.voice.turns);
    return this.voice.speech_ms === null ? turns : `${clock(this.voice.speech_ms)} · ${turns}`;
  }

  #head(name) {
    const number = numberOf(this.voice.label);
    return el("header", { class: "sp-head" },
      el("i", { class: "sp-dot" }),
      el("strong", { class: "sp-name", dir: "auto" }, name),
      name === number ? null : el("span", { class: "sp-number", dir: "auto" }, number),
      this.voice.named ? null : el("span", { class: "sp-open" }, t("not named yet")),
      el("span", { class: "sp-amount" }, this.#amount()),
      el("span", { class: "sp-actions" },
        button({ class: "sp-button", onclick: () => this.name() }, this.voice.named ? t("Another name") : t("Say who it is")),
        this.list.state.voices.length > 1 ? button({ class: "sp-quiet", onclick: () => this.merge() }, t("Merge…")) : null,
        button({ class: "sp-quiet", "aria-expanded": "false", onclick: () => this.turns() }, t("Turns…"))));
  }

  #samples() {
    const rows = this.voice.samples.map((sample, i) => {
      const play = sample.start_ms === null || !this.list.audio ? null : button({ class: "sp-play" });
      if (play) {
        this.list.playing.attach(play, { url: this.list.audio, start: sample.start_ms, end: sample.end_ms }, `${this.voice.label} ${i}`);
        this.plays.push(play);
      }
      const time = sample.start_ms === null ? null : `${clock(sample.start_ms)}–${clock(sample.end_ms)}`;
      return el("li", { class: "sp-sample" }, play,
        el("span", { class: "sp-when" }, time, sample.alone ? null : el("small", {}, t("others speak too"))),
        el("p", { dir: "auto" }, clipped(sample.words, true, 1)));
    });
    return el("ol", { class: "sp-samples", "aria-label": t("Samples of this voice") }, ...rows);
  }

  #proposal() {
    const { proposal, declined } = this.voice;
    const found = [];
    if (proposal) {
      const seconds = Math.round(proposal.heard_ms / 1000);
      found.push(el("div", { class: "sp-proposal" },
        el("span", { dir: "auto" }, tn("Sounds like {name} (likeness {likeness}; {count} second heard in {where})",
          "Sounds like {name} (likeness {likeness}; {count} seconds heard in {where})", seconds,
          { name: proposal.pseudonym, likeness: proposal.likeness.toFixed(2), where: proposal.heard_in })),
        button({ class: "sp-button", onclick: () => this.#save({ participant_id: proposal.participant_id }) }, t("Yes, it is {name}", { name: proposal.pseudonym })),
        button({ class: "sp-quiet", onclick: () => this.list.answer("no", this.voice.label, proposal) }, t("No"))));
    }
    for (const each of declined) {
      found.push(el("div", { class: "sp-declined" },
        el("span", { dir: "auto" }, t("You have said that this is not {name}.", { name: each.pseudonym })),
        button({ class: "sp-quiet", onclick: () => this.list.answer("maybe", this.voice.label, each) }, t("Take that back"))));
    }
    return found;
  }

  /** Ask whose voice it is; `text` has been typed already. */
  name(text = "") {
    this.#ask(t("Who is it? Type a pseudonym, or choose."), {
      placeholder: t("Pseudonym, such as H03"), text,
      offers: (typed) => peopleFor(this.list.state, this.voice.label, typed),
      onchoose: ({ value }) => (value.pseudonym ? this.#askRole(value.pseudonym) : this.#save(value)),
    });
  }

  #askRole(pseudonym) {
    const roles = [...new Set([usualRole(this.list.state), ...this.list.state.participants.map(({ role }) => role)])].filter(Boolean);
    this.#ask(t("What is {name}’s role?", { name: pseudonym }), {
      placeholder: t("Role, such as helper"),
      offers: (typed) => {
        const known = roles.filter((role) => role.toLocaleLowerCase().includes(typed.toLocaleLowerCase()));
        const offered = known.map((role) => ({ value: role, words: role }));
        if (typed && !roles.includes(typed)) offered.push({ value: typed, words: typed });
        return typed ? offered : [...offered, { value: null, words: t("No role yet") }];
      },
      onchoose: ({ value }) => this.#save({ new_participant: { pseudonym, role: value } }),
    });
  }

  #save(who) {
    this.panel.replaceChildren();
    this.list.name(this.voice.label, { kind: "name_speaker", speaker: this.voice.label, participant_id: null, role: null, name: "", ...who });
  }

  /** Ask which voice this one is part of. */
  merge() {
    if (this.list.state.voices.length < 2) return;
    const count = this.voice.turns;
    this.#ask(tn("To which voice does its {count} turn belong?", "To which voice do all its {count} turns belong?", count), {
      placeholder: t("Speaker or name"),
      offers: (typed) => voicesFor(this.list.state, this.voice.label, typed, false),
      onchoose: ({ value }) => this.list.merge(this.voice.label, value.label),
    });
  }

  #ask(question, { placeholder, text = "", offers, onchoose }) {
    const choosing = new Choosing({ label: question, placeholder, text, offers, onchoose, oncancel: () => this.close() });
    this.panel.replaceChildren(el("div", { class: "sp-question" },
      el("span", { dir: "auto" }, question), choosing.element,
      button({ class: "sp-quiet", onclick: () => this.close() }, t("Cancel"))));
    choosing.focus();
    this.panel.scrollIntoView({ block: "nearest" });
  }

  /** Show what it says, so that some of it can be given to another voice. */
  async turns() {
    if (this.panel.querySelector(".sp-turns")) return this.close();
    const turns = await this.list.turnsOf(this.voice.label);
    if (!turns) return undefined;
    const picker = new TurnPicker(turns, this.list, this.voice.label, () => this.close());
    this.panel.replaceChildren(picker.element);
    this.panel.scrollIntoView({ block: "nearest" });
    return picker.focus();
  }
}
