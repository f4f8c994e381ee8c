"""Recordings as files: what they are, how long they are, their sound, and the copy the browser plays.

PyAV carries FFmpeg's libraries inside its wheel; no ffmpeg program is needed. A recording is never opened by name:
it is read through a `RecordingReader`, its format is decided by its first bytes and forced, so that a playlist cannot
pose as a recording and lead to other files.
"""

from pipeline.media.containers import MediaInfo, probe, sniff
from pipeline.media.errors import (
    DamagedRecordingError,
    EmptyRecordingError,
    NoSoundError,
    NotARecordingError,
    NotTwoChannelsError,
    SameChannelsError,
    TooLongRecordingError,
)
from pipeline.media.playback import make_playback_copy
from pipeline.media.readers import FileReader, RecordingReader
from pipeline.media.sound import SAMPLE_RATE, decode, decode_apart

__all__ = [
    "SAMPLE_RATE",
    "DamagedRecordingError",
    "EmptyRecordingError",
    "FileReader",
    "MediaInfo",
    "NoSoundError",
    "NotARecordingError",
    "NotTwoChannelsError",
    "RecordingReader",
    "SameChannelsError",
    "TooLongRecordingError",
    "decode",
    "decode_apart",
    "make_playback_copy",
    "probe",
    "sniff",
]
