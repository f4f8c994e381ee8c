// Long stretches of talk, shortened until somebody asks for the rest. Never in the middle of a character.

const MOST_AROUND = 220; // characters of what is said in the turn before or after the passage
const MOST_WITHIN = 2_000; // of the passage itself

/**
 * What is shown of a piece of a turn: the end of what comes before the passage, the beginning of everything else.
 * @param {string} text
 * @param {boolean} on whether it is the passage itself
 * @param {number} pieces how many pieces the turn has
 * @param {boolean} [isFirst]
 */
export function clipped(text, on, pieces, isFirst = false) {
  const most = on || pieces === 1 ? MOST_WITHIN : MOST_AROUND;
  if (text.length <= most) return text;
  const characters = [...text];
  if (characters.length <= most) return text;
  return isFirst && !on && pieces > 1 ? `… ${characters.slice(-most).join("")}` : `${characters.slice(0, most).join("")} …`;
}
