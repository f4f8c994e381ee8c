// Elements made from plain values. Text only ever becomes a text node, so nothing in a transcript can be markup.

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, any>} [attributes] `on…` functions become listeners, true is an empty attribute, null is left out
 * @param {...(Node|string|null)} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name.slice(2), value);
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null));
  return element;
}

/** A button that keeps the selection in the text where it is. */
export function button(attributes, ...children) {
  return el("button", { type: "button", onmousedown: (event) => event.preventDefault(), ...attributes }, ...children);
}

const PATHS = {
  play: "M8 5.5v13l10.5-6.5z",
  pause: "M7 5h3.5v14H7zM13.5 5H17v14h-3.5z",
  back: "M12 5a7.5 7.5 0 1 1-7.3 9.2M12 5 8.6 2.2M12 5 8.6 8",
  undo: "M9 14 4.5 9.5 9 5M4.8 9.5H14a5 5 0 0 1 0 10h-3",
  redo: "m15 14 4.5-4.5L15 5m4.2 4.5H10a5 5 0 0 0 0 10h3",
  check: "m5 12.5 4.5 4.5L19 7.5",
  plus: "M12 5v14M5 12h14",
  close: "M6.5 6.5l11 11M17.5 6.5l-11 11",
  memo: "M5 5h14v9l-5 5H5zM14 19v-5h5",
  search: "M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13M15.3 15.3 20 20",
  up: "m6 15 6-6 6 6",
  down: "m6 9 6 6 6-6",
  repeat: "M17 3.5 20.5 7 17 10.5M20 7H8a4.5 4.5 0 0 0 0 9M7 20.5 3.5 17 7 13.5M4 17h12a4.5 4.5 0 0 0 4.5-4.5",
  filter: "M4 6h16M7 12h10M10 18h4",
  flag: "M6 21V4h11l-2.5 4L17 12H6",
  note: "M5 4h14v11l-5 5H5zM14 20v-5h5",
  swap: "M4 8h13m-3.5-3.5L17 8l-3.5 3.5M20 16H7m3.5-3.5L7 16l3.5 3.5",
  pin: "M9 4h6l-1 6 3 3H7l3-3zM12 13v7",
  tag: "M4 4.5h7.2l8.3 8.3-6.7 6.7L4.5 11.2zM8.2 8.2h.01",
};
const FILLED = new Set(["play", "pause"]);

/** A small drawing beside or instead of words; hidden from screen readers, so its button needs a label. */
export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  for (const [key, value] of Object.entries({ viewBox: "0 0 24 24", class: "iw-icon", "aria-hidden": "true" })) {
    svg.setAttribute(key, value);
  }
  const path = document.createElementNS(svg.namespaceURI, "path");
  path.setAttribute("d", PATHS[name]);
  if (FILLED.has(name)) path.setAttribute("class", "iw-filled");
  svg.append(path);
  return svg;
}

/** `ms` as 4:07 or 1:04:07. */
export function clock(ms) {
  const seconds = Math.floor(Math.max(0, ms) / 1000);
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const pad = (value) => String(value).padStart(2, "0");
  return h ? `${h}:${pad(m)}:${pad(s)}` : `${m}:${pad(s)}`;
}
