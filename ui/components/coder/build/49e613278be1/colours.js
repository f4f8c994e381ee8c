// Whatever colours a team gives its codes, they stay readable: contrast as in WCAG 2.2 (1.4.3 text, 1.4.11 graphics).

export const TEXT_CONTRAST = 4.5;
export const GRAPHIC_CONTRAST = 3;
/** @type {Colour} */
const GREY = [107, 114, 128];

/** @typedef {[red: number, green: number, blue: number]} Colour each 0 to 255 */

/** @returns {Colour} grey when `text` is neither #rrggbb nor rgb(r, g, b) */
export function parse(text) {
  const hex = /^#([0-9a-f]{6})$/i.exec(text ?? "");
  if (hex) return /** @type {Colour} */ ([0, 2, 4].map((at) => parseInt(hex[1].slice(at, at + 2), 16)));
  const parts = /^rgba?\(\s*([\d.]+)[,\s]+([\d.]+)[,\s]+([\d.]+)/.exec(text ?? "");
  return parts ? /** @type {Colour} */ (parts.slice(1, 4).map(Number)) : GREY;
}

/** @param {Colour} colour */
export const css = (colour, alpha = 1) => `rgb(${colour.map(Math.round).join(" ")} / ${alpha})`;

/** Relative luminance, 0 to 1. */
export function luminance(colour) {
  const [r, g, b] = colour.map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

export function contrast(one, other) {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

/** `colour`, moved as little as possible towards `goal` until it has `ratio` against `other`. */
function moved(colour, goal, other, ratio) {
  for (let share = 0; share < 1; share += 0.02) {
    const mixed = colour.map((value, i) => value + (goal[i] - value) * share);
    if (contrast(mixed, other) >= ratio) return mixed;
  }
  return goal;
}

/** A colour that can be seen, or with TEXT_CONTRAST read, on `background`. */
export function visibleOn(background, colour, ratio = GRAPHIC_CONTRAST) {
  return moved(colour, luminance(background) > 0.4 ? [0, 0, 0] : [255, 255, 255], background, ratio);
}

/**
 * A colour to paint behind `text`. However many of these lie over one another, the mix stays between the background
 * and the tints, so the text keeps its contrast.
 */
export function tintFor(text, background, colour) {
  return moved(colour, background, text, TEXT_CONTRAST + 0.3);
}
