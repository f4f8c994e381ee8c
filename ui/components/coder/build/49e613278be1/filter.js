// Which coded segments are shown: by code (with its subcodes), coder, round, origin, and whether they are to be discussed.
// What this lets through is painted, has a stripe, is in the table and in the counts. Pure.

/** @typedef {import("./operations.js").Coding} Coding */

export const PARTS = ["codes", "coders", "rounds", "origins"];

export class Filter {
  codes = new Set();
  coders = new Set();
  rounds = new Set();
  origins = new Set();
  discuss = false;

  clear() {
    for (const part of PARTS) this[part] = new Set();
    this.discuss = false;
  }

  get isActive() {
    return this.discuss || PARTS.some((part) => this[part].size);
  }

  /** The codes asked for, with everything below them. */
  wanted(codes) {
    const wanted = new Set(this.codes);
    for (const code of codes) if (wanted.has(code.parent_id)) wanted.add(code.id); // parents come before their children
    return wanted;
  }

  /**
   * The coded segments to show; the very same map when nothing is filtered.
   * @param {Map<string, Coding>} codings
   */
  of(codings, codes) {
    if (!this.isActive) return codings;
    const wanted = this.wanted(codes);
    return new Map([...codings].filter(([, coding]) => this.#lets(coding, wanted)));
  }

  passes(coding, codes) {
    return !this.isActive || this.#lets(coding, this.wanted(codes));
  }

  /** @param {Coding} coding */
  #lets({ code, coder, round, origin, discuss }, wanted) {
    return (!this.codes.size || wanted.has(code))
      && (!this.coders.size || this.coders.has(coder))
      && (!this.rounds.size || round === undefined || this.rounds.has(round)) // of what is on its way the round is not known yet
      && (!this.origins.size || this.origins.has(origin ?? "person"))
      && (!this.discuss || Boolean(discuss));
  }
}
