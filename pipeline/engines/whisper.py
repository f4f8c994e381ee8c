"""What careful and batched recognition share: loading Whisper, hearing speech, hearing the language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from core.spans import TimeSpan
from pipeline.languages import Piece, Stretch, follow, pieces, stretches
from pipeline.models import IncompleteModelError, Model
from pipeline.models.languages import code_to_send
from pipeline.results import HeardPart, HeardSegment, HeardWord
from pipeline.speech import STEP_MS, passages, speech_regions
from transcripts.heard import VoiceSpan

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from pipeline.checkpoint import Parts
    from pipeline.engines.devices import Device
    from pipeline.settings import TranscriptionSettings

PER_MS = 16  #: Samples per millisecond.
STEP = STEP_MS * PER_MS  #: Samples that the voice activity model judges at a time.
VAD_PART = 60 * 60_000 * PER_MS // STEP * STEP  #: It copies what it is given more than once: an hour at a time,
VAD_LEAD = 10_000 * PER_MS // STEP * STEP  #: with this much before, so that it has heard what comes before a seam.
NEEDED = ("model.bin", "config.json", "tokenizer.json")  #: Without its tokenizer.json faster-whisper would fetch one.
LISTENINGS = 3  #: Places of the recording at which the language is judged.
LANGUAGES = "languages"  #: The name under which the languages of a recording's pieces are kept.
NO_LANGUAGE = "und"  #: ISO 639-2: undetermined, for a recording without speech.


def whisper_folder(model: Model) -> str:
    """The folder of a Whisper model in CTranslate2's form; IncompleteModelError when it is none."""
    missing = [name for name in NEEDED if name not in model.files]
    if missing:
        raise IncompleteModelError(model.name, ", ".join(missing))
    return str(model.folder)


def load_whisper(model: Model, device: Device, workers: int) -> Any:
    """The model, ready for `workers` calls at once."""
    from faster_whisper import WhisperModel

    return WhisperModel(
        whisper_folder(model),
        device=device.name,
        compute_type=device.compute_type,
        cpu_threads=max(1, device.threads // workers),
        num_workers=workers,
        local_files_only=True,
    )


def hear_speech(sound: NDArray[np.float32]) -> tuple[TimeSpan, ...]:
    """Where somebody speaks, as Silero VAD (inside faster-whisper) hears it."""
    import numpy as np
    import onnxruntime
    from faster_whisper.vad import get_vad_model

    onnxruntime.disable_telemetry_events()  # on Windows the variable of `pipeline.offline` is not enough
    judge = get_vad_model()
    judged = []
    for before, part in _vad_parts(sound):
        padded = np.pad(part, (0, -len(part) % STEP or STEP))  # a copy: the model writes into what it is given
        judged.append(judge(padded).reshape(-1)[before // STEP : -(-len(part) // STEP)])
    return speech_regions(np.concatenate(judged), len(sound) // PER_MS)


def _vad_parts(sound: NDArray[np.float32]) -> Iterator[tuple[int, NDArray[np.float32]]]:
    """The sound in parts, each led in by (so many samples of) the part before it."""
    for start in range(0, max(1, len(sound)), VAD_PART):
        before = min(start, VAD_LEAD)
        yield before, sound[start - before : start + VAD_PART]


def cut(sound: NDArray[np.float32], span: TimeSpan) -> NDArray[np.float32]:
    """The sound of a span."""
    return sound[span.start_ms * PER_MS : span.end_ms * PER_MS]


def hear_language(whisper: Any, sound: NDArray[np.float32], spans: Sequence[TimeSpan]) -> tuple[str, float]:
    """The language, and how sure the model is: the mean of judgements at the start, the middle and the end.

    An interview may open in another language than it is held in.
    """
    sums: dict[str, float] = {}
    places = {len(spans) * n // LISTENINGS for n in range(LISTENINGS)}
    for place in places:
        _, _, judged = whisper.detect_language(audio=cut(sound, spans[place]))
        for language, probability in judged:
            sums[language] = sums.get(language, 0.0) + probability / len(places)
    best = max(sums, key=lambda language: sums[language])
    return best, round(sums[best], 3)


@dataclass(frozen=True, slots=True)
class Plan:
    """What is heard in one go, in which language; and the recording's main one."""

    language: str
    sure: float | None  #: How sure the model is of the main language; None when it was told.
    stretches: tuple[Stretch, ...]
    changes: bool  #: Whether the language may change from one stretch to the next.


def plan(
    whisper: Any,
    model: Model,
    sound: NDArray[np.float32],
    speech: tuple[TimeSpan, ...],
    settings: TranscriptionSettings,
    parts: Parts,
    voices: Sequence[VoiceSpan] = (),
) -> Plan:
    """How a recording is heard: in the language it is told or heard to be in, or each passage in its own.

    `voices` (in order, never two at once) tell where another person speaks, perhaps another language.
    """
    duration_ms = len(sound) // PER_MS
    if len(settings.languages) > 1:
        spoken = _languages(whisper, model, sound, pieces(speech, voices), settings.languages, parts)
        lasting = Counter[str]()
        for piece in spoken:
            lasting[piece.language] += piece.span.length_ms
        main = settings.language or max(settings.languages, key=lambda language: lasting[language])
        return Plan(main, None, stretches(spoken, duration_ms), changes=True)
    spans = passages(speech, duration_ms)
    language, sure = (settings.language, None) if settings.language else hear_language(whisper, sound, spans)
    return Plan(language, sure, tuple(Stretch(span, language) for span in spans), changes=False)


def _languages(
    whisper: Any,
    model: Model,
    sound: NDArray[np.float32],
    heard: Sequence[Piece],
    languages: Sequence[str],
    parts: Parts,
) -> tuple[Stretch, ...]:
    """Each piece with its language; kept, so that a job that goes on need not judge them again."""
    kept = parts.load(LANGUAGES)
    if kept is not None:
        return tuple(
            Stretch(TimeSpan(segment.start_ms, segment.end_ms), segment.language or languages[0])
            for segment in kept.segments
        )
    judged = []
    for piece in heard:
        _, _, probable = whisper.detect_language(audio=cut(sound, piece.span))
        by_code = dict(probable)
        judged.append({language: by_code.get(code_to_send(model, language), 0.0) for language in languages})
    named = zip(heard, follow(heard, judged, languages), strict=True)
    spoken = tuple(Stretch(piece.span, language) for piece, language in named)
    segments = (HeardSegment("", *_edges(piece.span), language=piece.language) for piece in spoken)
    parts.save(LANGUAGES, HeardPart(tuple(segments), None))
    return spoken


def _edges(span: TimeSpan) -> tuple[int, int]:
    return span.start_ms, span.end_ms


def heard_words(words: Sequence[Any] | None, offset_ms: int) -> tuple[HeardWord, ...]:
    """faster-whisper's words, in milliseconds of the whole recording."""
    return tuple(
        HeardWord(
            text=word.word.strip(),
            start_ms=offset_ms + round(word.start * 1000),
            end_ms=offset_ms + round(word.end * 1000),
            confidence=round(float(word.probability), 3),
        )
        for word in words or ()
        if word.word.strip()
    )
