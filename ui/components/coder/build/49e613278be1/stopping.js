// Where this person stopped reading: kept on the server, so that another browser knows it too, and offered at the next
// visit. It is a turn and a time, never a word.
import { button, clock, el, icon } from "./dom.js";
import { t } from "./messages.js";
import { topTurn } from "./sight.js";

const REST_MS = 2_500; // a view that has not moved for this long is being read

/** @typedef {{ turn: string, ms: number|null }} Place */

export class Stopping {
  /**
   * @param {import("./desk.js").Desk} desk
   * @param {typeof fetch} fetch
   */
  constructor(desk, fetch = globalThis.fetch.bind(globalThis)) {
    this.desk = desk;
    this.fetch = fetch;
    this.kept = ""; // the place the server has, or the one the interview was opened at
    this.seen = null; // the turn at the top of the view, as it was looked for last
  }

  /** The interview is open: offer to go on where the person stopped, unless that is in view. */
  begin() {
    const { transcript, model } = this.desk;
    const { place } = model.data;
    this.url = model.data.urls.place;
    this.look();
    this.kept = this.seen?.id ?? "";
    const turn = place ? transcript.position.get(place.turn) ?? 0 : 0;
    this.offered = turn > 0 && place.turn !== this.kept ? { turn, ms: place.ms } : null;
    if (this.offered) this.#offer(this.offered);
  }

  #offer({ turn, ms }) {
    const where = ms === null ? t("You stopped at turn {number}.", { number: turn + 1 }) : t("You stopped at {time}.", { time: clock(ms) });
    this.note = el("div", { class: "iw-notice iw-stopped", role: "status" }, el("span", {}, where),
      button({ class: "iw-button", title: t("Go on where you stopped (Shift+O)"), onclick: () => this.goOn() }, t("Go on where you stopped")),
      button({ class: "iw-quiet", "aria-label": t("Put away"), onclick: () => this.putAway() }, icon("close")));
    this.desk.notices.element.append(this.note);
  }

  /** Go where the person stopped, also with the recording, which waits. */
  goOn() {
    if (!this.offered) return this.desk.notices.hint(t("You are where you stopped last."));
    const { turn, ms } = this.offered;
    this.putAway();
    this.desk.reader.goTo({ turn, offset: 0 });
    return ms === null ? undefined : this.desk.player.seek(ms);
  }

  putAway() {
    this.note?.remove();
    this.note = this.offered = null;
  }

  /** Look which turn is at the top. Not when it is kept: where a page goes away, that would mean laying out all of it. */
  look() {
    const { transcript, turns, scroller } = this.desk;
    this.seen = transcript?.turns[topTurn(turns, scroller)] ?? null;
  }

  /** The view has moved. */
  scrolled() {
    this.look();
    clearTimeout(this.rest);
    this.rest = setTimeout(() => this.keep(), REST_MS);
  }

  /** Keep where the person is, when that is new. */
  keep() {
    clearTimeout(this.rest);
    const place = this.#here();
    if (!this.url || !place || place.turn === this.kept) return;
    this.kept = place.turn;
    const headers = { "Content-Type": "application/json", "X-Workbench": "1" };
    this.fetch(this.url, { method: "PUT", credentials: "same-origin", headers, body: JSON.stringify(place), keepalive: true })
      .catch(() => { this.kept = ""; }); // the server is away: the next move keeps it
  }

  /** The interview is left. */
  leave() {
    if (this.desk.ready) this.keep();
    this.putAway();
    this.url = this.seen = null;
  }

  /** @returns {Place|null} */
  #here() {
    return this.seen && { turn: this.seen.id, ms: this.desk.player.placeMs ?? this.seen.start_ms };
  }
}
