import assert from "node:assert/strict";
import test from "node:test";
import { folded } from "../../ui/components/coder/src/finding.js";
import { Forest, sieve } from "../../ui/components/tree/src/forest.js";
import { Moves } from "../../ui/components/tree/src/moves.js";

const code = (id, parent = null) => ({ id, parent, name: id, colour: "#0960d9", retired: false });
const forest = () => new Forest([code("a"), code("b", "a"), code("c", "a"), code("d"), code("é")]);
const order = (tree) => tree.inOrder().map(({ id, parent }) => (parent ? `${parent}/${id}` : id)).join(" ");

test("a code goes before another, or after the last", () => {
  assert.equal(order(forest().moved("d", { parent: "a", before: "c" })), "a a/b a/d a/c é");
  assert.equal(order(forest().moved("b", { parent: null, before: null })), "a a/c d é b");
});

test("what hangs below a code comes along", () => {
  assert.equal(order(forest().moved("a", { parent: "d", before: null })), "d d/a a/b a/c é");
});

test("nothing hangs below itself, and no change is no move", () => {
  assert.equal(forest().moved("a", { parent: "b", before: null }), null);
  assert.equal(forest().moved("a", { parent: "a", before: null }), null);
  assert.equal(forest().moved("b", { parent: "a", before: "c" }), null);
  assert.equal(forest().moved("gone", { parent: null, before: null }), null);
});

test("steps by key: up, down, in, out", () => {
  const tree = forest();
  assert.deepEqual(tree.up("c"), { parent: "a", before: "b" });
  assert.equal(tree.up("b"), null);
  assert.deepEqual(tree.down("a"), { parent: null, before: "é" });
  assert.equal(tree.down("é"), null);
  assert.deepEqual(tree.indented("d"), { parent: "a", before: null });
  assert.equal(tree.indented("a"), null);
  assert.deepEqual(tree.outdented("b"), { parent: null, before: "d" });
  assert.equal(tree.outdented("d"), null);
});

test("a code dropped on the edge of a row goes beside it, in its middle below it", () => {
  const tree = forest();
  const [a, b] = tree.rows(new Set());
  assert.deepEqual(tree.dropPlace(a, 0.1), { parent: null, before: "a", where: "before" });
  assert.deepEqual(tree.dropPlace(b, 0.5), { parent: "b", before: null, where: "inside" });
  assert.deepEqual(tree.dropPlace(b, 0.9), { parent: "a", before: "c", where: "after" });
  assert.deepEqual(tree.dropPlace(a, 0.9), { parent: "a", before: "b", where: "after" }, "an open code takes it as its first");
});

test("closed codes hide what is below them, a filter shows it with what is above", () => {
  assert.deepEqual(forest().rows(new Set(["a"])).map(({ code: { id } }) => id), ["a", "d", "é"]);
  const found = sieve(forest(), "C", folded);
  assert.deepEqual([...found.hits], ["c"]);
  assert.deepEqual(forest().rows(new Set(["a"]), found.shown).map(({ code: { id } }) => id), ["a", "c"]);
  assert.deepEqual([...sieve(forest(), "E", folded).hits], ["é"]);
  assert.equal(sieve(forest(), " ", folded), null);
});

test("moves are sent one bundle at a time, and shown until they are acknowledged", () => {
  const sent = [];
  /** @type {() => void} */
  let again = () => {};
  const moves = new Moves((bundle) => sent.push(bundle.moves.map(({ seq }) => seq)), { client: "x", setTimer: (act) => { again = act; }, clearTimer: () => {} });
  moves.add({ id: "d", parent: "a", before: null });
  moves.add({ id: "é", parent: "a", before: null });
  assert.deepEqual(sent, [[1]]);
  assert.equal(order(moves.foreseen(forest())), "a a/b a/c a/d a/é");
  again();
  assert.deepEqual(sent.at(-1), [1, 2], "no answer: sent again, with what has come since");
  moves.acknowledge(1);
  assert.deepEqual(moves.waiting.map(({ seq }) => seq), [2]);
  moves.acknowledge(2);
  assert.equal(moves.waiting.length, 0);
  assert.equal(order(moves.foreseen(forest())), order(forest()));
});

test("a move the server has made impossible is let go", () => {
  const moves = new Moves(() => {}, { client: "x", setTimer: () => {}, clearTimer: () => {} });
  moves.add({ id: "d", parent: "gone", before: null });
  assert.equal(order(moves.foreseen(forest())), order(forest()));
});
