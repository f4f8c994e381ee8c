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
  if (name.startsWith(wanted)) return 0;
  if (name.split(/\s+/).some((word) => word.startsWith(wanted))) return 1;
  if (name.includes(wanted)) return 2;
  if (wanted.split(/\s+/).every((word) => path.includes(word))) return 3;
  return definition.includes(wanted) ? 4 : Infinity;
}

/**
 * The codes that fit what was typed, best first; all of them in reading order when nothing was.
 * @param {import("./operations.js").Code[]} codes
 */
export function matching(codes, typed) {
  const wanted = folded(typed.trim());
  if (!wanted) return codes;
  const byId = new Map(codes.map((code) => [code.id, code]));
  return codes
    .map((code) => ({
      code, far: distance(wanted, folded(code.name), folded(pathOf(code, byId).join(" ")), folded(code.definition ?? "")),
    }))
    .filter(({ far }) => far < Infinity)
    .sort((a, b) => a.far - b.far)
    .map(({ code }) => code);
}
