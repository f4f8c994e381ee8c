// Who codes here and in which round, who else is here, and whether the interview is finished in a round coded alone.
import { button, el } from "./dom.js";
import { t, tn } from "./messages.js";

/**
 * @typedef {{ id: string, label: string, alone: boolean, coders: string[], closed: boolean, mine: boolean,
 *             finished: string[], released: boolean }} Round
 */

/** The codings of one round; all of them when `round` is null. A coding that says no round is in every one. */
export function inRound(codings, round) {
  if (!round) return codings;
  return new Map([...codings].filter(([, coding]) => !coding.round || coding.round === round));
}

/** The rounds with the person's mark set or taken away in one of them. */
export function withFinish(rounds, id, coder, finished) {
  return (rounds ?? []).map((round) => {
    if (round.id !== id) return round;
    const others = round.finished.filter((person) => person !== coder);
    return { ...round, finished: finished ? [...others, coder] : others };
  });
}

export class RoundBar {
  /** @param {{ onround: (id: string) => void, onall: (all: boolean) => void, onfinish: (finished: boolean) => void }} wiring */
  constructor({ onround, onall, onfinish }) {
    this.name = el("strong", { class: "iw-coder", dir: "auto" });
    this.choice = el("select", { class: "iw-round-choice", "aria-label": t("The round you code in"), onchange: () => onround(this.choice.value) });
    this.state = el("span", { class: "iw-round-state" });
    this.finish = button({ class: "iw-finish", hidden: true, onclick: () => onfinish(this.finish.getAttribute("aria-pressed") !== "true") });
    this.all = el("input", { type: "checkbox", onchange: () => onall(this.all.checked) });
    this.others = el("label", { class: "iw-other-rounds", hidden: true }, this.all, el("span", {}));
    this.present = el("span", { class: "iw-present", role: "status" });
    this.element = el("div", { class: "iw-who" },
      el("span", { class: "iw-whose" }, this.name, this.choice), this.state, this.finish, this.others, this.present);
  }

  /**
   * @param {{ coder: { id: string, name: string }, people: { id: string, name: string }[], rounds: Round[],
   *           current: string|null, elsewhere: number, all: boolean, present: { id: string, name: string }[] }} shown
   */
  show(shown) {
    const signature = JSON.stringify(shown);
    if (signature === this.signature) return;
    this.signature = signature;
    const { coder, rounds, current, elsewhere, all, present } = shown;
    this.name.textContent = coder.name;
    this.name.title = t("Coding as {name}. Say on the Study page when somebody else sits down here.", { name: coder.name });
    this.#choices(rounds.filter(({ id, mine, closed }) => id === current || (mine && !closed)), current);
    this.#stand(rounds.find(({ id }) => id === current), shown);
    this.others.hidden = !elsewhere && !all;
    this.all.checked = all;
    this.others.lastChild.textContent = tn("Show {count} of another round", "Show {count} of other rounds", elsewhere);
    this.present.textContent = this.present.title = present.length ? here(present.map(({ name }) => name)) : "";
  }

  #choices(rounds, current) {
    const signature = JSON.stringify([rounds.map(({ id, label }) => [id, label]), current]);
    if (signature !== this.choicesShown) {
      this.choicesShown = signature;
      this.choice.replaceChildren(...rounds.map(({ id, label }) => el("option", { value: id }, label)));
    }
    this.choice.value = current ?? "";
    this.choice.disabled = rounds.length < 2;
    this.choice.hidden = !rounds.length;
    this.choice.title = rounds.find(({ id }) => id === current)?.label ?? "";
  }

  #stand(round, { coder, people }) {
    const nameOf = (id) => people.find((person) => person.id === id)?.name ?? "?";
    const own = Boolean(round?.finished.includes(coder.id));
    this.finish.hidden = !round?.alone || round.released;
    this.finish.setAttribute("aria-pressed", String(own));
    this.finish.textContent = own ? t("Finished") : t("Mark as finished");
    this.finish.title = own
      ? t("Take the mark back, to go on coding. Possible until everybody has finished.")
      : t("You have coded this interview. When everybody has, you see each other's codes.");
    this.state.textContent = this.state.title = round ? words(round, own, nameOf) : t("No open round is yours");
  }
}

function words(round, own, nameOf) {
  if (!round.alone) return "";
  if (round.released) return t("Released: everybody's codes are shown");
  if (!own) return t("Coded alone: others' codes are hidden");
  const missing = round.coders.filter((id) => !round.finished.includes(id));
  return t("Waiting for {names}", { names: missing.map(nameOf).join(", ") });
}

function here(names) {
  if (names.length === 1) return t("{name} is here too", { name: names[0] });
  return t("{names} are here too", { names: names.join(", ") });
}
