// Listening: the play bar, and the word that is being spoken. Times are milliseconds outside, seconds in the element.
import { answerMediaKeys } from "./media_keys.js";
import { button, clock, el, icon } from "./dom.js";
import { t } from "./messages.js";
import { toUtf16 } from "./offsets.js";

export const STEP_BACK_MS = 5_000;
const SPEEDS = [0.5, 0.75, 1, 1.25, 1.5, 1.75, 2];
const SILENCE_MS = 1_500; // after a word has ended for this long, nothing is being spoken

export class Player {
  /** @param {{ turns: import("./turns.js").Turns, onspoken: (word: object|null) => void }} wiring */
  constructor({ turns, onspoken }) {
    this.turns = turns;
    this.onspoken = onspoken;
    this.rewindMs = 0; // how far playing on goes back after a pause
    this.standsPaused = false; // a person paused it, and it has not been moved since
    this.repeated = null; // the stretch that is played again and again
    this.audio = el("audio", { preload: "metadata" });
    this.audio.preservesPitch = true;
    this.element = this.#bar();
    for (const name of ["play", "pause", "ended", "ratechange", "durationchange"]) {
      this.audio.addEventListener(name, () => this.#show());
    }
    this.audio.addEventListener("play", () => this.#tick());
    for (const name of ["seeked", "timeupdate"]) this.audio.addEventListener(name, () => this.#now());
    this.audio.addEventListener("error", () => this.#broken());
    this.releaseKeys = answerMediaKeys(this);
  }

  #bar() {
    this.toggleButton = button({ class: "iw-round", onclick: () => this.toggle() });
    this.backButton = button(
      { class: "iw-quiet", title: t("5 seconds back (j)"), "aria-label": t("5 seconds back"), onclick: () => this.skip(-STEP_BACK_MS) },
      icon("back"), el("span", { class: "iw-small", "aria-hidden": "true" }, "5"),
    );
    this.slider = el("input", { type: "range", class: "iw-slider", min: "0", max: "0", step: "100", value: "0", "aria-label": t("Position in the recording") });
    this.slider.addEventListener("input", () => this.seek(Number(this.slider.value)));
    this.timeText = el("span", { class: "iw-clock" });
    this.speed = el("select", { class: "iw-select", title: t("Speed (- and +)"), "aria-label": t("Speed") },
      ...SPEEDS.map((value) => el("option", { value: String(value) }, `${value}×`)));
    this.speed.value = "1";
    this.speed.addEventListener("change", () => this.#setSpeed(Number(this.speed.value)));
    this.followBox = el("input", { type: "checkbox", checked: true });
    this.note = el("span", { class: "iw-note" });
    this.repeatText = el("span", {});
    this.repeatChip = button({ class: "iw-repeat", hidden: true, title: t("Stop repeating (Shift+R)"), onclick: () => this.repeat(null) },
      icon("repeat"), this.repeatText, icon("close"));
    const follow = el("label", { class: "iw-follow", title: t("Keep the spoken word in view (f)") }, this.followBox, t("Follow"));
    return el("div", { class: "iw-player", role: "group", "aria-label": t("Recording") },
      this.toggleButton, this.backButton, this.slider, this.timeText, this.repeatChip, this.speed, follow, this.note);
  }

  /** Play this address; null when there is nothing to play. */
  load(url) {
    if (this.url === url) return;
    this.url = url;
    this.spoken = -1;
    this.standsPaused = false;
    this.isUsed = false; // whether this recording has been played or moved here
    this.repeat(null);
    this.element.classList.toggle("iw-is-silent", !url);
    this.note.textContent = url ? "" : t("There is no recording to play.");
    if (url) this.audio.src = url;
    else this.audio.removeAttribute("src");
    this.#show();
  }

  get following() {
    return this.followBox.checked;
  }

  set following(on) {
    this.followBox.checked = on;
  }

  /** Where the recording stands; null while nobody has used it. */
  get placeMs() {
    return this.isUsed ? Math.round(this.audio.currentTime * 1000) : null;
  }

  toggle() {
    if (this.audio.paused) this.#playOn();
    else this.pause();
  }

  pause() {
    this.audio.pause();
    this.standsPaused = true;
  }

  /** Play on a little before where it was paused, unless it has been moved since. */
  #playOn() {
    const back = this.audio.currentTime * 1000 - this.rewindMs;
    const goesBack = this.standsPaused && this.rewindMs > 0;
    this.standsPaused = false;
    this.play(goesBack ? Math.max(this.repeated?.from ?? 0, back) : null);
  }

  stepBack() {
    this.skip(-STEP_BACK_MS);
  }

  stepForward() {
    this.skip(STEP_BACK_MS);
  }

  /** Play a stretch of time again and again; null: no longer. */
  repeat(stretch) {
    this.repeated = stretch;
    this.repeatChip.hidden = !stretch;
    if (!stretch) return;
    this.repeatText.textContent = t("Repeating {from}–{to}", { from: clock(stretch.from), to: clock(stretch.to) });
    this.play(stretch.from);
  }

  /** Play on, or from `ms`. */
  play(ms = null) {
    if (!this.url) return;
    this.isUsed = true;
    if (ms !== null) this.seek(ms);
    // The browser says no when a newer seek or pause overtakes this, and the `error` event tells of real faults.
    this.audio.play().catch(() => this.#show());
  }

  seek(ms) {
    if (!this.url) return;
    this.isUsed = true;
    this.standsPaused = false;
    if (this.repeated && (ms < this.repeated.from - STEP_BACK_MS || ms > this.repeated.to)) this.repeat(null); // gone elsewhere
    this.audio.currentTime = Math.max(0, ms) / 1000;
  }

  skip(ms) {
    this.seek(this.audio.currentTime * 1000 + ms);
  }

  /** One step slower (-1) or faster (1). */
  changeSpeed(step) {
    const at = SPEEDS.indexOf(this.audio.playbackRate) + step;
    if (SPEEDS[at]) this.#setSpeed(SPEEDS[at]);
  }

  destroy() {
    this.releaseKeys();
    this.audio.pause();
    this.audio.removeAttribute("src");
    this.audio.load();
  }

  #setSpeed(rate) {
    this.audio.playbackRate = rate;
    this.audio.defaultPlaybackRate = rate;
    this.speed.value = String(rate);
  }

  #show() {
    const { paused, duration } = this.audio;
    this.toggleButton.replaceChildren(icon(paused ? "play" : "pause"));
    const label = paused ? t("Play") : t("Pause");
    this.toggleButton.setAttribute("aria-label", label);
    this.toggleButton.title = t("{action} (space)", { action: label });
    this.lengthMs = Number.isFinite(duration) ? duration * 1000 : 0;
    this.slider.max = String(this.lengthMs);
    this.#now();
  }

  #broken() {
    if (this.url) this.note.textContent = t("The recording cannot be played just now. The transcript can be coded all the same.");
  }

  #tick() {
    this.#now();
    if (!this.audio.paused) requestAnimationFrame(() => this.#tick());
  }

  #now() {
    const ms = this.audio.currentTime * 1000;
    if (this.repeated && ms >= this.repeated.to && !this.audio.seeking) this.audio.currentTime = this.repeated.from / 1000;
    if (Math.floor(ms / 200) !== this.shownAt) {
      this.shownAt = Math.floor(ms / 200);
      this.slider.value = String(ms);
      this.slider.style.setProperty("--iw-played", `${this.lengthMs ? (100 * ms) / this.lengthMs : 0}%`);
    }
    const text = `${clock(ms)} / ${clock(this.lengthMs)}`;
    if (this.timeText.textContent !== text) {
      this.timeText.textContent = text;
      this.slider.setAttribute("aria-valuetext", clock(ms));
    }
    this.#speak(ms);
  }

  #speak(ms) {
    const timeline = this.turns.transcript?.timeline;
    if (!timeline || (ms === 0 && this.audio.paused)) return;
    const at = timeline.at(ms);
    const word = timeline.words[at];
    const spoken = word && ms <= word.end + SILENCE_MS ? at : -1;
    if (spoken === this.spoken) return;
    this.spoken = spoken;
    this.onspoken(spoken < 0 ? null : this.#placed(word));
  }

  #placed({ turn, word }) {
    const { text, words } = this.turns.transcript.turns[turn];
    const [start, end] = words[word];
    return { turn, word, start: toUtf16(text, start), end: toUtf16(text, end) };
  }
}
