// One interview as one person sees it: what the server has confirmed, what is on its way, and both together.
// Lives as long as the browser page, also while the desk itself is not on the screen.
import { Courier } from "./courier.js";
import { confirmed, foreseen, viewOf } from "./operations.js";
import { QuickKeys } from "./quickkeys.js";
import { completed } from "./segments.js";
import { Outbox, holdClient, isClientHeld, leftBehind } from "./outbox.js";

const models = new Map();

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

export class Model {
  constructor(data, storage = globalThis.localStorage) {
    this.place = { study: data.study, interview: data.interview.id, coder: data.coder.id, label: data.interview.label };
    this.own = new Outbox(this.place, storage);
    this.storage = storage;
    this.boxes = [this.own];
    this.revision = -1;
    this.scrollTop = 0;
    this.keys = new QuickKeys(this.place, storage); // what 1 to 9 stand for
    this.recent = [...this.keys.used]; // codes, the one used last first
    this.transcript = null;
    this.onchange = () => {};
    /** @type {(results: object[]) => void} */
    this.onanswer = () => {};
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
    if (data.revision < this.revision) return;
    this.revision = data.revision;
    this.data = data;
    this.confirmed = viewOf(data);
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
    this.own.add({ made_at: new Date().toISOString(), ...operation });
    this.#look();
    this.courier.deliver();
  }

  get waitingOperations() {
    return this.boxes.flatMap((box) => box.operations);
  }

  #look() {
    this.view = foreseen(this.confirmed, this.waitingOperations, this.data.coder);
    this.onchange();
  }

  #answered(answer) {
    this.revision = Math.max(this.revision, answer.revision ?? 0);
    this.confirmed = confirmed(this.confirmed, answer.changes ?? {});
    this.onwords(answer.changes ?? {});
    this.boxes = this.boxes.filter((box) => box === this.own || box.operations.length);
    this.#look();
    this.onanswer(answer.results ?? []);
  }

}
