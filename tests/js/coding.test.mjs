// Units of talk, moving ends, joining, filtering, number keys, names beside stripes, finding codes by few letters.
import assert from "node:assert/strict";
import test from "node:test";
import { contrast, parse, tintFor, visibleOn } from "../../ui/components/coder/src/colours.js";
import { Filter } from "../../ui/components/coder/src/filter.js";
import { abbreviates, isSlip, matching } from "../../ui/components/coder/src/finding.js";
import { placed } from "../../ui/components/coder/src/names.js";
import { foreseen } from "../../ui/components/coder/src/operations.js";
import { QuickKeys } from "../../ui/components/coder/src/quickkeys.js";
import { rowsOf, sorted } from "../../ui/components/coder/src/rows.js";
import { completed, isInside, joinable, whole } from "../../ui/components/coder/src/segments.js";
import { Transcript } from "../../ui/components/coder/src/transcript.js";
import { grown, shrunk, snapped, wholeWords, withEndMoved, withEndSnapped } from "../../ui/components/coder/src/units.js";

const TURNS = [
  ["a", "S1", "Hei. Hvordan går det?"],
  ["b", "S2", "Det går bra 🙂 nå. I fjor var det tungt!"],
  ["c", "S2", "كنت خائفة. تعلمت أن أستمع؟"],
  ["d", "S1", "Takk."],
];
const transcript = () => new Transcript({
  id: "t", language: "no", turns: TURNS.map(([id, speaker, text]) => ({ id, speaker, text, revision: 0, words: [], start_ms: 0, end_ms: 0 })),
});
/** The passage of words in a turn, in code points. */
const of = (turn, words) => {
  const text = TURNS.find(([id]) => id === turn)[2];
  const start = [...text.slice(0, text.indexOf(words))].length;
  return { start_turn: turn, start, end_turn: turn, end: start + [...words].length };
};
const said = (passage) => transcript().quote(passage);

test("a selection grows from word to sentence, turn and everything the speaker says in a row, and back", () => {
  const steps = [];
  let at = { passage: null };
  for (let i = 0; i < 5; i += 1) {
    at = grown(transcript(), at?.passage ?? null, { turn: 1, offset: 21 });
    if (!at) break;
    steps.push([at.unit, said(at.passage)]);
    if (steps.length === 4) break;
  }
  assert.deepEqual(steps, [
    ["word", "fjor"], ["sentence", "I fjor var det tungt!"], ["turn", TURNS[1][2]], ["block", `${TURNS[1][2]}\n${TURNS[2][2]}`],
  ]);
  const back = [];
  for (let smaller = shrunk(transcript(), { start_turn: "b", start: 0, end_turn: "c", end: TURNS[2][2].length }); smaller; smaller = shrunk(transcript(), smaller.passage)) back.push(said(smaller.passage));
  assert.deepEqual(back, [TURNS[1][2], "Det går bra 🙂 nå.", "Det"]);
});

test("a caret just behind a word means that word, one before it the next", () => {
  const word = (offset) => said(grown(transcript(), null, { turn: 0, offset }).passage);
  assert.deepEqual([0, 3, 5, 12, 13].map(word), ["Hei", "Hei", "Hvordan", "Hvordan", "går"]);
});

test("Arabic sentences and words are units too", () => {
  assert.equal(said(snapped(transcript(), of("c", "تعل"), "word")), "تعلمت");
  assert.equal(said(snapped(transcript(), of("c", "تعل"), "sentence")), "تعلمت أن أستمع؟");
});

test("snapping takes whole units over several turns, an emoji is no word's edge, off takes what was selected", () => {
  const across = { start_turn: "a", start: of("a", "dan").start, end_turn: "b", end: of("b", "br").end };
  assert.equal(said(snapped(transcript(), across, "word")), "Hvordan går det?\nDet går bra");
  assert.equal(said(snapped(transcript(), across, "turn")), `${TURNS[0][2]}\n${TURNS[1][2]}`);
  assert.equal(snapped(transcript(), across, "off"), across);
  assert.equal(said(snapped(transcript(), of("b", "å"), "word")), "går");
});

test("what was found is widened to whole words; places that meet in a word are one", () => {
  const hit = (turn, words, from = 0) => ({ turn, start: TURNS[turn][2].indexOf(words, from), end: TURNS[turn][2].indexOf(words, from) + words.length });
  const whole = (...hits) => wholeWords(transcript(), hits).map(({ turn, start, end }) => TURNS[turn][2].slice(start, end));
  assert.deepEqual(whole(hit(0, "vor"), hit(1, "å"), hit(1, "jo"), hit(2, "علم")), ["Hvordan", "går", "fjor", "تعلمت"]);
  assert.deepEqual(whole(hit(1, "et g"), hit(1, "r br")), ["Det går bra"]);
  assert.deepEqual(whole(hit(1, "t"), hit(1, "tun"), hit(1, "gt")), ["Det", "tungt"]);
  assert.deepEqual(whole(hit(1, "🙂")), ["🙂"]);
  assert.deepEqual(whole(hit(0, "?")), ["?"]);
});

test("in a turn too long for units a hit takes what stands between white space", () => {
  const text = "kort ".repeat(50_000);
  const long = new Transcript({ id: "t", language: "no", turns: [{ id: "a", speaker: "S", text, revision: 0, words: [], start_ms: null, end_ms: null }] });
  assert.deepEqual(wholeWords(long, [{ turn: 0, start: 6, end: 7 }]), [{ turn: 0, start: 5, end: 9 }]);
});

test("ends move by a word, over the border of a turn, and never past the other end", () => {
  const words = of("b", "går bra");
  assert.equal(said(withEndMoved(transcript(), words, "end", 1)), "går bra 🙂 nå");
  assert.equal(said(withEndMoved(transcript(), words, "end", -1)), "går");
  assert.equal(said(withEndMoved(transcript(), words, "start", 1)), "bra");
  assert.equal(said(withEndMoved(transcript(), of("b", "Det"), "start", -1)), "det?\nDet");
  assert.equal(withEndMoved(transcript(), of("b", "Det"), "end", -1), null);
  assert.equal(withEndMoved(transcript(), of("d", "Takk"), "end", 1), null);
});

test("an end dragged to a place goes to the border of the word there", () => {
  assert.equal(said(withEndSnapped(transcript(), of("b", "Det"), "end", { turn: 1, offset: 9 })), "Det går bra");
  assert.equal(said(withEndSnapped(transcript(), of("b", "tungt"), "start", { turn: 1, offset: 22 })), "fjor var det tungt");
  assert.equal(withEndSnapped(transcript(), of("b", "tungt"), "end", { turn: 0, offset: 2 }), null);
});

test("a one-megabyte word is one unit and takes no time to speak of", () => {
  const big = new Transcript({ id: "t", language: "no", turns: [{ id: "a", speaker: "S", text: "x".repeat(1_000_000), revision: 0, words: [], start_ms: null, end_ms: null }] });
  assert.equal(grown(big, null, { turn: 0, offset: 500_000 }).passage.end, 1_000_000);
});

const coding = (id, passage, more = {}) => ({ id, code: "k", coder: "me", round: "r", ...passage, ...more });

test("segments of one code, coder and round that overlap or touch can be joined, others not", () => {
  const [one, two, three] = [coding("1", of("b", "Det går")), coding("2", of("b", "bra")), coding("3", of("b", "tungt!"))];
  const next = coding("4", of("c", "كنت"));
  const others = [coding("5", of("b", "bra"), { coder: "ola" }), coding("6", of("b", "bra"), { code: "x" })];
  const ids = (from) => joinable(transcript(), from, [next, three, ...others, two, one]).map(({ id }) => id);
  assert.deepEqual(ids(one), ["1", "2"]);
  assert.deepEqual(ids(three), ["3", "4"]);
  assert.equal(said(whole(transcript(), [two, one])), "Det går bra");
  assert.equal(isInside(transcript(), one, { turn: "b", offset: 3 }), true);
  assert.equal(isInside(transcript(), one, { turn: "b", offset: 0 }), false);
});

test("what is done with segments is shown before it is saved, and taken back while it waits", () => {
  const view = () => ({ codings: new Map([["1", coding("1", of("b", "Det går"))], ["2", coding("2", of("b", "bra"), { discuss: true })]]), codes: [], participants: [], speakers: new Map(), checked: new Map() });
  const look = (...waiting) => foreseen(view(), waiting, { id: "me", name: "Kari" }).codings;
  assert.equal(look({ kind: "recode", id: "1", code: "x" }).get("1").code, "x");
  assert.equal(look({ kind: "flag", id: "1", discuss: true }).get("1").discuss, true);
  assert.equal(look({ kind: "move_coding", id: "1", passage: of("b", "Det") }).get("1").end, 3);
  assert.deepEqual([...look({ kind: "join_codings", ids: ["1", "2"], into: "1", foreseen: of("b", "Det går bra") }).values()].map(({ id, discuss }) => [id, discuss]), [["1", true]]);
  assert.deepEqual([...look({ kind: "split_coding", id: "1", new_id: "9", foreseen: [of("b", "Det"), of("b", "går")] }).keys()], ["1", "2", "9"]);
  assert.equal(look({ kind: "code_many", codings: [{ id: "8", passage: of("b", "bra") }], code: "x" }).get("8").coder, "me");
  assert.equal(look({ kind: "recode", id: "1", code: "x" }, { kind: "undo" }).get("1").code, "k");
});

test("words are added only when an operation is sent, and only where the text is still the same", () => {
  const operation = { kind: "code_many", made_at: "now", foreseen: 1, codings: [{ id: "8", code: "x", passage: of("b", "bra") }], turn_revisions: { b: 0 } };
  const sent = completed(operation, transcript());
  assert.equal(sent.codings[0].quote, "bra");
  assert.equal("made_at" in sent || "foreseen" in sent, false);
  assert.equal(completed({ ...operation, turn_revisions: { b: 7 } }, transcript()).codings[0].quote, "");
  assert.equal(completed({ kind: "move_coding", passage: of("b", "bra"), turn_revisions: { b: 0 } }, null).quote, "");
});

const code = (id, parent, name, depth) => ({ id, parent_id: parent, name, definition: "", depth, colour: "#2f6299" });
const CODES = [code("1", null, "Støtte", 0), code("2", "1", "Støttende mor", 1), code("3", null, "Mestring", 0)];

test("a filter lets codes through with what is below them, and says when it is on", () => {
  const filter = new Filter();
  const codings = new Map([["a", coding("a", {}, { code: "2" })], ["b", coding("b", {}, { code: "3", coder: "ola", discuss: true })], ["c", coding("c", {}, { code: "1", origin: "accepted suggestion", round: "r2" })]]);
  const shown = () => [...filter.of(codings, CODES).keys()].join("");
  assert.equal(filter.of(codings, CODES), codings);
  filter.codes.add("1");
  assert.equal(shown(), "ac");
  filter.rounds.add("r2");
  assert.equal(shown(), "c");
  filter.clear();
  filter.coders.add("ola");
  assert.equal(shown(), "b");
  filter.clear();
  filter.origins.add("person");
  assert.equal(shown(), "ab");
  filter.discuss = true;
  assert.equal(shown(), "b");
  assert.equal(filter.isActive, true);
  filter.clear();
  assert.equal(filter.isActive, false);
});

/** As much of a Storage as number keys need. @param {object} methods */
const storageOf = (methods) => /** @type {Storage} */ (methods);
const shelf = (kept = {}) => storageOf({ getItem: (name) => kept[name] ?? null, setItem: (name, text) => { kept[name] = text; } });
const many = Array.from({ length: 12 }, (_, i) => ({ id: `c${i + 1}` }));

test("number keys hold the first codes, keep their places, and give way to used ones last key first", () => {
  const keys = new QuickKeys({ study: "s", coder: "me" }, shelf());
  keys.fit(many);
  assert.equal(keys.keyOf("c3"), 3);
  keys.use("c3");
  keys.use("c12");
  assert.deepEqual(keys.codes, ["c1", "c2", "c3", "c4", "c5", "c6", "c7", "c8", "c12"]);
  keys.use("c11");
  assert.deepEqual(keys.codes, ["c1", "c2", "c3", "c4", "c5", "c6", "c7", "c11", "c12"]);
});

test("pinned codes have the first keys, stay there, and are known after a reload", () => {
  const storage = shelf();
  const keys = new QuickKeys({ study: "s", coder: "me" }, storage);
  keys.fit(many);
  keys.togglePin("c12");
  keys.togglePin("c5");
  for (const code of ["c7", "c8", "c9", "c10", "c11"]) keys.use(code);
  const again = new QuickKeys({ study: "s", coder: "me" }, storage);
  again.fit(many);
  assert.deepEqual(again.codes.slice(0, 2), ["c12", "c5"]);
  assert.deepEqual(again.codes, keys.codes);
  again.togglePin("c12");
  assert.equal(again.codes[0], "c5");
  again.fit(many.filter(({ id }) => id !== "c5"));
  assert.equal(again.keyOf("c5"), 0);
  assert.equal(again.codes.length, 9);
});

test("a damaged or closed storage only means that keys are not remembered", () => {
  const broken = storageOf({ getItem: () => "{", setItem: () => { throw new DOMException("full", "QuotaExceededError"); } });
  const keys = new QuickKeys({ study: "s", coder: "me" }, broken);
  keys.fit(many);
  keys.use("c12");
  assert.equal(keys.keyOf("c12"), 9);
});

test("names beside stripes never lie over one another; those without room are counted", () => {
  const bars = Array.from({ length: 8 }, (_, i) => ({ top: i, bottom: 30, i }));
  const names = placed(bars);
  for (let i = 1; i < names.length; i += 1) assert.ok(names[i].top - names[i - 1].top >= 20);
  assert.equal(names.length + names.reduce((sum, { more }) => sum + more.length, 0), 8);
  assert.ok(names.at(-1).more.length > 0);
  assert.equal(placed([...bars, { top: 900, bottom: 950 }]).at(-1).top, 900);
});

test("codes are found by first letters and through a slip of the finger, the one used last first", () => {
  assert.ok(abbreviates("stmo", "stottende mor"));
  assert.ok(!abbreviates("sm x", "stottende mor"));
  assert.ok(isSlip("mestirng", "mestring") && isSlip("mesring", "mestring") && !isSlip("mestnnng", "mestring"));
  assert.deepEqual(matching(CODES, "stmo").map(({ id }) => id), ["2"]);
  assert.deepEqual(matching(CODES, "mestirng").map(({ id }) => id), ["3"]);
  assert.deepEqual(matching(CODES, "stø").map(({ id }) => id), ["1", "2"]);
  assert.deepEqual(matching(CODES, "stø", ["2"]).map(({ id }) => id), ["2", "1"]);
  assert.deepEqual(matching(CODES, "x".repeat(200)), []);
});

test("rows of the table can be sifted and sorted, the interview's order deciding where equal", () => {
  const byId = new Map(CODES.map((code) => [code.id, code]));
  const codings = [coding("2", of("b", "tungt"), { code: "3", created_at: "2" }), coding("1", of("a", "Hei"), { code: "2", created_at: "1", coder: "ola" })];
  const rows = rowsOf(codings, { transcript: transcript(), byId, people: [{ id: "ola", name: "Ola" }], unknown: "?" });
  const ids = (order, typed = "") => sorted(rows, order, typed).map(({ coding: { id } }) => id).join("");
  assert.equal(ids("place"), "12");
  assert.equal(ids("newest"), "21");
  assert.equal(ids("code"), "21");
  assert.equal(ids("place", "TUNGT"), "2");
  assert.equal(ids("place", "ola stotte"), "1");
});

test("whatever colour a team picks, names and stripes can be seen and the text read, in light and in dark", () => {
  const nasty = ["#000000", "#ffffff", "#fdfcfa", "#15191a", "#ffff00", "#00ffff", "#0000ff", "#7f7f7f", "#808080", "#22302f", "#e4e8e6", "#ff00ff"];
  for (const [text, page] of [["#22302f", "#fdfcfa"], ["#e4e8e6", "#15191a"]].map((pair) => pair.map(parse))) {
    for (const colour of nasty) {
      assert.ok(contrast(visibleOn(page, parse(colour)), page) >= 3, colour);
      assert.ok(contrast(tintFor(text, page, parse(colour)), text) >= 4.5, colour);
    }
  }
});
