"""Where a participant's words were repeated in texts of memos that nobody can edit any more: blanked at erasure.

The text a memo has now is pointed out instead, for its author to mend; see `study.echoes`. Its earlier texts can then
be forgotten with `forget_memo_versions`.
"""

from __future__ import annotations

from collections.abc import Iterable

from storage import memo_rows
from storage.database import Connection
from study.echoes import runs


def blank_memo_echoes(connection: Connection, said: Iterable[str], blank: str) -> int:
    """Put `blank` in place of every earlier text, and every text of a deleted memo, that repeats five words in a row
    of what was `said`; how many."""
    heard = {run for text in said for run in runs(text)}
    if not heard:
        return 0
    return memo_rows.blank_unread_texts(connection, lambda text: not heard.isdisjoint(runs(text)), blank)
