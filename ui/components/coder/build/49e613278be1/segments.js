// What the desk does with coded segments that are there already, as operations: what each will do while it is on its
// way, the words it is sent with, and which segments can be joined. Pure functions.

/**
 * @typedef {import("./operations.js").Coding} Coding
 * @typedef {import("./transcript.js").Passage} Passage
 * @typedef {import("./transcript.js").Transcript} Transcript
 */

const change = (view, id, values) => {
  const coding = view.codings.get(id);
  if (coding) view.codings.set(id, { ...coding, ...values, waiting: true });
};

/** What waiting operations will do to a view; the server decides. `foreseen` is what the desk expects of it. */
export const FORESEE_SEGMENTS = {
  move_coding(view, { id, passage }) {
    change(view, id, passage);
  },
  recode(view, { id, code }) {
    change(view, id, { code });
  },
  flag(view, { id, discuss }) {
    change(view, id, { discuss });
  },
  split_coding(view, { id, new_id, foreseen }) {
    const coding = view.codings.get(id);
    if (!coding || !foreseen) return;
    change(view, id, foreseen[0]);
    view.codings.set(new_id, { ...coding, id: new_id, ...foreseen[1], waiting: true });
  },
  join_codings(view, { ids, into, foreseen }) {
    const joined = ids.map((id) => view.codings.get(id)).filter(Boolean);
    change(view, into, { ...foreseen, discuss: joined.some(({ discuss }) => discuss) });
    for (const id of ids) if (id !== into) view.codings.delete(id);
  },
  code_many(view, { codings, code, made_at }, coder) {
    for (const one of codings) {
      view.codings.set(one.id, {
        id: one.id, code: one.code ?? code, ...one.passage, coder: coder.id, created_at: made_at, discuss: false, waiting: true,
      });
    }
  },
};

/**
 * An operation as the server wants it: with the quoted words, which are never stored. A text that has changed since is
 * not quoted: the server carries the passage forward.
 * @param {Record<string, any>} kept
 * @param {Transcript|null} transcript
 */
export function completed(kept, transcript) {
  const { made_at: _, foreseen: __, ...operation } = kept;
  const quote = (passage) => (unchanged(passage, operation.turn_revisions, transcript) && transcript?.quote(passage)) || "";
  if (operation.kind === "code" || operation.kind === "move_coding") return { ...operation, quote: quote(operation.passage) };
  if (operation.kind !== "code_many") return operation;
  return { ...operation, codings: operation.codings.map((coding) => ({ ...coding, quote: quote(coding.passage) })) };
}

function unchanged(passage, revisions, transcript) {
  const current = transcript?.revisions(passage) ?? {};
  return Object.entries(current).every(([turn, revision]) => revisions[turn] === revision) && passage.start_turn in current;
}

/** Whether a place (turn id, code points) lies strictly inside a coded segment. */
export function isInside(transcript, coding, { turn, offset }) {
  const at = [transcript.position.get(turn), offset];
  const start = [transcript.position.get(coding.start_turn), coding.start];
  const end = [transcript.position.get(coding.end_turn), coding.end];
  return before(start, at) && before(at, end);
}

const before = (a, b) => a[0] < b[0] || (a[0] === b[0] && a[1] < b[1]);

/**
 * The coded segments that can be joined with one, itself among them, in order: of the same code, coder and round,
 * overlapping or with nothing but white space between.
 * @param {Transcript} transcript
 * @param {Coding} coding
 * @param {Iterable<Coding>} codings
 * @returns {Coding[]}
 */
export function joinable(transcript, coding, codings) {
  const alike = [...codings].filter((other) => ["code", "coder", "round"].every((field) => other[field] === coding[field]));
  const ordered = alike.filter((other) => transcript.slices(other).length).sort((a, b) => transcript.compare(a, b));
  let run = [];
  for (const other of ordered) {
    if (run.length && !touches(transcript, whole(transcript, run), other)) {
      if (run.includes(coding)) return run;
      run = [];
    }
    run.push(other);
  }
  return run.includes(coding) ? run : [coding];
}

/** From the first beginning to the last end. */
export function whole(transcript, codings) {
  const [first] = [...codings].sort((a, b) => transcript.compare(a, b));
  const ends = codings.map((coding) => [transcript.position.get(coding.end_turn), coding.end, coding.end_turn]);
  const last = ends.reduce((a, b) => (before(a, b) ? b : a));
  return { start_turn: first.start_turn, start: first.start, end_turn: last[2], end: last[1] };
}

function touches(transcript, reached, next) {
  const end = [transcript.position.get(reached.end_turn), reached.end];
  const start = [transcript.position.get(next.start_turn), next.start];
  if (!before(end, start)) return true;
  const between = { start_turn: reached.end_turn, start: reached.end, end_turn: next.start_turn, end: next.start };
  return !(transcript.quote(between) ?? "x").trim();
}
