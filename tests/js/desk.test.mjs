// What the desk foresees, what it paints with, how it finds codes.
import assert from "node:assert/strict";
import test from "node:test";
import { contrast, parse, tintFor, visibleOn } from "../../ui/components/coder/src/colours.js";
import { matching } from "../../ui/components/coder/src/finding.js";
import { lanesOf } from "../../ui/components/coder/src/lanes.js";
import { t, tn, useCatalogue } from "../../ui/components/coder/src/messages.js";
import { confirmed, effective, foreseen, withCode } from "../../ui/components/coder/src/operations.js";

const CODES = [
  { id: "1", parent_id: null, name: "Identitet", colour: "#2f6299", definition: "", depth: 0 },
  { id: "2", parent_id: "1", name: "Å høre til", colour: "#2f6299", definition: "belonging", depth: 1 },
  { id: "3", parent_id: null, name: "Søvn", colour: "#3d7a63", definition: "", depth: 0 },
];
const view = () => ({
  codings: new Map([["x", { id: "x", code: "1" }]]), codes: CODES, participants: [],
  speakers: new Map([["S", { label: "S", name: "", role: null, participant_id: null }]]), checked: new Map(),
});
const me = { id: "me", name: "Kari" };
const passage = { start_turn: "a", start: 0, end_turn: "a", end: 2 };

test("what waits is shown on top of what is stored", () => {
  const waiting = [
    { seq: 1, kind: "code", id: "y", code: "2", passage }, { seq: 2, kind: "uncode", id: "x" },
    { seq: 3, kind: "check", turns: ["a"] }, { seq: 4, kind: "name_speaker", speaker: "S", new_participant: { pseudonym: "H03", role: "helper" } },
  ];
  const seen = foreseen(view(), waiting, me);
  assert.deepEqual([...seen.codings.keys()], ["y"]);
  assert.equal(seen.codings.get("y").coder, "me");
  assert.equal(seen.checked.get("a"), "Kari");
  assert.equal(seen.speakers.get("S").name, "H03");
});

test("an undo takes back the newest waiting operation, a redo brings it again", () => {
  const [a, b] = [{ kind: "check", turns: ["a"] }, { kind: "check", turns: ["b"] }];
  assert.deepEqual(effective([a, b, { kind: "undo" }]), [a]);
  assert.deepEqual(effective([a, b, { kind: "undo" }, { kind: "redo" }]), [a, b]);
  assert.deepEqual(effective([{ kind: "undo" }, a]), [a]);
});

test("an answer changes what it names and leaves the rest", () => {
  const after = confirmed(view(), { codings: [{ id: "y", code: "3" }], removed: ["x"], checked: { a: "Kari, 2026-11-21" } });
  assert.deepEqual([...after.codings.keys()], ["y"]);
  assert.equal(after.checked.get("a"), "Kari, 2026-11-21");
  assert.equal(after.codes, CODES);
  assert.equal(confirmed(after, { checked: { a: null } }).checked.size, 0);
});

test("a new code stands last among its siblings", () => {
  const codes = withCode(CODES, { id: "4", name: "Språk", parent_id: "1", colour: "#000000" });
  assert.deepEqual(codes.map(({ id }) => id), ["1", "2", "4", "3"]);
  assert.equal(codes[2].depth, 1);
});

test("codes are found without regard to case and accents, the best first", () => {
  assert.deepEqual(matching(CODES, "SOVN").map(({ id }) => id), ["3"]);
  assert.deepEqual(matching(CODES, "hore").map(({ id }) => id), ["2"]);
  assert.deepEqual(matching(CODES, "belong").map(({ id }) => id), ["2"]);
  assert.deepEqual(matching(CODES, "identitet til").map(({ id }) => id), ["2"]);
  assert.equal(matching(CODES, "").length, 3);
  assert.deepEqual(matching(CODES, "zzz"), []);
});

test("text stays readable on any number of tints of any colours, on light and on dark pages", () => {
  for (const [text, page] of [["#22302f", "#fdfcfa"], ["#e4e8e6", "#15191a"]].map((pair) => pair.map(parse))) {
    for (const colour of ["#000000", "#ffffff", "#ffe600", "#1e3a8a", "#ff0000", "#00ff00"]) {
      const tint = tintFor(text, page, parse(colour));
      assert.ok(contrast(text, tint) >= 4.5, `${colour} tint`);
      assert.ok(contrast(visibleOn(page, parse(colour)), page) >= 3, `${colour} stripe`);
    }
  }
});

test("what is no colour is grey", () => {
  assert.deepEqual(parse("red; background: url(x)"), parse(null));
});

test("bars that overlap get lanes of their own, others share one", () => {
  assert.deepEqual(lanesOf([{ top: 0, bottom: 10 }, { top: 5, bottom: 8 }, { top: 11, bottom: 20 }, { top: 12, bottom: 13 }]), [0, 1, 0, 1]);
});

test("sentences are translated and filled in, braces in names stay", () => {
  useCatalogue({ "Removed: {name}": "Fjernet: {name}" });
  assert.equal(t("Removed: {name}", { name: "{x}" }), "Fjernet: {x}");
  assert.equal(tn("{count} turn", "{count} turns", 2), "2 turns");
  useCatalogue({});
});
