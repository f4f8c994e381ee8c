"""Readings of dropped transcripts: kept in memory for as long as the file itself, so that a page is drawn fast."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict

from core.design import Person
from study import Study
from transcripts.reading.model import ReadingChoices, TranscriptReading
from ui.routes.small_file import KEPT_SECONDS, SmallFile

MOST_READINGS = 8  #: The oldest are forgotten first.

_Key = tuple[str, str, str, ReadingChoices]  #: Study, person, file, choices.
_readings: OrderedDict[_Key, tuple[float, TranscriptReading]] = OrderedDict()
_lock = threading.Lock()


def reading_of(study: Study, person: Person, file: SmallFile, choices: ReadingChoices) -> TranscriptReading:
    """The file as it would be taken with these choices; errors are those of `study.preview_transcript`."""
    key = (study.id, person.id, file.id, choices)
    with _lock:
        _forget_old()
        known = _readings.get(key)
    if known:
        return known[1]
    reading = study.preview_transcript(person, file.content, file.name, choices)
    with _lock:
        _readings[key] = (file.arrived, reading)
        while len(_readings) > MOST_READINGS:
            _readings.popitem(last=False)
    return reading


def forget(study: Study, person: Person) -> None:
    """The person's file is gone; so is what was read from it."""
    with _lock:
        for key in [key for key in _readings if key[:2] == (study.id, person.id)]:
            del _readings[key]


def _forget_old() -> None:
    """Only while the lock is held."""
    for key in [key for key, (arrived, _) in _readings.items() if time.monotonic() - arrived > KEPT_SECONDS]:
        del _readings[key]
