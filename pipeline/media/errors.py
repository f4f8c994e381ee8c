"""What can be wrong with a file that somebody believes to be a recording."""

from __future__ import annotations

from core.errors import InputError


def clock(milliseconds: int) -> str:
    """A time a person reads: 1:02:05.

    >>> clock(3_725_000)
    '1:02:05'
    """
    hours, rest = divmod(milliseconds // 1000, 3600)
    return f"{hours}:{rest // 60:02}:{rest % 60:02}"


class NotARecordingError(InputError):
    """The first bytes are those of no sound or video format."""

    template = (
        "This file is not a sound or video recording, whatever its name says. "
        "Choose a wav, mp3, flac, ogg, m4a, mp4, mkv or webm file."
    )


class EmptyRecordingError(InputError):
    """No bytes, or not a single sample of sound."""

    template = "The recording is empty: it holds no sound at all. Copy it from the recorder again."


class DamagedRecordingError(InputError):
    """The format is right, but the content cannot be read."""

    template = (
        "The recording is damaged and cannot be read. It was probably cut off while it was copied: "
        "copy it from the recorder again."
    )


class CutOffRecordingError(DamagedRecordingError):
    """The sound ends long before the recording says it does."""

    template = (
        "The recording says it is {declared} long, but its sound ends at {found}. It was probably cut off while it was "
        "copied: copy it from the recorder again. If this is all there is, save it anew with an audio program."
    )

    def __init__(self, declared_ms: int, found_ms: int) -> None:
        super().__init__(declared=clock(declared_ms), found=clock(found_ms))


class NoSoundError(InputError):
    """A video without a sound track."""

    template = "The file holds pictures but no sound: there is nothing to transcribe. Choose the recording with sound."


class TooLongRecordingError(InputError):
    """Longer than any interview."""

    template = "The recording is {length} long; the longest that is taken is {longest}. Cut it into parts first."

    def __init__(self, length_ms: int, longest_ms: int) -> None:
        super().__init__(length=clock(length_ms), longest=clock(longest_ms))


class NotTwoChannelsError(InputError):
    """One speaker per channel was asked for, and there are not two channels."""

    template = (
        "One speaker for each channel needs a recording with two channels; this one has {channels}. "
        "Transcribe it with all channels as one sound."
    )

    def __init__(self, channels: int) -> None:
        super().__init__(channels=channels)


class SameChannelsError(InputError):
    """Two channels that hold the same sound."""

    template = (
        "Both channels of the recording hold nearly the same sound ({percent} % of the talk is louder on one of them), "
        "so they do not tell the speakers apart. Transcribe it with all channels as one sound."
    )

    def __init__(self, percent: int) -> None:
        super().__init__(percent=percent)
