// The margin: one bar per coding beside the lines it covers, in lanes where they overlap, its name on hover and focus.
import { button, el } from "./dom.js";
import { pathOf } from "./finding.js";
import { lanesOf } from "./lanes.js";
import { t } from "./messages.js";

const PITCH = 9; // pixels from lane to lane
const NARROW_PITCH = 5; // when there are many
const WIDE_LANES = 8; // up to this many lanes keep the wide pitch
const GAP = 6; // pixels between a bar and its name
const STEP = 4; // the margin grows by this many lanes at once, so that the text does not twitch

export class Stripes {
  /**
   * @param {object} wiring
   * @param {import("./turns.js").Turns} wiring.turns
   * @param {HTMLElement} wiring.scroller
   * @param {(id: string) => void} wiring.onchoose
   * @param {(id: string|null) => void} wiring.onhover null: no longer
   */
  constructor({ turns, scroller, onchoose, onhover }) {
    this.turns = turns;
    this.scroller = scroller;
    this.label = el("div", { class: "iw-stripe-label", hidden: true, "aria-hidden": "true", dir: "auto" });
    this.element = el("div", { class: "iw-stripes", role: "group", "aria-label": t("Coded segments") }, this.label);
    this.bars = new Map(); // coding id to its button
    this.places = new Map(); // coding id to { top, bottom }, until the layout changes
    this.placed = []; // every coding with its place and lane, from above to below
    this.chosen = null;
    /** @type {((bars: object[], width: string) => void)|null} told whenever the bars in sight are drawn */
    this.ondrawn = null;
    this.#listen("click", (id) => onchoose(id));
    this.#listen("pointerover", (id) => onhover(id));
    this.#listen("focusin", (id) => onhover(id));
    for (const name of ["pointerleave", "focusout"]) this.element.addEventListener(name, () => onhover(null));
  }

  #listen(name, act) {
    this.element.addEventListener(name, (event) => {
      const bar = event.target.closest(".iw-stripe");
      if (bar) act(bar.dataset.coding);
    });
  }

  /** Take these codings and draw those that are in sight. `colourOf` gives a code's colour on this page. */
  draw(codings, codes, colourOf) {
    this.codes = codes;
    this.colourOf = colourOf;
    this.names = new Map(); // code to its path
    for (const id of this.places.keys()) if (!codings.has(id)) this.places.delete(id);
    const placed = [...codings.values()].map((coding) => ({ coding, ...this.#place(coding) })).filter(({ top }) => top !== undefined);
    placed.sort((a, b) => a.top - b.top || b.bottom - a.bottom);
    const lanes = lanesOf(placed);
    this.pitch = this.#widen(Math.max(0, ...lanes.map((lane) => lane + 1)));
    this.placed = placed.map((bar, i) => ({ ...bar, lane: lanes[i] }));
    this.drawInSight();
  }

  /** Bars exist only near what can be seen: thousands of them would slow down every frame. */
  drawInSight() {
    const { scrollTop, clientHeight } = this.scroller;
    const [from, to] = [scrollTop - clientHeight, scrollTop + 2 * clientHeight];
    const near = this.placed.filter(({ top, bottom }) => bottom > from && top < to);
    const wanted = new Set(near.map(({ coding }) => coding.id));
    for (const [id, bar] of this.bars) if (!wanted.has(id)) this.#drop(id, bar);
    for (const bar of near) this.#draw(bar);
    this.ondrawn?.(near, this.width);
  }

  /** The layout has changed: every place must be measured again. */
  forget() {
    this.places.clear();
  }

  /** Emphasise one stripe, as the one that keys act on. */
  choose(id) {
    this.chosen = id;
    for (const [coding, bar] of this.bars) bar.classList.toggle("iw-is-chosen", coding === id);
  }

  /** Show the name of the coding whose stripe is looked at; null hides it. */
  name(id) {
    const bar = this.bars.get(id);
    this.label.hidden = !bar;
    if (!bar) return;
    this.label.textContent = bar.discuss ? t("{name} (to discuss)", { name: bar.codeName }) : bar.codeName;
    this.label.style.top = `${this.places.get(id).top}px`;
    this.label.style.insetInlineEnd = `calc(100% - ${bar.offsetLeft - GAP}px)`;
  }

  #place(coding) {
    const known = this.places.get(coding.id);
    const where = [coding.start_turn, coding.start, coding.end_turn, coding.end].join();
    if (known?.where === where) return known;
    const slices = this.turns.transcript.slices(coding);
    if (!slices.length) return null; // a turn that is not shown, of a withdrawn participant for example
    const base = this.turns.element.getBoundingClientRect().top;
    const [first, last] = [slices[0], slices.at(-1)];
    const { top } = this.turns.boxes({ ...first, end: first.start + 1 })[0];
    const { bottom } = this.turns.boxes({ ...last, start: last.end - 1 }).at(-1);
    const place = { top: top - base, bottom: bottom - base, where };
    this.places.set(coding.id, place);
    return place;
  }

  #widen(lanes) {
    const steps = Math.max(1, Math.ceil(lanes / STEP)) * STEP;
    const pitch = steps > WIDE_LANES ? NARROW_PITCH : PITCH;
    const width = `${steps * pitch}px`;
    if (this.width !== width) this.element.parentElement?.style.setProperty("--iw-margin", width);
    this.width = width;
    return pitch;
  }

  #draw({ coding, lane, top, bottom }) {
    const code = this.codes.get(coding.code);
    const bar = this.bars.get(coding.id) ?? this.#newBar(coding.id);
    const name = this.#nameOf(code);
    if (bar.codeName !== name || bar.discuss !== Boolean(coding.discuss)) {
      Object.assign(bar, { codeName: name, discuss: Boolean(coding.discuss) });
      const turn = this.turns.transcript.position.get(coding.start_turn) + 1;
      bar.setAttribute("aria-label", coding.discuss ? t("Code {name}, turn {turn}, to discuss", { name, turn }) : t("Code {name}, turn {turn}", { name, turn }));
    }
    const style = `top:${top}px;height:${Math.max(8, bottom - top)}px;inset-inline-start:${lane * this.pitch}px;`
      + `width:${this.pitch}px;--iw-gap:${this.pitch === PITCH ? 3 : 1}px;--iw-own:${this.colourOf(code)}`;
    if (bar.drawn !== style) bar.style.cssText = bar.drawn = style;
    const state = `iw-stripe${coding.discuss ? " iw-is-discuss" : ""}${coding.waiting ? " iw-is-waiting" : ""}${coding.id === this.chosen ? " iw-is-chosen" : ""}`;
    if (bar.className !== state) bar.className = state;
  }

  #nameOf(code) {
    if (!this.names.has(code)) this.names.set(code, code ? pathOf(code, this.codes).join(" › ") : t("Unknown code"));
    return this.names.get(code);
  }

  #newBar(id) {
    const bar = button({ class: "iw-stripe", tabindex: "-1", "data-coding": id },
      el("i", { class: "iw-end", "data-edge": "start" }), el("i", { class: "iw-end", "data-edge": "end" }));
    this.bars.set(id, bar);
    this.element.append(bar);
    return bar;
  }

  #drop(id, bar) {
    bar.remove();
    this.bars.delete(id);
  }
}
