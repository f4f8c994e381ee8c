import assert from "node:assert/strict";
import test from "node:test";
import { nameOf, peopleFor, usualRole, voicesFor } from "../../ui/components/speakers/src/people.js";

const person = (pseudonym, here = true, role = "helper") => ({ id: pseudonym, pseudonym, role, here });
const speaker = (label, participant_id = null, role = null) => ({ label, participant_id, role, name: "" });
const state = () => ({
  voices: ["SPEAKER_00", "SPEAKER_01", "SPEAKER_02"].map((label) => ({ label, named: label === "SPEAKER_01" })),
  speakers: [speaker("SPEAKER_00"), speaker("SPEAKER_01", "H02"), speaker("SPEAKER_02"), speaker("SPEAKER_03", "H03")],
  participants: [person("H01", false, "supervisor"), person("H02"), person("H03"), person("Ås-1"), person("كريم", false)],
  new_label: "SPEAKER_04",
});
const words = (choices) => choices.map((choice) => choice.words);

test("those who take part and have no voice yet come first, then the staff, then everybody else", () => {
  assert.deepEqual(words(peopleFor(state(), "SPEAKER_00", "")), ["H03", "Ås-1", "H02", "Interviewer", "Interpreter", "H01", "كريم"]);
});

test("whose voice is another one already says so; a voice without turns counts for nobody", () => {
  const asides = new Map(peopleFor(state(), "SPEAKER_00", "").map(({ words: name, aside }) => [name, aside]));
  assert.equal(asides.get("H02"), "already Speaker 2");
  assert.equal(asides.get("H03"), "helper");
});

test("typing finds beginnings first, whatever the case, in any script", () => {
  assert.deepEqual(words(peopleFor(state(), "SPEAKER_00", "h0")).slice(0, 3), ["H03", "H02", "H01"]);
  assert.deepEqual(words(peopleFor(state(), "SPEAKER_00", "ås-1")), ["Ås-1"]);
  assert.deepEqual(words(peopleFor(state(), "SPEAKER_00", "كر"))[0], "كريم");
  assert.deepEqual(words(peopleFor(state(), "SPEAKER_00", "ter")), ["Interviewer", "Interpreter", "New participant “ter”"]);
});

test("somebody unknown can be added, somebody known cannot be added twice", () => {
  assert.deepEqual(peopleFor(state(), "SPEAKER_00", "V07").at(-1).value, { pseudonym: "V07" });
  assert.ok(peopleFor(state(), "SPEAKER_00", "h03").every(({ value }) => !("pseudonym" in value)));
});

test("only a voice with a name can lose it", () => {
  assert.ok(words(peopleFor(state(), "SPEAKER_01", "")).includes("Not known yet"));
  assert.ok(!words(peopleFor(state(), "SPEAKER_00", "")).includes("Not known yet"));
});

test("turns go to another voice of the interview, or to a new one", () => {
  assert.deepEqual(words(voicesFor(state(), "SPEAKER_00", "", true)), ["H02", "Speaker 3", "A new voice"]);
  assert.deepEqual(voicesFor(state(), "SPEAKER_00", "new", true)[0].value, { label: "SPEAKER_04" });
  assert.deepEqual(words(voicesFor(state(), "SPEAKER_01", "", false)), ["Speaker 1", "Speaker 3"]);
});

test("a new participant probably has the role that most have; a voice is called by its name", () => {
  assert.equal(usualRole(state()), "helper");
  assert.equal(usualRole({ participants: [] }), "");
  assert.equal(nameOf(state(), "SPEAKER_01"), "H02");
});
