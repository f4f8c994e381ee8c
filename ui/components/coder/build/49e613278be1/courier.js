// Carries outboxes to the server, oldest first, one request at a time, again and again until they are empty.

const AT_ONCE = 200; // operations in one request
const KEEPALIVE_BYTES = 60_000; // browsers allow 64 KiB in flight while a page goes away
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 15_000;
const PATIENCE_MS = 30_000;
const REFUSALS = new Set([400, 413, 422]); // the same request would never be understood

export class Courier {
  /**
   * @param {object} wiring
   * @param {() => import("./outbox.js").Outbox[]} wiring.boxes
   * @param {() => string} wiring.url
   * @param {(operation: object) => object} wiring.complete adds what is not stored, the quoted words
   * @param {(answer: object) => void} wiring.answered
   * @param {() => void} wiring.changed
   * @param {(url: string, options: RequestInit) => Promise<Response>} [wiring.fetch]
   */
  constructor({ boxes, url, complete, answered, changed, fetch = globalThis.fetch.bind(globalThis) }) {
    this.boxes = boxes;
    this.url = url;
    this.complete = complete;
    this.answered = answered;
    this.changed = changed;
    this.fetch = fetch;
    this.busy = false;
    this.failures = 0;
    this.reason = ""; // why the last attempt failed, in the server's words; "" when it said nothing
  }

  get waiting() {
    return this.boxes().reduce((sum, box) => sum + box.operations.length, 0);
  }

  /** @returns {"saved"|"saving"|"offline"|"closed"} */
  get state() {
    if (this.closed) return "closed";
    if (!this.waiting) return "saved";
    return this.failures ? "offline" : "saving";
  }

  async deliver() {
    if (this.busy) return;
    this.busy = true;
    clearTimeout(this.retry);
    try {
      for (let box = this.#next(); box; box = this.#next()) await this.#send(box);
      this.failures = 0;
    } catch (error) {
      this.failures += 1;
      this.reason = error instanceof Refusal ? error.message : "";
      this.#later();
    } finally {
      this.busy = false;
      this.changed();
    }
  }

  /** The page goes away: hand everything over without waiting for an answer. What does not fit stays in storage. */
  leave() {
    let room = KEEPALIVE_BYTES;
    for (const box of this.boxes()) {
      const body = this.#body(box, box.operations.slice(0, AT_ONCE));
      room -= body.length * 2;
      if (!box.operations.length || room < 0) continue;
      this.#post(body, { keepalive: true }).catch(() => {}); // still in storage: sent again at the next visit
    }
  }

  #next() {
    return this.boxes().find((box) => box.operations.length);
  }

  async #send(box, count = AT_ONCE) {
    const operations = box.operations.slice(0, count);
    const response = await this.#post(this.#body(box, operations), { signal: AbortSignal.timeout(PATIENCE_MS) });
    this.closed = response.status === 401 || response.status === 403;
    if (response.ok) return this.#acknowledge(box, await response.json());
    const reason = await wordsOf(response);
    if (!REFUSALS.has(response.status)) throw new Refusal(reason);
    if (operations.length > 1) return this.#send(box, 1); // find the one that is not taken
    const [{ seq }] = operations;
    return this.#acknowledge(box, { acknowledged: seq, results: [{ seq, refused: reason }], changes: {} });
  }

  #acknowledge(box, answer) {
    if (!box.acknowledge(answer.acknowledged)) throw new Refusal("");
    this.failures = 0;
    this.reason = "";
    this.answered(answer);
  }

  #body(box, operations) {
    return JSON.stringify({ client: box.client, coder: box.place?.coder, operations: operations.map(this.complete) });
  }

  #post(body, options) {
    const headers = { "Content-Type": "application/json", "X-Workbench": "1" };
    return this.fetch(this.url(), { method: "POST", credentials: "same-origin", headers, body, ...options });
  }

  #later() {
    const pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (this.failures - 1));
    this.retry = setTimeout(() => this.deliver(), pause * (0.75 + Math.random() / 2));
  }
}

/** The server answered, and said no or nothing useful. */
class Refusal extends Error {}

/** The sentence in which the server says what is wrong; "" when it said nothing. */
export async function wordsOf(response) {
  try {
    return String((await response.json()).error ?? "");
  } catch {
    return ""; // not our own answer: a proxy's, or a server that is just stopping
  }
}
