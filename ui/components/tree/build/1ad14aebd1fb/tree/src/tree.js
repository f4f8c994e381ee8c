// The codebook as a tree (ARIA "tree" pattern): choose, open and close, filter, move by drag or by keyboard.
import { parse, css, visibleOn } from "../../coder/src/colours.js";
import { el } from "../../coder/src/dom.js";
import { folded } from "../../coder/src/finding.js";
import { t, tn } from "../../coder/src/messages.js";
import { Dragging } from "./dragging.js";
import { Forest, sieve } from "./forest.js";
import { Moves } from "./moves.js";

const TYPING_REST_MS = 700; // letters typed within this time belong to one word

export class Tree {
  /**
   * @param {HTMLElement} root
   * @param {{ onchoose: (code: string) => void, onmoves: (bundle: object) => void }} wiring
   */
  constructor(root, { onchoose, onmoves }) {
    this.root = root;
    this.onchoose = onchoose;
    this.moves = new Moves(onmoves);
    this.forest = new Forest([]);
    this.closed = new Set();
    this.entries = [];
    this.typed = "";
    this.ignoreClick = false; // set while a click only ends a drag
    this.filter = el("input", { type: "search", class: "wt-filter", placeholder: t("Filter codes"), "aria-label": t("Filter codes") });
    this.list = el("div", { class: "wt-list", role: "tree", "aria-label": t("Codes") });
    this.none = el("p", { class: "wt-none", hidden: true });
    this.live = el("p", { class: "wt-spoken", role: "status", "aria-live": "polite" });
    this.bulk = el("button", { type: "button", class: "wt-bulk", onclick: () => this.#openOrCloseAll() });
    const keys = t("Arrow keys walk through the tree, Enter shows a code. With Alt, the arrow keys move it: up, down, one level in, one level out.");
    const help = el("p", { class: "wt-help" }, t("Drag a code, or move it with Alt and the arrow keys."));
    this.list.setAttribute("aria-description", keys);
    root.replaceChildren(el("div", { class: "wt-head" }, this.filter, this.bulk), this.list, this.none, help, this.live);
    this.dragging = new Dragging(this);
    this.#listen();
  }

  #listen() {
    this.root.addEventListener("keydown", (event) => {
      event.stopPropagation(); // Streamlit's own one-letter keys
      if (event.target === this.filter) this.#filterKey(event);
      else if (this.list.contains(/** @type {Node} */ (event.target))) this.#key(event);
    });
    this.filter.addEventListener("input", () => {
      this.#draw();
      if (this.found) this.#say(tn("{count} code fits.", "{count} codes fit.", this.found.hits.size));
    });
    this.list.addEventListener("click", (event) => this.#click(event));
    this.list.addEventListener("dblclick", (event) => {
      /** @type {HTMLElement|null} */
      const row = /** @type {Element} */ (event.target).closest("[data-code]");
      if (row) this.#toggle(row.dataset.code);
    });
  }

  /** Show what Python sent; called at every rerun. */
  show(data) {
    this.data = data;
    this.moves.acknowledge(data.acknowledged?.[this.moves.client] ?? 0);
    this.stored = new Forest(data.codes);
    if (this.chosen !== data.chosen) this.#reveal(data.chosen);
    this.chosen = data.chosen;
    this.#draw();
    this.root.dataset.ready = "1";
    this.root.dataset.pending = String(this.moves.waiting.length);
  }

  destroy() {
    this.moves.stop();
  }

  // --- drawing

  #draw() {
    if (!this.stored) return;
    this.forest = this.moves.foreseen(this.stored);
    this.found = sieve(this.forest, this.filter.value, folded);
    const rows = this.forest.rows(this.closed, this.found?.shown ?? null);
    const hadFocus = this.list.contains(document.activeElement);
    const scrolled = this.list.scrollTop;
    const colours = this.#colours();
    this.entries = rows.map((row) => ({ row, element: this.#row(row, colours) }));
    this.places = new Map(this.entries.map((entry, at) => [entry.row.code.id, at]));
    this.list.replaceChildren(...this.entries.map(({ element }) => element));
    this.list.scrollTop = scrolled;
    this.none.hidden = rows.length > 0;
    this.none.textContent = this.found ? t("No code fits the filter.") : t("No codes yet.");
    this.#drawBulk(rows);
    if (!this.places.has(this.current)) this.current = this.places.has(this.chosen) ? this.chosen : rows[0]?.code.id ?? null;
    const element = this.entryOf(this.current)?.element;
    if (element) element.tabIndex = 0;
    if (hadFocus) element?.focus({ preventScroll: true });
  }

  #row({ code, depth, place, siblings, isParent, isOpen }, colours) {
    const isDim = this.found && !this.found.hits.has(code.id);
    const twist = el("span", { class: "wt-twist", "aria-hidden": "true", title: isParent ? t("Open or close") : null });
    return el("div", {
      class: `wt-row${isDim ? " wt-is-dim" : ""}${code.retired ? " wt-is-retired" : ""}${code.id === this.cut ? " wt-is-held" : ""}`,
      role: "treeitem", tabindex: "-1", "data-code": code.id, id: `wt-${code.id}`,
      "aria-level": depth + 1, "aria-posinset": place + 1, "aria-setsize": siblings,
      "aria-expanded": isParent ? String(isOpen) : null, "aria-selected": String(code.id === this.chosen),
      "aria-label": [code.name, code.spoken, code.retired ? t("retired") : ""].filter(Boolean).join(", "),
      style: `--wt-depth:${depth};--wt-own:${colours.get(code.colour)}`,
    }, twist, el("i", { class: "wt-swatch" }),
    el("span", { class: "wt-name", dir: "auto", title: code.name }, code.name),
    el("span", { class: code.unknown ? "wt-count wt-is-unknown" : "wt-count", title: code.spoken || null }, code.count ?? ""));
  }

  /** Each colour so that it can be seen on the page's ground. */
  #colours() {
    const ground = parse(getComputedStyle(this.list).backgroundColor);
    return new Map([...new Set(this.stored.inOrder().map(({ colour }) => colour))].map((colour) => [colour, css(visibleOn(ground, parse(colour)))]));
  }

  #drawBulk(rows) {
    const parents = rows.filter(({ isParent }) => isParent);
    this.bulk.hidden = parents.length === 0 || this.found !== null;
    this.bulk.textContent = parents.some(({ isOpen }) => isOpen) ? t("Close all") : t("Open all");
  }

  entryOf(id) {
    return this.entries[this.places?.get(id)];
  }

  #reveal(id) {
    if (!id || !this.stored.has(id)) return;
    for (const above of this.stored.above(id)) this.closed.delete(above);
    this.current = id;
    requestAnimationFrame(() => this.entryOf(id)?.element.scrollIntoView({ block: "nearest" }));
  }

  // --- what people do

  get canMove() {
    return Boolean(this.data?.can_move);
  }

  #click(event) {
    const row = event.target.closest("[data-code]");
    if (!row || this.ignoreClick) return;
    const id = row.dataset.code;
    this.#focus(id);
    if (event.target.closest(".wt-twist") && this.entryOf(id).row.isParent) this.#toggle(id);
    else this.#choose(id);
  }

  #choose(id) {
    if (id === this.chosen) return;
    this.entryOf(this.chosen)?.element.setAttribute("aria-selected", "false");
    this.entryOf(id)?.element.setAttribute("aria-selected", "true");
    this.chosen = id;
    this.onchoose(id);
  }

  #focus(id) {
    const entry = this.entryOf(id);
    if (!entry) return;
    const last = this.entryOf(this.current);
    if (last) last.element.tabIndex = -1;
    this.current = id;
    entry.element.tabIndex = 0;
    entry.element.focus();
  }

  open(id) {
    if (this.closed.delete(id)) this.#draw();
  }

  #toggle(id) {
    if (!this.entryOf(id)?.row.isParent) return;
    if (!this.closed.delete(id)) this.closed.add(id);
    this.#draw();
  }

  #openOrCloseAll() {
    const parents = [...this.forest.byId.keys()].filter((id) => this.forest.childrenOf(id).length);
    const isAnyOpen = this.entries.some(({ row }) => row.isOpen);
    this.closed = new Set(isAnyOpen ? parents : []);
    this.#draw();
  }

  /** @param {import("./forest.js").Place|null} place */
  move(id, place) {
    const after = place && this.forest.moved(id, place);
    if (!after) return this.#say(t("It cannot be moved there."));
    if (place.parent !== null) this.closed.delete(place.parent);
    this.current = id;
    this.cut = null;
    this.moves.add({ id, parent: place.parent, before: place.before });
    this.root.dataset.pending = String(this.moves.waiting.length);
    this.#draw();
    this.entryOf(id)?.element.scrollIntoView({ block: "nearest" });
    const { row } = this.entryOf(id) ?? {};
    return row && this.#say(this.#whereabouts(row));
  }

  #whereabouts({ code, place, siblings, depth }) {
    const fields = { name: code.name, place: place + 1, siblings, above: depth ? this.forest.byId.get(this.forest.parentOf(code.id)).name : "" };
    return depth ? t("“{name}” is now {place} of {siblings} below “{above}”.", fields) : t("“{name}” is now {place} of {siblings} at the top.", fields);
  }

  #say(words) {
    this.live.textContent = words;
  }

  // --- keys

  #filterKey(event) {
    if (event.key === "Escape" && this.filter.value) {
      this.filter.value = "";
      this.#draw();
    } else if (event.key === "ArrowDown" || event.key === "Enter") {
      const first = this.found ? this.entries.find(({ row }) => this.found.hits.has(row.code.id)) : this.entries[0];
      if (!first) return;
      event.preventDefault();
      if (event.key === "Enter") this.#choose(first.row.code.id);
      this.#focus(first.row.code.id);
    }
  }

  #key(event) {
    const entry = this.entryOf(this.current);
    if (!entry) return;
    if (event.key === "Escape") {
      this.dragging.stop();
      this.cut = null;
      this.#draw();
      return;
    }
    const act = event.altKey ? this.#moving(event, entry.row) : this.#walking(event, entry.row);
    if (!act) return;
    event.preventDefault();
    act();
  }

  /** Alt and an arrow move the code itself. */
  #moving(event, { code: { id } }) {
    if (!this.canMove || event.ctrlKey || event.metaKey) return null;
    const [inward, outward] = this.#sideways();
    const place = { ArrowUp: () => this.forest.up(id), ArrowDown: () => this.forest.down(id), [inward]: () => this.forest.indented(id), [outward]: () => this.forest.outdented(id) }[event.key];
    if (!place) return null;
    return () => (this.found ? this.#say(t("Clear the filter to move codes.")) : this.move(id, place()));
  }

  #walking(event, { code: { id }, isParent, isOpen }) {
    const at = this.places.get(id);
    const go = (to) => () => this.#focus(this.entries[to]?.row.code.id);
    const [inward, outward] = this.#sideways();
    if (event.ctrlKey || event.metaKey) return this.#carrying(event, id);
    switch (event.key) {
      case "ArrowDown": return go(at + 1);
      case "ArrowUp": return go(at - 1);
      case "Home": return go(0);
      case "End": return go(this.entries.length - 1);
      case "PageDown": return go(Math.min(at + 10, this.entries.length - 1));
      case "PageUp": return go(Math.max(at - 10, 0));
      case inward: return isParent && !isOpen ? () => this.#toggle(id) : isParent ? go(at + 1) : () => {};
      case outward: return isParent && isOpen && !this.found ? () => this.#toggle(id) : () => this.#focus(this.forest.parentOf(id));
      case "Enter": case " ": return () => this.#choose(id);
      case "*": return () => this.#openOrCloseAll();
      case "/": return () => this.filter.focus();
      default: return event.key.length === 1 ? () => this.#typeahead(event.key, at) : null;
    }
  }

  /** Ctrl+X takes a code up, Ctrl+V puts it below the one that has the focus: for long ways. */
  #carrying(event, id) {
    if (!this.canMove) return null;
    if (event.key === "x") {
      return () => {
        this.cut = id;
        this.#draw();
        this.#say(t("“{name}” is picked up. Go to another code and press Ctrl+V to put it below that one, Escape to let it be.", { name: this.forest.byId.get(id).name }));
      };
    }
    return event.key === "v" && this.cut ? () => this.move(this.cut, { parent: id, before: null }) : null;
  }

  /** The keys for one level in and one level out, in the direction the page is read. */
  #sideways() {
    return getComputedStyle(this.root).direction === "rtl" ? ["ArrowLeft", "ArrowRight"] : ["ArrowRight", "ArrowLeft"];
  }

  #typeahead(letter, at) {
    clearTimeout(this.rest);
    this.rest = setTimeout(() => { this.typed = ""; }, TYPING_REST_MS);
    const from = this.typed ? at : at + 1;
    this.typed += folded(letter);
    const found = [...this.entries.slice(from), ...this.entries.slice(0, from)].find(({ row }) => folded(row.code.name).startsWith(this.typed));
    if (found) this.#focus(found.row.code.id);
  }
}
