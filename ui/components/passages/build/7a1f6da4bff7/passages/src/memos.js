// Memos of a passage: shown as plain text, written and edited in place, deleted with the way back.
import { button, el } from "../../coder/src/dom.js";
import { t, tn } from "../../coder/src/messages.js";

/** Sends what is done to memos to the study, and counts what is on its way. */
export class MemoDesk {
  /** @param {(pending: number) => void} onpending */
  constructor(onpending) {
    this.onpending = onpending;
    this.pending = 0;
    this.url = "";
    this.me = ""; // the id of the person at work
    this.kinds = {}; // each kind of memo in words
    this.canLink = false;
    this.onlink = (_memo) => {};
  }

  use({ url, me, kinds, canLink }, onlink) {
    Object.assign(this, { url, me, kinds, canLink, onlink });
  }

  /** Carry out `{act, …}`; the answer, or `{error}` in words. */
  async send(act) {
    this.onpending(this.pending += 1);
    try {
      const response = await fetch(this.url, {
        method: "POST", credentials: "same-origin", headers: { "X-Workbench": "1", "Content-Type": "application/json" },
        body: JSON.stringify(act), keepalive: JSON.stringify(act).length < 60_000,
      });
      const answer = await response.json();
      return response.ok ? answer : { error: answer.error ?? t("This could not be saved. Try again.") };
    } catch {
      return { error: t("This is not saved: the workbench does not answer. Your text stays here; try again.") };
    } finally {
      this.onpending(this.pending -= 1);
    }
  }
}

/** The memos of one passage, and a place for the next one. */
export class MemoPart {
  /**
   * @param {{ memos: object[], about: { kind: string, id: string, canWrite?: boolean } | null }} item
   * @param {MemoDesk} desk
   * @param {MemoPart} [before] what is being written there stays
   */
  constructor(item, desk, before) {
    this.desk = desk;
    this.about = item.about;
    this.memos = new Map(item.memos.map((memo) => [memo.id, memo]));
    this.element = el("section", { class: "ps-memos", "aria-label": t("Memos") });
    this.editing = before?.editing ?? null; // null, "new", or a memo's id
    this.draft = before?.draft ?? null;
    this.problem = before?.problem ?? "";
    this.removed = before?.removed ?? null;
    this.histories = before?.histories ?? new Map();
    this.#draw();
  }

  #draw() {
    /** @type {HTMLElement[]} */
    const cards = [...this.memos.values()].map((memo) => (this.editing === memo.id ? this.#form(memo) : this.#card(memo)));
    if (this.removed) {
      cards.push(el("div", { class: "ps-removed", role: "status" }, t("The memo is deleted."),
        button({ class: "ps-quiet", onclick: () => this.#restore() }, t("Undo"))));
    }
    if (this.about.canWrite !== false) {
      cards.push(this.editing === "new" ? this.#form(null)
        : button({ class: "ps-quiet ps-add", onclick: () => this.#edit("new") }, this.memos.size ? t("Another memo") : t("Write a memo")));
    }
    this.element.replaceChildren(...cards);
  }

  #card(memo) {
    const by = [this.desk.kinds[memo.kind] ?? memo.kind, memo.author_name, day(memo.written_at)];
    if (memo.edited_at) by.push(t("edited {day}", { day: day(memo.edited_at) }));
    const actions = [];
    if (memo.author === this.desk.me) {
      actions.push(button({ class: "ps-quiet", onclick: () => this.#edit(memo.id) }, t("Edit")),
        button({ class: "ps-quiet", onclick: () => this.#remove(memo) }, t("Delete")));
    }
    if (this.desk.canLink) actions.push(button({ class: "ps-quiet", onclick: () => this.desk.onlink(memo.id) }, t("Link to…")));
    if (memo.edited_at) {
      actions.push(button({ class: "ps-quiet", "aria-expanded": String(this.histories.has(memo.id)), onclick: () => this.#history(memo) }, t("Earlier texts")));
    }
    return el("div", { class: "ps-memo", "data-memo": memo.id },
      el("div", { class: "ps-by" }, el("span", { dir: "auto" }, by.filter(Boolean).join(" · ")), el("span", { class: "ps-actions" }, ...actions)),
      el("p", { class: "ps-text", dir: "auto" }, memo.text),
      ...this.#links(memo), ...this.#versions(memo));
  }

  #links(memo) {
    if (!memo.links?.length) return [];
    return [el("div", { class: "ps-links" }, t("Linked to"), ...memo.links.map((link) => el("span", { class: "ps-link" },
      link.href ? el("a", { href: link.href, dir: "auto" }, link.words) : el("span", { dir: "auto" }, link.words),
      button({ class: "ps-quiet", "aria-label": t("Take the link to “{what}” away", { what: link.words }), onclick: () => this.#unlink(memo, link) }, "×"))))];
  }

  #versions(memo) {
    const versions = this.histories.get(memo.id);
    if (!versions) return [];
    const earlier = versions.filter(({ number }) => number !== memo.version);
    const forget = earlier.length && memo.author === this.desk.me
      ? [button({ class: "ps-quiet", onclick: () => this.#forget(memo) }, t("Delete the earlier texts for good"))] : [];
    return [el("div", { class: "ps-versions" },
      el("small", {}, tn("{count} earlier text", "{count} earlier texts", earlier.length)),
      ...earlier.map(({ text, written_at }) => el("div", {}, el("small", {}, day(written_at)), el("p", { class: "ps-text", dir: "auto" }, text))),
      ...forget)];
  }

  #form(memo) {
    const draft = this.draft ?? { text: memo?.text ?? "", kind: memo?.kind ?? "analytic" };
    this.draft = draft;
    const text = el("textarea", {
      class: "ps-input", dir: "auto", rows: "4", "aria-label": t("Memo"), oninput: () => { draft.text = text.value; },
      onkeydown: (event) => this.#key(event, memo),
    });
    text.value = draft.text;
    const kind = el("select", { class: "ps-select", "aria-label": t("Kind of memo"), onchange: () => { draft.kind = kind.value; } },
      ...Object.entries(this.desk.kinds).map(([value, words]) => el("option", { value }, words)));
    kind.value = draft.kind;
    queueMicrotask(() => { if (!this.element.contains(document.activeElement)) text.focus(); });
    return el("div", { class: "ps-form" }, text, el("div", { class: "ps-row" }, kind,
      el("button", { type: "button", class: "ps-keep", onclick: () => this.#keep(memo) }, t("Keep the memo")),
      button({ class: "ps-quiet", onclick: () => this.#edit(null) }, t("Cancel")),
      this.problem ? el("span", { class: "ps-problem", role: "alert" }, this.problem) : null));
  }

  #key(event, memo) {
    if (event.key === "Escape") this.#edit(null);
    else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) this.#keep(memo);
  }

  #edit(which) {
    Object.assign(this, { editing: which, draft: null, problem: "" });
    this.#draw();
  }

  async #keep(memo) {
    const { text, kind } = this.draft;
    const act = memo ? { act: "edit", id: memo.id, text, kind, seen: memo.version }
      : { act: "write", about_kind: this.about.kind, about_id: this.about.id, text, kind };
    const answer = await this.desk.send(act);
    if (answer.error) {
      this.problem = answer.error;
      return this.#draw();
    }
    this.memos.set(answer.memo.id, { ...memo, ...answer.memo });
    this.histories.delete(answer.memo.id);
    return this.#edit(null);
  }

  async #remove(memo) {
    const answer = await this.desk.send({ act: "remove", id: memo.id });
    if (answer.error) return this.#say(answer.error);
    this.memos.delete(memo.id);
    this.removed = memo;
    return this.#draw();
  }

  async #restore() {
    const memo = this.removed;
    const answer = await this.desk.send({ act: "restore", id: memo.id });
    if (answer.error) return this.#say(answer.error);
    this.removed = null;
    this.memos.set(memo.id, { ...memo, ...answer.memo });
    return this.#draw();
  }

  async #unlink(memo, link) {
    const answer = await this.desk.send({ act: "unlink", link: link.id });
    if (answer.error) return this.#say(answer.error);
    memo.links = memo.links.filter(({ id }) => id !== link.id);
    return this.#draw();
  }

  async #history(memo) {
    if (this.histories.delete(memo.id)) return this.#draw();
    const answer = await this.desk.send({ act: "versions", id: memo.id });
    if (answer.error) return this.#say(answer.error);
    this.histories.set(memo.id, answer.versions);
    return this.#draw();
  }

  async #forget(memo) {
    const answer = await this.desk.send({ act: "forget", id: memo.id });
    if (answer.error) return this.#say(answer.error);
    this.histories.set(memo.id, []);
    return this.#draw();
  }

  #say(problem) {
    this.#draw();
    this.element.append(el("div", { class: "ps-problem", role: "alert" }, problem));
  }
}

const day = (moment) => new Date(moment).toLocaleDateString([], { dateStyle: "medium" });
