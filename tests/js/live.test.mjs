// What others do arrives at an open desk: when it is asked for, what is taken, and that one's own work stays on top.
import assert from "node:assert/strict";
import test from "node:test";
import { Live } from "../../ui/components/coder/src/live.js";
import { Model } from "../../ui/components/coder/src/model.js";
import { inRound, withFinish } from "../../ui/components/coder/src/rounds.js";

globalThis.navigator ??= /** @type {any} */ ({}); // an older node has none

/** A page that can be hidden and shown again: as much of a document as is asked for. @returns {any} */
function page() {
  /** @type {any} */
  const target = new EventTarget();
  target.hidden = false;
  target.show = (shown) => { target.hidden = !shown; target.dispatchEvent(new Event("visibilitychange")); };
  return target;
}

const answer = (status, body = {}) => async () => ({ ok: status === 200, status, json: async () => body });

/** A Live whose questions are answered one after the other by `replies`; it never asks by itself. */
async function asking(replies, told = () => false) {
  const heard = [];
  const live = new Live({
    url: () => "/changes", told, page: page(), heard: (state, reason) => heard.push([state, reason].filter(Boolean).join(": ")),
    fetch: (...call) => replies.shift()(...call),
  });
  while (replies.length) {
    await live.ask();
    clearTimeout(live.timer);
  }
  return { live, heard };
}

test("each question tells whether the workbench is open, out of reach or closed, and why", async () => {
  const lost = async () => { throw new TypeError("no network"); };
  const { heard } = await asking([
    answer(200), lost, answer(500), answer(403, { error: "You now work as Ola." }), answer(401), answer(200),
  ]);
  assert.deepEqual(heard, ["open", "offline", "offline", "closed: You now work as Ola.", "closed", "open"]);
});

test("a fault of our own is not taken for a lost network", async () => {
  const fault = () => { throw new RangeError("ours"); };
  await assert.rejects(asking([answer(200)], fault), RangeError);
});

test("nobody is asked while the page is hidden; coming back asks at once; a desk that is left asks no more", async () => {
  let asked = 0;
  const shown = page();
  const live = new Live({
    url: () => "/changes", told: () => false, heard: () => {}, page: shown,
    fetch: /** @type {any} */ (async () => { asked += 1; return answer(200)(); }),
  });
  shown.hidden = true;
  live.start();
  await live.ask();
  assert.equal(asked, 0);
  shown.show(true);
  await new Promise(setImmediate);
  assert.equal(asked, 1);
  live.stop();
  shown.show(true);
  await live.ask();
  assert.equal(asked, 1);
});

// --- what the model makes of an answer

globalThis.document ??= page();

function storage() {
  return Object.create({
    getItem(key) { return this[key] ?? null; }, setItem(key, value) { this[key] = value; }, removeItem(key) { delete this[key]; },
  });
}

const coding = (id, more = {}) => ({ id, code: "1", start_turn: "a", start: 0, end_turn: "a", end: 2, coder: "ola", ...more });

function model(more = {}) {
  const made = new Model({
    study: "s", interview: { id: "i", label: "H03" }, coder: { id: "kari", name: "Kari" },
  }, storage());
  made.courier.deliver = async () => {};
  made.receive({
    study: "s", interview: { id: "i", label: "H03" }, coder: { id: "kari", name: "Kari" }, transcript: { id: "t" },
    revision: 5, codebook: 1, codings: [coding("x", { round: "team" })], codes: [], speakers: [], participants: [], checked: {},
    round: "team", rounds: [], people: [{ id: "kari", name: "Kari" }], urls: { changes: "/changes", operations: "/operations" }, ...more,
  });
  return made;
}

const shown = (one) => [...one.view.codings.keys()];

test("others' codes come and go, and one's own that waits stays on top", () => {
  const one = model();
  one.do({ kind: "code", id: "mine", code: "1", passage: { start_turn: "a", start: 0, end_turn: "a", end: 2 }, turn_revisions: {} });
  assert.equal(one.hear({ revision: 7, codebook: 1, changes: { codings: [coding("y", { round: "team" })], removed: ["x"] } }), false);
  assert.deepEqual(shown(one), ["y", "mine"]);
  assert.equal(one.own.operations[0].round, "team");
});

test("an answer older than one's own last change is asked for again, and nothing in between is missed", () => {
  const one = model();
  one.revision = 8; // our own change was acknowledged as 8; what others did in 6 and 7 we have not heard
  assert.equal(one.hear({ revision: 6, changes: { removed: ["x"] } }), true);
  assert.deepEqual(shown(one), ["x"]);
  assert.equal(one.synced, 5);
  assert.equal(one.hear({ revision: 8, changes: { removed: ["x"] } }), false);
  assert.deepEqual([shown(one), one.synced], [[], 8]);
});

test("what was done elsewhere replaces everything; other turns than ours ask Python, once", () => {
  const one = model();
  let stale = 0;
  one.onstale = () => { stale += 1; };
  one.transcript = { turns: ["a", "b"].map((id) => ({ id, revision: 0, speaker: "V1" })) };
  const state = { codings: [coding("z", { round: "team" })], codes: [{ id: "1" }], speakers: [], participants: [], checked: {}, round: "team" };
  one.hear({ revision: 6, state, order: [["a", 0, "V1"], ["b", 0, "V1"]] });
  assert.deepEqual([shown(one), stale, one.data.transcript.id], [["z"], 0, "t"]);
  one.hear({ revision: 7, state, order: [["a", 0, "V1"], ["b", 1, "V1"]] });
  assert.equal(stale, 1, "a turn reads otherwise");
  one.hear({ revision: 7, state, order: [["a", 0, "V1"]] });
  one.hear({ revision: 7, changes: {}, reload: true });
  assert.equal(stale, 1);
});

test("changes of the words go to whoever shows words", () => {
  const one = model();
  const heard = [];
  one.onwords = (changes) => heard.push(Object.keys(changes));
  one.hear({ revision: 6, changes: { turns: [], order: ["a"] } });
  one.hear({ revision: 7, changes: { checked: { a: "Ola" } } });
  assert.deepEqual(heard, [["turns", "order"]]);
  assert.equal(one.view.checked.get("a"), "Ola");
});

test("who is here is known by name, also somebody Python has not told of", () => {
  const one = model();
  let drawn = 0;
  one.onchange = () => { drawn += 1; };
  one.hear({ revision: 5, present: [{ id: "ola", name: "Ola" }] });
  one.hear({ revision: 5, present: [{ id: "ola", name: "Ola" }] });
  assert.equal(drawn, 1, "nothing is drawn when nothing is new");
  assert.deepEqual(one.data.people.map(({ name }) => name), ["Kari", "Ola"]);
});

test("the desk shows the round one codes in, and the others on request", () => {
  const one = model({ codings: [coding("x", { round: "team" }), coding("y", { round: "alone" })] });
  assert.deepEqual([shown(one), one.elsewhere], [["x"], 1]);
  one.showAllRounds(true);
  assert.deepEqual(shown(one), ["x", "y"]);
  assert.equal(inRound(new Map([["old", coding("old")]]), "team").size, 1, "a coding that says no round is in every one");
});

test("a round that was chosen is kept also where the rest of what Python sent is out of date", () => {
  const one = model();
  one.revision = 9;
  one.receive({ ...one.data, revision: 6, round: "alone", codings: [] });
  one.do({ kind: "check", turns: ["a"] });
  assert.equal(one.own.operations[0].round, "alone");
  assert.equal(one.confirmed.codings.size, 1);
});

test("a mark of having finished is shown before the server has it, and taken back by undo", () => {
  const rounds = [{ id: "alone", finished: ["ola"] }, { id: "team", finished: [] }];
  assert.deepEqual(withFinish(rounds, "alone", "kari", true)[0].finished, ["ola", "kari"]);
  const one = model({ round: "alone", rounds });
  one.do({ kind: "finish" });
  assert.deepEqual(one.view.rounds[0].finished, ["ola", "kari"]);
  one.do({ kind: "undo" });
  assert.deepEqual(one.view.rounds[0].finished, ["ola"]);
});

test("a closed gate is said also when nothing waits, and what waits goes out when it opens again", async () => {
  const one = model();
  let sent = 0;
  one.courier.deliver = async () => { sent += 1; };
  one.do({ kind: "check", turns: ["a"] });
  sent = 0;
  one.listen();
  const live = one.live;
  live.stop();
  live.heard("closed", "You now work as Ola.");
  assert.deepEqual([one.courier.state, one.courier.reason], ["closed", "You now work as Ola."]);
  live.heard("open", "");
  assert.deepEqual([one.courier.state, sent], ["saving", 1]);
});
