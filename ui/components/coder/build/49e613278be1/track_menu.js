// What the View menu says about second tracks: which translation is shown and where, and whether the machine's gloss is.
import { button, el } from "./dom.js";
import { t } from "./messages.js";

export class TrackMenu {
  /** @param {import("./tracks.js").Tracks} tracks */
  constructor(tracks) {
    this.tracks = tracks;
    this.language = el("select", { class: "iw-select iw-track-language", "aria-label": t("Language of the translation"), onchange: () => tracks.choose("track", this.language.value) });
    this.shown = this.#box(t("Translation"), "tracks", "⇧Y");
    this.beside = this.#box(t("In a column of its own"), "beside");
    this.gloss = this.#box(t("Machine gloss"), "gloss");
    this.remove = button({ class: "iw-view-act", onclick: () => tracks.removeGloss() }, el("span", {}, t("Delete the machine gloss")));
    this.write = button({ class: "iw-view-act", onclick: () => { tracks.desk.reader.menu.close(); tracks.edit(); } },
      el("span", {}, t("Translate this turn")), el("kbd", { "aria-hidden": "true" }, "⇧T"));
    this.element = el("div", { class: "iw-track-menu", role: "group", "aria-label": t("Other languages") },
      this.shown.row,
      el("div", { class: "iw-view-row iw-view-below" }, this.language),
      this.beside.row, this.write, this.gloss.row, this.remove);
    this.beside.row.classList.add("iw-view-below");
  }

  #box(words, name, key = "") {
    const box = el("input", { type: "checkbox" });
    box.addEventListener("change", () => this.tracks.choose(name, box.checked));
    return { box, row: el("label", { class: "iw-view-row" }, box, el("span", {}, words), key ? el("kbd", { "aria-hidden": "true" }, key) : null) };
  }

  /** Show what is chosen; the languages that something is translated into come first. */
  show() {
    const { settings, language, languages, gloss, desk } = this.tracks;
    const known = desk.model.data.languages ?? [];
    const signature = JSON.stringify([known.length, languages, language]);
    if (signature !== this.signature) {
      this.signature = signature;
      const codes = new Set([...languages, ...known.map(([code]) => code), language]);
      const mark = (code) => (languages.includes(code) ? "● " : "");
      this.language.replaceChildren(...[...codes].map((code) => el("option", { value: code }, mark(code) + this.tracks.nameOf(code))));
      this.language.value = language;
    }
    this.shown.box.checked = settings.get("tracks");
    this.beside.box.checked = settings.get("beside");
    this.gloss.box.checked = settings.get("gloss");
    for (const element of [this.gloss.row, this.remove]) element.hidden = !gloss;
  }
}
