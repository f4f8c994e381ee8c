// One interview as one person sees it: what the server has confirmed, what is on its way, and both together.
// Lives as long as the browser page, also while the desk itself is not on the screen.
import { Courier } from "./courier.js";
import { Live } from "./live.js";
import { confirmed, foreseen, viewOf } from "./operations.js";
import { QuickKeys } from "./quickkeys.js";
import { completed } from "./segments.js";
import { Outbox, holdClient, isClientHeld, leftBehind } from "./outbox.js";
import { inRound } from "./rounds.js";

const models = new Map();
const WORDS = ["turns", "turns_removed", "order", "review", "drafts", "transcript", "translations", "gloss"]; // what changes of the words are told by

/** The model of the interview that `data` describes, made when first asked for. */
export function modelOf(data) {
  const name = [data.study, data.interview.id, data.coder.id].join("/");
  if (!models.has(name)) models.set(name, new Model(data));
  return models.get(name);
}

/** Hand over everything that waits, in every interview: the page goes away. */
export function leaveAll() {
  for (const model of models.values()) if (model.courier.waiting) model.courier.leave();
}

/** How many changes wait in this browser page. */
export function allWaiting() {
  return [...models.values()].reduce((sum, model) => sum + model.courier.waiting, 0);
}

const sameNames = (some, others) => some.map(({ id }) => id).join() === others.map(({ id }) => id).join();

export class Model {
  constructor(data, storage = globalThis.localStorage) {
    this.place = { study: data.study, interview: data.interview.id, coder: data.coder.id, label: data.interview.label };
    this.own = new Outbox(this.place, storage);
    this.storage = storage;
    this.boxes = [this.own];
    this.revision = -1; // the newest we know of
    this.synced = -1; // up to which we know what others have done
    this.present = []; // others who are here: { id, name }
    this.allRounds = false; // show the codings of other rounds too
    this.scrollTop = 0;
    this.keys = new QuickKeys(this.place, storage); // what 1 to 9 stand for
    this.recent = [...this.keys.used]; // codes, the one used last first
    this.transcript = null;
    this.onchange = () => {};
    /** @type {(results: object[]) => void} */
    this.onanswer = () => {};
    this.onstale = () => {}; // the transcript shown is not the current one any more
    /** @type {(changes: object) => void} turns as they are now */
    this.onwords = () => {};
    this.courier = new Courier({
      boxes: () => this.boxes,
      url: () => this.data.urls.operations,
      complete: (operation) => completed(operation, this.transcript),
      answered: (answer) => this.#answered(answer),
      changed: () => this.onchange(),
    });
    holdClient(this.own.client);
  }

  /** Take what Python sent; what was drawn before our last acknowledged change is out of date and left aside. */
  receive(data) {
    if (data.revision < this.revision) return this.#moveTo(data.round);
    this.revision = this.synced = data.revision;
    this.codebook = data.codebook;
    this.isStale = false;
    this.data = data;
    this.confirmed = viewOf(data);
    return this.#look();
  }

  /** The round the person has just chosen, also where the rest of what Python sent is out of date. */
  #moveTo(round) {
    this.data = { ...this.data, round };
    this.#look();
    if (this.courier.failures) this.courier.deliver(); // the server is there again: do not wait for the next attempt
  }

  /** Send what earlier pages left behind before anything new. */
  async recover() {
    if (this.recovered) return;
    this.recovered = true;
    const left = await leftBehind(this.place, this.storage, isClientHeld);
    this.boxes.unshift(...left.filter((box) => box.client !== this.own.client));
    this.#look();
    if (this.courier.waiting) this.courier.deliver();
  }

  /** Do something: shown at once, kept in the outbox, sent. */
  do(operation) {
    const { round } = this.data;
    this.own.add({ made_at: new Date().toISOString(), ...(round && { round }), ...operation });
    this.#look();
    this.courier.deliver();
  }

  get waitingOperations() {
    return this.boxes.flatMap((box) => box.operations);
  }

  #look() {
    const whole = foreseen(this.confirmed, this.waitingOperations, this.data.coder);
    const codings = inRound(whole.codings, this.allRounds ? null : this.data.round);
    this.view = { ...whole, codings };
    this.elsewhere = whole.codings.size - inRound(whole.codings, this.data.round).size;
    this.onchange();
  }

  /** Show the codings of all rounds one may see, or only those of the round one codes in. */
  showAllRounds(all) {
    this.allRounds = all;
    this.#look();
  }

  // --- what others do

  /** Hear of what others do, as long as the desk is on the screen. */
  listen() {
    this.live?.stop();
    this.live = new Live({ url: () => this.#question(), told: (answer) => this.hear(answer), heard: (state, reason) => this.#heard(state, reason) });
    this.live.start();
  }

  deafen() {
    this.live?.stop();
    this.live = null;
  }

  #question() {
    const known = new URLSearchParams({ since: String(this.synced), transcript: this.data.transcript.id, coder: this.place.coder });
    if (this.codebook !== undefined) known.set("codes", String(this.codebook));
    return `${this.data.urls.changes}?${known}`;
  }

  /**
   * Take what others have done; true when the answer is older than what we know, so that it has to be asked again.
   * @param {{ revision: number, codebook?: number, changes?: Record<string, any>, state?: object|null, order?: [id: string, revision: number, speaker: string][],
   *           reload?: boolean, present?: { id: string, name: string }[] }} answer
   */
  hear({ revision, codebook, changes = {}, state, order, reload, present = [] }) {
    if (revision < this.revision) return true;
    const isNews = Boolean(state) || Object.keys(changes).length > 0 || !sameNames(present, this.present);
    this.revision = this.synced = revision;
    this.codebook = codebook;
    this.present = present;
    const known = new Set(this.data.people?.map(({ id }) => id));
    this.data = { ...this.data, people: [...(this.data.people ?? []), ...present.filter(({ id }) => !known.has(id))] };
    if (state) {
      this.data = { ...this.data, ...state, transcript: this.data.transcript };
      this.confirmed = viewOf(this.data);
    } else if (!reload) this.confirmed = confirmed(this.confirmed, changes);
    const isStale = reload || (order && !this.#hasTurns(order)) || (state && (state.gloss ?? null) !== (this.transcript?.gloss?.id ?? null));
    if (isStale && !this.isStale) this.onstale();
    this.isStale = isStale;
    if (isStale) return false;
    this.#tellWords(changes);
    if (isNews) this.#look();
    return false;
  }

  #tellWords(changes) {
    if (WORDS.some((key) => key in changes)) this.onwords(changes);
  }

  #hasTurns(order) {
    const turns = this.transcript?.turns ?? [];
    return turns.length === order.length
      && turns.every(({ id, revision, speaker }, i) => [id, revision, speaker].join() === order[i].join());
  }

  /** The gate may have closed, or opened again, without anything waiting to be sent. */
  #heard(state, reason) {
    const was = Boolean(this.courier.closed);
    if (state !== "offline") this.courier.closed = state === "closed";
    if (state === "closed") this.courier.reason = reason;
    if (was !== this.courier.closed) this.onchange();
    if (state === "open" && this.courier.waiting && !this.courier.busy) this.courier.deliver();
  }

  #answered(answer) {
    this.revision = Math.max(this.revision, answer.revision ?? 0);
    if (answer.revision === this.synced + 1) this.synced = answer.revision; // nobody else did anything in between
    this.confirmed = confirmed(this.confirmed, answer.changes ?? {});
    this.#tellWords(answer.changes ?? {});
    this.boxes = this.boxes.filter((box) => box === this.own || box.operations.length);
    this.#look();
    this.onanswer(answer.results ?? []);
  }

}
