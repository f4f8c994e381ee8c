// Text folded for finding: without case, accents and variant letters, and every folded character knows where it came
// from. å, ä, ö, æ and ø are letters of their own, however they were typed; Arabic letters that writers and keyboards
// exchange for one another (alef and hamza forms, ya and kaf, ta marbuta) are one; tatweel, vowel signs and characters
// without a width are nothing. The same rules as transcripts/folding.py: the same cases are tested in both.

/**
 * @typedef {{ text: string, starts: Uint32Array|null }} Folded `starts[i]`: the UTF-16 offset where folded unit i begins;
 *   null where every unit stayed where it was
 */

/** @type {Record<string, string>} */
const VARIANTS = {
  "ß": "ss", "ı": "i", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "œ": "oe", "ς": "σ",
  "ٱ": "ا", "ى": "ي", "ی": "ي", "ې": "ي", "ک": "ك", "ڪ": "ك", "ة": "ه", "ە": "ه", "ہ": "ه", "ھ": "ه", "ۀ": "ه", "ـ": "",
  "’": "'", "‘": "'", "ʼ": "'", "“": "\"", "”": "\"", "„": "\"", "«": "\"", "»": "\"", "‐": "-", "‑": "-", "–": "-", "—": "-",
};
const OWN_LETTER = /a[\u0300-\u036f]*?[\u030a\u0308]|o[\u0300-\u036f]*?\u0308/g; // its ring or dots are no accent
const NOTHING = /[\p{M}\p{Cf}]/gu;
const MARK = /^\p{M}/u;
const SPACE = /^(?!\ufeff)\s/; // a byte order mark has no width
const EASY = /^[ -~åæøÅÆØéèêëàáâäóòôöúùûüíìîïçñÉÈÊËÀÁÂÄÓÒÔÖÚÙÛÜÍÌÎÏÇÑ’‘“”«»–—]*$/; // each of these folds to one unit
const ACCENTED = /[éèêëàáâäóòôöúùûüíìîïçñ’‘“”«»–—]/g;
const LONGEST_KEPT = 8; // units of a character with its marks that are worth remembering
const PIECE = 8_192; // units made into a string at once: as many as fit on the stack

/** @type {Map<string, string>} what characters with their marks became */
const known = new Map();
const MANY = 0xffff; // in `single`: not one unit
const single = new Uint16Array(0x10000); // what a unit without marks became; 0: not looked at yet
const marks = new Uint8Array(0x10000); // 0: not looked at yet, 1: no mark, 2: a mark

/** @param {number} point a code point; NaN, behind the end of a text, is no mark */
function isMark(point) {
  if (!(point >= 0x300)) return false;
  if (point > 0xffff) return MARK.test(String.fromCodePoint(point));
  marks[point] ||= MARK.test(String.fromCharCode(point)) ? 2 : 1;
  return marks[point] === 2;
}

/**
 * What a unit that no mark follows becomes, where that is one unit and no white space; MANY where not.
 * @param {number} unit
 */
function singleOf(unit) {
  if (!single[unit]) {
    const folded = unit >= 0xd800 && unit <= 0xdfff ? "" : foldedCluster(String.fromCharCode(unit));
    single[unit] = folded.length === 1 && folded !== " " && folded !== "\u0000" ? folded.charCodeAt(0) : MANY;
  }
  return single[unit];
}

/** @param {string} digit */
function plainDigit(digit) {
  const point = digit.charCodeAt(0);
  return String(point - (point < 0x6f0 ? 0x660 : 0x6f0));
}

/** @param {string} found a letter with its marks, up to the one that makes it another letter */
const ownLetter = (found) => (found[0] + found[found.length - 1]).normalize("NFC");

/** @param {string} cluster one character with the marks that follow it */
function foldedAnew(cluster) {
  if (SPACE.test(cluster)) return " ";
  const plain = cluster.normalize("NFKD").toUpperCase().toLowerCase().normalize("NFKD"); // capitals first: some letters meet only there
  const bare = plain.replace(OWN_LETTER, ownLetter).replace(NOTHING, "");
  return bare.replace(/[٠-٩۰-۹]/g, plainDigit).replace(/[^\u0020-\u007e]/gu, (letter) => VARIANTS[letter] ?? letter);
}

/** @param {string} cluster */
function foldedCluster(cluster) {
  let folded = known.get(cluster);
  if (folded !== undefined) return folded;
  folded = foldedAnew(cluster);
  if (cluster.length <= LONGEST_KEPT) known.set(cluster, folded);
  return folded;
}

/**
 * Where the character that begins at `at` ends, marks included.
 * @param {string} text
 * @param {number} at
 */
function clusterEnd(text, at) {
  let end = at + ((text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1);
  for (let point = text.codePointAt(end) ?? 0; isMark(point); point = text.codePointAt(end) ?? 0) end += point > 0xffff ? 2 : 1;
  return end;
}

/** Gathers folded units and where each came from, in memory that grows by doubling. */
class Gathering {
  /** @param {number} length units expected */
  constructor(length) {
    this.length = 0;
    this.units = new Uint16Array(length);
    this.starts = new Uint32Array(length);
  }

  /**
   * @param {number} unit
   * @param {number} start
   */
  add(unit, start) {
    if (this.length === this.units.length) this.#grow();
    this.units[this.length] = unit;
    this.starts[this.length] = start;
    this.length += 1;
  }

  #grow() {
    const [units, starts] = [this.units, this.starts];
    this.units = new Uint16Array(2 * units.length);
    this.starts = new Uint32Array(2 * starts.length);
    this.units.set(units);
    this.starts.set(starts);
  }

  text() {
    let text = "";
    for (let at = 0; at < this.length; at += PIECE) {
      text += String.fromCharCode(...this.units.subarray(at, Math.min(this.length, at + PIECE)));
    }
    return text;
  }
}

/**
 * `text` as it is compared. Stretches of white space count as one space.
 * @param {string} text
 * @returns {Folded}
 */
export function fold(text) {
  if (EASY.test(text) && !text.includes("  ")) return { text: text.toLowerCase().replace(ACCENTED, foldedCluster), starts: null };
  return foldedSlowly(text);
}

/**
 * @param {string} text
 * @returns {Folded}
 */
function foldedSlowly(text) {
  const gathering = new Gathering(text.length + 8);
  let last = 0; // the folded unit before this one
  for (let at = 0; at < text.length;) {
    const plain = isMark(text.charCodeAt(at + 1)) ? MANY : singleOf(text.charCodeAt(at));
    if (plain !== MANY) {
      gathering.add(plain, at);
      last = plain;
      at += 1;
    } else {
      const end = clusterEnd(text, at);
      const letters = foldedCluster(text.slice(at, end));
      if (letters !== " " || last !== 32) for (let i = 0; i < letters.length; i += 1) gathering.add(letters.charCodeAt(i), at);
      if (letters) last = letters.charCodeAt(letters.length - 1);
      at = end;
    }
  }
  gathering.add(0, text.length);
  const starts = gathering.starts.slice(0, gathering.length);
  gathering.length -= 1;
  return { text: gathering.text(), starts };
}

/**
 * Where `wanted`, folded already, stands: half-open UTF-16 stretches of the unfolded text, start and end in turn, that
 * do not overlap.
 * @param {Folded} folded
 * @param {string} wanted
 * @param {number} most how many are looked for
 * @returns {number[]}
 */
export function occurrences({ text, starts }, wanted, most = Infinity) {
  /** @type {number[]} */
  const found = [];
  if (!wanted) return found;
  for (let at = text.indexOf(wanted), end = 0; at >= 0 && found.length < 2 * most; at = text.indexOf(wanted, end)) {
    end = at + wanted.length;
    while (starts && end < text.length && starts[end] === starts[end - 1]) end += 1; // half of a letter that became two
    found.push(starts ? starts[at] : at, starts ? starts[end] : end);
  }
  return found;
}
