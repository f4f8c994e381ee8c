// One sound at a time: a passage plays from where it begins to where it ends, from the recording's own address.
import { clock, icon } from "../../coder/src/dom.js";
import { t } from "../../coder/src/messages.js";

export class Playing {
  constructor() {
    this.audio = new Audio();
    this.audio.preload = "none";
    this.buttons = new Map(); // by passage
    this.now = null;
    this.audio.addEventListener("timeupdate", () => this.#advance());
    for (const name of ["pause", "ended", "error"]) this.audio.addEventListener(name, () => this.#stopped(name));
  }

  /** Let a button play `{url, start, end}` (milliseconds; no end: until it is stopped). */
  attach(button, sound, id) {
    this.buttons.set(id, button);
    button.addEventListener("click", () => (this.now?.id === id ? this.audio.pause() : this.#play(sound, id)));
    this.#label(button, this.now?.id === id);
  }

  async #play(sound, id) {
    this.audio.pause();
    this.#stopped("pause");
    this.now = { ...sound, id };
    if (this.address !== sound.url) this.audio.src = this.address = sound.url;
    this.audio.currentTime = sound.start / 1000;
    this.#label(this.buttons.get(id), true);
    try {
      await this.audio.play();
    } catch (error) {
      if (/** @type {Error} */ (error).name !== "AbortError") this.#stopped("error"); // another passage was begun meanwhile
    }
  }

  #advance() {
    if (!this.now) return;
    const at = this.audio.currentTime * 1000;
    if (this.now.end !== null && at >= this.now.end) this.audio.pause();
    else this.#label(this.buttons.get(this.now.id), true, at);
  }

  #stopped(why) {
    if (!this.now || (why === "pause" && !this.audio.paused)) return;
    const button = this.buttons.get(this.now.id);
    this.now = null;
    this.#label(button, false);
    if (why === "error" && button) {
      this.address = null;
      button.append(t("The recording could not be played"));
    }
  }

  #label(button, isPlaying, at = this.now?.start ?? 0) {
    if (!button) return;
    button.setAttribute("aria-pressed", String(isPlaying));
    button.setAttribute("aria-label", isPlaying ? t("Stop") : t("Play"));
    button.replaceChildren(icon(isPlaying ? "pause" : "play"), isPlaying ? clock(at) : t("Play"));
  }

  destroy() {
    this.audio.pause();
    this.audio.removeAttribute("src");
  }
}
