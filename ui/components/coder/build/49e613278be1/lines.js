// Line numbers that are the same for everybody: they number the stored words, not what one window happens to show.
// 7.2 is the second line of turn 7, so correcting one turn moves no number of another, and the turn's number is the one
// that exported documents print. The rule, written down in docs/desk.md: a line takes whole words up to LINE_WIDTH
// characters; a word that is longer than a line is cut; a line break in the text begins a line.

export const LINE_WIDTH = 80; // code points

/**
 * Where the lines of a text begin, as UTF-16 offsets; an empty text has one line.
 * @param {string} text
 * @param {number} width in code points
 * @returns {number[]}
 */
export function lineStarts(text, width = LINE_WIDTH) {
  const starts = [0];
  let length = 0; // of the line so far, in code points
  let sinceSpace = 0; // code points since the last white space of the line
  let wordStart = 0;
  let hasWord = false; // whether a whole word stands in the line already
  for (let at = 0; at < text.length;) {
    const size = (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
    const letter = text[at];
    if (letter === "\n") {
      if (at + 1 < text.length) starts.push(at + 1);
      [length, sinceSpace, wordStart, hasWord] = [0, 0, at + 1, false];
    } else if (letter === " " || letter === "\t" || letter === "\r") {
      if (sinceSpace) hasWord = true;
      length += 1; // white space at a line's end may reach beyond the width
      [sinceSpace, wordStart] = [0, at + 1];
    } else {
      if (length >= width) {
        const cut = hasWord ? wordStart : at;
        starts.push(cut);
        length = sinceSpace = hasWord ? sinceSpace : 0;
        wordStart = cut;
        hasWord = false;
      }
      length += 1;
      sinceSpace += 1;
    }
    at += size;
  }
  return starts;
}

/**
 * A line as people cite it: 7 for the first of turn 7, 7.2 for its second.
 * @param {number} turn from 0
 * @param {number} line from 0, within the turn
 */
export function lineName(turn, line) {
  return line ? `${turn + 1}.${line + 1}` : String(turn + 1);
}
