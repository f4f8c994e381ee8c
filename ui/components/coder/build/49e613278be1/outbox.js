// Operations on their way. An operation stays here, and in the browser's storage, until the server has acknowledged it:
// a reload, a closed tab, a stopped server or a lost network loses nothing. Sending twice is harmless, because the
// server knows each operation by (client, seq). Stored are ids and offsets; words only where a person typed them (the name
// of a new code or speaker, a corrected turn), and only while they wait.

const SHELF = "workbench/outbox";

/** Where the outboxes of a study lie in the browser's storage. */
const folder = ({ study, interview, coder }) => [SHELF, study, interview, coder].join("/") + "/";

/** 32 random hexadecimal digits; `crypto.randomUUID` exists only in secure contexts. */
export function newId() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

export class Outbox {
  /**
   * @param {{ study: string, interview: string, coder: string, label: string }} place
   * @param {Storage} storage
   */
  constructor(place, storage, client = newId(), operations = []) {
    this.place = place;
    this.storage = storage;
    this.client = client;
    this.operations = operations;
    this.seq = operations.at(-1)?.seq ?? 0;
  }

  /** Keep an operation until it is acknowledged; it gets the next number. */
  add(operation) {
    this.seq += 1;
    this.operations.push({ seq: this.seq, ...operation });
    this.#keep();
  }

  /** Forget what the server has; the number of operations forgotten. */
  acknowledge(seq) {
    const before = this.operations.length;
    this.operations = this.operations.filter((operation) => operation.seq > seq);
    this.#keep();
    return before - this.operations.length;
  }

  #keep() {
    const name = folder(this.place) + this.client;
    try {
      if (this.operations.length) {
        this.storage.setItem(name, JSON.stringify({ label: this.place.label, operations: this.operations }));
      } else this.storage.removeItem(name);
    } catch (error) {
      console.warn("The browser's storage is closed or full; changes are kept in this tab only.", /** @type {Error} */ (error).name);
    }
  }
}

/** The outboxes earlier pages left behind, in the order in which they began. */
export async function leftBehind(place, storage, isAlive) {
  const found = [];
  const start = folder(place);
  for (const name of namesOf(storage).filter((key) => key.startsWith(start))) {
    const client = name.slice(start.length);
    const kept = read(storage, name);
    if (kept.operations.length && !(await isAlive(client))) found.push(new Outbox(place, storage, client, kept.operations));
  }
  return found.sort((a, b) => (a.operations[0].made_at < b.operations[0].made_at ? -1 : 1));
}

/** Other interviews of this study whose changes wait for them to be opened again: label to number of changes. */
export function waitingElsewhere({ study, interview, coder }, storage) {
  const waiting = new Map();
  for (const name of namesOf(storage)) {
    const [, , inStudy, ofInterview, byCoder] = name.split("/");
    if (!name.startsWith(`${SHELF}/`) || inStudy !== study || ofInterview === interview || byCoder !== coder) continue;
    const { label, operations } = read(storage, name);
    if (operations.length) waiting.set(label, (waiting.get(label) ?? 0) + operations.length);
  }
  return waiting;
}

function namesOf(storage) {
  try {
    return Object.keys(storage);
  } catch {
    return []; // storage closed by the browser's settings: nothing can have been left there
  }
}

function read(storage, name) {
  try {
    const kept = JSON.parse(storage.getItem(name));
    if (Array.isArray(kept?.operations)) return kept;
  } catch (error) {
    console.warn("An outbox in the browser's storage is damaged.", /** @type {Error} */ (error).name);
  }
  return { label: "", operations: [] };
}

/** Mark a client as alive for as long as this page lives, so that another tab does not take its outbox. */
export function holdClient(client) {
  navigator.locks?.request(`${SHELF}/${client}`, () => new Promise(() => {}));
}

/** Whether a page that uses `client` is open in some tab. */
export async function isClientHeld(client) {
  if (!navigator.locks) return false; // sending another tab's operations twice is harmless
  const { held } = await navigator.locks.query();
  return held.some((lock) => lock.name === `${SHELF}/${client}`);
}
