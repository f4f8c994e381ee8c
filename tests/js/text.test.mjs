// Offsets, passages and the words spoken: the arithmetic the desk does on text.
import assert from "node:assert/strict";
import test from "node:test";
import { toCodePoints, toUtf16 } from "../../ui/components/coder/src/offsets.js";
import { Transcript } from "../../ui/components/coder/src/transcript.js";

const HEART = "a🙂b👩‍⚕️c";

const turn = (id, text, words = []) => ({ id, speaker: "S", start_ms: 0, end_ms: 0, text, revision: 2, words });
const transcript = (...turns) => new Transcript({ id: "t", language: "no", turns });

test("every code point of a text is found again", () => {
  const points = [...HEART].length;
  for (let point = 0; point <= points; point += 1) assert.equal(toCodePoints(HEART, toUtf16(HEART, point)), point);
  assert.equal(toUtf16(HEART, points), HEART.length);
});

test("an index inside a surrogate pair counts as before it", () => {
  assert.equal(toCodePoints("🙂", 1), 0);
  assert.equal(toCodePoints("a🙂", 2), 1);
});

test("an offset beyond the text means its end", () => {
  assert.equal(toUtf16("ab", 9), 2);
});

test("a selected passage leaves out the white space at its edges", () => {
  const t = transcript(turn("a", "Ja, 🙂 det var fint"));
  assert.deepEqual(t.passage(0, 3, 0, 7), { start_turn: "a", start: 4, end_turn: "a", end: 5 });
});

test("a selection that ends where the next turn begins ends in its own turn", () => {
  const t = transcript(turn("a", "Ja, det"), turn("b", "Nei"));
  assert.deepEqual(t.passage(0, 4, 1, 0), { start_turn: "a", start: 4, end_turn: "a", end: 7 });
});

test("white space alone is no passage", () => {
  assert.equal(transcript(turn("a", "x  y"), turn("b", "")).passage(0, 1, 0, 3), null);
});

test("a passage over several turns quotes them line by line and names their revisions", () => {
  const t = transcript(turn("a", "Ja, 🙂 det"), turn("b", ""), turn("c", "var fint"));
  const passage = { start_turn: "a", start: 4, end_turn: "c", end: 3 };
  assert.equal(t.quote(passage), "🙂 det\n\nvar");
  assert.deepEqual(t.revisions(passage), { a: 2, b: 2, c: 2 });
  assert.deepEqual(t.slices(passage), [{ turn: 0, start: 4, end: 10 }, { turn: 2, start: 0, end: 3 }]);
});

test("a passage in turns that are not shown covers nothing", () => {
  const t = transcript(turn("a", "Ja"));
  assert.deepEqual(t.slices({ start_turn: "x", start: 0, end_turn: "a", end: 1 }), []);
  assert.equal(t.quote({ start_turn: "x", start: 0, end_turn: "a", end: 1 }), null);
});

test("the word under the pointer is found by its characters, the spoken one by its time", () => {
  const words = [[0, 2, 100, 300, 0.9], [3, 6, 400, 600, 0.9], [7, 9, null, null, null]];
  const t = transcript(turn("a", "Ja det er", words));
  assert.equal(t.wordAt(0, 4)[2], 400);
  assert.equal(t.wordAt(0, 0)[2], 100);
  assert.equal(t.timeline.at(99), -1);
  assert.equal(t.timeline.words[t.timeline.at(450)].word, 1);
  assert.equal(t.timeline.words.length, 2);
});
