// What the server says to what was done, in words: refused and why, undone or done again, and why nothing is saved.
import { t } from "./messages.js";

export class Answers {
  /** @param {import("./desk.js").Desk} desk */
  constructor(desk) {
    this.desk = desk;
    this.told = ""; // why nothing is being saved
  }

  /** Why nothing is being saved, once for each reason; an absent server gives none and comes back by itself. */
  tellWhy({ state, reason }) {
    const closed = t("The workbench is closed in this browser. Open it again from where it was started: your changes are kept.");
    const why = state === "saved" || state === "saving" ? "" : reason || (state === "closed" ? closed : "");
    if (why && why !== this.told) this.desk.notices.warn(why);
    this.told = why;
  }

  /** @param {{ refused?: string, stepped?: string, way?: string, conflict?: any }[]} results one for each operation */
  take(results) {
    const { memos, tracks, mending, notices } = this.desk;
    memos.answered(results);
    tracks.answered(results);
    for (const { refused, stepped, way, conflict } of results) {
      const what = STEPS[stepped]?.() ?? stepped;
      if (conflict) mending.conflict(conflict);
      else if (refused) notices.warn(refused);
      else if (stepped) notices.hint(way === "redone" ? t("Done again: {what}", { what }) : t("Undone: {what}", { what }));
    }
  }
}

const STEPS = {
  code: () => t("a code on a passage"),
  uncode: () => t("a code removed"),
  move_coding: () => t("the ends of a coded segment"),
  recode: () => t("another code on a segment"),
  split_coding: () => t("a coded segment split in two"),
  join_codings: () => t("coded segments joined"),
  flag: () => t("the mark “to discuss”"),
  code_many: () => t("codes put on together"),
  finish: () => t("the interview marked as finished"),
  unfinish: () => t("the interview not marked as finished any more"),
  check: () => t("turns checked"),
  uncheck: () => t("turns not checked"),
  name_speaker: () => t("the name of a speaker"),
  add_code: () => t("a new code"),
  edit_turns: () => t("corrected words"),
  split_turn: () => t("a turn split"),
  join_turns: () => t("turns joined"),
  insert_turn: () => t("a turn put in"),
  set_speaker: () => t("the speaker of a turn"),
  redact: () => t("an identifying word replaced"),
  settle_draft: () => t("the choice of a text"),
  settle_review: () => t("the place of a coded segment"),
  write_memo: () => t("a memo written"),
  edit_memo: () => t("a memo changed"),
  remove_memo: () => t("a memo deleted"),
  translate_turn: () => t("a translation"),
  remove_gloss: () => t("the machine gloss deleted"),
};
