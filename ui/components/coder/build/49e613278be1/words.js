// Words on their way: which turns wait for a new text, and which text of a turn an operation is made on.

/** What the desk foresees of a turn while a change of its words waits; see `operations.js`. */
export const FORESEE_WORDS = {
  edit_turns(view, { edits }) {
    for (const { turn, text } of edits) waiting(view, turn, { text });
  },
  split_turn(view, { turn }) {
    waiting(view, turn, {});
  },
  join_turns(view, { first, second }) {
    for (const turn of [first, second]) waiting(view, turn, {});
  },
  insert_turn() {}, // it is shown when the study has it
  set_speaker(view, { turns }) {
    for (const turn of turns) waiting(view, turn, {}, 0);
  },
  redact(view, { places }) {
    for (const turn of new Set(places.map((place) => place.turn))) waiting(view, turn, {});
  },
  settle_draft(view, { text_id: draft, turn, text }) {
    view.drafts = view.drafts.filter((other) => other.text_id !== draft);
    if (text !== undefined) waiting(view, turn, { text });
  },
  settle_review(view, { coding }) {
    view.review = view.review.filter((entry) => entry.coding.id !== coding);
  },
};

/**
 * Note that a change of a turn waits; `edits` is by how much its revision will go up.
 * @param {{ text?: string }} change
 */
function waiting(view, turn, change, edits = 1) {
  const before = view.words.get(turn) ?? { edits: 0 };
  view.words.set(turn, { text: change.text ?? before.text, edits: before.edits + edits });
}

/** The revision a turn will have once everything that waits is done. */
export function foreseenRevision(view, turn) {
  return turn.revision + (view.words.get(turn.id)?.edits ?? 0);
}

/** The text a turn will have once everything that waits is done. */
export function foreseenText(view, turn) {
  return view.words.get(turn.id)?.text ?? turn.text;
}

/** A text as it will be stored: a turn is one paragraph. */
export function oneParagraph(text) {
  return text.replace(/\r\n|[\r\n\u2028\u2029]/g, " ");
}
