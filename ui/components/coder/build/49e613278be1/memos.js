// Memos at the desk: a sign beside every turn that has some, and a window to read and write them.
import { Dialog } from "./dialog.js";
import { button, el, icon } from "./dom.js";
import { t, tn } from "./messages.js";
import { newId } from "./outbox.js";

const LONGEST = 20_000; // characters; the study refuses longer ones
const LONGEST_HINT = 400; // characters of a memo shown when the pointer rests on its sign
const KINDS = { analytic: () => t("Analytic memo"), method: () => t("Method memo"), reflexive: () => t("Reflexive memo") };

export class Memos extends Dialog {
  /** @param {import("./desk.js").Desk} desk */
  constructor(desk) {
    super("iw-memos");
    this.desk = desk;
    this.about = null; // { kind, id }, or null for every memo of the interview
    this.editing = null; // the id of a memo, "new", or null
    this.draft = null; // what is being written: { text, kind }
    this.problem = ""; // why it could not be kept
    this.restored = null; // the passage that was selected before the window opened
    this.onclose = () => { if (this.restored) desk.selection.restore(this.restored); };
    this.sent = new Map(); // what is on its way, by number: it comes back into the window when the study refuses it
  }

  /** The memos about one thing, oldest first. */
  on(kind, id) {
    return this.#all().filter((memo) => memo.about_kind === kind && memo.about_id === id);
  }

  #all() {
    const memos = [...(this.desk.model.view.memos?.values() ?? [])];
    return memos.sort((a, b) => (a.written_at < b.written_at ? -1 : 1));
  }

  // --- opening

  /** `m`: on the chosen coded segment, else on the turn that keys act on. */
  open() {
    const { coding, notices, currentTurns } = this.desk;
    if (coding.chosen) return this.#openOn({ kind: "coding", id: coding.chosen });
    if (!currentTurns.length) return notices.hint(t("Choose a coded segment, or click into a turn first."));
    return this.openTurn(currentTurns[0]);
  }

  /** A turn's own memos and those on the segments that begin in it. */
  openTurn(turn) {
    this.#openOn({ kind: "turn", id: this.desk.transcript.turns[turn].id });
  }

  /** Every memo of the interview, in the order of the talk. */
  openAll() {
    this.#openOn(null);
  }

  #openOn(about) {
    const has = about ? this.#shown(about).length : true;
    Object.assign(this, { about, editing: has ? null : "new", draft: null, problem: "", restored: this.desk.selection.passage });
    this.#draw();
  }

  // --- the window

  #shown(about) {
    if (!about) return this.#all().filter((memo) => memo.about_kind !== "code").sort((a, b) => this.#place(a) - this.#place(b));
    if (about.kind !== "turn") return this.on(about.kind, about.id);
    return this.#all().filter((memo) => this.#turnOf(memo) === about.id);
  }

  #place(memo) {
    return this.desk.transcript.position.get(this.#turnOf(memo)) ?? -1;
  }

  /** The id of the turn beside which a memo has its sign; undefined for none. */
  #turnOf({ about_kind, about_id }) {
    return about_kind === "turn" ? about_id : this.desk.model.view.codings.get(about_id)?.start_turn;
  }

  /** What is shown has changed: the window keeps what is being written. */
  refresh() {
    this.#drawSigns();
    if (this.isOpen && !this.editing) this.#draw();
  }

  #draw() {
    const memos = this.#shown(this.about);
    const cards = memos.map((memo) => (this.editing === memo.id ? this.#form(memo) : this.#card(memo)));
    const write = this.about && this.editing === null
      ? [el("button", { type: "button", class: "iw-worded iw-quiet", onclick: () => this.#edit("new") }, t("Write a memo"))] : [];
    const empty = memos.length || this.editing ? [] : [el("p", { class: "iw-hint" }, t("No memo yet."))];
    this.show(this.#title(), ...cards, ...(this.editing === "new" ? [this.#form(null)] : []), ...empty, ...write);
    this.element.querySelector("textarea")?.focus();
  }

  #title() {
    if (!this.about) return t("Memos of this interview");
    if (this.about.kind === "turn") return t("Memos on turn {number}", { number: this.desk.transcript.position.get(this.about.id) + 1 });
    return t("Memos on “{name}”", { name: this.desk.coding.nameOf(this.desk.model.view.codings.get(this.about.id)?.code) });
  }

  #card(memo) {
    const by = [this.#aboutWords(memo), KINDS[memo.kind]?.() ?? memo.kind, memo.author_name, day(memo.written_at)];
    if (memo.edited_at) by.push(t("edited {day}", { day: day(memo.edited_at) }));
    const isOwn = memo.author === this.desk.model.data.coder.id;
    return el("article", { class: "iw-memo", "data-memo": memo.id },
      el("p", { class: "iw-memo-text", dir: "auto" }, memo.text),
      el("footer", {}, el("span", { dir: "auto" }, by.filter(Boolean).join(" · ")),
        ...(this.about ? [] : [button({ class: "iw-quiet iw-worded", onclick: () => this.#goTo(memo) }, t("Go there"))]),
        ...(isOwn ? [button({ class: "iw-quiet iw-worded", onclick: () => this.#edit(memo.id) }, t("Edit")),
          button({ class: "iw-quiet iw-worded", onclick: () => this.#remove(memo) }, t("Delete"))] : [])));
  }

  /** What the memo is about, where the window's title does not say it. */
  #aboutWords({ about_kind, about_id }) {
    if (this.about?.kind === about_kind) return "";
    if (about_kind === "interview") return t("on the interview");
    if (about_kind === "participant") return t("on a participant");
    if (about_kind === "turn") {
      const turn = this.desk.transcript.position.get(about_id);
      return turn === undefined ? t("on a turn that is no longer there") : t("on turn {number}", { number: turn + 1 });
    }
    const coding = this.desk.model.view.codings.get(about_id);
    return coding ? t("on “{name}”", { name: this.desk.coding.nameOf(coding.code) }) : t("about a removed segment");
  }

  #form(memo) {
    this.draft ??= { text: memo?.text ?? "", kind: memo?.kind ?? "analytic" };
    const { draft } = this;
    const text = el("textarea", {
      class: "iw-input iw-memo-input", dir: "auto", rows: "5", maxlength: LONGEST, "aria-label": t("Memo"),
      oninput: () => { draft.text = text.value; },
      onkeydown: (event) => { if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) this.#keep(memo); },
    });
    text.value = draft.text;
    const kind = el("select", { class: "iw-select", "aria-label": t("Kind of memo"), onchange: () => { draft.kind = kind.value; } },
      ...Object.entries(KINDS).map(([value, words]) => el("option", { value }, words())));
    kind.value = draft.kind;
    return el("div", { class: "iw-memo-form" }, text, el("div", { class: "iw-memo-row" }, kind,
      el("button", { type: "button", class: "iw-primary", onclick: () => this.#keep(memo) }, t("Keep the memo")),
      button({ class: "iw-quiet iw-worded", onclick: () => this.#edit(null) }, t("Cancel")),
      this.problem ? el("span", { class: "iw-memo-problem", role: "alert" }, this.problem) : null));
  }

  #edit(which) {
    Object.assign(this, { editing: which, draft: null, problem: "" });
    this.#draw();
  }

  // --- doing

  #keep(memo) {
    const { text, kind } = this.draft;
    if (!text.trim()) {
      this.problem = t("Write something first.");
      return this.#draw();
    }
    const about = { about_kind: this.about?.kind, about_id: this.about?.id };
    this.#send(memo
      ? { kind: "edit_memo", id: memo.id, text, memo_kind: kind, seen: memo.version }
      : { kind: "write_memo", id: newId(), ...about, text, memo_kind: kind }, t("The memo is kept"));
    if (memo || this.#shown(this.about).length > 1) return this.#edit(null);
    this.editing = null;
    return this.close();
  }

  #remove(memo) {
    this.#send({ kind: "remove_memo", id: memo.id }, t("The memo is deleted; undo brings it back"));
    this.#edit(null);
  }

  #send(operation, words) {
    this.desk.do(operation, words);
    this.sent.set(this.desk.model.own.seq, { operation, about: this.about });
  }

  /** A memo that the study has refused comes back into the window, so that what was written is not lost. */
  answered(results) {
    for (const { seq, refused } of results) {
      const was = this.sent.get(seq);
      this.sent.delete(seq);
      if (!was || !refused || was.operation.text === undefined) continue;
      Object.assign(this, { about: was.about, editing: "new", problem: refused, draft: { text: was.operation.text, kind: was.operation.memo_kind } });
      this.#draw();
    }
  }

  #goTo(memo) {
    this.restored = null;
    this.close();
    if (memo.about_kind === "coding" && this.desk.model.view.codings.has(memo.about_id)) return this.desk.coding.pick(memo.about_id, true);
    const turn = this.desk.transcript.position.get(this.#turnOf(memo));
    if (turn !== undefined) this.desk.listening.reveal({ turn, start: 0, end: this.desk.transcript.turns[turn].text.length });
    return undefined;
  }

  // --- the signs beside the turns

  #drawSigns() {
    const { transcript, turns } = this.desk;
    const byTurn = new Map();
    for (const memo of this.#all()) {
      const turn = transcript.position.get(this.#turnOf(memo));
      if (turn !== undefined) byTurn.set(turn, [...(byTurn.get(turn) ?? []), memo]);
    }
    turns.rows.forEach(({ row }, i) => this.#drawSign(row, byTurn.get(i) ?? []));
  }

  #drawSign(row, memos) {
    const signature = memos.map(({ id, text }) => `${id}${text}`).join("\n");
    if ((row.memoSignature ?? "") === signature) return;
    row.memoSignature = signature;
    row.querySelector(".iw-memo-sign")?.remove();
    if (!memos.length) return;
    const words = tn("{count} memo (m)", "{count} memos (m)", memos.length);
    const hint = memos.map(({ text }) => (text.length > LONGEST_HINT ? `${[...text].slice(0, LONGEST_HINT).join("")} …` : text)).join("\n\n");
    row.querySelector(".iw-meta").append(el("button", {
      type: "button", class: "iw-memo-sign", tabindex: "-1", "data-do": "memo", "aria-label": words, title: hint,
    }, icon("memo"), memos.length > 1 ? String(memos.length) : null));
  }
}

const day = (moment) => new Date(moment).toLocaleDateString([], { dateStyle: "medium" });
