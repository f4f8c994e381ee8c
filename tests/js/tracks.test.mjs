// Second tracks: what the desk knows of translations and the gloss, and that no offset of the transcript counts them.
import assert from "node:assert/strict";
import test from "node:test";
import { Transcript } from "../../ui/components/coder/src/transcript.js";

const turn = (id, text) => ({ id, speaker: "S", start_ms: null, end_ms: null, text, revision: 0, words: [] });
/** @returns {import("../../ui/components/coder/src/transcript.js").TranslationRow} */
const row = (turn, language, text, changed = 0) => [turn, language, `${turn}-${language}`, text, "Samir", "draft", changed, "Kari", "2026-03-01"];
const words = (translations, gloss) => new Transcript({ id: "t", language: "no", turns: [turn("a", "Hei 🙂 du"), turn("b", "Ja")], translations, gloss });
const texts = ({ translations }) => [...translations].flatMap(([turn, own]) => [...own].map(([language, { text }]) => [turn, language, text]));

test("a transcript without tracks has none", () => {
  const { translations, gloss } = words(undefined, undefined);
  assert.equal(translations.size, 0);
  assert.equal(gloss, null);
});

test("translations are found by turn and language", () => {
  const t = words([row("a", "en", "Hello"), row("a", "ar", "مرحبا"), row("b", "en", "Yes", 1)], undefined);
  assert.deepEqual(texts(t), [["a", "en", "Hello"], ["a", "ar", "مرحبا"], ["b", "en", "Yes"]]);
  assert.equal(t.translations.get("b").get("en").changed, true);
});

test("an answer says everything of the turns it names and nothing of the others", () => {
  const t = words([row("a", "en", "Hello"), row("a", "sv", "Hej"), row("b", "en", "Yes")], undefined);
  const before = t.translations;
  t.takeTracks({ translations: [row("a", "en", "Hello you")], translations_of: ["a"] });
  assert.deepEqual(texts(t).sort(), [["a", "en", "Hello you"], ["b", "en", "Yes"]]);
  assert.equal(before.get("a").size, 2); // what was drawn from is left as it was
  t.takeTracks({ translations: [], translations_of: ["b"] });
  assert.deepEqual(texts(t), [["a", "en", "Hello you"]]);
});

test("the gloss stays unless an answer tells of it", () => {
  const gloss = { id: "g", language: "en", model: "whisper-base", lines: [["a", "Hello"]] };
  const t = words([], gloss);
  t.takeTracks({ translations: [], translations_of: ["a"] });
  assert.equal(t.gloss, gloss);
  t.takeTracks({ gloss: null });
  assert.equal(t.gloss, null);
});

test("passages and quotes are the original's alone", () => {
  const t = words([row("a", "en", "Hello")], { id: "g", language: "en", model: "", lines: [["a", "Hi"]] });
  const passage = t.passage(0, 0, 1, 2);
  assert.deepEqual(passage, { start_turn: "a", start: 0, end_turn: "b", end: 2 });
  assert.equal(t.quote(passage), "Hei 🙂 du\nJa");
});
