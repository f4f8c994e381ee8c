// The names of codes written beside their stripes, on request: one under the other, never over one another, each as
// near to its stripe as there is room. Only those near what can be seen are on the page.
import { el } from "./dom.js";
import { t } from "./messages.js";

const LINE = 21; // pixels from name to name
const FARTHEST = 63; // pixels a name may stand below the end of its stripe; what is farther is counted instead
const WIDTH = "11.5rem";

/**
 * Where names stand. `bars` are sorted by `top`.
 * @template {{ top: number, bottom: number }} Bar
 * @param {Bar[]} bars
 * @returns {{ bar: Bar, top: number, more: Bar[] }[]} `more`: bars whose names found no room, behind the one before them
 */
export function placed(bars) {
  const names = [];
  let free = -Infinity;
  for (const bar of bars) {
    const top = Math.max(bar.top, free);
    const isFar = top > bar.bottom + FARTHEST && names.length;
    if (isFar) names.at(-1).more.push(bar);
    else {
      names.push({ bar, top, more: [] });
      free = top + LINE;
    }
  }
  return names;
}

export class StripeNames {
  /** @param {import("./desk.js").Desk} desk */
  constructor(desk) {
    this.desk = desk;
    this.isOn = false;
    this.element = el("div", { class: "iw-stripe-names", "aria-hidden": "true", hidden: true });
    this.element.addEventListener("mousedown", (event) => event.preventDefault());
    this.element.addEventListener("click", (event) => this.#on(event, (id) => desk.coding.pick(id)));
    this.element.addEventListener("pointerover", (event) => this.#on(event, (id) => desk.coding.emphasise(id)));
    this.element.addEventListener("pointerleave", () => desk.coding.emphasise(desk.coding.chosen));
    desk.stripes.element.append(this.element);
    desk.stripes.ondrawn = (bars, width) => this.draw(bars, width);
  }

  #on(event, act) {
    const name = event.target.closest(".iw-stripe-name");
    if (name) act(name.dataset.of);
  }

  toggle() {
    this.isOn = !this.isOn;
    this.element.hidden = !this.isOn;
    this.element.replaceChildren();
    this.desk.root.style.setProperty("--iw-names", this.isOn ? WIDTH : "0px");
    this.desk.notices.announce(this.isOn ? t("Names are written beside the stripes") : t("Names are shown when you point at a stripe"));
    this.desk.stripes.drawInSight();
    if (this.isOn && getComputedStyle(this.element).display === "none") {
      this.desk.notices.hint(this.desk.table.isOpen ? t("There is no room for names beside the text: close the table (t).") : t("There is no room for names beside the text: make the window wider."));
    }
  }

  /** Write the names of the bars in sight. @param {{ coding: object, top: number, bottom: number }[]} bars */
  draw(bars, width) {
    if (!this.isOn) return;
    this.element.style.insetInlineStart = width;
    const names = placed(bars);
    const signature = JSON.stringify([width, names.map(({ bar, top, more }) => [bar.coding.id, bar.coding.code, bar.coding.discuss, top, more.length])]);
    if (signature === this.signature && this.element.childNodes.length) return;
    this.signature = signature;
    this.element.replaceChildren(...names.map((name) => this.#name(name)));
  }

  #name({ bar: { coding }, top, more }) {
    const { coding: codings, byId } = this.desk;
    const all = [coding, ...more.map((bar) => bar.coding)].map(({ code }) => codings.nameOf(code));
    return el("div", {
      class: `iw-stripe-name${coding.discuss ? " iw-is-discuss" : ""}`, "data-of": coding.id, title: all.join("\n"),
      style: `top:${top}px;--iw-own:${this.desk.colourOf(byId.get(coding.code))}`,
    }, el("span", { dir: "auto" }, all[0]), more.length ? el("b", {}, `+${more.length}`) : null);
  }
}
