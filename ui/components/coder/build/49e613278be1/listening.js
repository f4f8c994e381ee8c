// Listening while reading: a click plays from the word, the spoken word is shown and kept in view.
import { t } from "./messages.js";

const DOUBLE_CLICK_MS = 230; // a click that is not followed by another within this time plays
const HANDS_OFF_MS = 4_000; // after a person has scrolled, following waits this long
const ROOM_ABOVE = 40; // pixels of the text's edges in which a spoken word is not in comfortable view
const ROOM_BELOW = 90;

export class Listening {
  /** @param {import("./desk.js").Desk} desk */
  constructor(desk) {
    this.desk = desk;
    this.spoken = null; // the word being spoken, or spoken last
    this.scrolledAt = -HANDS_OFF_MS;
  }

  /** A click in the text plays from the word; the clicks of a double click select, as everywhere. */
  click(event) {
    clearTimeout(this.clicked);
    const place = this.desk.turns.at(event.clientX, event.clientY);
    if (!place || event.detail > 1 || event.shiftKey) return;
    this.clicked = setTimeout(() => { if (!this.desk.selection.passage) this.#playFrom(place); }, DOUBLE_CLICK_MS);
  }

  playTurn(turn) {
    this.desk.player.play(this.desk.transcript.turns[turn].start_ms);
  }

  playFromCaret() {
    const { caret } = this.desk.selection;
    if (caret) this.#playFrom(caret);
    else this.desk.player.play();
  }

  #playFrom({ turn, offset }) {
    const ms = this.desk.transcript.wordAt(turn, offset)?.[2] ?? this.desk.transcript.turns[turn].start_ms;
    if (ms !== null) this.desk.player.play(ms);
  }

  /** Play the selected words again and again, else the chosen coded segment, else the turn of the caret; or stop that. */
  repeat() {
    const { player, selection, coding, transcript, notices, currentTurns } = this.desk;
    if (player.repeated) {
      player.repeat(null);
      return notices.announce(t("Not repeating any more"));
    }
    const passage = selection.passage ?? coding.view.codings.get(coding.chosen);
    const slices = passage ? transcript.slices(passage) : currentTurns.slice(0, 1).map((turn) => wholeTurn(transcript, turn));
    const stretch = transcript.stretch(slices);
    if (!slices.length) return notices.hint(t("Select some words first; then they are repeated."));
    if (!stretch) return notices.hint(t("These words have no times, so they cannot be repeated."));
    return player.repeat(stretch);
  }

  toggleFollowing() {
    const { player, notices } = this.desk;
    player.following = !player.following;
    notices.announce(player.following ? t("Following the spoken word") : t("Not following the spoken word"));
  }

  /** Another word is being spoken; null: none. */
  speak(word) {
    const { root, transcript, painting, turns, player } = this.desk;
    this.spoken = word ?? this.spoken;
    root.dataset.spoken = word ? `${transcript.turns[word.turn].id}:${word.word}` : "";
    painting.mark("iw-now", word ? [turns.range(word)] : []);
    if (word && player.following && performance.now() - this.scrolledAt > HANDS_OFF_MS) this.reveal(word);
  }

  /** The person has scrolled: leave the page where it is for a while. */
  handsOn() {
    this.scrolledAt = performance.now();
  }

  /** Scroll only when a stretch of a turn is not in comfortable view; `atOnce`: without gliding there. */
  reveal(slice, atOnce = false) {
    const { scroller, turns } = this.desk;
    const [box] = turns.boxes(slice);
    const view = scroller.getBoundingClientRect();
    if (box.top >= view.top + ROOM_ABOVE && box.bottom <= view.bottom - ROOM_BELOW) return;
    const isFar = Math.abs(box.top - view.top) > 2 * view.height;
    const isCalm = atOnce || isFar || matchMedia("(prefers-reduced-motion: reduce)").matches;
    scroller.scrollTo({ top: scroller.scrollTop + box.top - view.top - view.height / 3, behavior: isCalm ? "instant" : "smooth" });
  }

  /** Turns have other numbers now: which word was spoken last is not known any more. */
  forgetWord() {
    this.speak(null);
    this.spoken = null;
    this.desk.player.spoken = -1;
  }

  /** The interview is left: no word of it is being spoken any more. */
  forget() {
    clearTimeout(this.clicked);
    this.speak(null);
    this.spoken = null;
  }
}

const wholeTurn = (transcript, turn) => ({ turn, start: 0, end: transcript.turns[turn].text.length });
