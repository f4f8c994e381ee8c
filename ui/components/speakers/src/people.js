// Who a voice may be: pure functions from what the study says to what is offered.
import { labelName, roleName, speakerName, STAFF_ROLES } from "../../coder/src/speakers.js";
import { t } from "../../coder/src/messages.js";

/** What the desk's functions about speakers read. */
export function viewOf(state) {
  return { speakers: new Map(state.speakers.map((speaker) => [speaker.label, speaker])), participants: state.participants };
}

/** How voices are called here: by name, with the number beside it where two have one name. */
export function nameOf(state, label) {
  return speakerName(viewOf(state), label);
}

/** Speaker 3, whatever its name. */
export const numberOf = (label) => labelName(label);

const folded = (text) => text.normalize("NFC").toLocaleLowerCase();

/** Those that begin with what was typed, then those that have it in them. */
function fitting(choices, text) {
  const typed = folded(text);
  if (!typed) return choices;
  const begins = choices.filter(({ words }) => folded(words).startsWith(typed));
  return [...begins, ...choices.filter((choice) => !begins.includes(choice) && folded(choice.words).includes(typed))];
}

/**
 * Whose voice it may be: those who take part and have no voice yet, the staff, everybody else, and somebody new.
 * @returns {{ value: any, words: string, aside?: string }[]}
 */
export function peopleFor(state, label, text) {
  const shown = new Set(state.voices.map((voice) => voice.label));
  const voiceOf = new Map(state.speakers.filter((speaker) => speaker.participant_id && shown.has(speaker.label) && speaker.label !== label)
    .map((speaker) => [speaker.participant_id, speaker.label]));
  const rank = ({ id, here }) => (here ? 0 : 2) + (voiceOf.has(id) ? 1 : 0);
  const person = (participant) => ({
    value: { participant_id: participant.id }, words: participant.pseudonym,
    aside: voiceOf.has(participant.id) ? t("already {voice}", { voice: numberOf(voiceOf.get(participant.id)) }) : participant.role,
  });
  const ranked = [...state.participants].sort((one, other) => rank(one) - rank(other));
  const staff = STAFF_ROLES.map((role) => ({ value: { role }, words: roleName(role) }));
  const known = [...ranked.filter(({ here }) => here).map(person), ...staff, ...ranked.filter(({ here }) => !here).map(person)];
  const found = fitting(known, text);
  const isKnown = known.some(({ words }) => folded(words) === folded(text));
  if (text && !isKnown) found.push({ value: { pseudonym: text }, words: t("New participant “{name}”", { name: text }) });
  if (!text && state.voices.find((voice) => voice.label === label)?.named) found.push({ value: {}, words: t("Not known yet") });
  return found;
}

/** The other voices of the interview, and a new one where that is possible. */
export function voicesFor(state, label, text, withNew) {
  const others = state.voices.filter((voice) => voice.label !== label).map((voice) => {
    const name = nameOf(state, voice.label);
    return { value: { label: voice.label }, words: name, aside: name === numberOf(voice.label) ? "" : numberOf(voice.label) };
  });
  const fresh = { value: { label: state.new_label }, words: t("A new voice"), aside: numberOf(state.new_label) };
  return fitting(withNew ? [...others, fresh] : others, text);
}

/** The role that most participants of the study have: what a new one probably is. */
export function usualRole(state) {
  const counts = new Map();
  for (const { role } of state.participants) if (role) counts.set(role, (counts.get(role) ?? 0) + 1);
  return [...counts].sort(([, one], [, other]) => other - one)[0]?.[0] ?? "";
}
