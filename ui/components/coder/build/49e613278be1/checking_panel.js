// The panel of the checking mode: how far it has come, the flags, and what can be done where one stands.
import { button, clock, el } from "./dom.js";
import { KINDS, kindName, kindSign, kindWhy } from "./flags.js";
import { t, tn } from "./messages.js";

const MINUTE_MS = 60_000;

export class CheckingPanel {
  /** @param {import("./checking.js").Checking} checking */
  constructor(checking) {
    this.checking = checking;
    this.state = el("p", { class: "iw-checking-state" });
    this.bar = el("i");
    this.facts = el("p", { class: "iw-checking-facts", role: "status" });
    this.pace = el("p", { class: "iw-hint iw-checking-pace" });
    const way = (name, words) => button({ class: "iw-way", "data-walk": name, "aria-pressed": "false", onclick: () => checking.choose(name) }, words);
    this.ways = [way("flags", t("Flags")), way("turns", t("All turns"))];
    this.kinds = el("div", { class: "iw-kinds", role: "group", "aria-label": t("Kinds of flags") });
    this.list = el("ol", { class: "iw-flags", "aria-label": t("Flags") });
    this.list.addEventListener("keydown", (event) => this.#key(event));
    this.list.addEventListener("click", (event) => this.#click(event));
    this.empty = el("p", { class: "iw-hint iw-flags-empty" });
    this.now = el("div", { class: "iw-stop", role: "group", "aria-label": t("Where you are") });
    this.annotations = el("div", { class: "iw-annotations", role: "group", "aria-label": t("Annotations") });
    this.element = el("div", { class: "iw-checking" },
      el("div", { class: "iw-checking-head" }, this.state, el("div", { class: "iw-checking-meter", "aria-hidden": "true" }, this.bar), this.facts, this.pace),
      el("div", { class: "iw-ways", role: "group", "aria-label": t("Go through") }, ...this.ways),
      this.kinds, this.list, this.empty, this.now, this.annotations);
  }

  show() {
    const { checking } = this;
    const { transcript } = checking.desk;
    if (!transcript || this.element.hidden) return;
    this.#showProgress();
    for (const way of this.ways) way.setAttribute("aria-pressed", String(way.dataset.walk === checking.walk));
    this.#showKinds();
    this.#showList();
    this.#showStop();
    this.#showAnnotations();
  }

  #showProgress() {
    const { turns, checkedTurns, ms, checkedMs, flags, settled } = this.checking.progress;
    const { machine_made: machineMade } = this.checking.desk.model.data.transcript;
    const isWhole = turns > 0 && checkedTurns === turns;
    this.state.classList.toggle("iw-is-whole", isWhole);
    this.state.textContent = isWhole ? t("Checked against the recording")
      : machineMade ? t("A machine rendering until every turn is checked") : t("Not every turn is checked yet");
    this.bar.style.width = `${turns ? (100 * checkedTurns) / turns : 0}%`;
    const parts = [tn("{checked} of {count} turn", "{checked} of {count} turns", turns, { checked: checkedTurns })];
    if (ms) parts.push(t("{checked} of {whole} min", { checked: clock(checkedMs), whole: clock(ms) }));
    if (flags) parts.push(tn("{settled} of {count} flag settled", "{settled} of {count} flags settled", flags, { settled }));
    const words = parts.join(" · ");
    if (this.facts.textContent !== words) this.facts.textContent = words;
    this.pace.hidden = isWhole;
    this.pace.textContent = leftWords(this.checking.left);
  }

  #showKinds() {
    const { checking } = this;
    const counts = new Map(Object.keys(KINDS).map((kind) => [kind, 0]));
    for (const { kind } of checking.beside.flags) counts.set(kind, (counts.get(kind) ?? 0) + 1);
    const signature = JSON.stringify([[...counts], [...checking.hiddenKinds]]);
    this.kinds.hidden = checking.walk !== "flags" || ![...counts.values()].some(Boolean);
    if (signature === this.kindsShown) return;
    this.kindsShown = signature;
    const focused = /** @type {HTMLElement|null} */ (this.kinds.querySelector(":focus"))?.dataset.kind;
    this.kinds.replaceChildren(...[...counts].filter(([, count]) => count).map(([kind, count]) => button({
      class: "iw-kind", "data-kind": kind, title: kindWhy(kind), "aria-pressed": String(!checking.hiddenKinds.has(kind)), onclick: () => checking.toggleKind(kind),
    }, el("i", { "aria-hidden": "true" }, kindSign(kind)), el("span", {}, kindName(kind)), el("small", {}, String(count)))));
    if (focused) /** @type {HTMLElement|null} */ (this.kinds.querySelector(`[data-kind="${focused}"]`))?.focus();
  }

  #showList() {
    const { checking } = this;
    const { turns } = checking.desk.transcript;
    const here = checking.here && "flag" in checking.here ? checking.here.flag : -1;
    const shown = checking.walk === "flags" ? checking.shownFlags : [];
    const rows = shown.map(({ flag, number }) => ({ flag, number, settled: checking.isSettled(flag) }));
    const signature = JSON.stringify([here, rows.map(({ flag, number, settled }) => [number, flag.kind, flag.from, flag.turns, settled]), turns.length]);
    this.list.hidden = checking.walk !== "flags" || !shown.length;
    this.empty.hidden = !this.#emptyWords(shown);
    this.empty.textContent = this.#emptyWords(shown);
    if (signature === this.listShown) return;
    this.listShown = signature;
    const hadFocus = this.list.contains(document.activeElement);
    const first = rows.some(({ number }) => number === here) ? here : rows[0]?.number;
    this.list.replaceChildren(...rows.map((row) => this.#row(row, here, first)));
    const current = /** @type {HTMLElement|null} */ (this.list.querySelector("[aria-current]"));
    current?.scrollIntoView({ block: "nearest" });
    if (hadFocus) current?.focus({ preventScroll: true });
  }

  #row({ flag, number, settled }, here, first) {
    const where = flag.turns.length ? t("turn {number}", { number: flag.turns.map((turn) => turn + 1).join("–") }) : "";
    return el("li", {}, el("button", {
      type: "button", class: `iw-flag-row${settled ? " iw-is-settled" : ""}`, "data-flag": String(number), tabindex: number === first ? "0" : "-1",
      "aria-current": number === here ? "true" : null,
    }, el("i", { "aria-hidden": "true" }, settled ? "✓" : kindSign(flag.kind)), el("span", {}, kindName(flag.kind)),
    el("small", {}, `${clock(flag.from)} · ${where}`), settled ? el("span", { class: "iw-hidden" }, t("settled")) : null));
  }

  #emptyWords(shown) {
    const { checking } = this;
    if (checking.walk === "turns" || shown.length) return "";
    if (checking.beside.flags.length) return t("No kind of flag is shown. Choose one above.");
    if (checking.flags === null) return t("Nothing is flagged here: no speech engine made this transcript. Go through all turns.");
    return t("The engines flagged nothing in this interview. Go through all turns.");
  }

  #showStop() {
    const { checking } = this;
    const { transcript, model } = checking.desk;
    const flag = checking.here && "flag" in checking.here ? checking.beside.flags[checking.here.flag] : null;
    const numbers = checking.turnsHere.map((turn) => turn + 1);
    const who = numbers.length === 1 ? model.view.checked.get(transcript.turns[numbers[0] - 1]?.id) : null;
    const hasSound = Boolean(model.data.urls.audio);
    const signature = JSON.stringify([checking.here, flag, numbers, who, hasSound, checking.walk]);
    if (signature === this.stopShown) return;
    this.stopShown = signature;
    const act = (words, key, run, more = {}) => button({ class: "iw-act", title: `${words} (${key})`, onclick: run, ...more }, el("span", {}, words), el("kbd", { "aria-hidden": "true" }, key));
    const about = flag ? [el("strong", {}, `${kindName(flag.kind)} · ${clock(flag.from)}`), el("p", {}, kindWhy(flag.kind))]
      : [el("strong", {}, numbers.length ? t("Turn {number}", { number: numbers[0] }) : t("Choose where to begin")), who ? el("p", {}, t("Checked by {who}", { who })) : null];
    const right = flag?.isBetween ? t("Nothing to write") : numbers.length > 1 ? t("These turns are right") : t("This turn is right");
    this.now.replaceChildren(...[...about,
      numbers.length ? act(right, "y", () => checking.confirm(), { class: "iw-act iw-act-main", "data-act": "confirm" }) : null,
      numbers.length ? el("div", { class: "iw-act-pair" },
        flag?.isBetween ? act(t("Type it"), "⇧I", () => checking.insert(), { "data-act": "insert" }) : act(t("Correct"), "e", () => checking.correct(), { "data-act": "correct" }),
        hasSound ? act(t("Listen"), "⇧H", () => checking.hear(), { "data-act": "hear" }) : null) : null,
      el("div", { class: "iw-act-pair" },
        act(t("Back"), "⇧P", () => checking.step(-1), { "data-act": "previous" }), act(t("Next"), "⇧N", () => checking.step(1), { "data-act": "next" })),
      flag && numbers.length ? el("p", { class: "iw-hint" }, numbers.length > 1
        ? t("Marks turns {first} and {last} as compared.", { first: numbers[0], last: numbers.at(-1) })
        : t("Marks the whole of turn {number} as compared.", { number: numbers[0] })) : null,
    ].filter(Boolean));
  }

  #showAnnotations() {
    const { annotations } = this.checking.annotating;
    const signature = JSON.stringify(annotations);
    this.annotations.hidden = !annotations.length;
    if (signature === this.annotationsShown) return;
    this.annotationsShown = signature;
    this.annotations.replaceChildren(...annotations.map(([text, key]) => button({
      class: "iw-annotation", dir: "auto", title: t("Write {text} at the caret (Alt+{key})", { text, key: key.toUpperCase() }), onclick: () => this.checking.annotating.write(text),
    }, text, el("kbd", { "aria-hidden": "true" }, `Alt ${key.toUpperCase()}`))));
  }

  #click(event) {
    const row = event.target.closest("[data-flag]");
    if (row) this.checking.goToFlag(Number(row.dataset.flag));
  }

  #key(event) {
    if (!["ArrowDown", "ArrowUp"].includes(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
    const rows = [...this.list.querySelectorAll("button")];
    const at = rows.indexOf(/** @type {HTMLButtonElement} */ (document.activeElement));
    rows[at + (event.key === "ArrowDown" ? 1 : -1)]?.focus();
  }
}

/** How long it will take, in words. */
function leftWords(ms) {
  if (ms === null) return t("How long it will take shows after a few turns.");
  const minutes = Math.max(1, Math.round(ms / MINUTE_MS));
  if (minutes < 90) return tn("About {count} minute left at your pace", "About {count} minutes left at your pace", minutes);
  return t("About {hours} h {minutes} min left at your pace", { hours: Math.floor(minutes / 60), minutes: minutes % 60 });
}
