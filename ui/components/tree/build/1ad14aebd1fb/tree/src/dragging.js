// Moving a code with the pointer: a row is picked up, a line or a frame shows where it would go, Escape lets it be.

const STARTS_AFTER = 6; // pixels: less is a click with an unsteady hand
const EDGE = 32; // pixels from the list's edge within which it scrolls
const OPENS_AFTER_MS = 700; // a closed code under the pointer for so long opens

export class Dragging {
  /** @param {import("./tree.js").Tree} tree */
  constructor(tree) {
    this.tree = tree;
    const on = (name, act) => tree.list.addEventListener(name, act);
    on("pointerdown", (event) => this.#press(event));
    on("pointermove", (event) => this.#move(event));
    on("pointerup", (event) => this.#release(event));
    on("pointercancel", () => this.stop());
  }

  get isDragging() {
    return Boolean(this.held?.isMoving);
  }

  #press(event) {
    const row = event.target.closest("[data-code]");
    if (!row || event.button !== 0 || event.pointerType === "touch" || event.target.closest(".wt-twist") || !this.tree.canMove) return;
    this.held = { id: row.dataset.code, row, x: event.clientX, y: event.clientY, pointer: event.pointerId, isMoving: false };
  }

  #move(event) {
    if (!this.held) return;
    if (!this.held.isMoving && Math.hypot(event.clientX - this.held.x, event.clientY - this.held.y) < STARTS_AFTER) return;
    if (!this.held.isMoving) this.#begin();
    this.#aim(event.clientX, event.clientY);
    this.#scroll(event.clientY);
  }

  #begin() {
    this.held.isMoving = true;
    this.tree.list.setPointerCapture(this.held.pointer);
    this.tree.list.classList.add("wt-is-dragging");
    this.held.row.classList.add("wt-is-held");
  }

  /** Show where the code would go if it were let go here. */
  #aim(x, y) {
    const inside = this.tree.list.getBoundingClientRect();
    const under = document.elementFromPoint(Math.min(Math.max(x, inside.left + 24), inside.right - 24), y);
    /** @type {HTMLElement|null} */
    const row = under?.closest("[data-code]");
    const entry = row && this.tree.list.contains(row) ? this.tree.entryOf(row.dataset.code) : null;
    this.#unmark();
    if (!entry) {
      this.target = null;
      return;
    }
    const box = row.getBoundingClientRect();
    const target = this.tree.forest.dropPlace(entry.row, (y - box.top) / box.height);
    this.target = this.tree.forest.moved(this.held.id, target) ? target : null;
    if (!this.target) return;
    this.marked = row;
    row.dataset.drop = target.where;
    if (target.where === "inside" && entry.row.isParent && !entry.row.isOpen) this.#openSoon(entry.row.code.id);
  }

  #openSoon(id) {
    if (this.opening?.id === id) return;
    clearTimeout(this.opening?.timer);
    this.opening = { id, timer: setTimeout(() => this.tree.open(id), OPENS_AFTER_MS) };
  }

  #unmark() {
    if (this.marked) delete this.marked.dataset.drop;
    this.marked = null;
  }

  #scroll(y) {
    const box = this.tree.list.getBoundingClientRect();
    const [above, below] = [box.top + EDGE - y, y - (box.bottom - EDGE)];
    if (above > 0) this.tree.list.scrollTop -= Math.min(above, EDGE) / 2;
    else if (below > 0) this.tree.list.scrollTop += Math.min(below, EDGE) / 2;
  }

  #release(event) {
    const { held, target } = this;
    if (!held?.isMoving) {
      this.held = null;
      return;
    }
    event.preventDefault();
    this.stop();
    this.tree.ignoreClick = true; // the click that follows the release is none
    setTimeout(() => { this.tree.ignoreClick = false; }, 0);
    if (target) this.tree.move(held.id, target);
  }

  stop() {
    clearTimeout(this.opening?.timer);
    this.#unmark();
    this.held?.row.classList.remove("wt-is-held");
    this.tree.list.classList.remove("wt-is-dragging");
    if (this.held?.isMoving && this.tree.list.hasPointerCapture(this.held.pointer)) this.tree.list.releasePointerCapture(this.held.pointer);
    this.held = this.target = this.opening = null;
  }
}
