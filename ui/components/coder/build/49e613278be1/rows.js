// The coded segments as a list of rows: sifted by what was typed, sorted. Pure.
import { folded, pathOf } from "./finding.js";

const QUOTED = 300; // characters of a segment that are looked through and shown

/**
 * @typedef {{ coding: import("./operations.js").Coding, name: string, path: string, words: string, coder: string, place: number }} Row
 * @param {Iterable<import("./operations.js").Coding>} codings
 * @returns {Row[]} in the order of the interview
 */
export function rowsOf(codings, { transcript, byId, people, unknown }) {
  const names = new Map((people ?? []).map(({ id, name }) => [id, name]));
  const paths = new Map();
  const pathFor = (code) => {
    if (!paths.has(code)) paths.set(code, byId.has(code) ? pathOf(byId.get(code), byId).join(" › ") : unknown);
    return paths.get(code);
  };
  const shown = [...codings].filter(({ start_turn, end_turn }) => transcript.position.has(start_turn) && transcript.position.has(end_turn));
  shown.sort((a, b) => transcript.compare(a, b));
  return shown.map((coding, place) => ({
    coding, place, name: byId.get(coding.code)?.name ?? unknown, path: pathFor(coding.code), coder: names.get(coding.coder) ?? "",
    get words() { return (transcript.quote(coding) ?? "").slice(0, QUOTED); },
  }));
}

export const ORDERS = {
  place: () => 0,
  code: (a, b) => a.path.localeCompare(b.path),
  coder: (a, b) => a.coder.localeCompare(b.coder),
  newest: (a, b) => (a.coding.created_at < b.coding.created_at ? 1 : -1),
  discuss: (a, b) => Number(Boolean(b.coding.discuss)) - Number(Boolean(a.coding.discuss)),
};

/** Rows that hold what was typed, in the order wanted; the order of the interview decides where that leaves two equal. */
export function sorted(rows, order, typed) {
  const wanted = folded(typed.trim()).split(/\s+/).filter(Boolean);
  const holds = ({ path, coder, words }) => {
    const all = folded(`${path} ${coder} ${words}`);
    return wanted.every((word) => all.includes(word));
  };
  const kept = wanted.length ? rows.filter(holds) : [...rows];
  return order === "place" ? kept : kept.sort((a, b) => ORDERS[order](a, b) || a.place - b.place);
}
