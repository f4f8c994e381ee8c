// Finding a code while typing: without regard to case and accents, best match first.

const LETTERS = { "ø": "o", "æ": "ae", "ł": "l", "đ": "d", "ß": "ss", "ı": "i", "أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي", "ة": "ه" };

/** `text` without case, accents and look-alike letters. */
export function folded(text) {
  return text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replace(/[øæłđßıأإآىة]/g, (letter) => LETTERS[letter]);
}

/** The names of a code and of those above it, outermost first. */
export function pathOf(code, byId) {
  const above = code.parent_id ? byId.get(code.parent_id) : null;
  return above ? [...pathOf(above, byId), code.name] : [code.name];
}

/** How well a code fits the words typed: smaller is better, Infinity when it does not. */
function distance(wanted, name, path, definition) {
  if (name === wanted) return 0;
  if (name.startsWith(wanted)) return 1;
  if (name.split(/\s+/).some((word) => word.startsWith(wanted))) return 2;
  if (name.includes(wanted)) return 3;
  const words = wanted.split(/\s+/);
  if (words.every((word) => path.includes(word))) return 4;
  if (abbreviates(wanted, name)) return 5;
  const parts = path.split(/[\s/,-]+/);
  if (words.every((word) => parts.some((part) => isSlip(word, part)))) return 6;
  return definition.includes(wanted) ? 7 : Infinity;
}

/** Whether letters stand for a name: each begins one of its words or follows the letter before it, as in "stmo" for "støttende mor". */
export function abbreviates(wanted, name) {
  const letters = wanted.replace(/\s+/g, "");
  const fits = (i, from) => {
    if (i === letters.length) return true;
    for (let at = name.indexOf(letters[i], from); at >= 0; at = name.indexOf(letters[i], at + 1)) {
      const beginsWord = at === 0 || /[\s/,-]/.test(name[at - 1]);
      if ((beginsWord || (i > 0 && at === from)) && fits(i + 1, at + 1)) return true;
    }
    return false;
  };
  return letters.length > 1 && letters.length <= 12 && fits(0, 0);
}

/** Whether a word of five letters or more is the beginning of another with one letter wrong, missing, too many or swapped. */
export function isSlip(typed, word) {
  if (typed.length < 5) return word.startsWith(typed);
  return [typed.length - 1, typed.length, typed.length + 1].some((length) => length <= word.length && oneOff(typed, word.slice(0, length)));
}

function oneOff(a, b) {
  let i = 0;
  while (i < a.length && i < b.length && a[i] === b[i]) i += 1;
  const [restA, restB] = [a.slice(i), b.slice(i)];
  return restA === restB || restA.slice(1) === restB.slice(1) || restA.slice(1) === restB || restA === restB.slice(1)
    || (restA[0] === restB[1] && restA[1] === restB[0] && restA.slice(2) === restB.slice(2));
}

/**
 * The codes that fit what was typed, best first, of equal ones those used last; all of them in reading order when
 * nothing was typed.
 * @param {import("./operations.js").Code[]} codes
 * @param {string[]} recent ids, the one used last first
 */
export function matching(codes, typed, recent = []) {
  const wanted = folded(typed.trim());
  if (!wanted) return codes;
  const byId = new Map(codes.map((code) => [code.id, code]));
  const age = new Map(recent.map((id, i) => [id, i]));
  const old = (code) => age.get(code.id) ?? Infinity;
  return codes
    .map((code) => ({
      code, far: distance(wanted, folded(code.name), folded(pathOf(code, byId).join(" ")), folded(code.definition ?? "")),
    }))
    .filter(({ far }) => far < Infinity)
    .sort((a, b) => a.far - b.far || (old(a.code) === old(b.code) ? 0 : old(a.code) - old(b.code)))
    .map(({ code }) => code);
}
