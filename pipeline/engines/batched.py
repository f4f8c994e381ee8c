"""Batched recognition: whisperX hears windows of up to 30 seconds together, a graphics card's great strength.

Batched decoding has no second attempt at doubtful text. whisperX gives no word times of its own; they come from
Whisper's cross-attention here, or from an alignment model in the next stage.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from core.spans import TimeSpan
from pipeline.engines import whisper as shared
from pipeline.languages import Stretch
from pipeline.models import Model
from pipeline.models.languages import code_to_send
from pipeline.results import HeardPart, HeardSegment, Recognition
from transcripts.heard import VoiceSpan

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from pipeline.checkpoint import Parts
    from pipeline.engines.devices import Device
    from pipeline.settings import TranscriptionSettings

BATCH = {"cpu": 8, "cuda": 16}
BLOCK_MS = 600_000  #: What is heard of one block is kept before the next begins.
RECOGNISING_SHARE = 0.75  #: Of this stage's time; the rest goes into word times.
OPENING, CLOSING = "\"'“¿([{-", "\"'.。,，!！?？:：”)]}、"  #: Punctuation that belongs to the next or the last word.


def recognise(
    sound: NDArray[np.float32],
    model: Model,
    settings: TranscriptionSettings,
    device: Device,
    report: Callable[[float], None],
    parts: Parts,
    *,
    voices: Sequence[VoiceSpan] = (),
) -> Recognition:
    """The words of `sound`; with times from cross-attention unless an alignment model is set."""
    speech = shared.hear_speech(sound)
    if not speech:
        return Recognition(settings.language or shared.NO_LANGUAGE, None, speech, ())
    engine = _load(model, settings, device)
    plan = shared.plan(engine.model, model, sound, speech, settings, parts, voices)
    heard: list[HeardSegment] = []
    blocks = _blocks(plan.stretches)
    for number, block in enumerate(blocks):
        span, language = block.span, block.language
        name = f"{span.start_ms:09}-{span.end_ms:09}-{language}"
        part = parts.load(name)
        if part is None:

            def told(done: float, before: int = number) -> None:
                report((before + done) / len(blocks))

            with_times = settings.alignment is None or language != plan.language
            sent = code_to_send(model, language)
            segments = _hear(engine, shared.cut(sound, span), span, sent, with_times, device, told)
            part = HeardPart(segments, None)
            parts.save(name, part)
        heard += (replace(segment, language=language if plan.changes else None) for segment in part.segments)
        report((number + 1) / len(blocks))
    return Recognition(plan.language, plan.sure, speech, tuple(heard))


def _blocks(passages: Sequence[Stretch]) -> tuple[Stretch, ...]:
    """Passages of one language gathered up to BLOCK_MS; silences between what is gathered are left out."""
    blocks: list[Stretch] = []
    for passage in passages:
        last = blocks[-1] if blocks else None
        if last and last.language == passage.language and passage.span.end_ms - last.span.start_ms <= BLOCK_MS:
            blocks[-1] = Stretch(TimeSpan(last.span.start_ms, passage.span.end_ms), last.language)
        else:
            blocks.append(passage)
    return tuple(blocks)


def _hear(
    engine: Any,
    sound: NDArray[np.float32],
    block: TimeSpan,
    language: str,
    with_times: bool,
    device: Device,
    report: Callable[[float], None],
) -> tuple[HeardSegment, ...]:
    heard = engine.transcribe(
        sound,
        batch_size=BATCH[device.name],
        language=language,
        progress_callback=lambda percent: report(RECOGNISING_SHARE * percent / 100),
    )
    found = [segment for segment in heard["segments"] if segment["text"].strip()]
    if with_times:
        _add_word_times(engine.model, sound, found, language, report)
    return tuple(_segment(segment, block.start_ms) for segment in found)


def _load(model: Model, settings: TranscriptionSettings, device: Device) -> Any:
    import whisperx

    return whisperx.load_model(
        shared.whisper_folder(model),
        device.name,
        compute_type=device.compute_type,
        language=code_to_send(model, settings.language) if settings.language else None,
        vad_method="pyannote",  # its weights are inside whisperX; "silero" would be fetched from the network
        asr_options={"beam_size": settings.beam_size},
        local_files_only=True,
        threads=device.threads,
    )


def _add_word_times(
    whisper: Any,
    sound: NDArray[np.float32],
    segments: Sequence[dict[str, Any]],
    language: str,
    report: Callable[[float], None],
) -> None:
    """Give each of whisperX's segments faster-whisper's `words`, by listening to its window again."""
    from faster_whisper.audio import pad_or_trim
    from faster_whisper.tokenizer import Tokenizer

    tokenizer = Tokenizer(whisper.hf_tokenizer, whisper.model.is_multilingual, task="transcribe", language=language)
    for number, segment in enumerate(segments):
        window = shared.cut(sound, TimeSpan(round(segment["start"] * 1000), round(segment["end"] * 1000)))
        features = whisper.feature_extractor(window)
        frames = min(features.shape[-1] - 1, whisper.feature_extractor.nb_max_frames)
        part = {"seek": 0, "start": 0.0, "end": segment["end"] - segment["start"]}
        part["tokens"] = tokenizer.encode(" " + segment["text"].strip())
        encoded = whisper.encode(pad_or_trim(features[..., :-1])[None])
        whisper.add_word_timestamps([[part]], tokenizer, encoded, frames, OPENING, CLOSING, 0.0)
        segment["words"] = [SimpleNamespace(**word) for word in part["words"]]
        report(RECOGNISING_SHARE + (1 - RECOGNISING_SHARE) * (number + 1) / len(segments))


def _segment(segment: dict[str, Any], offset_ms: int) -> HeardSegment:
    start_ms = round(segment["start"] * 1000)
    return HeardSegment(
        text=segment["text"].strip(),
        start_ms=offset_ms + start_ms,
        end_ms=offset_ms + round(segment["end"] * 1000),
        words=shared.heard_words(segment.get("words"), offset_ms + start_ms),
        mean_log_probability=round(float(segment["avg_logprob"]), 3),
    )
