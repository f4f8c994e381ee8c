// Text in the study counts Unicode code points; JavaScript counts UTF-16 units. This is the one place that converts.

/** Whether a surrogate pair (one code point, two units) begins at `at`. */
function pairAt(text, at) {
  const unit = text.charCodeAt(at);
  if (unit < 0xd800 || unit > 0xdbff) return false;
  const next = text.charCodeAt(at + 1);
  return next >= 0xdc00 && next <= 0xdfff;
}

/**
 * The UTF-16 index at which code point number `points` begins; the text's end when there are fewer.
 * @param {string} text
 * @param {number} points
 */
export function toUtf16(text, points) {
  let at = 0;
  for (; points > 0 && at < text.length; points -= 1) at += pairAt(text, at) ? 2 : 1;
  return at;
}

/**
 * How many code points begin before UTF-16 index `units`; an index inside a pair counts as before that pair.
 * @param {string} text
 * @param {number} units
 */
export function toCodePoints(text, units) {
  let points = 0;
  let at = 0;
  while (at < units && at < text.length) {
    at += pairAt(text, at) ? 2 : 1;
    if (at <= units) points += 1;
  }
  return points;
}
