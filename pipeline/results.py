"""What one stage hands to the next. Times are integer milliseconds of the recording, spans half-open."""

from __future__ import annotations

from dataclasses import dataclass

from core.spans import TimeSpan
from transcripts.heard import VoiceSpan


@dataclass(frozen=True, slots=True)
class HeardWord:
    """One word as an engine heard it: its text without surrounding blanks."""

    text: str
    start_ms: int
    end_ms: int
    confidence: float | None = None  #: 0 to 1, the engine's own.


@dataclass(frozen=True, slots=True)
class HeardSegment:
    """What an engine wrote in one go, with its own doubts about it."""

    text: str
    start_ms: int
    end_ms: int
    words: tuple[HeardWord, ...] = ()  #: Empty when the engine gives no word times.
    mean_log_probability: float | None = None
    no_speech_probability: float | None = None
    compression_ratio: float | None = None  #: Above 2.4 the text repeats itself.
    temperature: float | None = None  #: Above 0 the first attempt was rejected by a guard.


@dataclass(frozen=True, slots=True)
class HeardPart:
    """What has been heard of one passage so far: kept while the recogniser is still at it."""

    segments: tuple[HeardSegment, ...]
    goes_on_ms: int | None  #: Where in the passage the next window begins, from its start; None when it is heard whole.


@dataclass(frozen=True, slots=True)
class Recognition:
    """The words of a recording before anybody knows who said them."""

    language: str
    language_probability: float | None  #: None when the language was told, not heard.
    speech: tuple[TimeSpan, ...]  #: Where the voice activity model hears speech.
    segments: tuple[HeardSegment, ...]


@dataclass(frozen=True, slots=True)
class TimedWords:
    """Every word with its time, in order."""

    words: tuple[HeardWord, ...]


@dataclass(frozen=True, slots=True)
class Voices:
    """Who speaks when."""

    exclusive: tuple[VoiceSpan, ...]  #: Never two at once: for giving words to speakers.
    spans: tuple[VoiceSpan, ...]  #: As heard, with overlaps.


@dataclass(frozen=True, slots=True)
class SpokenWord:
    """A word, and whose it is."""

    word: HeardWord
    speaker: str


@dataclass(frozen=True, slots=True)
class SpokenWords:
    """Every word with its speaker, in order."""

    words: tuple[SpokenWord, ...]
    voices: tuple[VoiceSpan, ...] = ()  #: As heard, with overlaps, under the speakers' names.
