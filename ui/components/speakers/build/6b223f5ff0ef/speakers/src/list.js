// All voices of an interview on one page: drawn anew where the study says something new, moved through by keys.
import { parse } from "../../coder/src/colours.js";
import { button, el, icon } from "../../coder/src/dom.js";
import { t, tn } from "../../coder/src/messages.js";
import { speakerColours } from "../../coder/src/speakers.js";
import { Playing } from "../../passages/src/playing.js";
import { nameOf, numberOf, viewOf } from "./people.js";
import { Recognising } from "./recognising.js";
import { StudyLine } from "./study.js";
import { Voice } from "./voice.js";

const ASK_AGAIN_MS = 4_000;
const STEPS = {
  name_speaker: () => t("the name of a voice"),
  set_speaker: () => t("turns given to another voice"),
};

export class VoiceList {
  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    this.voices = new Map();
    this.progress = el("div", { class: "sp-progress" });
    this.says = el("div", { class: "sp-says", role: "status" });
    this.undo = button({ class: "sp-quiet", onclick: () => this.step("undo"), title: "Ctrl+Z" }, icon("undo"), t("Undo"));
    this.redo = button({ class: "sp-quiet", onclick: () => this.step("redo"), title: "Ctrl+Shift+Z" }, icon("redo"), t("Redo"));
    this.body = el("div", { class: "sp-voices" });
    this.recognising = new Recognising((agrees) => this.#compare(agrees));
    this.root.replaceChildren(
      el("p", { class: "sp-keys" }, ...keyHints()),
      el("div", { class: "sp-bar" }, this.progress, this.says, el("span", { class: "sp-actions" }, this.undo, this.redo)),
      this.body, this.recognising.element);
    root.addEventListener("keydown", (event) => this.#key(event));
    root.addEventListener("focusin", (event) => this.#entered(event));
  }

  /** Draw an interview; again and again, at every run of the page and change of theme. */
  show(data) {
    const isOther = data.interview !== this.interview || data.coder !== this.line?.coder;
    if (isOther) {
      this.#leave();
      this.interview = data.interview;
      this.line = new StudyLine(data, (pending) => { this.root.dataset.pending = String(pending); });
      this.playing = new Playing();
      this.body.replaceChildren(el("p", { class: "sp-hint" }, t("Looking for the voices…")));
      this.root.dataset.ready = "0";
    }
    this.audio = data.urls.audio;
    if (this.state) this.#draw();
    if (isOther) this.#refresh().then(() => this.#learn());
  }

  destroy() {
    this.#leave();
  }

  #leave() {
    clearTimeout(this.timer);
    this.playing?.destroy();
    this.state = null;
    this.line = null;
    this.current = null;
    this.voices.clear();
    this.says.replaceChildren();
  }

  /** Ask how the voices are now, and go on asking: others may be naming them too. */
  async #refresh({ onlyIfChanged = false } = {}) {
    const line = this.line;
    clearTimeout(this.timer);
    try {
      const state = await line.voices(onlyIfChanged ? this.state : null);
      await this.#styled();
      if (line !== this.line) return;
      if (state) {
        this.state = state;
        this.#draw();
      }
    } catch (error) {
      if (line !== this.line) return;
      if (!onlyIfChanged) this.#complain(error);
    }
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.#refresh({ onlyIfChanged: true }), ASK_AGAIN_MS);
  }

  /** Wait for the style sheet, which arrives beside this module: colours are chosen to be seen on the page's own. */
  async #styled() {
    const styled = () => getComputedStyle(this.root).getPropertyValue("--sp-styled");
    while (!styled() && this.line) await new Promise((done) => { setTimeout(done, 10); });
  }

  #draw() {
    const { state } = this;
    const style = getComputedStyle(this.root);
    const colour = this.#colours(style.backgroundColor);
    const shared = JSON.stringify([state.speakers, state.participants, state.voices.length, this.audio, style.backgroundColor]);
    const drawn = new Map();
    for (const voice of state.voices) {
      const signature = JSON.stringify(voice) + shared;
      const known = this.voices.get(voice.label);
      const stays = known?.signature === signature || known?.shown.isInHand; // what somebody is typing is not taken away
      drawn.set(voice.label, stays ? known : { signature, shown: new Voice(voice, this, colour(voice.label)) });
    }
    this.voices = drawn;
    const hadFocus = this.body.contains(document.activeElement) || this.wantsFocus;
    const wanted = [...drawn.values()].map(({ shown }) => shown.element);
    if (wanted.length !== this.body.children.length || wanted.some((element, i) => element !== this.body.children[i])) this.body.replaceChildren(...wanted);
    if (!drawn.has(this.current)) this.current = state.voices[0]?.label ?? null;
    this.#mark();
    if (hadFocus && !this.body.contains(document.activeElement)) this.focus(this.current);
    this.wantsFocus = false;
    this.#count();
    this.recognising.show(state, Boolean(this.audio));
    this.root.dataset.ready = "1";
  }

  /** The desk's colours, in the order in which voices first speak. */
  #colours(background) {
    const labels = this.state.voices.map(({ label }) => label);
    return speakerColours(viewOf(this.state), labels, parse(background));
  }

  #count() {
    const all = this.state.voices.length, named = this.state.voices.filter((voice) => voice.named).length;
    this.progress.replaceChildren(
      el("strong", {}, tn("{named} of {count} voice named", "{named} of {count} voices named", all, { named })),
      el("progress", { max: String(all || 1), value: String(named), "aria-label": t("Voices named") }));
  }

  #mark() {
    for (const [label, { shown }] of this.voices) {
      shown.element.tabIndex = label === this.current ? 0 : -1;
      shown.element.classList.toggle("sp-current", label === this.current);
    }
  }

  focus(label) {
    const element = this.voices.get(label)?.shown.element;
    if (!element) return;
    element.focus({ preventScroll: true });
    element.scrollIntoView({ block: "nearest" });
  }

  #entered(event) {
    const label = event.target.closest?.(".sp-voice")?.dataset.label;
    if (label === undefined) return;
    this.current = label;
    this.#mark();
  }

  #key(event) {
    event.stopPropagation(); // Streamlit has shortcuts of its own on bare letters
    if (event.defaultPrevented || event.isComposing) return;
    const { target } = event;
    const isTyping = target.matches("input, textarea, select");
    if ((event.ctrlKey || event.metaKey) && !event.altKey && !isTyping) {
      const key = event.key.toLowerCase();
      if (key !== "z" && key !== "y") return;
      event.preventDefault();
      this.step(key === "y" || event.shiftKey ? "redo" : "undo");
      return;
    }
    if (isTyping || event.ctrlKey || event.metaKey || event.altKey || !target.matches(".sp-voice")) return;
    const shown = this.voices.get(target.dataset.label)?.shown;
    if (shown && this.#acts(event, shown)) event.preventDefault();
  }

  /** What a key does to the voice that has the focus; false when it means nothing here. */
  #acts({ key }, shown) {
    const step = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 }[key];
    if (step) this.#move(step);
    else if (key === " ") shown.playNext();
    else if (key === "Enter") shown.name();
    else if (key === "+") shown.merge();
    else if (key === ".") shown.turns();
    else if (key === "Escape") this.playing.audio.pause();
    else if (key.length <= 2 && /\p{L}|\p{N}/u.test(key)) shown.name(key);
    else return false;
    return true;
  }

  #move(step) {
    const labels = [...this.voices.keys()];
    const next = Math.max(0, Math.min(labels.length - 1, labels.indexOf(this.current) + step));
    this.focus(labels[next]);
  }

  // --- what is done to voices

  /** What was left as it stood while somebody typed is drawn as it is now. */
  redraw() {
    if (this.state) this.#draw();
  }

  /** Say who a voice is, and go on to the next one without a name. */
  async name(label, operation) {
    const labels = [...this.voices.keys()], at = labels.indexOf(label);
    const open = [...labels.slice(at + 1), ...labels.slice(0, at)].find((each) => !this.voices.get(each).shown.voice.named);
    this.focus(open ?? label);
    if (await this.#do(operation)) {
      const called = nameOf(this.state, label), number = numberOf(label);
      this.#say(called === number ? t("{voice} has no name any more.", { voice: number }) : t("{voice} is {name}.", { voice: number, name: called }));
      await this.#learn();
    }
  }

  async merge(label, into) {
    const turns = await this.turnsOf(label);
    if (turns) await this.give(label, turns.map(({ id }) => id), into);
  }

  /** These turns of a voice are another one's. */
  async give(label, turns, into) {
    this.voices.get(label)?.shown.panel.replaceChildren();
    this.current = into;
    this.wantsFocus = true;
    if (await this.#do({ kind: "set_speaker", turns, speaker: into })) {
      const words = tn("{count} turn belongs to {voice} now.", "{count} turns belong to {voice} now.", turns.length, { voice: nameOf(this.state, into) });
      this.#say(words);
      this.focus(into);
    } else this.current = label;
  }

  async turnsOf(label) {
    try {
      return await this.line.turns(label);
    } catch (error) {
      this.#complain(error);
      return null;
    }
  }

  async step(kind) {
    await this.#do({ kind });
  }

  /** One step of the desk; true when the study has taken it. What did not arrive can be sent again. */
  async #do(operation) {
    try {
      const { refused, stepped, way } = await this.line.step(operation);
      await this.#refresh();
      if (refused) this.#say(refused, "sp-refused");
      else if (stepped) {
        const what = STEPS[stepped]?.() ?? t("a step at the desk");
        this.#say(way === "redone" ? t("Done again: {what}", { what }) : t("Undone: {what}", { what }));
      }
      return !refused;
    } catch (error) {
      this.#complain(error, () => this.#do(operation));
      return false;
    }
  }

  /** A person has answered a proposal with no, or takes that back. */
  async answer(act, label, { participant_id: participant }) {
    this.current = label;
    try {
      await this.line.act({ act, label, participant });
      await this.#refresh();
    } catch (error) {
      this.#complain(error);
    }
  }

  async #compare(agrees) {
    try {
      const { proposed } = await this.line.act({ act: "compare", everybody_agrees: agrees });
      await this.#refresh();
      return proposed;
    } catch (error) {
      this.#complain(error);
      return null;
    }
  }

  /** Where a consent allows it, how the voices named here sound is kept; nobody waits for that. */
  async #learn() {
    if (!this.state?.missing_profiles || this.isLearning) return;
    this.isLearning = true;
    try {
      await this.line.act({ act: "learn" });
      await this.#refresh();
    } catch (error) {
      this.#complain(error);
    } finally {
      this.isLearning = false;
    }
  }

  #say(words, className = "") {
    this.says.replaceChildren(el("span", { class: className, dir: "auto" }, words));
  }

  #complain(error, again = null) {
    const words = error instanceof TypeError ? t("The workbench does not answer. Nothing of this is saved yet.") : error.message;
    this.says.replaceChildren(el("span", { class: "sp-refused", role: "alert", dir: "auto" }, words),
      again ? button({ class: "sp-quiet", onclick: again }, t("Try again")) : "");
  }
}

function keyHints() {
  const hints = [
    [["↓", "↑"], t("another voice")], [["Space"], t("next sample")], [["A–Z", "Enter"], t("say who it is")],
    [["+"], t("merge")], [["."], t("its turns")], [["Ctrl", "Z"], t("undo")],
  ];
  return hints.map(([keys, words]) => el("span", {}, .../** @type {string[]} */ (keys).map((key) => el("kbd", {}, key)), ` ${words}`));
}
