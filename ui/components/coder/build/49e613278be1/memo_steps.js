// Memos of an interview as the server last said, and what the steps on their way will make of them.

/**
 * @typedef {{ id: string, about_kind: string, about_id: string, kind: string, text: string, author: string,
 *             author_name: string, written_at: string, edited_at: string|null, version: number }} Memo
 */

/** @returns {Map<string, Memo>} */
export function memosOf(data) {
  return new Map((data.memos ?? []).map((memo) => [memo.id, memo]));
}

/** The memos after what an answer reports. */
export function confirmedMemos(memos, changes) {
  if (!changes.memos && !changes.memos_removed) return memos;
  const next = new Map(memos);
  for (const memo of changes.memos ?? []) next.set(memo.id, memo);
  for (const id of changes.memos_removed ?? []) next.delete(id);
  return next;
}

export const FORESEE_MEMOS = {
  write_memo(view, { id, about_kind, about_id, memo_kind, text, made_at }, coder) {
    changed(view).set(id, {
      id, about_kind, about_id, kind: memo_kind, text, author: coder.id, author_name: coder.name,
      written_at: made_at, edited_at: null, version: 1, waiting: true,
    });
  },
  edit_memo(view, { id, memo_kind, text, made_at }) {
    const memo = view.memos.get(id);
    if (memo) changed(view).set(id, { ...memo, text, kind: memo_kind ?? memo.kind, edited_at: made_at, waiting: true });
  },
  remove_memo(view, { id }) {
    changed(view).delete(id);
  },
};

function changed(view) {
  view.memos = new Map(view.memos);
  return view.memos;
}
