// Checking against the recording: where flags belong, when they are settled, the pace, annotations.
import assert from "node:assert/strict";
import test from "node:test";
import { annotated, annotationOf } from "../../ui/components/coder/src/annotating.js";
import { flagFrom, isSettled, kindName, placed, progressOf, timeLeft } from "../../ui/components/coder/src/flags.js";
import { gapBehind } from "../../ui/components/coder/src/inserting.js";
import { KEYS } from "../../ui/components/coder/src/keys.js";

const turn = (id, start, end) => ({ id, speaker: "S", start_ms: start, end_ms: end, text: id, revision: 0, words: [] });
const TURNS = [turn("a", 0, 5_000), turn("b", 6_000, 9_000), { ...turn("typed", null, null) }, turn("c", 15_000, 20_000)];
const place = (kind, from, to) => placed([[kind, from, to]], TURNS)[0];

test("a flag belongs to the turns it overlaps", () => {
  assert.deepEqual(place("doubtful", 1_000, 2_000).turns, [0]);
  assert.deepEqual(place("overlap", 4_000, 7_000).turns, [0, 1]);
});

test("speech without text between two turns belongs to both, other kinds to the nearest", () => {
  assert.deepEqual(place("speech_without_text", 10_000, 14_000), { kind: "speech_without_text", from: 10_000, to: 14_000, turns: [1, 3], isBetween: true });
  assert.deepEqual(place("text_without_speech", 10_000, 11_000).turns, [1]);
  assert.deepEqual(place("text_without_speech", 13_000, 14_500).turns, [3]);
});

test("speech before the first turn or behind the last has one neighbour", () => {
  const late = [turn("a", 5_000, 6_000)];
  assert.deepEqual(placed([["speech_without_text", 0, 4_000], ["speech_without_text", 7_000, 9_000]], late).map(({ turns, isBetween }) => [turns, isBetween]),
    [[[0], true], [[0], true]]);
});

test("a few milliseconds at the edge of a turn do not make a flag that turn's", () => {
  assert.deepEqual(place("speech_without_text", 8_950, 14_000).turns, [1, 3]);
  assert.deepEqual(place("doubtful", 4_990, 5_000).turns, [0]);
});

test("in a transcript without times no flag has a turn, and none is settled", () => {
  const [flag] = placed([["doubtful", 0, 10]], [TURNS[2]]);
  assert.deepEqual(flag.turns, []);
  assert.equal(isSettled(flag, [TURNS[2]], new Map([["typed", "Kari"]])), false);
});

test("a flag is settled when every turn it belongs to is checked", () => {
  const flag = place("speech_without_text", 10_000, 14_000);
  assert.equal(isSettled(flag, TURNS, new Map([["b", "Kari"]])), false);
  assert.equal(isSettled(flag, TURNS, new Map([["b", "Kari"], ["c", "Ola"]])), true);
});

test("progress counts turns, time and flags", () => {
  const flags = placed([["doubtful", 0, 10_00], ["doubtful", 16_000, 17_000]], TURNS);
  assert.deepEqual(progressOf(TURNS, new Map([["a", "Kari"], ["typed", "Kari"]]), flags), {
    turns: 4, checkedTurns: 2, ms: 13_000, checkedMs: 5_000, flags: 2, settled: 1,
  });
});

test("the time left follows from what was heard and how long that took; breaks do not count", () => {
  const steps = [{ at: 0, ms: 9_000 }, { at: 10_000, ms: 5_000 }, { at: 20_000, ms: 5_000 }, { at: 900_000, ms: 5_000 }, { at: 910_000, ms: 5_000 }];
  assert.equal(timeLeft(steps, 60_000), 120_000);
  assert.equal(timeLeft(steps.slice(0, 3), 60_000), null);
  assert.equal(timeLeft([], 60_000), null);
});

test("the next flag is the first that begins at or after a moment", () => {
  const flags = [{ from: 0 }, { from: 500 }, { from: 500 }, { from: 900 }];
  assert.deepEqual([0, 1, 500, 901].map((ms) => flagFrom(flags, ms)), [0, 1, 1, -1]);
});

test("an unknown kind is called as the study calls it", () => {
  assert.equal(kindName("something_new"), "something new");
});

test("an annotation stands apart from the words, and behind the word the caret is in", () => {
  assert.deepEqual(annotated("ja nei", 3, "[ler]"), { text: "ja [ler] nei", at: 9 });
  assert.deepEqual(annotated("ja nei", 2, "[ler]"), { text: "ja [ler] nei", at: 8 });
  assert.deepEqual(annotated("ja nei", 1, "[ler]"), { text: "ja [ler] nei", at: 8 });
  assert.deepEqual(annotated("ja nei", 6, "[ler]"), { text: "ja nei [ler]", at: 12 });
  assert.deepEqual(annotated("ja nei", 0, "[ler]"), { text: "[ler] ja nei", at: 6 });
  assert.deepEqual(annotated("", 0, "[ler]"), { text: "[ler]", at: 5 });
});

test("an annotation never cuts a character in two, and leaves every other one as it was", () => {
  for (let at = 0; at <= "a👩‍👧‍👦b c".length; at += 1) {
    const { text } = annotated("a👩‍👧‍👦b c", at, "[x]");
    assert.equal(text.replace("[x]", "").replace(/ +/g, " ").trim(), "a👩‍👧‍👦b c");
  }
});

const pressed = (more) => ({ altKey: true, ctrlKey: false, metaKey: false, key: "l", code: "KeyL", getModifierState: () => false, ...more });
/** @type {import("../../ui/components/coder/src/annotating.js").Annotation[]} */
const LAUGHS = [["[ler]", "l"], ["[navn]", "1"]];

test("Alt and its key mean an annotation, whatever the layout types with Alt", () => {
  assert.deepEqual(annotationOf(pressed({}), LAUGHS), LAUGHS[0]);
  assert.deepEqual(annotationOf(pressed({ key: "ﬁ" }), LAUGHS), LAUGHS[0]);
  assert.deepEqual(annotationOf(pressed({ key: "|", code: "Digit1" }), LAUGHS), LAUGHS[1]);
  assert.equal(annotationOf(pressed({ key: "x", code: "KeyX" }), LAUGHS), null);
});

test("keys that type characters are left alone: AltGr, Ctrl and Alt together, no Alt", () => {
  assert.equal(annotationOf(pressed({ getModifierState: (name) => name === "AltGraph" }), LAUGHS), null);
  assert.equal(annotationOf(pressed({ ctrlKey: true }), LAUGHS), null);
  assert.equal(annotationOf(pressed({ altKey: false }), LAUGHS), null);
});

test("the gap behind a turn reaches to the next; without times it has none", () => {
  assert.deepEqual(gapBehind(TURNS, 0), { beside: 0, before: false, from: 5_000, to: 6_000 });
  assert.deepEqual(gapBehind(TURNS, 3), { beside: 3, before: false, from: 20_000, to: 20_000 });
  assert.deepEqual(gapBehind(TURNS, 2), { beside: 2, before: false, from: null, to: null });
  assert.deepEqual(gapBehind([turn("a", 0, 5_000), turn("b", 4_000, 6_000)], 0), { beside: 0, before: false, from: 5_000, to: 5_000 });
});

test("no key of the desk means two things", () => {
  const keys = KEYS.flatMap(({ bindings }) => bindings.flatMap(({ on }) => on));
  assert.equal(new Set(keys).size, keys.length);
});
