// Nothing is lost on the way: outboxes that outlive their page, and the courier that empties them.
import assert from "node:assert/strict";
import test from "node:test";
import { Courier } from "../../ui/components/coder/src/courier.js";
import { Outbox, leftBehind, newId, waitingElsewhere } from "../../ui/components/coder/src/outbox.js";

const PLACE = { study: "s", interview: "i", coder: "me", label: "H03" };

/** A Storage of the browser: its keys are its own properties. */
function storage() {
  const methods = {
    getItem(key) { return this[key] ?? null; },
    setItem(key, value) { this[key] = value; },
    removeItem(key) { delete this[key]; },
  };
  return Object.create(methods);
}

/** A server that keeps what it has taken, and fails or refuses when told to. */
function server() {
  const state = { taken: [], requests: 0, down: 0, poison: null };
  state.fetch = async (url, { body }) => {
    state.requests += 1;
    if (state.down > 0) { state.down -= 1; throw new TypeError("no network"); }
    const { client, operations } = JSON.parse(body);
    if (operations.some(({ id }) => id === state.poison)) return { ok: false, status: 422, json: async () => ({ error: "not understood" }) };
    for (const { seq, id } of operations) if (!state.taken.some((one) => one.client === client && one.seq === seq)) state.taken.push({ client, seq, id });
    return { ok: true, status: 200, json: async () => ({ acknowledged: operations.at(-1).seq, revision: 1, results: [], changes: {} }) };
  };
  return state;
}

function courierOf(boxes, state, answers = []) {
  return new Courier({
    boxes: () => boxes, url: () => "/operations", complete: (operation) => operation, changed: () => {},
    answered: (answer) => answers.push(answer), fetch: state.fetch,
  });
}

/** Deliver until nothing waits, without waiting for real pauses. */
async function delivered(courier) {
  while (courier.waiting) {
    clearTimeout(courier.retry);
    await courier.deliver();
  }
}

test("operations arrive once and in order", async () => {
  const [box, state] = [new Outbox(PLACE, storage()), server()];
  for (const id of ["a", "b", "c"]) box.add({ kind: "uncode", id });
  await delivered(courierOf([box], state));
  assert.deepEqual(state.taken.map(({ id }) => id), ["a", "b", "c"]);
});

test("two hundred operations added while others are on their way all arrive once", async () => {
  const [box, state] = [new Outbox(PLACE, storage()), server()];
  const courier = courierOf([box], state);
  for (let n = 0; n < 200; n += 1) {
    box.add({ kind: "uncode", id: String(n) });
    courier.deliver();
    if (n % 7 === 0) await null;
  }
  while (courier.busy) await new Promise((done) => { setTimeout(done, 1); });
  await delivered(courier);
  assert.deepEqual(state.taken.map(({ id }) => Number(id)), Array.from({ length: 200 }, (_, n) => n));
});

test("without a network operations stay, the desk says so, and they arrive later", async () => {
  const [box, state] = [new Outbox(PLACE, storage()), server()];
  const courier = courierOf([box], state);
  state.down = 2;
  box.add({ kind: "uncode", id: "a" });
  await courier.deliver();
  assert.equal(courier.state, "offline");
  assert.equal(courier.waiting, 1);
  await delivered(courier);
  assert.equal(courier.state, "saved");
  assert.equal(state.taken.length, 1);
});

test("a later page finds what an earlier one left, unless that one is still open", async () => {
  const shelf = storage();
  const old = new Outbox(PLACE, shelf);
  old.add({ kind: "uncode", id: "a", made_at: "1" });
  assert.deepEqual(await leftBehind(PLACE, shelf, async () => true), []);
  const [found] = await leftBehind(PLACE, shelf, async () => false);
  assert.equal(found.client, old.client);
  assert.deepEqual(found.operations, old.operations);
  found.add({ kind: "uncode", id: "b" });
  assert.equal(found.operations[1].seq, 2);
  assert.deepEqual(await leftBehind({ ...PLACE, coder: "somebody" }, shelf, async () => false), []);
});

test("what is acknowledged leaves the storage", () => {
  const shelf = storage();
  const box = new Outbox(PLACE, shelf);
  box.add({ kind: "uncode", id: "a" });
  assert.equal(Object.keys(shelf).length, 1);
  box.acknowledge(1);
  assert.equal(Object.keys(shelf).length, 0);
});

test("changes that wait for another interview are counted under its name", () => {
  const shelf = storage();
  new Outbox({ ...PLACE, interview: "j", label: "V01" }, shelf).add({ kind: "uncode", id: "a" });
  assert.deepEqual([...waitingElsewhere(PLACE, shelf)], [["V01", 1]]);
});

test("a damaged outbox is left alone", async () => {
  const shelf = storage();
  shelf.setItem("workbench/outbox/s/i/me/x", "{broken");
  assert.deepEqual(await leftBehind(PLACE, shelf, async () => false), []);
});

test("one operation that is never understood is reported, and the outbox moves on", async () => {
  const [box, state, answers] = [new Outbox(PLACE, storage()), server(), []];
  state.poison = "b";
  for (const id of ["a", "b", "c"]) box.add({ kind: "uncode", id });
  await delivered(courierOf([box], state, answers));
  assert.deepEqual(state.taken.map(({ id }) => id), ["a", "c"]);
  assert.deepEqual(answers.flatMap(({ results }) => results).map(({ refused }) => refused), ["not understood"]);
});

test("a full or closed storage does not stop the work", () => {
  const shelf = storage();
  shelf.setItem = () => { throw new DOMException("full", "QuotaExceededError"); };
  const box = new Outbox(PLACE, shelf);
  box.add({ kind: "uncode", id: "a" });
  assert.equal(box.operations.length, 1);
});

test("the page going away hands everything over, older outboxes first", () => {
  const sent = [];
  const boxes = ["old", "new"].map((client) => new Outbox(PLACE, storage(), client));
  for (const box of boxes) box.add({ kind: "uncode", id: box.client });
  const courier = courierOf(boxes, { fetch: async (url, options) => { sent.push(options); } });
  courier.leave();
  assert.deepEqual(sent.map(({ body }) => JSON.parse(body).client), ["old", "new"]);
  assert.ok(sent.every(({ keepalive }) => keepalive));
});

test("an id is what the server takes for one", () => {
  assert.match(newId(), /^[0-9a-f]{32}$/);
  assert.notEqual(newId(), newId());
});
