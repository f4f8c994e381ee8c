// Voices from earlier interviews: what it is in plain words, and the one button that compares.
import { el } from "../../coder/src/dom.js";
import { t, tn } from "../../coder/src/messages.js";

export class Recognising {
  /** @param {(agrees: boolean) => Promise<number|null>} compare how many voices have a proposal now; null: it was refused */
  constructor(compare) {
    this.compare = compare;
    this.body = el("div", { class: "sp-how-body" });
    this.element = el("details", { class: "sp-how" }, el("summary", {}, t("Recognise voices from other interviews")), this.body);
    this.answer = el("p", { class: "sp-answer", role: "status" });
  }

  show(state, hasSound) {
    const { candidates, not_agreed: notAgreed, is_listed: isListed } = state.compare;
    const isOpen = state.voices.some(({ named }) => !named);
    const canCompare = hasSound && isOpen && candidates.length && !notAgreed.length;
    const signature = JSON.stringify([state.compare, isOpen, hasSound]);
    if (signature === this.signature) return;
    this.signature = signature;
    this.body.replaceChildren(...this.#explained(), ...(canCompare ? this.#asking(candidates, isListed) : [el("p", { class: "sp-why-not", dir: "auto" }, this.#whyNot(state, hasSound, isOpen))]), this.answer);
  }

  #explained() {
    return [
      el("p", {}, t("A participant whose consent allows voice profiles can be recognised when they return in a later interview. From the moments in which they speak alone, a row of 192 numbers is made that describes how the voice sounds; the words are not in it.")),
      el("p", {}, t("It is kept in this study only, in no export and no backup, and deleted when the consent is taken back or the participant is erased. Without that consent nothing is computed and nothing is kept.")),
      el("p", {}, t("Nobody is named by it: it only proposes, and you decide. Brothers and sisters, a cold or a bad telephone line can deceive it.")),
    ];
  }

  #asking(candidates, isListed) {
    const agrees = el("input", { type: "checkbox", onchange: () => { go.disabled = !isListed && !agrees.checked; } });
    const go = el("button", { type: "button", class: "sp-button", disabled: !isListed, onclick: () => this.#go(go, agrees.checked) },
      t("Compare the voices that are not named yet"));
    const sure = el("label", { class: "sp-sure" }, agrees, el("span", {}, t("Everybody heard in this interview has agreed to voice profiles. (It is not written down who else takes part.)")));
    return [
      el("p", { dir: "auto" }, tn("Known from other interviews: {names}.", "Known from other interviews: {names}.", candidates.length, { names: candidates.join(", ") })),
      ...(isListed ? [] : [sure]), go,
    ];
  }

  #whyNot(state, hasSound, isOpen) {
    const { candidates, not_agreed: notAgreed } = state.compare;
    if (!hasSound) return t("There is no recording of this interview to listen to.");
    if (!isOpen) return t("Every voice here has a name already.");
    if (notAgreed.length) {
      return tn("The voices here are not compared: {names} may be among those without a name and has not agreed to voice profiles. Name that voice first, or record the consent on the page People.",
        "The voices here are not compared: {names} may be among those without a name and have not agreed to voice profiles. Name their voices first, or record the consents on the page People.",
        notAgreed.length, { names: notAgreed.join(", ") });
    }
    return candidates.length ? "" : t("Nobody who could be here was named in another interview and has agreed to voice profiles, so nothing is compared.");
  }

  async #go(go, agrees) {
    go.disabled = true;
    this.answer.textContent = t("Listening to the voices. For an hour of talk this takes about a minute.");
    const proposed = await this.compare(agrees);
    go.disabled = false;
    if (proposed === null) this.answer.textContent = "";
    else if (!proposed) this.answer.textContent = t("No voice here sounds enough like anybody who is known.");
    else this.answer.textContent = tn("{count} voice sounds like somebody who is known: see above.", "{count} voices sound like somebody who is known: see above.", proposed);
  }
}
