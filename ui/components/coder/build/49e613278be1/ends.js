// Dragging the ends of a coded segment: by the upper or lower end of its stripe, to the word under the pointer.
import { withEndSnapped } from "./units.js";

const NEAR_EDGE = 28; // pixels from the upper or lower edge of the view in which dragging scrolls
const SCROLL_STEP = 14;
const MEANT = 3; // pixels a pointer moves before it is a drag

export class Ends {
  /** @param {import("./desk.js").Desk} desk */
  constructor(desk) {
    this.desk = desk;
    this.drag = null;
    const { element } = desk.stripes;
    element.addEventListener("pointerdown", (event) => this.#begin(event));
    element.addEventListener("pointermove", (event) => this.#move(event));
    element.addEventListener("pointerup", () => this.#finish());
    element.addEventListener("pointercancel", () => this.#forget());
    element.addEventListener("click", (event) => {
      if (this.dragged) event.stopImmediatePropagation(); // the click that ends a drag chooses nothing
      this.dragged = false;
    }, { capture: true });
  }

  #begin(event) {
    this.dragged = false;
    const end = event.target.closest(".iw-end");
    const coding = end && this.desk.shown.get(end.closest(".iw-stripe").dataset.coding);
    if (!coding || event.button) return;
    this.drag = { coding, edge: end.dataset.edge, from: event.clientY, passage: null };
    this.desk.stripes.element.setPointerCapture(event.pointerId);
    event.preventDefault();
  }

  #move({ clientX, clientY }) {
    const { drag } = this;
    if (!drag || (!this.dragged && Math.abs(clientY - drag.from) < MEANT)) return;
    this.dragged = true;
    this.#scroll(clientY);
    const place = this.#placeAt(clientX, clientY, drag.edge);
    const passage = place && withEndSnapped(this.desk.transcript, drag.coding, drag.edge, place);
    if (!passage) return;
    drag.passage = passage;
    this.desk.painting.mark("iw-chosen", this.desk.turns.ranges(passage));
  }

  #finish() {
    const { drag } = this;
    this.#forget();
    if (!drag?.passage) return;
    this.desk.reworking.move(drag.coding, drag.passage);
    this.desk.coding.pick(drag.coding.id);
  }

  #forget() {
    if (this.drag) this.desk.painting.mark("iw-chosen");
    this.drag = null;
  }

  #scroll(y) {
    const view = this.desk.scroller.getBoundingClientRect();
    if (y < view.top + NEAR_EDGE) this.desk.scroller.scrollTop -= SCROLL_STEP;
    if (y > view.bottom - NEAR_EDGE) this.desk.scroller.scrollTop += SCROLL_STEP;
  }

  /** The place in the text at a point; beside the text it is the whole line's beginning or end. */
  #placeAt(x, y, edge) {
    const { turns } = this.desk;
    const number = turns.firstBelow(y - 1);
    const text = turns.rows[number]?.text;
    if (!text) return null;
    const box = text.getBoundingClientRect();
    const isRtl = getComputedStyle(text).direction === "rtl";
    const toRight = (edge === "end") !== isRtl;
    const column = turns.element.getBoundingClientRect();
    const inText = x > box.left && x < column.right;
    const at = { x: inText ? Math.min(x, box.right - 2) : toRight ? box.right - 2 : box.left + 2, y: Math.min(Math.max(y, box.top + 4), box.bottom - 4) };
    return turns.at(at.x, at.y);
  }
}
