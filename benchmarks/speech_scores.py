"""What a diarization or a transcript is worth: errors kept with their seconds and words, so that they can be added."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.measures import normalised, reference_speakers

COLLAR = 0.5  #: pyannote's: 0.25 s on each side of an edge.
POOLED = ("sample", "ami_dev00_dev01_2spk_60s", "no_2spk_king_storting", "en_2spk_sentences")
Span = tuple[float, float, str]  #: Start and end in seconds, whose voice.


@dataclass(frozen=True, slots=True)
class VoiceScore:
    """One engine's diarization of one clip."""

    errors: float  #: Seconds missed, invented or given to somebody else, no collar,
    speech: float  #: of so many seconds of speech (two at once count twice).
    errors_collar: float
    speech_collar: float
    jer: float
    heard: int  #: Voices,
    true: int  #: and how many there are.

    @property
    def table(self) -> dict[str, Any]:
        return {
            "der": _rate(self.errors, self.speech),
            "der_collar": _rate(self.errors_collar, self.speech_collar),
            "jer": round(self.jer, 3),
            "speech_s": round(self.speech, 1),
            "speech_collar_s": round(self.speech_collar, 1),
            "speakers_heard": self.heard,
            "speakers_true": self.true,
        }


def _rate(errors: float, total: float) -> float | None:
    return round(errors / total, 3) if total else None


def score_voices(recording: Path, spans: Iterable[Span], seconds: float) -> VoiceScore:
    """`spans` against the .rttm beside the recording (pyannote.metrics)."""
    from pyannote.core import Annotation, Segment, Timeline
    from pyannote.metrics.diarization import DiarizationErrorRate, JaccardErrorRate

    true, heard = reference_speakers(recording), Annotation()
    for track, (start, end, speaker) in enumerate(spans):
        heard[Segment(start, end), track] = speaker
    whole = Timeline([Segment(0, seconds)])

    def errors(collar: float) -> tuple[float, float]:
        parts = DiarizationErrorRate(collar=collar)(true, heard, uem=whole, detailed=True)
        return float(parts["missed detection"] + parts["false alarm"] + parts["confusion"]), float(parts["total"])

    jer = float(JaccardErrorRate()(true, heard, uem=whole))
    return VoiceScore(*errors(0.0), *errors(COLLAR), jer, len(heard.labels()), len(true.labels()))


def voice_figures(scores: Mapping[str, VoiceScore], prefix: str = "") -> dict[str, Any]:
    """Pooled over the four two-person clips (collar 0.5), the error of counting over all clips, and every clip."""
    pooled = [scores[name] for name in POOLED if name in scores]
    errors, speech = sum(one.errors_collar for one in pooled), sum(one.speech_collar for one in pooled)
    counts = [abs(one.heard - one.true) for one in scores.values()]
    return {
        f"{prefix}pooled_der": round(errors / speech, 4) if speech else None,
        f"{prefix}pooled_der_seconds": round(speech, 1) if speech else None,
        f"{prefix}speaker_count_error": round(statistics.fmean(counts), 2) if counts else None,
        f"{prefix}voices_per_clip": {name: score.table for name, score in scores.items()} or None,
    }


def cp_errors(recording: Path, said: Mapping[str, str]) -> tuple[int, int] | None:
    """Errors and words of the concatenated minimum-permutation WER (meeteval); None without an .stm or meeteval.

    Every speaker's words in a row, against those of the speaker in the reference that fit best: a right word of the
    wrong person costs two errors.
    """
    try:
        from meeteval.wer import cp_word_error_rate
    except ImportError:
        return None
    path = recording.with_suffix(".stm")
    if not path.exists():
        return None
    lines = [line.split(maxsplit=5) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    true: dict[str, list[str]] = {}
    for line in sorted(lines, key=lambda line: float(line[3])):
        true.setdefault(line[2], []).append(line[5])
    reference = {speaker: normalised(" ".join(texts)) for speaker, texts in true.items()}
    found = cp_word_error_rate(reference, {speaker: normalised(text) for speaker, text in said.items()})
    return int(found.errors), int(found.length)


def words_in(spans: Sequence[tuple[float, float, int]], start: float, end: float) -> int:
    """Words of stretches (start, end, words) whose middle lies in a passage."""
    return sum(words for first, last, words in spans if start <= (first + last) / 2 < end)
