"""Transcript files of other programs: bytes in, turns and everything that was not taken out.

`read` looks at the file itself, in this process; `transcripts.reading.apart.read_apart` does the same in a child with
limits, which is what files from outside need.
"""

from __future__ import annotations

from transcripts.reading.model import FileKind, LabelUse, ReadingChoices, SpeakerUse, TranscriptReading
from transcripts.reading.sniffing import read

__all__ = ["FileKind", "LabelUse", "ReadingChoices", "SpeakerUse", "TranscriptReading", "read"]
