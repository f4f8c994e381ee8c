// Playing a stretch once, and stopping behind it.

export class Stretch {
  /** @param {import("./player.js").Player} player */
  constructor(player) {
    this.player = player;
    this.until = null;
    this.from = 0;
    player.audio.addEventListener("timeupdate", () => this.#watch());
    player.audio.addEventListener("seeked", () => this.#watch());
    for (const name of ["pause", "emptied"]) player.audio.addEventListener(name, () => this.stop());
  }

  /** Play from one moment to another, in ms; nothing where there is no recording. */
  play(from, to) {
    if (!this.player.url) return;
    this.player.repeat(null);
    this.player.play(from);
    this.from = from;
    this.until = to;
  }

  stop() {
    this.until = null;
  }

  #watch() {
    const ms = this.player.audio.currentTime * 1000;
    if (this.until === null || this.player.audio.seeking) return;
    if (ms < this.from - 1_000) this.stop(); // somebody has gone elsewhere
    else if (ms >= this.until) this.player.audio.pause();
  }
}
