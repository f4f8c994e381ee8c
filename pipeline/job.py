"""One recording becomes one transcript: the stages in their order, each result on disk before the next begins."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from core.failpoints import failpoint
from pipeline import glossing, stages
from pipeline.backchannels import fold
from pipeline.channels import Apart, keep_apart
from pipeline.checkpoint import Checkpoint
from pipeline.engines.devices import Device, choose_device
from pipeline.flags import heard_of
from pipeline.media import MediaInfo, NotTwoChannelsError, RecordingReader, decode, decode_apart, probe
from pipeline.models import Model, find_model
from pipeline.models.languages import check_language
from pipeline.offline import go_offline
from pipeline.progress import Progress, ProgressClock, shares_of
from pipeline.record import made_by
from pipeline.results import Recognition, SpokenWords, TimedWords, Voices
from pipeline.settings import TranscriptionSettings
from pipeline.turns import make_turns
from transcripts.model import Transcript
from transcripts.translations import Gloss

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Result = TypeVar("Result")
Report = Callable[[float], None]


def run(
    reader: RecordingReader,
    settings: TranscriptionSettings,
    checkpoint: Path,
    on_progress: Callable[[Progress], None],
    *,
    only_cpu_because: str = "",
) -> Transcript:
    """Transcribe a recording in this process; go on where an earlier run of the same job stopped.

    `only_cpu_because` says why a graphics card is not to be used although the settings would; it goes into the record.
    Raises the errors of `pipeline.media` and `pipeline.models`, and whatever an engine raises.
    """
    go_offline()
    steps = _Steps(Checkpoint(checkpoint), ProgressClock(on_progress, shares=shares_of(settings.gloss)))
    steps.checkpoint.begin(reader.sha256, settings.to_json())
    device = choose_device(settings, only_cpu=bool(only_cpu_because))
    steps.device = device.name

    info = steps.take("probe", MediaInfo, lambda _: probe(reader))
    if settings.channels == "speakers" and info.channels != 2:
        raise NotTwoChannelsError(info.channels)
    models = _find_models(settings)
    for language in (settings.language, *settings.languages):
        check_language(models["recognition"], language)
    sound = _Sound(reader, info, steps)
    if settings.gloss == "only":
        gloss = _gloss(steps, sound, models["recognition"], settings, device)
        return Transcript(str(gloss.made_by["language"]), (), (), gloss.made_by, gloss=gloss)
    first = _voices_first(steps, sound, models, settings, device)
    recognition = steps.take(
        "recognise",
        Recognition,
        lambda report: stages.recognise(
            sound, models["recognition"], settings, device, report, steps.checkpoint.parts("recognise"), first
        ),
    )
    timed = steps.take(
        "time_words",
        TimedWords,
        lambda report: stages.time_words(recognition, sound, models.get("alignment"), device, report),
    )
    voices = first or steps.take(
        "diarize",
        Voices,
        lambda report: stages.hear_voices(recognition, sound, models.get("diarization"), settings, device, report),
    )
    spoken = steps.take("assign_speakers", SpokenWords, lambda _: stages.assign_speakers(timed, voices))
    heard = heard_of(recognition, timed, voices, spoken)
    record = made_by(reader.sha256, settings, models, device, recognition, timed, steps.records, only_cpu_because)
    if len(settings.languages) > 1:
        record["languages_heard_by"] = "voice" if first else "passage"
    words = fold(spoken.words) if settings.backchannels == "folded" else spoken.words
    transcript = steps.take("make_turns", Transcript, lambda _: make_turns(words, recognition.language, record, heard))
    if settings.gloss == "none":
        return transcript
    as_heard = replace(settings, language=recognition.language)
    return replace(transcript, gloss=_gloss(steps, sound, models["recognition"], as_heard, device))


def _voices_first(
    steps: _Steps, sound: _Sound, models: Mapping[str, Model], settings: TranscriptionSettings, device: Device
) -> Voices | None:
    """Who speaks when, where that tells who speaks which language; None where it does not, or cannot be heard."""
    if len(settings.languages) < 2 or settings.channels == "speakers" or "diarization" not in models:
        return None
    try:
        return steps.take(
            "diarize",
            Voices,
            lambda report: stages.hear_voices_first(sound, models["diarization"], settings, device, report),
        )
    except Exception:  # any engine may fail: the words come first, and then the stage fails in its place
        if device.name != "cpu":  # the job begins anew on the processor
            raise
        return None


def _gloss(steps: _Steps, sound: _Sound, model: Model, settings: TranscriptionSettings, device: Device) -> Gloss:
    """The sound once more, in English; resumes window by window, as recognition does."""
    parts = steps.checkpoint.parts("gloss")
    heard = steps.take(
        "gloss",
        Recognition,
        lambda report: glossing.hear_in_english(sound.samples, model, settings, device, report, parts),
    )
    record = glossing.gloss_made_by(sound.reader.sha256, settings, model, device, heard, steps.records)
    return glossing.make_gloss(heard, record)


def _find_models(settings: TranscriptionSettings) -> dict[str, Model]:
    """The proved models of a job, by what they are used for."""
    wanted = {"recognition": settings.model, "diarization": settings.diarization, "alignment": settings.alignment}
    if settings.channels == "speakers":
        wanted["diarization"] = None
    needed = {"recognition": settings.model} if settings.gloss == "only" else wanted
    found = {use: find_model(name, use) for use, name in needed.items() if name is not None}
    if settings.gloss != "none":
        glossing.check_can_translate(found["recognition"].name)
    return found


@dataclass(slots=True)
class _Steps:
    """Does each stage once: takes its result from the checkpoint, or makes and keeps it."""

    checkpoint: Checkpoint
    clock: ProgressClock
    device: str = ""
    records: dict[str, dict[str, Any]] = field(default_factory=dict)  #: Stage -> seconds and device.

    def take(self, stage: str, kind: type[Result], make: Callable[[Report], Result]) -> Result:
        found = self.checkpoint.load(stage, kind)
        if found is not None:
            result, self.records[stage] = found
            self.clock.skip(stage)
            return result
        result = self.timed(stage, make)
        self.checkpoint.save(stage, result, self.records[stage])
        self.end(stage)
        return result

    def timed(self, stage: str, make: Callable[[Report], Result]) -> Result:
        """Make a result, and note how long it took."""
        self.clock.report(stage, 0.0)
        started = time.monotonic()
        result = make(lambda part: self.clock.report(stage, min(part, 0.99)))
        self.records[stage] = {"seconds": round(time.monotonic() - started, 3), "device": self.device}
        return result

    def end(self, stage: str) -> None:
        """A stage is over: its result is safe, the next may begin."""
        self.clock.report(stage, 1.0)
        failpoint(f"pipeline.after.{stage}")


@dataclass
class _Sound:
    """The decoded recording, in memory only: decoded when a stage first asks for it."""

    reader: RecordingReader
    info: MediaInfo
    steps: _Steps

    @cached_property
    def samples(self) -> NDArray[np.float32]:
        sound = self.steps.timed("decode", lambda report: decode(self.reader, self.info.duration_ms, report))
        self.steps.end("decode")
        return sound

    @cached_property
    def apart(self) -> Apart:
        """Both channels, each with its own speaker only."""
        apart = self.steps.timed(
            "decode", lambda report: keep_apart(decode_apart(self.reader, self.info.duration_ms, report))
        )
        self.steps.end("decode")
        return apart
