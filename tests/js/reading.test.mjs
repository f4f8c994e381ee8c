// Reading: what is found, how lines are numbered, which words are uncertain, where one wants to go and how far one has come.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { contrast, parse } from "../../ui/components/coder/src/colours.js";
import { Finder, MOST_HITS, context, hitFrom } from "../../ui/components/coder/src/finder.js";
import { fold, occurrences } from "../../ui/components/coder/src/folding.js";
import { KEYS, meaningOf } from "../../ui/components/coder/src/keys.js";
import { LINE_WIDTH, lineName, lineStarts } from "../../ui/components/coder/src/lines.js";
import { pedalKey } from "../../ui/components/coder/src/pedals.js";
import { codedTo } from "../../ui/components/coder/src/progress.js";
import { Settings } from "../../ui/components/coder/src/settings.js";
import { speakerColours } from "../../ui/components/coder/src/speakers.js";
import { placeIn } from "../../ui/components/coder/src/time.js";
import { Transcript } from "../../ui/components/coder/src/transcript.js";
import { uncertainWords, wordFrom } from "../../ui/components/coder/src/uncertain.js";

const turn = (id, text, words = [], times = [0, 1000]) => ({ id, speaker: "S", start_ms: times[0], end_ms: times[1], text, revision: 1, words });
const found = (text, typed) => {
  const flat = occurrences(fold(text), fold(typed).text);
  return Array.from({ length: flat.length / 2 }, (_, i) => text.slice(flat[2 * i], flat[2 * i + 1]));
};

// --- finding

test("case and accents make no difference", () => {
  assert.deepEqual(found("Én kafé, EN KAFE\u0301, en café", "en kafe"), ["Én kafé", "EN KAFE\u0301"]);
  assert.deepEqual(found("CAFÉ 🙂 café", "cafe"), ["CAFÉ", "café"]);
});

const CASES = JSON.parse(readFileSync(new URL("../transcripts/folding_cases.json", import.meta.url), "utf8"));

test("the desk and the pages find the same: the cases that the study's own search is tested with", () => {
  assert.ok(CASES.alike.length && CASES.apart.length);
  for (const [one, other] of CASES.alike) assert.equal(fold(one).text, fold(other).text, `${one} and ${other}`);
  for (const [one, other] of CASES.apart) assert.notEqual(fold(one).text, fold(other).text, `${one} and ${other}`);
});

test("ä and ö are letters of their own, with other marks, in capitals, and inside a longer sign", () => {
  assert.deepEqual(found("träna trana tra\u0308na TRÄNA", "träna"), ["träna", "tra\u0308na", "TRÄNA"]);
  assert.deepEqual(found("träna trana", "trana"), ["trana"]);
  assert.deepEqual(found("höra hora", "HO\u0308RA"), ["höra"]);
  assert.deepEqual(found("ho\u0323\u0308ra", "höra"), ["ho\u0323\u0308ra"]);
  assert.deepEqual(found("ü ï ë", "u"), ["ü"]);
  assert.deepEqual(found("a\ufeffb", "ab"), ["a\ufeffb"]);
});

test("å, æ and ø are letters of their own, however they were typed", () => {
  assert.deepEqual(found("Å være på båt", "a"), []);
  assert.deepEqual(found("Å være pa\u030a båt", "på"), ["pa\u030a"]);
  assert.deepEqual(found("Å VÆRE PÅ båt", "pa\u030a"), ["PÅ"]);
  assert.deepEqual(found("rør ror søsken", "ror"), ["ror"]);
  assert.deepEqual(found("rør ror søsken", "RØR"), ["rør"]);
  assert.deepEqual(found("lære laere", "laere"), ["laere"]);
  assert.deepEqual(found("lære laere", "æ"), ["æ"]);
  assert.deepEqual(found("🙂 A\u030aa", "å"), ["A\u030a"]);
});

test("Arabic letters that are exchanged for one another are found as one", () => {
  assert.deepEqual(found("في المجموعة الأولى", "المجموعه"), ["المجموعة"]);
  assert.deepEqual(found("أحمد إبراهيم آدم ٱلله", "ابراهيم"), ["إبراهيم"]);
  assert.deepEqual(found("أحمد وآدم", "ادم"), ["آدم"]);
  assert.deepEqual(found("على علي علی", "علي"), ["على", "علي", "علی"]);
  assert.deepEqual(found("کتاب كتاب", "كتاب"), ["کتاب", "كتاب"]);
  assert.deepEqual(found("مَرْحَبًا مـــرحبا", "مرحبا"), ["مَرْحَبًا", "مـــرحبا"]);
  assert.deepEqual(found("سنة ١٩٩٩ و ۲۰۲۶", "2026"), ["۲۰۲۶"]);
});

test("what has no width and how wide white space is make no difference", () => {
  assert.deepEqual(found("super\u00advisor zero\u200bwidth", "supervisor zerowidth"), ["super\u00advisor zero\u200bwidth"]);
  assert.deepEqual(found("to  ord\u00a0her", "to ord her"), ["to  ord\u00a0her"]);
  assert.deepEqual(found("\u202eomvendt\u202c", "omvendt").length, 1);
});

test("what is found is cut at whole characters", () => {
  assert.deepEqual(found("Straße", "stras"), ["Straß"]);
  assert.deepEqual(found("aaaa", "aa"), ["aa", "aa"]);
  assert.deepEqual(found("ja 🙂🙂 nei", "🙂"), ["🙂", "🙂"]);
  assert.deepEqual(found("ﬁn ﬁsk", "fi"), ["ﬁ", "ﬁ"]);
  assert.deepEqual(found("ord", ""), []);
});

test("every folded character knows where it came from, in the fast way and in the slow one", () => {
  for (const text of ["Ja, på båten «da» – é", "Ja, på båten «da» – é 🙂 كِتَاب ﬁ  ß\u0301"]) {
    const { text: folded, starts } = fold(text);
    if (!starts) assert.equal(folded.length, text.length);
    else {
      assert.equal(starts.length, folded.length + 1);
      assert.ok(starts.every((at, i) => i === 0 || at >= starts[i - 1]));
      assert.equal(starts.at(-1), text.length);
    }
  }
});

test("a text is folded again only when it is another one", () => {
  const finder = new Finder();
  const first = turn("a", "Jeg heter Fatima");
  assert.deepEqual(finder.hits([first], "fatima"), [{ turn: 0, start: 10, end: 16 }]);
  assert.deepEqual(finder.hits([{ ...first, text: "Jeg heter [navn]", revision: 2 }], "fatima"), []);
  assert.deepEqual(finder.hits([first], "  "), []);
});

test("a text of one letter a million times ends", () => {
  assert.equal(new Finder().hits([turn("a", "x".repeat(1_000_000))], "x").length, MOST_HITS);
});

test("a search begins where one is, and goes round", () => {
  const hits = [{ turn: 0, start: 5, end: 6 }, { turn: 2, start: 1, end: 2 }];
  assert.equal(hitFrom(hits, { turn: 0, start: 6 }), 1);
  assert.equal(hitFrom(hits, { turn: 2, start: 2 }), 0);
  assert.equal(hitFrom([], { turn: 0, start: 0 }), -1);
});

test("the words around a hit are cut at white space and never inside a character", () => {
  const text = "en to tre fire fem seks sju åtte ni ti";
  assert.deepEqual(context(text, { turn: 0, start: 15, end: 18 }, 8), ["… fire ", "fem", " seks …"]);
  const [before, , after] = context("🙂".repeat(40) + "x" + "🙂".repeat(40), { turn: 0, start: 80, end: 81 }, 7);
  assert.ok(!/^… [\udc00-\udfff]/.test(before) && !/[\ud800-\udbff](?![\udc00-\udfff])/.test(after));
});

// --- line numbers

test("a line takes whole words up to its width, and the width counts characters, not their halves", () => {
  const text = "ord ".repeat(100).trim();
  const starts = lineStarts(text);
  const lines = starts.map((start, i) => text.slice(start, starts[i + 1]).trimEnd());
  assert.deepEqual(lines, Array.from({ length: 5 }, () => "ord ".repeat(20).trim()));
  assert.deepEqual(lineStarts("🙂".repeat(LINE_WIDTH) + "  "), [0]);
  assert.deepEqual(lineStarts("🙂".repeat(LINE_WIDTH) + "🙂"), [0, 2 * LINE_WIDTH]);
});

test("a word longer than a line is cut, a line break begins a line, an empty text has one line", () => {
  assert.deepEqual(lineStarts("x".repeat(200)), [0, 80, 160]);
  assert.deepEqual(lineStarts("ja " + "x".repeat(80)), [0, 3]);
  assert.deepEqual(lineStarts("en\nto\n"), [0, 3]);
  assert.deepEqual(lineStarts(""), [0]);
  assert.deepEqual([lineName(6, 0), lineName(6, 1), lineName(0, 11)], ["7", "7.2", "1.12"]);
});

// --- uncertain words

const UNSURE = [
  turn("a", "🙂 ja nei", [[0, 1, 0, 1, 0.9], [2, 4, 1, 2, 0.3], [5, 8, 2, 3, null]]),
  turn("b", "kanskje det", [[0, 7, 3, 4, 0.49], [8, 11, 4, 5, 0.5]]),
];

test("a word is uncertain below the threshold, and not when nothing is known", () => {
  const words = uncertainWords(UNSURE, 0.5);
  assert.deepEqual(words.map(({ turn: i, start, end }) => UNSURE[i].text.slice(start, end)), ["ja", "kanskje"]);
});

test("the next and the previous uncertain word, from anywhere and round", () => {
  const words = uncertainWords(UNSURE, 0.5);
  assert.equal(wordFrom(words, { turn: 0, offset: 0 }, 1), 0);
  assert.equal(wordFrom(words, { turn: 0, offset: words[0].start }, 1), 1);
  assert.equal(wordFrom(words, { turn: 1, offset: 0 }, 1), 0);
  assert.equal(wordFrom(words, { turn: 0, offset: 0 }, -1), 1);
  assert.equal(wordFrom(words, { turn: 1, offset: 5 }, -1), 1);
  assert.equal(wordFrom([], { turn: 0, offset: 0 }, 1), -1);
});

// --- where one goes and has come to

test("times, turns and lines are understood as people type them", () => {
  assert.deepEqual(placeIn("12:31"), { ms: 751_000 });
  assert.deepEqual(placeIn(" 1:02:03 "), { ms: 3_723_000 });
  assert.deepEqual(placeIn("72:05"), { ms: 4_325_000 });
  assert.deepEqual(placeIn("12.31"), { ms: 751_000 });
  assert.deepEqual(placeIn("12"), { ms: 720_000 });
  assert.deepEqual(placeIn("١٢:٣١"), { ms: 751_000 });
  assert.deepEqual(placeIn("#7"), { turn: 6, line: 0 });
  assert.deepEqual(placeIn("# 7.12"), { turn: 6, line: 11 });
  for (const nothing of ["", "ja", "#0", "#7.", "7#", "12:75", "1:70:00", "99x"]) assert.equal(placeIn(nothing), null);
});

test("how far a coder has come is the end of their last coded segment in reading order", () => {
  const transcript = new Transcript({ id: "t", language: "no", turns: [
    turn("a", "en to", [[0, 2, 100, 200, null], [3, 5, 300, 400, null]], [100, 400]), turn("b", "tre", [], [500, 900]), turn("c", "fire", [], [null, null]),
  ] });
  const coding = (coder, turnId, start, end) => ({ id: "", code: "", created_at: "", coder, start_turn: turnId, start, end_turn: turnId, end });
  assert.deepEqual(codedTo([coding("me", "a", 0, 5), coding("me", "a", 0, 2), coding("you", "b", 0, 3)], transcript, "me"), { turn: 0, offset: 5, ms: 400 });
  assert.deepEqual(codedTo([coding("me", "b", 0, 3), coding("me", "a", 0, 2)], transcript, "me"), { turn: 1, offset: 3, ms: 500 });
  assert.equal(codedTo([coding("me", "c", 0, 4)], transcript, "me").ms, null);
  assert.equal(codedTo([coding("me", "gone", 0, 4)], transcript, "me"), null);
});

test("a stretch is timed by its words, else by its turns", () => {
  const transcript = new Transcript({ id: "t", language: "no", turns: [
    turn("a", "🙂 en to", [[0, 1, 0, 50, null], [2, 4, 100, 200, null], [5, 7, 300, 400, null]]), turn("b", "tre", [], [500, 900]), turn("c", "x", [], [null, null]),
  ] });
  assert.deepEqual(transcript.stretch([{ turn: 0, start: 3, end: 5 }]), { from: 100, to: 200 });
  assert.deepEqual(transcript.stretch([{ turn: 0, start: 6, end: 8 }, { turn: 1, start: 0, end: 2 }]), { from: 300, to: 900 });
  assert.equal(transcript.stretch([{ turn: 2, start: 0, end: 1 }]), null);
  assert.equal(transcript.stretch([]), null);
});

// --- keys and settings

test("no key means two things, and a key with a meaning says it", () => {
  const keys = KEYS.flatMap(({ bindings }) => bindings.flatMap(({ on }) => on));
  assert.deepEqual(keys.filter((key, i) => keys.indexOf(key) !== i), []);
  assert.equal(meaningOf("F4"), "");
  assert.notEqual(meaningOf("Ctrl+z"), "");
});

test("the list of keys shows every key once", () => {
  const shown = KEYS.flatMap(({ bindings }) => bindings.filter(({ shown: keys }) => keys.length).map(({ shown: keys }) => keys.join(" ")));
  assert.deepEqual(shown.filter((key, i) => shown.indexOf(key) !== i), []);
});

test("a pedal's key neither types nor moves the caret", () => {
  const pressed = (key, held = {}) => pedalKey({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...held });
  assert.equal(pressed("F4"), "F4");
  assert.equal(pressed("MediaPlayPause"), "MediaPlayPause");
  assert.equal(pressed("K", { ctrlKey: true, shiftKey: true }), "Ctrl+Shift+k");
  for (const key of ["j", "å", "🙂", "Escape", "ArrowLeft", "Backspace", "Shift"]) assert.equal(pressed(key), "");
});

/** As much of a Storage as settings need. */
class Shelf {
  constructor(kept = {}) {
    this.kept = kept;
  }

  getItem(name) {
    return this.kept[name] ?? null;
  }

  setItem(name, value) {
    this.kept[name] = value;
  }
}

/** @param {object} [kept] */
const shelfOf = (kept) => /** @type {Storage} */ (/** @type {unknown} */ (new Shelf(kept)));

test("what a person chooses is there again, for that person only", () => {
  const shelf = shelfOf();
  new Settings("kari", shelf).set("zoom", 1.5);
  assert.equal(new Settings("kari", shelf).get("zoom"), 1.5);
  assert.equal(new Settings("ola", shelf).get("zoom"), 1);
  assert.equal(new Settings("ola", shelf).get("rewindMs"), 5000);
});

test("damaged or closed storage leaves the desk as usual", () => {
  const usual = new Settings("x", shelfOf()).choices;
  for (const kept of ["{", "null", "7", '{"zoom":"large","pedals":null}', '{"pedals":{"toggle":5}}']) {
    assert.deepEqual(new Settings("x", shelfOf({ "workbench/view/x": kept })).choices, usual);
  }
  const closed = Object.assign(shelfOf(), { getItem() { throw new Error("closed"); }, setItem() { throw new Error("closed"); } });
  assert.deepEqual(new Settings("x", closed).choices, usual);
});

// --- speakers

const linear = (value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4);
const WITHOUT_GREEN = [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]]; // Machado et al. 2009

/** A colour in OKLab (Ottosson 2020): equal distances look about equally far. @param {number[]} colour */
function oklab([r, g, b]) {
  const [l, m, s] = [
    0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b, 0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b,
    0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b,
  ].map(Math.cbrt);
  return [0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s, 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s, 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s];
}

const apart = (colours) => Math.min(...colours.flatMap((one, i) => colours.slice(i + 1).map((other) => Math.hypot(...one.map((value, k) => value - other[k])))));

test("eight speakers and the interviewer can be told apart and read, on light and on dark pages", () => {
  const labels = Array.from({ length: 9 }, (_, i) => `SPEAKER_0${i}`);
  const view = { speakers: new Map([["SPEAKER_00", { role: "interviewer" }]]) };
  for (const page of ["#fdfcfa", "#15191a"].map(parse)) {
    const colourOf = speakerColours(view, labels, page);
    const colours = labels.map((label) => colourOf(label).match(/[\d.]+/g).slice(0, 3).map(Number));
    assert.ok(colours.every((colour) => contrast(colour, page) >= 4.5));
    const seen = colours.map((colour) => colour.map(linear));
    assert.ok(apart(seen.map(oklab)) > 0.09);
    const withoutGreen = seen.map((colour) => WITHOUT_GREEN.map((row) => Math.min(1, Math.max(0, row.reduce((sum, part, i) => sum + part * colour[i], 0)))));
    assert.ok(apart(withoutGreen.map(oklab)) > 0.04);
  }
});
