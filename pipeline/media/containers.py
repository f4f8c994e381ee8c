"""What kind of recording this is, how long, with how many channels: read before anything is decoded."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from pipeline.media.errors import (
    CutOffRecordingError,
    DamagedRecordingError,
    EmptyRecordingError,
    NoSoundError,
    NotARecordingError,
    TooLongRecordingError,
)
from pipeline.media.readers import RecordingReader

if TYPE_CHECKING:
    from av.audio.stream import AudioStream
    from av.container import InputContainer

LONGEST_MS = 6 * 60 * 60 * 1000
HEAD_BYTES = 4096
MP4_BOXES = frozenset({b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip"})
STARTS = {b"fLaC": "flac", b"OggS": "ogg", b"\x1a\x45\xdf\xa3": "matroska", b"ID3": "mp3"}
MISSING_SHARE = 0.02  #: A sound may end this much before the declared end (and a second more): padding, rounding.


@dataclass(frozen=True, slots=True)
class MediaInfo:
    """A recording as its container describes it."""

    media_format: str  #: wav, mp3, flac, ogg, mp4 or matroska.
    duration_ms: int
    channels: int
    sample_rate: int  #: In hertz.
    codec: str
    has_video: bool


def sniff(stream: BinaryIO) -> str:
    """The media format by the first bytes: wav, mp3, flac, ogg, mp4 or matroska. The stream is left at its start.

    Raises EmptyRecordingError for no bytes, NotARecordingError for anything else.
    """
    head = stream.read(HEAD_BYTES)
    stream.seek(0)
    if not head:
        raise EmptyRecordingError
    if head[:4] in (b"RIFF", b"RF64") and head[8:12] == b"WAVE":
        return "wav"
    for start, media_format in STARTS.items():
        if head.startswith(start):
            return media_format
    if head[4:8] in MP4_BOXES:
        return "mp4"
    if _is_mpeg_audio(head.lstrip(b"\0")):  # some recorders write zeros first
        return "mp3"
    raise NotARecordingError


def _is_mpeg_audio(head: bytes) -> bool:
    """Whether an MPEG audio frame header (ISO 11172-3, 2.4.1.3) stands here: sync, version, layer, bit rate, rate."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return False
    version, layer = head[1] >> 3 & 3, head[1] >> 1 & 3
    bit_rate, rate = head[2] >> 4, head[2] >> 2 & 3
    return version != 1 and layer != 0 and bit_rate not in (0, 15) and rate != 3


class _Nameless:
    """The bytes without the file's name, which FFmpeg would otherwise use to guess a format."""

    def __init__(self, stream: BinaryIO) -> None:
        self.read = stream.read
        self.seek = stream.seek
        self.tell = stream.tell


@contextmanager
def opened(reader: RecordingReader) -> Iterator[tuple[InputContainer, str]]:
    """The recording's container, in the sniffed format and no other, and that format's name.

    Whatever FFmpeg cannot read, then or later inside the block, is a DamagedRecordingError.
    """
    import av

    with reader.open() as stream:
        media_format = sniff(stream)
        try:
            with av.open(_Nameless(stream), "r", format=media_format, metadata_errors="ignore") as container:
                yield container, media_format
        except (av.error.FFmpegError, av.error.EOFError) as error:
            raise DamagedRecordingError from error


def sound_stream(container: InputContainer) -> AudioStream:
    """The container's first sound track; NoSoundError or DamagedRecordingError when there is none."""
    if container.streams.audio:
        return container.streams.audio[0]
    raise NoSoundError if container.streams.video else DamagedRecordingError


def probe(reader: RecordingReader) -> MediaInfo:
    """What the recording is, from its headers and the times of its packets; nothing is decoded.

    Raises NotARecordingError, EmptyRecordingError, DamagedRecordingError, NoSoundError, TooLongRecordingError.
    """
    with opened(reader) as (container, media_format):
        stream = sound_stream(container)
        declared_ms = round((container.duration or 0) / 1000)
        _refuse_too_long(declared_ms)
        found_ms = _packets_end_ms(container, stream)
        _refuse_too_long(found_ms)
        if not found_ms or not stream.codec_context.sample_rate:
            raise EmptyRecordingError
        if _is_exact(reader, media_format) and found_ms < declared_ms * (1 - MISSING_SHARE) - 1000:
            raise CutOffRecordingError(declared_ms, found_ms)
        return MediaInfo(
            media_format=media_format,
            duration_ms=found_ms,
            channels=stream.codec_context.channels,
            sample_rate=stream.codec_context.sample_rate,
            codec=stream.codec_context.name,
            has_video=any(video.average_rate is not None for video in container.streams.video),
        )


def _refuse_too_long(duration_ms: int) -> None:
    if duration_ms > LONGEST_MS:
        raise TooLongRecordingError(duration_ms, LONGEST_MS)


def _packets_end_ms(container: InputContainer, stream: AudioStream) -> int:
    """Where the last packet of sound ends: browsers' recordings declare no length, and cut-off ones a wrong one."""
    first: int | None = None
    last = 0
    for packet in container.demux(stream):
        at = packet.pts if packet.pts is not None else packet.dts
        if at is None:
            continue
        first = at if first is None else min(first, at)
        last = max(last, at + (packet.duration or 0))
    ticks = last - max(first or 0, 0)
    return int(ticks * stream.time_base * 1000) if stream.time_base else 0


def _is_exact(reader: RecordingReader, media_format: str) -> bool:
    """Whether the recorder wrote the declared length. For an mp3 without an index FFmpeg only estimates one."""
    if media_format != "mp3":
        return True
    with reader.open() as stream:
        head = stream.read(10)
        if head[:3] == b"ID3":  # ID3v2 size: four bytes of seven bits each
            stream.seek(10 + sum(byte << shift for byte, shift in zip(head[6:10], (21, 14, 7, 0), strict=True)))
        first_frame = stream.read(HEAD_BYTES)
    return any(mark in first_frame for mark in (b"Xing", b"Info", b"VBRI"))
