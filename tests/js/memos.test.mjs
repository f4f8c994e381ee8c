// Memos at the desk before the server has answered, and long talk cut short in lists of passages.
import assert from "node:assert/strict";
import test from "node:test";
import { confirmed, foreseen, viewOf } from "../../ui/components/coder/src/operations.js";
import { clipped } from "../../ui/components/passages/src/clipping.js";

const CODER = { id: "kari", name: "Kari" };
const memo = (id, text, more = {}) => ({ id, about_kind: "turn", about_id: "t1", kind: "analytic", text, author: "kari", version: 1, ...more });
const view = (...memos) => viewOf({ codings: [], codes: [], speakers: [], participants: [], checked: {}, memos });
const texts = ({ memos }) => [...memos.values()].map(({ text }) => text);

test("a memo is shown as soon as it is written, changed or deleted", () => {
  const write = { kind: "write_memo", id: "m2", about_kind: "turn", about_id: "t1", memo_kind: "method", text: "new", made_at: "2026" };
  const edit = { kind: "edit_memo", id: "m1", memo_kind: "reflexive", text: "changed", seen: 1, made_at: "2026" };
  const start = view(memo("m1", "old"));
  assert.deepEqual(texts(foreseen(start, [write], CODER)), ["old", "new"]);
  assert.deepEqual(texts(foreseen(start, [edit], CODER)), ["changed"]);
  assert.deepEqual(texts(foreseen(start, [{ kind: "remove_memo", id: "m1" }], CODER)), []);
  assert.deepEqual(texts(start), ["old"], "what the server said stays as it was");
});

test("an undo on its way takes back the memo before it", () => {
  const write = { kind: "write_memo", id: "m2", about_kind: "turn", about_id: "t1", memo_kind: "method", text: "new", made_at: "2026" };
  assert.deepEqual(texts(foreseen(view(), [write, { kind: "undo" }], CODER)), []);
});

test("an edit of a memo that is gone changes nothing", () => {
  assert.deepEqual(texts(foreseen(view(), [{ kind: "edit_memo", id: "m1", text: "x", seen: 1 }], CODER)), []);
});

test("an answer says how the memos it names stand", () => {
  const before = view(memo("m1", "old"), memo("m2", "other"));
  assert.deepEqual(texts(confirmed(before, { memos: [memo("m1", "new", { version: 2 })], memos_removed: ["m2"] })), ["new"]);
  assert.equal(confirmed(before, {}).memos, before.memos);
});

test("a desk that was sent no memos has none", () => {
  assert.equal(viewOf({ codings: [], codes: [], speakers: [], participants: [], checked: {} }).memos.size, 0);
});

test("long talk before a passage keeps its end, after it its beginning, and no character is cut in two", () => {
  const long = "🙂".repeat(300);
  assert.equal(clipped("short", false, 3, true), "short");
  assert.equal(clipped(long, false, 3, true), `… ${"🙂".repeat(220)}`);
  assert.equal(clipped(long, false, 3), `${"🙂".repeat(220)} …`);
  assert.equal(clipped(long, true, 3), long);
  assert.equal(clipped(long, false, 1), long);
  assert.equal([...clipped("x".repeat(1_000_000), true, 1)].length, 2_002);
});
