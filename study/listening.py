"""When passages are spoken: by their words' times where those are known, else by their turns'."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from core.design import Person
from core.spans import Passage, TimeSpan
from storage import transcript_rows
from study.base import OpenStudy
from transcripts.model import Turn


class ListeningVerbs(OpenStudy):
    """From words to sound."""

    def spoken_at(self, person: Person, passages: Iterable[Passage]) -> dict[Passage, TimeSpan | None]:
        """When each passage is spoken; None where nothing is timed. Ends that are not known are where they begin."""
        wanted = tuple(dict.fromkeys(passages))
        ids = {turn for passage in wanted for turn in (passage.start_turn, passage.end_turn)}
        with self.reading(person) as connection:
            turns = transcript_rows.read_some_turns(connection, ids)
        return {passage: _time(turns, passage) for passage in wanted}


def _time(turns: Mapping[str, Turn], passage: Passage) -> TimeSpan | None:
    first, last = turns.get(passage.start_turn), turns.get(passage.end_turn)
    if first is None or last is None:
        return None
    start = next((w.start_ms for w in first.words if w.end > passage.start and w.start_ms is not None), first.start_ms)
    ends = [w.end_ms for w in last.words if w.start < passage.end and w.end_ms is not None]
    end = ends[-1] if ends else last.end_ms
    if start is None:
        return None
    return TimeSpan(start, max(start, end if end is not None else start))
