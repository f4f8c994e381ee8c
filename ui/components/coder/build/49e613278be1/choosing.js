// Choosing a code in a dialog for the words selected: the selection is kept, shown and given back.
import { Palette } from "./palette.js";
import { t } from "./messages.js";

export class Choosing {
  /** @param {import("./desk.js").Desk} desk */
  constructor(desk) {
    this.desk = desk;
    this.kept = null;
    this.palette = new Palette({
      onchoose: (codes) => this.#take(codes),
      onmake: (operation, ticked) => this.#make(operation, ticked),
    });
    this.palette.onclose = () => this.#giveBack();
  }

  /** Choose a code by typing. */
  open() {
    this.#keep();
    const title = this.kept ? t("Put a code on the selected words") : t("Find a code");
    this.#show({ title, multi: Boolean(this.kept) });
  }

  /** Choose another code for a coded segment. */
  recode(coding) {
    this.#keep();
    this.recoding = coding.id;
    this.#show({ title: t("Another code instead of “{name}”", { name: this.desk.coding.nameOf(coding.code) }), multi: false });
  }

  #show(options) {
    const { model } = this.desk;
    this.palette.open(model.view.codes, { colourOf: (code) => this.desk.colourOf(code), recent: model.recent, keys: model.keys, ...options });
  }

  /** Make a new code; it goes on the selected words when there are any. */
  make() {
    this.#keep();
    this.palette.create(this.desk.model.view.codes);
  }

  #keep() {
    this.recoding = null;
    this.kept = this.desk.selection.passage;
    this.desk.painting.mark("iw-chosen", this.kept ? this.desk.turns.ranges(this.kept) : []);
    this.desk.popover.hide();
  }

  #giveBack() {
    this.desk.painting.mark("iw-chosen");
    this.desk.selection.restore(this.kept);
  }

  #take(codes) {
    const recoding = this.desk.model.view.codings.get(this.recoding);
    this.#giveBack();
    if (recoding) return this.desk.reworking.recode(recoding, codes[0]);
    if (this.kept) return this.desk.reworking.applyAll(codes);
    return this.desk.coding.applyOrStep(codes[0]);
  }

  #make(operation, ticked) {
    const recoding = this.desk.model.view.codings.get(this.recoding);
    this.#giveBack();
    this.desk.do(operation, t("New code: {name}", { name: operation.name }));
    if (recoding) this.desk.reworking.recode(recoding, operation.id);
    else if (this.kept) this.desk.reworking.applyAll([...ticked, operation.id]);
  }
}
