"""Where a participant's words were pasted into the codebook's own records: taken out when the participant is erased.

Living texts (codes, themes) are pointed out, for a person to mend; see `study.echoes`. What nobody can edit any more
(frozen versions, history, the way back of old changes) is blanked here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from storage import history_rows
from storage.database import Connection
from study.echoes import runs


def blank_echoes(connection: Connection, said: Iterable[str], blank: str) -> int:
    """Put `blank` in place of every recorded text that repeats five words in a row of what was `said`; in how many
    records. A change that holds such a text can no longer be undone."""
    heard = {run for text in said for run in runs(text)}

    def is_echo(text: str) -> bool:
        return not heard.isdisjoint(runs(text))

    return history_rows.rewrite_records(connection, lambda value: blanked(value, is_echo, blank)) if heard else 0


def blanked(value: Any, is_echo: Callable[[str], bool], blank: str) -> Any:
    """The JSON value with every text that is an echo replaced.

    >>> blanked({"en": ["secret", 1]}, lambda text: text == "secret", "-")
    {'en': ['-', 1]}
    """
    if isinstance(value, str):
        return blank if is_echo(value) else value
    if isinstance(value, list):
        return [blanked(each, is_echo, blank) for each in value]
    if isinstance(value, dict):
        return {key: blanked(each, is_echo, blank) for key, each in value.items()}
    return value
