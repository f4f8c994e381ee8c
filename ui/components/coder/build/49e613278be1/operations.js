// What the operations still on their way will do, so that the desk can show it at once.
// The server decides; these functions only foresee it.
import { FORESEE_MEMOS, confirmedMemos, memosOf } from "./memo_steps.js";
import { withFinish } from "./rounds.js";
import { FORESEE_SEGMENTS } from "./segments.js";
import { FORESEE_WORDS } from "./words.js";

/**
 * @typedef {{ id: string, code: string, coder: string, created_at: string, round?: string, origin?: string, discuss?: boolean } & import("./transcript.js").Passage} Coding
 * @typedef {{ id: string, parent_id: string|null, name: string, colour: string, definition: string, depth: number }} Code
 * @typedef {{ label: string, name: string, role: string|null, participant_id: string|null }} Speaker
 * @typedef {{ id: string, pseudonym: string, role: string|null }} Participant
 * @typedef {{ codings: Map<string, Coding>, codes: Code[], speakers: Map<string, Speaker>, participants: Participant[],
 *             checked: Map<string, string>, review: Review[], drafts: Draft[], words: Map<string, Waiting>,
 *             memos: Map<string, import("./memo_steps.js").Memo>, rounds?: import("./rounds.js").Round[] }} View
 * @typedef {{ coding: Coding, before: string, turn: string, by: string, at: string, now: string }} Review a coding whose words have all gone
 * @typedef {{ text_id: string, turn: string, text: string, revision: number, by: string, at: string }} Draft a text that met another's
 * @typedef {{ text?: string, edits: number }} Waiting what is on its way for a turn: its new text, and how often it changes
 */

/** @returns {View} what the server last said */
export function viewOf(data) {
  return {
    codings: new Map(data.codings.map((coding) => [coding.id, coding])),
    codes: data.codes,
    speakers: new Map(data.speakers.map((speaker) => [speaker.label, speaker])),
    participants: data.participants,
    checked: new Map(Object.entries(data.checked)),
    memos: memosOf(data),
    review: data.review ?? [],
    drafts: data.drafts ?? [],
    words: new Map(),
    rounds: data.rounds ?? [],
  };
}

/** A view as it is after what an answer reports; lists that an answer does not name stay. */
export function confirmed(view, changes) {
  const codings = new Map(view.codings);
  for (const coding of changes.codings ?? []) codings.set(coding.id, coding);
  for (const id of changes.removed ?? []) codings.delete(id);
  const checked = new Map(view.checked);
  for (const [turn, words] of Object.entries(changes.checked ?? {})) {
    if (words) checked.set(turn, words);
    else checked.delete(turn);
  }
  const speakers = new Map(view.speakers);
  for (const speaker of changes.speakers ?? []) speakers.set(speaker.label, speaker);
  return {
    codings, checked, speakers, words: view.words,
    review: changes.review ?? view.review,
    drafts: changes.drafts ?? view.drafts,
    memos: confirmedMemos(view.memos, changes),
    codes: changes.codes ?? view.codes,
    participants: changes.participants ?? view.participants,
    rounds: changes.rounds ?? view.rounds,
  };
}

/** The waiting operations that will still count: an undo takes back the newest waiting one before it. */
export function effective(waiting) {
  const done = [];
  const undone = [];
  for (const operation of waiting) {
    if (operation.kind === "undo") undone.push(...done.splice(-1));
    else if (operation.kind === "redo") done.push(...undone.splice(-1));
    else {
      done.push(operation);
      undone.length = 0;
    }
  }
  return done;
}

/** What the desk shows: what is stored, and on top of it what is on its way. */
export function foreseen(view, waiting, coder) {
  const next = {
    ...view, codings: new Map(view.codings), checked: new Map(view.checked), speakers: new Map(view.speakers), words: new Map(),
  };
  for (const operation of effective(waiting)) FORESEE[operation.kind]?.(next, operation, coder);
  return next;
}

const FORESEE = {
  ...FORESEE_WORDS,
  ...FORESEE_MEMOS,
  ...FORESEE_SEGMENTS,
  code(view, { id, code, passage, made_at, round }, coder) {
    const own = round ? { round } : {};
    view.codings.set(id, { id, code, ...passage, coder: coder.id, created_at: made_at, discuss: false, waiting: true, ...own });
  },
  uncode(view, { id }) {
    view.codings.delete(id);
  },
  check(view, { turns }, coder) {
    for (const turn of turns) view.checked.set(turn, coder.name);
  },
  uncheck(view, { turns }) {
    for (const turn of turns) view.checked.delete(turn);
  },
  finish(view, { round }, coder) {
    view.rounds = withFinish(view.rounds, round, coder.id, true);
  },
  unfinish(view, { round }, coder) {
    view.rounds = withFinish(view.rounds, round, coder.id, false);
  },
  add_code(view, { id, name, parent_id, colour }) {
    if (!view.codes.some((code) => code.id === id)) view.codes = withCode(view.codes, { id, name, parent_id, colour });
  },
  name_speaker(view, { speaker, participant_id, role, name, new_participant }) {
    const known = view.participants.find((participant) => participant.id === participant_id);
    view.speakers.set(speaker, {
      label: speaker, participant_id,
      role: role ?? new_participant?.role ?? known?.role ?? null,
      name: new_participant?.pseudonym ?? known?.pseudonym ?? name,
    });
  },
};

/** The codes in reading order with a new one last among its siblings. */
export function withCode(codes, { id, name, parent_id, colour }) {
  const parent = codes.findIndex((code) => code.id === parent_id);
  const depth = parent < 0 ? 0 : codes[parent].depth + 1;
  let place = parent < 0 ? codes.length : parent + 1;
  while (parent >= 0 && place < codes.length && codes[place].depth >= depth) place += 1;
  const made = { id, name, parent_id: parent < 0 ? null : parent_id, depth, definition: "", colour };
  return [...codes.slice(0, place), made, ...codes.slice(place)];
}
