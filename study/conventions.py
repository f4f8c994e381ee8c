"""Verbs on a study's conventions of transcription: which marks its transcripts show, which annotations have a key."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from core.design import Person
from core.errors import InputError
from storage import convention_rows, design_rows
from study.base import OpenStudy
from transcripts.conventions import Annotation, Conventions

MOST_ANNOTATIONS = 20
LONGEST_ANNOTATION = 40
SHORTEST_PAUSE_MS = 100
LONGEST_PAUSE_MS = 60_000
TAKEN_KEYS = {"j": "joining turns"}  #: Alt and this letter mean something else while a turn is corrected.


class BadAnnotationError(InputError):
    """An annotation cannot be written or read back."""

    template = "“{text}” cannot be an annotation: write one to {limit} characters on one line, without square brackets."

    def __init__(self, text: str) -> None:
        super().__init__(text=text, limit=LONGEST_ANNOTATION)


class BadKeyError(InputError):
    """A key cannot stand for an annotation."""

    template = "“{key}” cannot be the key of [{text}]: choose one letter or digit other than j, which joins turns."

    def __init__(self, key: str, text: str) -> None:
        super().__init__(key=key, text=text)


class SameKeyError(InputError):
    """Two annotations have one key."""

    template = "The key “{key}” stands for more than one annotation. Give each its own."

    def __init__(self, key: str) -> None:
        super().__init__(key=key)


class TooManyAnnotationsError(InputError):
    """More annotations than anybody can keep apart."""

    template = "{count} annotations are too many; {limit} is the most."

    def __init__(self, count: int) -> None:
        super().__init__(count=count, limit=MOST_ANNOTATIONS)


class BadPausesError(InputError):
    """The lengths of pauses make no sense."""

    template = (
        "A pause of {short} s that is written in seconds from {long} s cannot be shown: choose 0.1 s or more for the "
        "first, and a longer time, up to 60 s, for the second."
    )

    def __init__(self, short_ms: int, long_ms: int) -> None:
        super().__init__(short=f"{short_ms / 1000:g}", long=f"{long_ms / 1000:g}")


class ConventionVerbs(OpenStudy):
    """What the team has agreed on about its transcripts."""

    def conventions(self, person: Person) -> Conventions:
        """What holds now; no marks as long as nobody has chosen any."""
        with self.reading(person) as connection:
            return convention_rows.read_conventions(connection)

    def set_conventions(self, person: Person, conventions: Conventions) -> Conventions:
        """Let these hold from now on, for everybody; no stored word changes. What was kept.

        Raises BadAnnotationError, BadKeyError, SameKeyError, TooManyAnnotationsError, BadPausesError.
        """
        kept = replace(conventions, annotations=tuple(_tidy(conventions.annotations)))
        if not SHORTEST_PAUSE_MS <= kept.short_pause_ms < kept.long_pause_ms <= LONGEST_PAUSE_MS:
            raise BadPausesError(kept.short_pause_ms, kept.long_pause_ms)
        with self.writing(person) as connection:
            if kept != convention_rows.read_conventions(connection):
                convention_rows.write_conventions(connection, kept)
                design_rows.insert_audit(connection, person, "set_conventions", "study", self.id)
        return kept


def _tidy(annotations: Iterable[Annotation]) -> list[Annotation]:
    tidy = [_checked(annotation) for annotation in annotations]
    if len(tidy) > MOST_ANNOTATIONS:
        raise TooManyAnnotationsError(len(tidy))
    key, count = Counter(annotation.key for annotation in tidy).most_common(1)[0] if tidy else ("", 0)
    if count > 1:
        raise SameKeyError(key)
    return tidy


def _checked(annotation: Annotation) -> Annotation:
    text = " ".join(annotation.text.split()).strip("[]").strip()
    hidden = any(unicodedata.category(letter) in ("Cc", "Cf", "Co", "Cs") for letter in text)
    if not 0 < len(text) <= LONGEST_ANNOTATION or hidden or "[" in text or "]" in text:
        raise BadAnnotationError(annotation.text[: 2 * LONGEST_ANNOTATION])
    key = annotation.key.strip().lower()
    if len(key) != 1 or not key.isalnum() or key in TAKEN_KEYS:
        raise BadKeyError(annotation.key[:10], text)
    return Annotation(text, key)
