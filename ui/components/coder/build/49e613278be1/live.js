// What others do meanwhile: asked every two seconds while the page can be seen. The same questions tell whether the
// workbench is still open in this browser.
import { wordsOf } from "./courier.js";

const EVERY_MS = 2_000;
const LONGEST_PAUSE_MS = 30_000;
const PATIENCE_MS = 10_000;

export class Live {
  /**
   * @param {object} wiring
   * @param {typeof globalThis.fetch} [wiring.fetch]
   * @param {Document} [wiring.page]
   * @param {() => string} wiring.url where to ask, with what is known already
   * @param {(answer: object) => boolean} wiring.told takes an answer; true when the next question should follow at once
   * @param {(state: "open"|"offline"|"closed", reason: string) => void} wiring.heard after every question, with the server's reason
   */
  constructor({ url, told, heard, fetch = globalThis.fetch.bind(globalThis), page = globalThis.document }) {
    this.url = url;
    this.told = told;
    this.heard = heard;
    this.fetch = fetch;
    this.page = page;
    this.failures = 0;
    this.onvisible = () => { if (!this.page.hidden) this.ask(); };
  }

  start() {
    this.page.addEventListener("visibilitychange", this.onvisible);
    this.ask();
  }

  stop() {
    this.stopped = true;
    this.page.removeEventListener("visibilitychange", this.onvisible);
    clearTimeout(this.timer);
  }

  /** Ask now, unless a question is under way, or nobody is looking: coming back to the page asks at once. */
  async ask() {
    clearTimeout(this.timer);
    if (this.busy || this.stopped || this.page.hidden) return;
    this.busy = true;
    const [state, again, reason] = await this.#question();
    this.busy = false;
    if (this.stopped) return;
    this.failures = state === "open" ? 0 : this.failures + 1;
    this.heard(state, reason);
    const pause = again ? 0 : Math.min(LONGEST_PAUSE_MS, EVERY_MS * 2 ** this.failures);
    this.timer = setTimeout(() => this.ask(), pause);
  }

  /** @returns {Promise<["open"|"offline"|"closed", boolean, string]>} what was heard, whether to ask again at once, and why not */
  async #question() {
    try {
      const response = await this.fetch(this.url(), { credentials: "same-origin", signal: AbortSignal.timeout(PATIENCE_MS) });
      if (response.status === 401 || response.status === 403) return ["closed", false, await wordsOf(response)];
      if (!response.ok) return ["offline", false, ""];
      const answer = await response.json();
      return ["open", !this.stopped && this.told(answer), ""];
    } catch (error) {
      if (EXPECTED.has(/** @type {Error} */ (error).name)) return ["offline", false, ""];
      throw error;
    }
  }
}

const EXPECTED = new Set(["TypeError", "AbortError", "TimeoutError", "SyntaxError"]); // no network, no time, no JSON
