// The passages one under the other: drawn anew only where what Python sent has changed.
import { el } from "../../coder/src/dom.js";
import { MemoDesk } from "./memos.js";
import { Passage } from "./passage.js";
import { Playing } from "./playing.js";

const TICKS_REST_MS = 250; // ticks made one after the other are told together

export class PassageList {
  /** @param {HTMLElement} root */
  constructor(root, { onopen, onticks, onlink, ondiscuss }) {
    this.root = root;
    this.onopen = onopen;
    this.onticks = onticks;
    this.onlink = onlink;
    this.ondiscuss = ondiscuss;
    this.marks = new Map(); // marks on their way to Python, by passage: whether it is to be discussed
    this.playing = new Playing();
    this.memos = new MemoDesk((pending) => { root.dataset.pending = String(pending); });
    this.drawn = new Map(); // by id: what was sent, and how it is shown
    this.off = new Set();
    // Streamlit has shortcuts of its own on bare letters.
    root.addEventListener("keydown", (event) => event.stopPropagation());
  }

  show(data) {
    this.memos.use(data.memos, this.onlink);
    if (this.batch !== data.batch) this.off = new Set(data.off);
    this.batch = data.batch;
    this.#confirm(data.items);
    const drawn = new Map();
    for (const item of data.items) {
      const signature = JSON.stringify(item);
      const known = this.drawn.get(item.id);
      const passage = known?.signature === signature ? known.passage : new Passage(item, this, known?.passage);
      passage.tick(!this.off.has(item.id));
      drawn.set(item.id, { signature, passage });
    }
    this.drawn = drawn;
    const wanted = [...drawn.values()].map(({ passage }) => passage.element);
    if (wanted.length !== this.root.children.length || wanted.some((element, i) => element !== this.root.children[i])) {
      this.root.replaceChildren(...wanted);
    }
    if (!data.items.length) this.root.replaceChildren(el("span", {}));
    this.root.dataset.pending ??= "0";
    this.root.dataset.ready = "1";
  }

  /** A passage was ticked or not: told to Python once the hand rests. */
  ticked(id, isOn) {
    if (isOn) this.off.delete(id);
    else this.off.add(id);
    clearTimeout(this.rest);
    this.rest = setTimeout(() => this.onticks({ batch: this.batch, off: [...this.off] }), TICKS_REST_MS);
  }

  /** A passage is to be discussed, or not any more. All that has not come back yet is told again: none is lost. */
  discuss(id, toDiscuss) {
    this.marks.set(id, toDiscuss);
    this.ondiscuss(Object.fromEntries(this.marks));
  }

  /** What Python says now is what stands: marks that have arrived, or whose passages are not listed any more, are done with. */
  #confirm(items) {
    const standing = new Map(items.map(({ id, discuss }) => [id, discuss]));
    for (const [id, mark] of this.marks) if (!standing.has(id) || standing.get(id) === mark) this.marks.delete(id);
  }

  destroy() {
    clearTimeout(this.rest);
    this.playing.destroy();
  }
}
