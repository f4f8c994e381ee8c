// Everything by keyboard. This list is what the desk obeys and what `?` shows, so the two cannot disagree.
import { Dialog } from "./dialog.js";
import { el } from "./dom.js";
import { t } from "./messages.js";
import { obeyPedal, pedalKeys } from "./pedals.js";
import { NUMBER_KEYS } from "./quickkeys.js";

const NUMBERS = Array.from({ length: NUMBER_KEYS }, (_, i) => String(i + 1));

/**
 * @typedef {{ on: string[], shown: string[], words: () => string, run: (desk: import("./desk.js").Desk, pressed: string) => void }} Binding
 * @type {{ title: () => string, bindings: Binding[] }[]}
 */
export const KEYS = [
  { title: () => t("Listening"), bindings: [
    { on: [" "], shown: ["Space"], words: () => t("Play or pause"), run: (desk) => desk.player.toggle() },
    { on: ["p"], shown: ["p"], words: () => t("Play from the caret"), run: (desk) => desk.listening.playFromCaret() },
    { on: ["j"], shown: ["j"], words: () => t("5 seconds back"), run: (desk) => desk.player.stepBack() },
    { on: ["l"], shown: ["l"], words: () => t("5 seconds on"), run: (desk) => desk.player.stepForward() },
    { on: ["-"], shown: ["-"], words: () => t("Slower"), run: (desk) => desk.player.changeSpeed(-1) },
    { on: ["+", "="], shown: ["+"], words: () => t("Faster"), run: (desk) => desk.player.changeSpeed(1) },
    { on: ["f"], shown: ["f"], words: () => t("Follow the spoken word, or not"),
      run: (desk) => desk.listening.toggleFollowing() },
    { on: ["R"], shown: ["Shift", "R"], words: () => t("Repeat the selected words, or stop that"), run: (desk) => desk.listening.repeat() },
    { on: [], get shown() { return pedalKeys(); }, words: () => t("Foot pedal (choose its keys under View)"), run: () => {} },
  ] },
  { title: () => t("Reading"), bindings: [
    { on: ["/", "Ctrl+f"], shown: ["/"], words: () => t("Find in this interview (or Ctrl+F)"), run: (desk) => desk.reader.find.open() },
    { on: ["Ctrl+g", "Ctrl+Shift+g"], shown: ["Ctrl", "G"], words: () => t("Next hit (with Shift: previous)"),
      run: (desk, pressed) => desk.reader.find.step(pressed === "Ctrl+g" ? 1 : -1) },
    { on: ["g"], shown: ["g"], words: () => t("Go to a time, turn or line"), run: (desk) => desk.reader.going.open() },
    { on: ["G"], shown: ["Shift", "G"], words: () => t("Go to where you have coded to"), run: (desk) => desk.reader.goToCoded() },
    { on: ["O"], shown: ["Shift", "O"], words: () => t("Go on where you stopped"), run: (desk) => desk.reader.stopping.goOn() },
    { on: ["u", "U"], shown: ["u"], words: () => t("Next uncertain word (with Shift: previous)"),
      run: (desk, pressed) => desk.reader.uncertain.step(pressed === "u" ? 1 : -1) },
    { on: ["V"], shown: ["Shift", "V"], words: () => t("View: text size, line numbers and more"), run: (desk) => desk.reader.menu.toggle() },
    { on: ["<", ">"], shown: ["<", ">"], words: () => t("Smaller, larger text"),
      run: (desk, pressed) => desk.reader.zoomBy(pressed === ">" ? 1 : -1) },
    { on: ["L"], shown: ["Shift", "L"], words: () => t("Line numbers, or none"), run: (desk) => desk.reader.toggle("lines") },
    { on: ["D"], shown: ["Shift", "D"], words: () => t("Dense or spaced text"), run: (desk) => desk.reader.toggle("compact") },
    { on: ["Q"], shown: ["Shift", "Q"], words: () => t("Underline uncertain words, or not"), run: (desk) => desk.reader.toggle("unsure") },
  ] },
  { title: () => t("Coding"), bindings: [
    { on: [], shown: ["Shift", "← → ↑ ↓"], words: () => t("Select words (with Ctrl: word by word)"), run: () => {} },
    { on: NUMBERS, shown: ["1", "…", "9"], words: () => t("Put the numbered code on the selection"),
      run: (desk, pressed) => desk.coding.applyNumber(Number(pressed)) },
    { on: ["c"], shown: ["c"], words: () => t("Choose codes by typing; Space ticks several"), run: (desk) => desk.choosing.open() },
    { on: ["n"], shown: ["n"], words: () => t("Make a new code"), run: (desk) => desk.choosing.make() },
    { on: ["i"], shown: ["i"], words: () => t("Make a code named by the selected words (in vivo)"), run: (desk) => desk.reworking.inVivo() },
    { on: ["w", "W"], shown: ["w"], words: () => t("Wider: word, sentence, turn, speaker (with Shift: narrower)"),
      run: (desk, pressed) => (pressed === "w" ? desk.selecting.grow() : desk.selecting.shrink()) },
    { on: ["z"], shown: ["z"], words: () => t("Selecting takes whole words, sentences, turns, or exactly what is selected"), run: (desk) => desk.selecting.change() },
    { on: ["v"], shown: ["v"], words: () => t("Code everything a voice says"), run: (desk) => desk.many.openVoice() },
    { on: [",", "."], shown: [",", "."], words: () => t("Previous, next coded segment"),
      run: (desk, pressed) => desk.coding.step(pressed === "." ? 1 : -1) },
    { on: ["Delete", "Backspace"], shown: ["Delete"], words: () => t("Remove the chosen coded segment"),
      run: (desk) => desk.coding.remove() },
    { on: ["Ctrl+z"], shown: ["Ctrl", "Z"], words: () => t("Undo"), run: (desk) => desk.coding.undo() },
    { on: ["Ctrl+Shift+z", "Ctrl+y"], shown: ["Ctrl", "Shift", "Z"], words: () => t("Redo"), run: (desk) => desk.coding.redo() },
  ] },
  { title: () => t("The chosen coded segment"), bindings: [
    { on: ["r"], shown: ["r"], words: () => t("Give it another code"), run: (desk) => desk.reworking.recode() },
    { on: ["d"], shown: ["d"], words: () => t("To discuss, or not"), run: (desk) => desk.reworking.flag() },
    { on: ["]", "Alt+Shift+ArrowRight"], shown: ["]"], words: () => t("End one word further (also Alt Shift →)"), run: (desk) => desk.reworking.moveEnd("end", 1) },
    { on: ["}", "Alt+Shift+ArrowLeft"], shown: ["}"], words: () => t("End one word back (also Alt Shift ←)"), run: (desk) => desk.reworking.moveEnd("end", -1) },
    { on: ["[", "Alt+Shift+ArrowUp"], shown: ["["], words: () => t("Start one word back (also Alt Shift ↑)"), run: (desk) => desk.reworking.moveEnd("start", -1) },
    { on: ["{", "Alt+Shift+ArrowDown"], shown: ["{"], words: () => t("Start one word further (also Alt Shift ↓)"), run: (desk) => desk.reworking.moveEnd("start", 1) },
    { on: ["b"], shown: ["b"], words: () => t("Break it in two at the caret"), run: (desk) => desk.reworking.split() },
    { on: ["o"], shown: ["o"], words: () => t("Make one of it and those of the same code that touch it"), run: (desk) => desk.reworking.join() },
  ] },
  { title: () => t("What is shown"), bindings: [
    { on: ["t"], shown: ["t"], words: () => t("Table of coded segments, and back"), run: (desk) => desk.side.toggleTable() },
    { on: ["h"], shown: ["h"], words: () => t("Names beside the stripes, or not"), run: (desk) => desk.stripeNames.toggle() },
    { on: ["x"], shown: ["x"], words: () => t("Filter by code, coder, round, origin"), run: (desk) => desk.filterBar.open() },
    { on: ["X"], shown: ["Shift", "X"], words: () => t("Show all coded segments again"), run: (desk) => desk.filterBar.clear() },
  ] },
  { title: () => t("Correcting the words"), bindings: [
    { on: ["e"], shown: ["e"], words: () => t("Correct the words of a turn"), run: (desk) => desk.mending.edit() },
    { on: [], shown: ["Ctrl", "Enter"], words: () => t("Save, and correct the next turn"), run: () => {} },
    { on: ["Shift+Enter"], shown: ["Shift", "Enter"], words: () => t("Begin a new turn at the caret"), run: (desk) => desk.mending.splitAtCaret() },
    { on: ["Shift+Backspace"], shown: ["Shift", "⌫"], words: () => t("Join the turn with the one before it"), run: (desk) => desk.mending.joinWithPrevious() },
    { on: ["S"], shown: ["Shift", "S"], words: () => t("Give turns another speaker"), run: (desk) => desk.mending.askSpeaker() },
    { on: ["Ctrl+h"], shown: ["Ctrl", "H"], words: () => t("Search and replace"), run: (desk) => desk.mending.openReplacing() },
    { on: ["a"], shown: ["a"], words: () => t("Replace an identifying word"), run: (desk) => desk.mending.openRedacting() },
    { on: ["Enter"], shown: ["Enter"], words: () => t("Put a waiting coded segment on the selection"), run: (desk) => desk.mending.place() },
  ] },
  { title: () => t("Checking against the recording"), bindings: [
    { on: ["K"], shown: ["Shift", "K"], words: () => t("Begin checking, or leave it"), run: (desk) => desk.checking.toggle() },
    { on: ["y"], shown: ["y"], words: () => t("It is right: turn checked, and on to what is open"), run: (desk) => desk.checking.confirm() },
    { on: ["N", "P"], shown: ["Shift", "N"], words: () => t("Next flag or turn (Shift+P: previous)"),
      run: (desk, pressed) => desk.checking.step(pressed === "N" ? 1 : -1) },
    { on: ["H"], shown: ["Shift", "H"], words: () => t("Listen to the flag or turn again"), run: (desk) => desk.checking.hear() },
    { on: ["I"], shown: ["Shift", "I"], words: () => t("Type words that were left out, as a turn of their own"), run: (desk) => desk.checking.insert() },
    { on: [], shown: ["Alt", "…"], words: () => t("Write an annotation such as [ler] (its keys stand under Check)"), run: () => {} },
  ] },
  { title: () => t("Turns"), bindings: [
    { on: ["k"], shown: ["k"], words: () => t("Turn checked against the recording, or not"), run: (desk) => desk.check() },
    { on: ["m"], shown: ["m"], words: () => t("Memos on the chosen segment, or on the turn"), run: (desk) => desk.memos.open() },
    { on: ["M"], shown: ["Shift", "M"], words: () => t("All memos of this interview"), run: (desk) => desk.memos.openAll() },
    { on: ["s"], shown: ["s"], words: () => t("Say who is speaking"), run: (desk) => desk.nameSpeaker() },
    { on: ["T"], shown: ["Shift", "T"], words: () => t("Write the translation of the turn"), run: (desk) => desk.tracks.edit() },
    { on: ["Y"], shown: ["Shift", "Y"], words: () => t("Show translations, or not"), run: (desk) => desk.tracks.toggle() },
  ] },
  { title: () => t("Help"), bindings: [
    { on: ["Escape"], shown: ["Esc"], words: () => t("Let go of the selection"), run: (desk) => desk.coding.letGo() },
    { on: ["?"], shown: ["?"], words: () => t("Show this list"), run: (desk) => desk.help.open() },
  ] },
];

const BINDINGS = KEYS.flatMap(({ bindings }) => bindings);
const TYPING = "input:not([type=range], [type=checkbox]), textarea, select, dialog";
const NATIVE = { " ": "button:not(.iw-stripe), [type=checkbox]", Enter: "button" };

/** The key as written in the list above; "" when it is for the browser. */
function pressedKey(event) {
  const graphical = event.getModifierState("AltGraph"); // a character typed with AltGr is no shortcut
  if (graphical) return event.key;
  if (event.shiftKey && ["Enter", "Backspace"].includes(event.key)) return `Shift+${event.key}`;
  if (event.altKey) return event.shiftKey && event.key.startsWith("Arrow") ? `Alt+Shift+${event.key}` : "";
  if (!event.ctrlKey && !event.metaKey) return event.key;
  return `Ctrl+${event.shiftKey ? "Shift+" : ""}${event.key.toLowerCase()}`;
}

/** Do what a key asks for. The event ends here: Streamlit has shortcuts of its own on bare letters. */
export function obey(event, desk) {
  event.stopPropagation();
  if (obeyPedal(event, desk)) return;
  if (!event.isComposing && !event.target.closest?.(TYPING) && desk.transcript && desk.checking.annotating.obey(event)) return;
  const forBrowser = NATIVE[event.key] ? `${TYPING}, ${NATIVE[event.key]}` : TYPING;
  if (event.isComposing || event.target.closest?.(forBrowser)) return;
  const pressed = pressedKey(event);
  const binding = BINDINGS.find(({ on }) => on.includes(pressed));
  if (!binding) return;
  event.preventDefault();
  binding.run(desk, pressed);
}

/** What a key does at the desk, in words; "" when nothing. */
export function meaningOf(key) {
  return BINDINGS.find(({ on }) => on.includes(key))?.words() ?? "";
}

/** Shows every key. */
export class HelpDialog extends Dialog {
  constructor() {
    super("iw-help");
  }

  open() {
    this.show(t("All keys"), el("div", { class: "iw-keys" }, ...KEYS.map(({ title, bindings }) => el("section", {},
      el("h3", {}, title()),
      el("dl", {}, ...bindings.flatMap(({ shown, words }) => [
        el("dt", {}, ...shown.map((key) => (key === "…" ? key : el("kbd", {}, key)))), el("dd", {}, words()),
      ]))))));
  }
}
