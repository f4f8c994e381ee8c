// Moves on their way to the server: shown at once, sent one bundle at a time, dropped when acknowledged.

const AGAIN_AFTER_MS = 5_000; // no answer for so long: the page was drawn over, or the server is being started

export class Moves {
  /**
   * @param {(bundle: { client: string, moves: object[] }) => void} send
   * @param {{ client?: string, setTimer?: Function, clearTimer?: Function }} [given] for tests
   */
  constructor(send, { client = crypto.randomUUID(), setTimer = (act, ms) => setTimeout(act, ms), clearTimer = (timer) => clearTimeout(timer) } = {}) {
    this.send = send;
    this.client = client;
    this.setTimer = setTimer;
    this.clearTimer = clearTimer;
    this.waiting = [];
    this.seq = 0;
    this.sent = 0;
  }

  /** @param {{ id: string, parent: string|null, before: string|null }} move */
  add(move) {
    this.seq += 1;
    this.waiting.push({ seq: this.seq, ...move });
    if (this.sent === 0) this.#deliver();
  }

  /** The server has done, or refused in words, everything up to this number. */
  acknowledge(seq) {
    this.waiting = this.waiting.filter((move) => move.seq > seq);
    if (this.sent === 0 || seq < this.sent) return;
    this.clearTimer(this.timer);
    this.sent = 0;
    if (this.waiting.length) this.#deliver();
  }

  /** The tree as it will be once everything has arrived. */
  foreseen(forest) {
    return this.waiting.reduce((seen, { id, parent, before }) => seen.moved(id, { parent, before }) ?? seen, forest);
  }

  stop() {
    this.clearTimer(this.timer);
  }

  #deliver() {
    this.sent = this.waiting.at(-1).seq;
    this.send({ client: this.client, moves: this.waiting });
    this.timer = this.setTimer(() => this.#deliver(), AGAIN_AFTER_MS);
  }
}
