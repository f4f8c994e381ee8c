"""Identifying words replaced in what stands beside the turns: names are often written alike in other languages.

In translations of the turns, earlier texts too, and in every gloss of the interview. The words are gone from there for
good, also where the original's are sealed. A translation may say them differently: it is marked as out of date, so
that somebody looks.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from storage import gloss_rows, translation_rows
from transcripts.differences import replaced

if TYPE_CHECKING:
    from study.desk.session import DeskSession

Find = Callable[[str], Sequence[tuple[int, int]]]


def redact(session: DeskSession, turn_ids: Collection[str], substitute: str, find: Find) -> None:
    """Put the substitute wherever `find` finds a place in a text."""
    for made in translation_rows.texts_of(session.connection, sorted(turn_ids)):
        if spans := find(made.text):
            translation_rows.rewrite(session.connection, made.id, replaced(made.text, spans, substitute).new)
    for row in gloss_rows.read_every_gloss(session.connection, session.interview_id):
        lines = [
            replace(line, text=replaced(line.text, spans, substitute).new) if (spans := find(line.text)) else line
            for line in row.gloss.lines
        ]
        if tuple(lines) != row.gloss.lines:
            gloss_rows.rewrite(session.connection, row.id, lines)
            session.touched.gloss = True
