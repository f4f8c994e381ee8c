// Choosing a code in a dialog for the words selected: the selection is kept, shown and given back.
import { Palette } from "./palette.js";
import { t } from "./messages.js";

export class Choosing {
  /** @param {import("./desk.js").Desk} desk */
  constructor(desk) {
    this.desk = desk;
    this.kept = null;
    this.palette = new Palette({
      onchoose: (code) => this.#take(code),
      onmake: (operation) => this.#make(operation),
    });
    this.palette.onclose = () => this.#giveBack();
  }

  /** Choose a code by typing. */
  open() {
    this.#keep();
    this.palette.open(this.desk.model.view.codes, (code) => this.desk.colourOf(code), Boolean(this.kept));
  }

  /** Make a new code; it goes on the selected words when there are any. */
  make() {
    this.#keep();
    this.palette.create(this.desk.model.view.codes);
  }

  #keep() {
    this.kept = this.desk.selection.passage;
    this.desk.painting.mark("iw-chosen", this.kept ? this.desk.turns.ranges(this.kept) : []);
    this.desk.popover.hide();
  }

  #giveBack() {
    this.desk.painting.mark("iw-chosen");
    this.desk.selection.restore(this.kept);
  }

  #take(code) {
    this.#giveBack();
    this.desk.coding.applyOrStep(code);
  }

  #make(operation) {
    this.#giveBack();
    this.desk.do(operation, t("New code: {name}", { name: operation.name }));
    if (this.kept) this.desk.coding.apply(operation.id);
  }
}
