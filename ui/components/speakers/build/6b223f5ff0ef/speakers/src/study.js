// What goes to the study and comes from it: the voices as they are now, and one step after another to the desk's log.
import { t } from "../../coder/src/messages.js";

const HEADERS = { "X-Workbench": "1", "Content-Type": "application/json" };

export class StudyLine {
  /**
   * @param {{ urls: { voices: string, operations: string }, coder: string }} place
   * @param {(pending: number) => void} onpending
   */
  constructor({ urls, coder }, onpending) {
    this.urls = urls;
    this.coder = coder;
    this.onpending = onpending;
    this.client = crypto.randomUUID();
    this.seq = 0;
    this.pending = 0;
    this.unsent = null; // a step that did not arrive: it keeps its number, so that it happens once
    this.queue = Promise.resolve();
  }

  /** The voices as they are now; null when nothing has changed since `known`. */
  async voices(known = null) {
    const since = known ? `&since=${known.revision}&transcript=${known.transcript}` : "";
    const response = await fetch(`${this.urls.voices}?coder=${this.coder}${since}`, { credentials: "same-origin" });
    if (response.status === 204) return null;
    return answerOf(response);
  }

  /** What one voice says. */
  async turns(label) {
    const response = await fetch(`${this.urls.voices}?coder=${this.coder}&turns=${encodeURIComponent(label)}`, { credentials: "same-origin" });
    return (await answerOf(response)).turns;
  }

  /** Have something done about voices that is no step of the desk: comparing, profiles, a no. */
  act(what) {
    return this.#count(async () => answerOf(await this.#post(this.urls.voices, { ...what, coder: this.coder })));
  }

  /** One step of the desk; `{refused, stepped, way}`. Steps go one after the other, in the order in which they were made. */
  step(operation) {
    const turn = this.queue.then(() => this.#count(() => this.#send(operation)));
    this.queue = turn.then(() => undefined, () => undefined);
    return turn;
  }

  async #send(operation) {
    if (!this.unsent || this.unsent.operation !== operation) this.unsent = { operation, seq: this.seq += 1 };
    const numbered = { ...operation, seq: this.unsent.seq };
    const answer = await answerOf(await this.#post(this.urls.operations, { client: this.client, coder: this.coder, operations: [numbered] }));
    this.unsent = null;
    return answer.results[0];
  }

  #post(url, body) {
    return fetch(url, { method: "POST", credentials: "same-origin", headers: HEADERS, body: JSON.stringify(body) });
  }

  async #count(work) {
    this.onpending(this.pending += 1);
    try {
      return await work();
    } finally {
      this.onpending(this.pending -= 1);
    }
  }
}

/** The study's answer; an error in its own words when it says no, in ours when it says nothing. */
async function answerOf(response) {
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(answer.error ?? t("The workbench did not answer as it should. Reload the page."));
  return answer;
}
