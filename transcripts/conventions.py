"""Conventions of transcription: which marks a study shows in its transcripts, and where they stand.

A mark is a view and part of an export, never of the stored words: no offset counts it. The desk and every export ask
this module, so that they cannot disagree. Pauses are silences of the voice activity detection, placed between words by
the words' times; where two voices are heard at once, the words spoken then stand between signs.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from core.messages import translate
from core.spans import TimeSpan
from transcripts.heard import Heard, overlaps
from transcripts.model import Transcript, Turn

SHORT_PAUSE = "(..)"


class OverlapSigns(StrEnum):
    """What stands around words that are spoken while somebody else speaks."""

    NONE = "none"
    BRACKETS = "brackets"  #: [so], as in GAT and in Jefferson's notation.
    SLASHES = "slashes"  #: //so//, which cannot be taken for an annotation.


@dataclass(frozen=True, slots=True)
class Annotation:
    """What a person writes into the words by one key: `[ler]`."""

    text: str  #: Without its brackets.
    key: str  #: A letter or digit, pressed together with Alt.

    @property
    def written(self) -> str:
        return f"[{self.text}]"


NORWEGIAN = (
    Annotation("ler", "l"),
    Annotation("gråter", "g"),
    Annotation("uforståelig", "u"),
    Annotation("navn", "n"),
    Annotation("sukker", "s"),
    Annotation("hvisker", "h"),
    Annotation("avbrutt", "a"),
)
ENGLISH = (
    Annotation("laughs", "l"),
    Annotation("cries", "c"),
    Annotation("unintelligible", "u"),
    Annotation("name", "n"),
    Annotation("sighs", "s"),
    Annotation("whispers", "w"),
    Annotation("interrupted", "i"),
)
PRESETS: Mapping[str, tuple[Annotation, ...]] = {"no": NORWEGIAN, "en": ENGLISH}


@dataclass(frozen=True, slots=True, kw_only=True)
class Conventions:
    """What a study has agreed on. As long as nothing is chosen: words, times and line numbers, no marks."""

    pauses: bool = False
    short_pause_ms: int = 500  #: Shorter silences are no pause.
    long_pause_ms: int = 2_000  #: From here on the seconds are written.
    overlaps: OverlapSigns = OverlapSigns.NONE
    timestamps: bool = True  #: At the beginning of each turn, in exports.
    line_numbers: bool = True  #: In Word documents, as long as an export does not say otherwise.
    annotations: tuple[Annotation, ...] = NORWEGIAN

    @property
    def marks_words(self) -> bool:
        """Whether any mark stands among the words."""
        return self.pauses or self.overlaps is not OverlapSigns.NONE


class MarkKind(StrEnum):
    """In the order in which marks at one place follow each other."""

    OVERLAP_END = "overlap_end"
    PAUSE = "pause"
    OVERLAP_START = "overlap_start"


_ORDER = {kind: number for number, kind in enumerate(MarkKind)}


@dataclass(frozen=True, slots=True)
class Mark:
    """A sign in front of the character `offset` (code points of the turn's text); at its length: behind all."""

    offset: int
    text: str
    kind: MarkKind


@dataclass(frozen=True, slots=True)
class _Spoken:
    """A timed word: when its middle is spoken, and where it stands."""

    middle_ms: float
    turn: int
    start: int
    end: int


def marks_of(transcript: Transcript, heard: Heard | None, conventions: Conventions) -> Mapping[str, tuple[Mark, ...]]:
    """The marks of every turn that has any, by the turn's id; none where nothing is known of the recording."""
    if heard is None or not conventions.marks_words:
        return {}
    spoken = sorted(_spoken(transcript.turns), key=lambda word: (word.middle_ms, word.turn, word.start))
    found: dict[int, list[Mark]] = {}
    if conventions.pauses:
        _add(found, _pauses(spoken, silences(heard.speech), conventions))
    if conventions.overlaps is not OverlapSigns.NONE:
        stretches = [TimeSpan(flag.start_ms, flag.end_ms) for flag in overlaps(heard.voices)]
        _add(found, _overlaps(spoken, stretches, conventions.overlaps))
    order = sorted(found)
    return {
        transcript.turns[turn].id: tuple(sorted(found[turn], key=lambda mark: (mark.offset, _ORDER[mark.kind])))
        for turn in order
    }


def silences(speech: Iterable[TimeSpan]) -> tuple[TimeSpan, ...]:
    """What lies between stretches of speech.

    >>> silences([TimeSpan(0, 1_000), TimeSpan(2_500, 4_000)])
    (TimeSpan(start_ms=1000, end_ms=2500),)
    """
    gaps, until = [], None
    for span in sorted(speech, key=lambda s: s.start_ms):
        if until is not None and span.start_ms > until:
            gaps.append(TimeSpan(until, span.start_ms))
        until = span.end_ms if until is None else max(until, span.end_ms)
    return tuple(gaps)


def marked(transcript: Transcript, marks: Mapping[str, tuple[Mark, ...]]) -> Transcript:
    """The transcript as it is printed, its marks among the words: for reading only, its words have no times."""
    turns = tuple(
        replace(t, text=with_marks(t.text, marks[t.id]), words=()) if t.id in marks else t for t in transcript.turns
    )
    return replace(transcript, turns=turns)


def with_marks(text: str, marks: Sequence[Mark]) -> str:
    """A turn's text with its marks: a pause with a blank behind it, signs of overlap at their word.

    >>> with_marks("ja nei", [Mark(3, "(..)", MarkKind.PAUSE), Mark(3, "[", MarkKind.OVERLAP_START)])
    'ja (..) [nei'
    """
    parts, at = [], 0
    for mark in marks:
        parts += [text[at : mark.offset], mark.text, " " if mark.kind is MarkKind.PAUSE else ""]
        at = mark.offset
    return "".join([*parts, text[at:]])


def legend(conventions: Conventions) -> tuple[tuple[str, str], ...]:
    """What each sign means, for the end of a document; empty where there are none."""
    return tuple(_legend(conventions)) if conventions.marks_words else ()


def pause_sign(ms: int, conventions: Conventions) -> str:
    """A pause as it is written.

    >>> pause_sign(12_300, Conventions()), pause_sign(700, Conventions())
    ('(12 s)', '(..)')
    """
    return f"({(ms + 500) // 1000} s)" if ms >= conventions.long_pause_ms else SHORT_PAUSE


def _spoken(turns: Sequence[Turn]) -> Iterator[_Spoken]:
    for number, turn in enumerate(turns):
        for word in turn.words:
            if word.start_ms is not None and word.end_ms is not None:
                yield _Spoken((word.start_ms + word.end_ms) / 2, number, word.start, word.end)


def _add(found: dict[int, list[Mark]], marks: Iterable[tuple[int, Mark]]) -> None:
    for turn, mark in marks:
        found.setdefault(turn, []).append(mark)


def _pauses(
    spoken: Sequence[_Spoken], gaps: Sequence[TimeSpan], conventions: Conventions
) -> Iterator[tuple[int, Mark]]:
    """Each silence between the words around its middle; of several at one place, the longest.

    Speech that nobody wrote down may lie between them, so their lengths are not added up. Between two turns only long
    ones are written, in front of the second: a moment passes at every change of speaker.
    """
    middles = [word.middle_ms for word in spoken]
    lengths: dict[int, int] = {}
    for gap in gaps:
        after = bisect_right(middles, (gap.start_ms + gap.end_ms) / 2)
        if 0 < after < len(spoken):
            lengths[after] = max(lengths.get(after, 0), gap.end_ms - gap.start_ms)
    for after, ms in lengths.items():
        before, word = spoken[after - 1], spoken[after]
        shortest = conventions.short_pause_ms if before.turn == word.turn else conventions.long_pause_ms
        if ms >= shortest and (before.turn < word.turn or before.start < word.start):
            yield word.turn, Mark(word.start, pause_sign(ms, conventions), MarkKind.PAUSE)


def _overlaps(
    spoken: Sequence[_Spoken], stretches: Iterable[TimeSpan], signs: OverlapSigns
) -> Iterator[tuple[int, Mark]]:
    """The words of each turn that are spoken while two voices are heard, between signs."""
    opening, closing = SIGNS[signs]
    middles = [word.middle_ms for word in spoken]
    for stretch in stretches:
        within = spoken[bisect_right(middles, stretch.start_ms) : bisect_right(middles, stretch.end_ms)]
        for turn in dict.fromkeys(word.turn for word in within):
            own = [word for word in within if word.turn == turn]
            yield turn, Mark(min(word.start for word in own), opening, MarkKind.OVERLAP_START)
            yield turn, Mark(max(word.end for word in own), closing, MarkKind.OVERLAP_END)


SIGNS: Mapping[OverlapSigns, tuple[str, str]] = {OverlapSigns.BRACKETS: ("[", "]"), OverlapSigns.SLASHES: ("//", "//")}


def _legend(conventions: Conventions) -> Iterator[tuple[str, str]]:
    short, long = _seconds(conventions.short_pause_ms), _seconds(conventions.long_pause_ms)
    if conventions.pauses:
        yield SHORT_PAUSE, translate("pause of {short} to {long} s", short=short, long=long)
        yield "(3 s)", translate("pause of {long} s or longer, in whole seconds", long=long)
    if conventions.overlaps is not OverlapSigns.NONE:
        example = translate("words").join(SIGNS[conventions.overlaps])
        yield example, translate("spoken while somebody else speaks")


def _seconds(ms: int) -> str:
    return f"{ms / 1000:g}"
