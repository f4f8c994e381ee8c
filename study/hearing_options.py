"""Options of the command line that say how a recording is heard."""

from __future__ import annotations

from typing import Annotated

import typer

from pipeline.settings import BACKCHANNELS, CHANNELS, TranscriptionSettings, speaker_counts

AlsoSpoken = Annotated[
    str,
    typer.Option(
        "--also-spoken", metavar="LANGUAGES", help="Further languages: fa,en. Each passage is heard in its own."
    ),
]
Speakers = Annotated[str, typer.Option(metavar="NUMBER", help="How many voices: 3, or 6-8; found out unless given.")]
Channels = Annotated[
    str, typer.Option(help=f"{' or '.join(CHANNELS)}: all one sound, or one speaker on each of two channels.")
]
Backchannels = Annotated[
    str, typer.Option(help=f"{' or '.join(BACKCHANNELS)}: “mm” as turns of their own, or in brackets in the other's.")
]
Expect = Annotated[
    str, typer.Option("--expect", metavar="WORDS", help="Places and terms that occur, separated by commas.")
]


def settings_of(
    language: str, also_spoken: str, speakers: str, channels: str, backchannels: str, expect: str
) -> TranscriptionSettings:
    """The settings of a job; raises UnknownChoiceError, TooManyWordsError, NoMainLanguageError,
    NotASpeakerCountError."""
    further = tuple(code for code in (part.strip() for part in also_spoken.split(",")) if code)
    return TranscriptionSettings.ordered(
        language=language or None,
        also_spoken=further,
        channels=channels,
        backchannels=backchannels,
        hotwords=expect,
        **speaker_counts(speakers),
    )
