"""What a person chooses before a recording is transcribed."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any, Self

from core.errors import InputError
from pipeline.models.languages import WITHOUT_MODEL

RECOGNITIONS = ("careful", "batched")
GLOSSES = ("none", "beside", "only")
DEVICES = ("auto", "cpu", "cuda")
CHANNELS = ("mix", "speakers")
BACKCHANNELS = ("own", "folded")
MOST_SPEAKERS = 30  #: In one recording; more are a slip of the finger.
MOST_HOTWORDS = 400  #: Characters: what fits into the half of Whisper's prompt that they get.


class UnknownChoiceError(InputError):
    """A setting holds a value that nothing stands behind."""

    template = "“{value}” is not a choice for {setting}. Choose one of: {choices}."

    def __init__(self, setting: str, value: object, choices: tuple[str, ...]) -> None:
        super().__init__(setting=setting, value=value, choices=", ".join(choices))


class SpeakerCountError(InputError):
    """The numbers of speakers contradict each other."""

    template = "{speakers} speakers, from {fewest} to {most}, make no sense. Give one number, or a range."

    def __init__(self, speakers: int | None, fewest: int | None, most: int | None) -> None:
        super().__init__(speakers=speakers or "?", fewest=fewest or "?", most=most or "?")


class NotASpeakerCountError(InputError):
    """What was written down is no number of people."""

    template = (
        "“{text}” is no number of speakers between 1 and {most}, and no range such as 6-8. Leave it empty where nobody "
        "knows."
    )

    def __init__(self, text: str) -> None:
        super().__init__(text=text, most=MOST_SPEAKERS)


class TooManyWordsError(InputError):
    """More words are expected than a recogniser can be told."""

    template = "The names and terms to expect are {length} characters long; at most {most} are possible. Take some out."

    def __init__(self, length: int) -> None:
        super().__init__(length=length, most=MOST_HOTWORDS)


class NoMainLanguageError(InputError):
    """Further languages, but no main one."""

    template = "Further languages were named ({languages}), but not the main one. Choose the language first."

    def __init__(self, languages: tuple[str, ...]) -> None:
        super().__init__(languages=", ".join(languages))


@dataclass(frozen=True, slots=True, kw_only=True)
class TranscriptionSettings:
    """How one recording is to be transcribed. Models are names of the registry, or paths of local folders."""

    language: str | None = None  #: ISO 639-1 as Whisper writes it; None lets the model listen and decide.
    model: str = "whisper-base"
    recognition: str = "careful"  #: "careful": every guard against invented text; "batched": whisperX, faster on a GPU.
    alignment: str | None = None  #: Folder of a wav2vec2 model of the language; None takes Whisper's own word times.
    diarization: str = "embedded"
    gloss: str = "none"  #: A machine's gloss in English: "none", "beside" the transcript, or "only" that.
    speakers: int | None = None  #: How many voices, when known.
    min_speakers: int | None = None
    max_speakers: int | None = None
    device: str = "auto"
    compute_type: str = "auto"  #: As CTranslate2 names it; "auto" is int8 on a processor, float16 on a graphics card.
    beam_size: int = 5
    threads: int = 0  #: 0: as many as the machine has.
    channels: str = "mix"  #: "speakers": two microphones, one speaker on each; "mix": all channels are one sound.
    backchannels: str = "own"  #: “mm” inside another's talk: "own" turns, or "folded" into that talk in brackets.
    languages: tuple[str, ...] = ()  #: Two or more: each passage is heard in the one it is spoken in.
    hotwords: str = ""  #: Names and terms to expect, where speech is dense; never next to silence.

    def __post_init__(self) -> None:
        _one_of("gloss", self.gloss, GLOSSES)
        _one_of("recognition", self.recognition, RECOGNITIONS)
        _one_of("device", self.device, DEVICES)
        _one_of("channels", self.channels, CHANNELS)
        _one_of("backchannels", self.backchannels, BACKCHANNELS)
        if len(self.hotwords) > MOST_HOTWORDS:
            raise TooManyWordsError(len(self.hotwords))
        counts = [n for n in (self.min_speakers, self.speakers, self.max_speakers) if n is not None]
        if counts != sorted(counts) or any(n < 1 for n in counts):
            raise SpeakerCountError(self.speakers, self.min_speakers, self.max_speakers)

    @classmethod
    def ordered(cls, *, language: str | None, also_spoken: tuple[str, ...] = (), **others: Any) -> Self:
        """Settings as a person names languages: a main one, and further ones that are spoken in between."""
        if also_spoken and language is None:
            raise NoMainLanguageError(also_spoken)
        languages = tuple(dict.fromkeys((language, *also_spoken))) if language and also_spoken else ()
        return cls(language=language, languages=languages, **others)

    @classmethod
    def of_interview(cls, languages: Sequence[str], **others: Any) -> Self:
        """How an interview is heard unless somebody orders otherwise: in all its languages, the main one first.

        Further ones that no Whisper knows are left out, since their words would be invented; a main one is refused.
        """
        main, *further = languages or (None,)
        return cls.ordered(language=main, also_spoken=tuple(x for x in further if x not in WITHOUT_MODEL), **others)

    def to_json(self) -> str:
        return json.dumps(asdict(self), sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Settings as written by `to_json`; what a newer or older version wrote beside them is left out."""
        known = {field.name for field in fields(cls)}
        stored: dict[str, Any] = json.loads(text)
        if "languages" in stored:
            stored["languages"] = tuple(stored["languages"])
        return cls(**{name: value for name, value in stored.items() if name in known})


def speaker_counts(text: str) -> dict[str, int]:
    """The settings for a number of speakers as people write it; empty where nobody knows. NotASpeakerCountError.

    >>> speaker_counts("3"), speaker_counts("6–8"), speaker_counts("")
    ({'speakers': 3}, {'min_speakers': 6, 'max_speakers': 8}, {})
    """
    if not text.strip():
        return {}
    written = re.fullmatch(r"(\d{1,3})(?:[-–](\d{1,3}))?", "".join(text.split()))
    fewest, most = (int(written[1]), int(written[2] or written[1])) if written else (0, 0)
    if not 1 <= fewest <= most <= MOST_SPEAKERS:
        raise NotASpeakerCountError(text)
    return {"speakers": fewest} if fewest == most else {"min_speakers": fewest, "max_speakers": most}


def _one_of(setting: str, value: str, choices: tuple[str, ...]) -> None:
    if value not in choices:
        raise UnknownChoiceError(setting, value, choices)
