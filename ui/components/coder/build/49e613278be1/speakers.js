// Who is speaking: names, colours, and the dialog that says once who a voice is.
import { parse, css, visibleOn, TEXT_CONTRAST } from "./colours.js";
import { Dialog } from "./dialog.js";
import { button, el } from "./dom.js";
import { t } from "./messages.js";

// Hues far from one another, also where the page makes them lighter or darker until they can be read on it, and as far as
// can be for people who do not tell red from green; see the test that measures both.
const HUES = ["#00a0de", "#9a2d2f", "#666f14", "#6f6ed2", "#eb7879", "#1ab081", "#c38100", "#b86bbd"];
const READABLE = TEXT_CONTRAST + 0.05; // whole numbers of a colour round a little
const STAFF_HUE = "#6b7280";
export const STAFF_ROLES = ["interviewer", "interpreter"];

export const roleName = (role) => ({ interviewer: t("Interviewer"), interpreter: t("Interpreter") })[role] ?? role;

/** SPEAKER_00 as people count: Speaker 1. */
export function labelName(label) {
  const number = /^SPEAKER_(\d+)$/.exec(label);
  return number ? t("Speaker {number}", { number: Number(number[1]) + 1 }) : label;
}

/** What to call the voice `label`. */
export function speakerName(view, label) {
  const speaker = view.speakers.get(label);
  const participant = view.participants.find(({ id }) => id === speaker?.participant_id);
  return participant?.pseudonym || speaker?.name || (speaker?.role ? roleName(speaker.role) : labelName(label));
}

/** Name and role, for the tooltip. */
export function speakerTitle(view, label) {
  const role = view.speakers.get(label)?.role;
  const name = speakerName(view, label);
  return `${role && roleName(role) !== name ? `${name} · ${roleName(role)}` : name}\n${t("Say who this is (s)")}`;
}

/** A function from speaker label to a colour that can be read on `background`. Staff are grey. */
export function speakerColours(view, labels, background) {
  const colours = new Map();
  let next = 0;
  for (const label of labels) {
    const staff = STAFF_ROLES.includes(view.speakers.get(label)?.role);
    const hue = staff ? STAFF_HUE : HUES[next++ % HUES.length];
    colours.set(label, css(visibleOn(background, parse(hue), READABLE)));
  }
  return (label) => colours.get(label);
}

/** Asks who a voice is. */
export class SpeakerDialog extends Dialog {
  /** @param {(operation: object) => void} onname */
  constructor(onname) {
    super("iw-speaker-dialog");
    this.onname = onname;
  }

  /** @param {string} [all] where the page is on which all voices stand */
  ask(view, label, all) {
    this.view = view;
    this.label = label;
    const known = view.speakers.get(label);
    this.pseudonym = el("input", { type: "text", class: "iw-input", maxlength: "60", dir: "auto", placeholder: t("Pseudonym, such as H03") });
    this.role = el("input", { type: "text", class: "iw-input", maxlength: "60", list: "iw-roles", dir: "auto", placeholder: t("Role, such as helper") });
    const roles = new Set(view.participants.map(({ role }) => role).filter(Boolean));
    this.show(
      t("Who is {name}?", { name: speakerName(view, label) }),
      el("p", { class: "iw-hint" }, t("The name appears at every turn of this voice."), " ",
        all ? el("a", { class: "iw-all-voices", href: all }, t("Listen to all voices")) : null),
      el("form", { method: "dialog", onsubmit: (event) => this.#submit(event) },
        this.#people(view, known),
        el("datalist", { id: "iw-roles" }, ...[...roles].map((role) => el("option", { value: role }))),
        el("div", { class: "iw-actions" },
          button({ class: "iw-button", onclick: () => this.close() }, t("Cancel")),
          el("button", { type: "submit", class: "iw-button iw-primary" }, t("Save")))),
    );
    /** @type {HTMLElement|null} */ (this.element.querySelector("input:checked"))?.focus();
  }

  #people(view, known) {
    const choices = view.participants.map((participant) => this.#choice(
      `p:${participant.id}`, participant.pseudonym, participant.role, known?.participant_id === participant.id));
    const staff = STAFF_ROLES.map((role) => this.#choice(`r:${role}`, roleName(role), null, !known?.participant_id && known?.role === role));
    const own = this.#choice("new", t("A new participant"), null, false);
    const fields = el("div", { class: "iw-fields" }, this.pseudonym, this.role);
    fields.addEventListener("focusin", () => { own.querySelector("input").checked = true; });
    const nobody = this.#choice("none", t("Not known yet"), null, !known?.participant_id && !known?.role && !known?.name);
    return el("fieldset", { class: "iw-choices" },
      el("legend", { class: "iw-hidden" }, t("Who is it?")), ...choices, own, fields, ...staff, nobody);
  }

  #choice(value, words, aside, checked) {
    return el("label", { class: "iw-choice" },
      el("input", { type: "radio", name: "iw-who", value, checked, required: true }),
      el("span", { dir: "auto", title: words }, words), aside ? el("small", { dir: "auto" }, aside) : null);
  }

  #submit(event) {
    event.preventDefault();
    const choice = new FormData(event.target).get("iw-who");
    const pseudonym = this.pseudonym.value.trim();
    if (choice === "new" && !pseudonym) return this.pseudonym.focus();
    this.onname({ kind: "name_speaker", speaker: this.label, participant_id: null, role: null, name: "", ...this.#named(choice, pseudonym) });
    return this.close();
  }

  #named(choice, pseudonym) {
    if (choice === "new") return { new_participant: { pseudonym, role: this.role.value.trim() || null } };
    if (choice.startsWith("p:")) return { participant_id: choice.slice(2) };
    return choice.startsWith("r:") ? { role: choice.slice(2) } : {};
  }
}
