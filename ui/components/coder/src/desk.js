// The coding desk on the page: puts the parts together and draws what the model says.
import { Answers } from "./answers.js";
import { CodePanel } from "./codes.js";
import { Checking } from "./checking.js";
import { Choosing } from "./choosing.js";
import { Coding } from "./coding.js";
import { parse } from "./colours.js";
import { el } from "./dom.js";
import { Ends } from "./ends.js";
import { Filter } from "./filter.js";
import { FilterBar, countBy } from "./filterbar.js";
import { Header } from "./header.js";
import { HelpDialog, obey } from "./keys.js";
import { Listening } from "./listening.js";
import { ManyDialog } from "./many.js";
import { Memos } from "./memos.js";
import { Mending } from "./mending.js";
import { t, tn } from "./messages.js";
import { modelOf } from "./model.js";
import { StripeNames } from "./names.js";
import { Notices } from "./notices.js";
import { waitingElsewhere } from "./outbox.js";
import { Painting } from "./painting.js";
import { Player } from "./player.js";
import { Popover } from "./popover.js";
import { Reader } from "./reader.js";
import { Reworking } from "./reworking.js";
import { RoundBar } from "./rounds.js";
import { Selecting } from "./selecting.js";
import { Selection } from "./selection.js";
import { Side } from "./side.js";
import { turnsNear } from "./sight.js";
import { SpeakerDialog, speakerColours } from "./speakers.js";
import { Stripes } from "./stripes.js";
import { SegmentTable } from "./table.js";
import { Tracks } from "./tracks.js";
import { Transcript } from "./transcript.js";
import { TurnCodes } from "./turn_codes.js";
import { Turns } from "./turns.js";

const SELECTION_REST_MS = 120; // a selection that has not moved for this long is meant
const SPACE_BELOW = 16; // pixels between the desk and the window's lower edge

export class Desk {
  /**
   * @param {HTMLElement} root
   * @param {(interview: string) => void} oninterview
   * @param {(name: string, value: unknown) => void} tell tells Python
   */
  constructor(root, oninterview, tell = () => {}) {
    this.tell = tell;
    this.root = root;
    this.abort = new AbortController();
    this.notices = new Notices();
    this.turns = new Turns();
    this.selection = new Selection(this.turns);
    this.painting = new Painting(this.turns);
    this.coding = new Coding(this);
    this.listening = new Listening(this);
    this.choosing = new Choosing(this);
    this.mending = new Mending(this);
    this.scroller = el("div", { class: "iw-scroller" });
    this.stripes = new Stripes({
      turns: this.turns, scroller: this.scroller, onchoose: (id) => this.coding.pick(id), onhover: (id) => this.coding.hover(id),
    });
    this.player = new Player({ turns: this.turns, onspoken: (word) => this.listening.speak(word) });
    this.panel = new CodePanel({ onapply: (code) => this.coding.applyOrStep(code), onpin: (code) => this.coding.pin(code) });
    this.rounds = new RoundBar({
      onround: (id) => this.tell("round", id),
      onall: (all) => this.model.showAllRounds(all),
      onfinish: (finished) => this.do({ kind: finished ? "finish" : "unfinish" }),
    });
    this.selecting = new Selecting(this);
    this.reworking = new Reworking(this);
    this.ends = new Ends(this);
    this.stripeNames = new StripeNames(this);
    this.filter = new Filter();
    this.shown = new Map(); // the coded segments the filter lets through
    this.filterBar = new FilterBar(this);
    this.table = new SegmentTable(this);
    this.turnCodes = new TurnCodes(this);
    this.answers = new Answers(this);
    this.many = new ManyDialog(this);
    this.checking = new Checking(this);
    this.side = new Side(this);
    this.header = new Header({
      rounds: this.rounds,
      onundo: () => this.coding.undo(), onredo: () => this.coding.redo(), onhelp: () => this.help.open(), oninterview,
    });
    this.speakers = new SpeakerDialog((operation) => this.do(operation, t("Named at every turn of this voice")));
    this.help = new HelpDialog();
    this.memos = new Memos(this);
    this.tracks = new Tracks(this);
    this.reader = new Reader(this);
    this.dialogs = [
      this.choosing.palette, this.speakers, this.help, this.filterBar.dialog, this.many, this.reworking.which, this.memos,
      ...this.reader.dialogs, ...this.mending.dialogs, ...this.checking.dialogs,
    ];
    this.#build();
    this.#listen();
  }

  #build() {
    this.header.addFacts(this.mending.chip);
    this.canvas = el("div", { class: "iw-canvas" }, this.turns.element, this.stripes.element, this.checking.beside.element);
    this.scroller.append(this.canvas);
    this.popover = new Popover(this.canvas);
    this.root.replaceChildren(
      this.header.element,
      el("div", { class: "iw-middle" },
        el("div", { class: "iw-reading" },
          this.reader.find.element, this.filterBar.element, this.scroller, this.mending.bar, this.notices.element),
        this.side.element),
      this.player.element, this.reader.menu.element, this.turns.descriptions, this.notices.live, ...this.dialogs.map(({ element }) => element),
    );
    this.reader.attach(this);
  }

  #listen() {
    const on = (target, name, act, options = {}) => target.addEventListener(name, act, { signal: this.abort.signal, ...options });
    on(this.root, "keydown", (event) => obey(event, this));
    // While nothing has the focus, keys still mean the desk: not Streamlit's own shortcuts, and space does not scroll.
    on(document, "keydown", (event) => { if (event.target === document.body) obey(event, this); }, { capture: true });
    on(this.turns.element, "click", (event) => this.#click(event));
    on(document, "selectionchange", () => this.#selectionMoved());
    on(document, "pointerdown", (event) => { this.pressing = this.scroller.contains(event.target); }, { capture: true });
    on(document, "pointerup", () => { if (this.pressing && this.ready) this.selecting.settle(); this.pressing = false; this.#selectionMoved(); }, { capture: true });
    on(this.scroller, "scroll", () => this.#scrolled(), { passive: true });
    for (const name of ["wheel", "touchmove"]) on(this.scroller, name, () => this.listening.handsOn(), { passive: true });
    on(window, "resize", () => this.#fit());
    on(window, "pagehide", () => this.reader.stopping.keep());
    on(window, "online", () => this.model?.courier.deliver());
    this.sizes = new ResizeObserver(() => this.#resized());
    this.sizes.observe(this.turns.element);
  }

  /** Show what Python sent; called at every rerun and at a change of theme. */
  async show(data) {
    if (this.model !== modelOf(data)) this.#leave();
    const model = modelOf(data);
    this.model = model;
    model.receive(data);
    model.onchange = () => this.#changed();
    model.onanswer = (results) => this.answers.take(results);
    model.onwords = (changes) => this.#takeWords(changes);
    model.onstale = () => this.#stale();
    this.header.showInterviews(data.interviews, data.interview);
    this.reader.show(model);
    const read = this.#read(model.data.transcript); // on its way while the style sheet arrives
    await this.#styled();
    this.#fit();
    this.#readTheme();
    await read;
    if (model !== this.model || this.abort.signal.aborted) return;
    this.player.load(model.data.urls.audio);
    this.#changed();
    if (!this.ready && this.transcript) this.#begin();
    else if (this.transcript && !model.live) model.listen();
  }

  async #begin() {
    this.scroller.scrollTop = this.model.scrollTop;
    this.ready = true;
    this.root.dataset.ready = "1";
    this.reader.begin();
    const { model } = this;
    await model.recover();
    if (model === this.model) model.listen();
    if (this.model.data.at) this.coding.pick(this.model.data.at, true);
    else if (this.model.data.found) this.goTo(this.model.data.found);
    if (this.model.data.checking) this.checking.start();
    for (const [label, count] of waitingElsewhere(this.model.place, this.model.storage)) {
      this.notices.warn(tn(
        "“{label}” has {count} change that is not saved yet. Open it and it will be.",
        "“{label}” has {count} changes that are not saved yet. Open it and they will be.", count, { label },
      ));
    }
  }

  /** Show a stretch of talk and select it, ready to be coded. */
  goTo(passage) {
    const [first] = this.transcript.slices(passage);
    if (!first) return this.notices.warn(t("The place that was looked for is not in this transcript any longer."));
    this.listening.reveal(first);
    return this.selection.restore(passage);
  }

  destroy() {
    this.#leave();
    this.abort.abort();
    this.sizes.disconnect();
    this.checking.beside.destroy();
    this.player.destroy();
    this.reader.destroy();
    this.painting.destroy();
    cancelAnimationFrame(this.frame);
    clearTimeout(this.rest);
  }

  /** Let go of the interview; its model goes on sending what waits. */
  #leave() {
    if (!this.model) return;
    this.coding.pick(null);
    this.mending.leave();
    this.tracks.leave();
    this.reader.leave();
    this.checking.forget();
    this.model.deafen();
    Object.assign(this.model, { onchange: () => {}, onanswer: () => {}, onstale: () => {}, onwords: () => {} });
    this.player.load(null);
    this.listening.forget();
    this.turnCodes.forget();
    this.transcript = this.reading = null;
    this.ready = false;
    delete this.root.dataset.ready;
  }

  /** Do something: shown at once, saved as soon as can be. */
  do(operation, words = "") {
    this.model.do(operation);
    if (words) this.notices.announce(words);
  }

  // --- drawing

  #read({ id, url }) {
    if (this.reading?.id !== id) this.reading = { id, done: this.#fetch(this.model, url) };
    return this.reading.done;
  }

  async #fetch(model, url) {
    const response = await fetch(url, { credentials: "same-origin" }).catch(() => null); // the server may just be starting
    if (model !== this.model) return; // another interview was opened meanwhile
    if (!response?.ok) {
      this.reading = null;
      this.notices.warn(t("The transcript could not be read. Reload the page."));
      return;
    }
    const words = await response.json();
    if (model.wordsMissed) { // changed while they were on their way: read them as they are now
      model.wordsMissed = false;
      return this.#fetch(model, url);
    }
    await this.#styled();
    if (model !== this.model) return;
    this.#readTheme(); // before the turns are there: whatever asks for a style then waits for the style of all of them
    this.#useTheme(model.view.codes);
    this.transcript = model.transcript = new Transcript(words);
    const { scrollTop } = this.scroller; // kept where the same words are read anew
    this.painting.forget();
    this.stripes.forget();
    this.turnCodes.forget();
    this.speakersShown = null;
    this.turns.build(this.transcript);
    if (this.ready) this.scroller.scrollTop = scrollTop;
  }

  /** Wait for the style sheet, which arrives beside this module: without it nothing can be measured. */
  async #styled() {
    const styled = () => getComputedStyle(this.root).getPropertyValue("--iw-styled");
    while (!styled() && !this.abort.signal.aborted) await new Promise((done) => { setTimeout(done, 10); });
  }

  /** Draw the model's view. What has not changed is left alone. */
  #changed() {
    const { courier, view, data } = this.model;
    this.header.showSaving(courier);
    this.answers.tellWhy(courier);
    this.root.dataset.pending = String(courier.waiting);
    this.#showRounds();
    if (!this.transcript) return;
    this.byId = new Map(view.codes.map((code) => [code.id, code]));
    this.#useTheme(view.codes);
    this.#drawCodings(view);
    this.turns.showChecks(view.checked);
    this.memos.refresh();
    this.#showSpeakers(view);
    this.mending.showWaiting();
    this.tracks.refresh();
    const { turns } = this.transcript;
    this.header.showOrigin(data.transcript, turns.filter(({ id }) => view.checked.has(id)).length, turns.length);
    if (this.coding.chosen && !this.shown.has(this.coding.chosen)) this.coding.pick(null);
    this.reader.changed();
    this.checking.changed();
    this.#drawSoon();
  }

  /** Everything that shows codings: only what the filter lets through. */
  #drawCodings(view) {
    this.model.keys.fit(view.codes);
    this.shown = this.filter.of(view.codings, view.codes);
    this.painting.paint(this.shown);
    const counts = countBy(this.shown.values(), ({ code }) => code);
    const lookedFor = new Set(this.model.data.looked_for ?? []);
    this.panel.show(view.codes, counts, (code) => this.colourOf(code), this.model.keys, lookedFor);
    this.side.show(this.shown.size, this.filter.isActive);
    this.filterBar.show(this.shown.size, view.codings.size);
  }

  /** The filter lets something else through. */
  filtered() {
    this.#changed();
    this.table.show();
  }

  /** Number keys stand for other codes. */
  keysChanged() {
    this.#changed();
  }

  /** Whether somebody has written a memo on a coded segment. */
  hasMemo(id) {
    return this.memos.on("coding", id).length > 0;
  }

  #takeWords(changes) {
    if (changes.transcript && changes.transcript !== this.model.data.transcript.id) return this.#stale(); // another version holds
    this.mending.take(changes);
    this.tracks.take(changes);
    this.speakersShown = null;
  }

  /** Who codes, in which round, and who else is here. */
  #showRounds() {
    const { view, data, elsewhere, allRounds, present } = this.model;
    this.rounds.show({
      coder: data.coder, people: data.people ?? [], rounds: view.rounds ?? [], current: data.round ?? null,
      elsewhere, all: allRounds, present,
    });
  }

  /** The words have changed elsewhere: a new transcript, or somebody has withdrawn. Python says what holds now. */
  #stale() {
    this.reading = null;
    this.tell("stale", Date.now());
  }

  /** The page's own colours, light or dark; Streamlit draws the desk again when they change. */
  #readTheme() {
    const style = getComputedStyle(this.root);
    this.page = [style.color, style.backgroundColor, style.getPropertyValue("--iw-accent").trim()];
  }

  #useTheme(codes) {
    const signature = JSON.stringify([this.page, codes.map(({ id, colour }) => [id, colour])]);
    if (signature === this.theme) return;
    this.theme = signature;
    const [text, background, accent] = this.page.map(parse);
    this.painting.useColours(codes, { text, background, accent });
  }

  colourOf(code) {
    return this.painting.colourOf(code);
  }

  #showSpeakers(view) {
    const signature = JSON.stringify([[...view.speakers], view.participants, this.theme, this.transcript.id]);
    if (signature === this.speakersShown) return;
    this.speakersShown = signature;
    const labels = new Set(this.transcript.turns.map(({ speaker }) => speaker));
    this.speakerColour = speakerColours(view, labels, this.painting.background);
    this.turns.showSpeakers(view, this.speakerColour);
  }

  /** The layout has changed: draw the margin anew. */
  redraw() {
    this.#drawSoon();
  }

  #drawSoon() {
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => this.#drawMargin());
  }

  #drawMargin() {
    if (!this.transcript) return;
    this.size = this.#measured();
    this.painting.paintNear(turnsNear(this.turns, this.scroller));
    this.stripes.draw(this.shown, this.byId, (code) => this.colourOf(code));
    this.checking.draw();
    this.turnCodes.tellSoon();
    this.table.showSoon();
  }

  /** As high as the window leaves room for. */
  #fit() {
    const scrolled = this.root.closest('[data-testid="stMain"]')?.scrollTop ?? 0;
    const top = this.root.getBoundingClientRect().top + scrolled + SPACE_BELOW;
    this.root.style.setProperty("--iw-top", `${Math.round(top)}px`);
  }

  #scrolled() {
    if (!this.ready) return;
    this.model.scrollTop = this.scroller.scrollTop;
    this.stripes.drawInSight();
    this.reader.scrolled();
  }

  #measured() {
    return `${this.turns.element.clientWidth}×${this.turns.element.clientHeight}`;
  }

  #resized() {
    const size = this.#measured();
    if (size === this.size) return;
    this.size = size;
    this.stripes.forget();
    this.reader.resized();
    if (this.transcript) this.#drawSoon();
  }

  // --- what people do

  #click(event) {
    if (event.target.closest(".iw-editor")) return;
    const turn = this.turns.numberOf(event.target);
    const act = event.target.closest("[data-do]")?.dataset.do;
    if (act === "time") this.listening.playTurn(turn);
    else if (act === "check") this.check([turn]);
    else if (act === "speaker") this.nameSpeaker(turn);
    else if (act === "edit") this.mending.edit(turn, null);
    else if (act === "memo") this.memos.openTurn(turn);
    else {
      if (this.coding.chosen) this.coding.pick(null);
      this.listening.click(event);
    }
  }

  #selectionMoved() {
    if (this.pressing) {
      clearTimeout(this.rest);
      if (this.selection.passage) this.popover.hide();
      return;
    }
    this.offerSoon();
  }

  /** Offer the nearest codes once the selection rests: placing the card means laying out the page, and what was coded comes first. */
  offerSoon() {
    clearTimeout(this.rest);
    this.rest = setTimeout(() => {
      if (this.ready && !this.dialogs.some(({ isOpen }) => isOpen)) this.coding.offer();
      if (this.ready) this.reader.tellWhere();
    }, SELECTION_REST_MS);
  }

  /** The turns that keys act on: those with selected words, else the caret's, else the one spoken last. */
  get currentTurns() {
    const { passage, caret } = this.selection;
    const first = caret?.turn ?? this.listening.spoken?.turn;
    if (first === undefined) return [];
    const last = passage ? this.transcript.position.get(passage.end_turn) : first;
    return Array.from({ length: last - first + 1 }, (_, i) => first + i);
  }

  /** Mark turns as compared with the recording; or take the mark away where all have it. */
  check(numbers = this.currentTurns) {
    if (!numbers.length) return this.notices.hint(t("Click into a turn first."));
    const turns = numbers.map((number) => this.transcript.turns[number].id);
    const open = turns.filter((id) => !this.model.view.checked.has(id));
    if (open.length) {
      return this.do({ kind: "check", turns: open }, tn("{count} turn checked", "{count} turns checked", open.length));
    }
    const words = tn("{count} turn not checked any more", "{count} turns not checked any more", turns.length);
    return this.do({ kind: "uncheck", turns }, words);
  }

  nameSpeaker(turn = this.currentTurns[0]) {
    if (turn === undefined) return this.notices.hint(t("Click into a turn first."));
    return this.speakers.ask(this.model.view, this.transcript.turns[turn].speaker, this.model.data.urls.speakers);
  }
}
