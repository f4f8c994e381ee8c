// Correcting the words: what is found and replaced, what waits, and turns that change, come and go.
import assert from "node:assert/strict";
import test from "node:test";
import { foreseen } from "../../ui/components/coder/src/operations.js";
import { othersToo } from "../../ui/components/coder/src/redacting.js";
import { places, replaced } from "../../ui/components/coder/src/replacing.js";
import { commonWords } from "../../ui/components/coder/src/reviewing.js";
import { Transcript } from "../../ui/components/coder/src/transcript.js";
import { nextLabel } from "../../ui/components/coder/src/voices.js";
import { foreseenRevision, foreseenText, oneParagraph } from "../../ui/components/coder/src/words.js";

const turn = (id, text, revision = 0) => ({ id, text, revision, speaker: "S", start_ms: null, end_ms: null, words: [] });
const nothing = { codings: new Map(), codes: [], speakers: new Map(), participants: [], checked: new Map(), review: [], drafts: [], words: new Map() };
const asked = { matchCase: false, wholeWords: true };

test("a word is found whole, in any letters, and no sign in it is a command", () => {
  assert.deepEqual(places("Per og Peru og PER.", { ...asked, find: "per" }), [{ start: 0, end: 3 }, { start: 15, end: 18 }]);
  assert.deepEqual(places("Per og PER.", { ...asked, find: "per", matchCase: true }), []);
  assert.deepEqual(places("(a+b)* er a+b", { ...asked, find: "(a+b)*", wholeWords: false }), [{ start: 0, end: 6 }]);
  assert.deepEqual(places("Åse, blåse", { ...asked, find: "åse" }), [{ start: 0, end: 3 }]);
  assert.deepEqual(places("في بيتي، بيت", { ...asked, find: "بيت" }), [{ start: 9, end: 12 }]);
  assert.deepEqual(places("anything", { ...asked, find: "" }), []);
});

test("places are replaced without touching what lies between", () => {
  assert.equal(replaced("Per og Per 😊", places("Per og Per 😊", { ...asked, find: "Per" }), "[navn]"), "[navn] og [navn] 😊");
});

test("the same words elsewhere are found in code points, the chosen ones once", () => {
  const turns = [turn("a", "😊 Fatima sa det"), turn("b", "Ja, fatima og Fatimas bror")];
  const here = { turn: turns[0], start: 2, end: 8 };
  assert.deepEqual(othersToo(turns, "Fatima", here).map(({ turn: { id }, start, end }) => [id, start, end]), [["a", 2, 8], ["b", 4, 10]]);
});

test("what waits counts the revisions that are to come, and shows the newest text", () => {
  const a = turn("a", "en to", 3);
  const waiting = [
    { kind: "edit_turns", edits: [{ turn: "a", revision: 3, text_id: "x", text: "en tre" }] },
    { kind: "split_turn", turn: "a", revision: 4, at: 3 },
  ];
  const view = foreseen(nothing, waiting, { id: "me", name: "Kari" });
  assert.equal(foreseenRevision(view, a), 5);
  assert.equal(foreseenText(view, a), "en tre");
  assert.equal(foreseenRevision(foreseen(nothing, [...waiting, { kind: "undo" }], {}), a), 4);
  assert.equal(foreseenText(foreseen(nothing, [], {}), a), "en to");
});

test("a decision that is on its way does not wait any longer", () => {
  const view = { ...nothing, drafts: [{ text_id: "d", turn: "a" }], review: [{ coding: { id: "c" } }] };
  const seen = foreseen(view, [{ kind: "settle_draft", text_id: "d", turn: "a", drop: true }, { kind: "settle_review", coding: "c", remove: true }], {});
  assert.deepEqual([seen.drafts, seen.review], [[], []]);
});

test("turns change, come and go; an older text does not replace a newer one", () => {
  const transcript = new Transcript({ id: "t", language: "no", turns: [turn("a", "en to tre"), turn("b", "fire", 2)] });
  const changed = transcript.take({ turns: [turn("a", "en", 1), turn("c", "to tre"), turn("b", "gammel", 1)], order: ["a", "c", "b"] });
  assert.deepEqual([...changed], ["a", "c"]);
  assert.deepEqual(transcript.turns.map(({ text }) => text), ["en", "to tre", "fire"]);
  assert.equal(transcript.position.get("b"), 2);
  assert.deepEqual([...transcript.take({ turns: [], turns_removed: ["c"], order: ["a", "b"] })], ["c"]);
  assert.deepEqual(transcript.turns.map(({ id }) => id), ["a", "b"]);
});

test("the words two texts share are found in order", () => {
  const { first, second } = commonWords(["a", "b", "c"], ["b", "x", "c"]);
  assert.deepEqual([[...first], [...second]], [[1, 2], [0, 2]]);
});

test("a turn is one paragraph", () => {
  assert.equal(oneParagraph("en\r\nto\ntre\u2028fire"), "en to tre fire");
});

test("a new voice gets the next number", () => {
  assert.equal(nextLabel(["SPEAKER_00", "SPEAKER_07", "Kari"]), "SPEAKER_08");
  assert.equal(nextLabel([]), "SPEAKER_00");
});
