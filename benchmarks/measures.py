"""References of the real recordings, and the measures that compare a transcript with them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from transcripts.model import Transcript

if TYPE_CHECKING:
    from pyannote.core import Annotation


@dataclass(frozen=True, slots=True)
class WordErrors:
    """Errors of so many reference words; added, never averaged."""

    errors: int = 0
    words: int = 0

    def __add__(self, other: WordErrors) -> WordErrors:
        return WordErrors(self.errors + other.errors, self.words + other.words)

    @property
    def rate(self) -> float:
        return self.errors / self.words


def normalised(text: str) -> str:
    """Lower case, no punctuation, single blanks; æøå and apostrophes stay.

    >>> normalised("Nei – så, det er «ikke» SÅ lett!")
    'nei så det er ikke så lett'
    """
    return " ".join(re.sub(r"[^\w\s']", " ", text.lower().replace("’", "'")).split())


def word_errors(reference: str, heard: str) -> WordErrors:
    """Substitutions, deletions and insertions (jiwer), both texts normalised."""
    import jiwer

    output = jiwer.process_words(normalised(reference), normalised(heard))
    return WordErrors(
        errors=output.substitutions + output.deletions + output.insertions,
        words=output.hits + output.substitutions + output.deletions,
    )


def spoken_text(transcript: Transcript) -> str:
    """All words in the order of their times."""
    return " ".join(turn.text for turn in transcript.turns)


def reference_text(recording: Path) -> str | None:
    """What is said in a recording: from the .stm, .txt or .ref.txt beside it; None when nobody wrote it down."""
    stm = recording.with_suffix(".stm")
    if stm.exists():
        lines = [line.split(maxsplit=5) for line in stm.read_text(encoding="utf-8").splitlines() if line.strip()]
        return " ".join(line[5] for line in sorted(lines, key=lambda line: float(line[3])))
    bare = recording.with_name(recording.name.replace(".16k.wav", ".wav"))
    for path in (bare.with_suffix(".txt"), bare.with_suffix(".ref.txt")):
        if path.exists():
            return path.read_text(encoding="utf-8")
    return None


def reference_speakers(recording: Path) -> Annotation:
    """Who speaks when, from the .rttm beside the recording."""
    from pyannote.core import Annotation, Segment

    found = Annotation()
    for track, line in enumerate(recording.with_suffix(".rttm").read_text(encoding="utf-8").splitlines()):
        part = line.split()
        start, length = float(part[3]), float(part[4])
        found[Segment(start, start + length), track] = part[7]
    return found


def diarization_error(reference: Annotation, heard: Annotation, seconds: float, collar: float = 0.0) -> float:
    """Diarization error rate over the whole recording; `collar` is pyannote's: the total width around an edge."""
    from pyannote.core import Segment, Timeline
    from pyannote.metrics.diarization import DiarizationErrorRate

    return float(DiarizationErrorRate(collar=collar)(reference, heard, uem=Timeline([Segment(0, seconds)])))
