"""Which settings of the recognition write the fewest wrong words, chosen without the clip they are judged on.

    python benchmarks/choices.py [--json] [--audio FOLDER]

Every candidate hears every clip whose words are known (as `benchmarks/speech.py`), with the same weights. Then each
clip is left out in turn: the candidate with the fewest errors on all others is taken, and its errors on the one left
out are counted. Clips of one speaker are left out together, or the choice would be made on the same voice.

`level`: the clips as they are, and again 45 dB quieter in 16 bits, each with and without raising quiet speech.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.clips import asked, asking, sound_of, tell_all  # noqa: E402 - the script runs from any folder
from benchmarks.measures import WordErrors, reference_text, word_errors  # noqa: E402
from benchmarks.processes import tell  # noqa: E402
from benchmarks.speech import CLIPS, LIBRIVOX  # noqa: E402
from core.spans import TimeSpan  # noqa: E402
from pipeline import speech, stages  # noqa: E402
from pipeline.checkpoint import Checkpoint  # noqa: E402
from pipeline.engines import RECOGNISERS  # noqa: E402
from pipeline.engines import whisper as shared  # noqa: E402
from pipeline.engines.devices import Device, choose_device  # noqa: E402
from pipeline.media import SAMPLE_RATE  # noqa: E402
from pipeline.media.sound import level_gain, loudness, raise_level  # noqa: E402
from pipeline.models import find_model  # noqa: E402
from pipeline.offline import go_offline  # noqa: E402
from pipeline.settings import TranscriptionSettings  # noqa: E402

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Sound = NDArray[np.float32]

SPEAKERS: Mapping[str, str] = {  #: Clips that hold the same voice, by the beginning of their names.
    "king": "king", "no_king": "king", "no_2spk": "king", "norwegian": "parliament", "sense": "reader",
}  # fmt: skip
QUIETER_DB = 45


@dataclass(frozen=True)
class Candidate:
    """One way to hear."""

    settings: Mapping[str, Any]
    constants: Mapping[str, Any]  #: Of pipeline.speech.
    regions: str = "vad"  #: Where speech is: "vad", or "voices", where the diarization hears somebody.


DEFAULT = Candidate({}, {})
CANDIDATES: Mapping[str, Candidate] = {
    "as it is: careful, beam 5, passages of two minutes, a second of lead": DEFAULT,
    "beam 1": replace(DEFAULT, settings={"beam_size": 1}),
    "0.3 s of lead": replace(DEFAULT, constants={"LEAD_MS": 0}),
    "2 s of lead": replace(DEFAULT, constants={"LEAD_MS": 1_700}),
    "passages of 29 s": replace(DEFAULT, constants={"LONGEST_PASSAGE_MS": 29_000}),
    "passages of 60 s": replace(DEFAULT, constants={"LONGEST_PASSAGE_MS": 60_000}),
    "speech from probability 0.5": replace(DEFAULT, constants={"ONSET": 0.5, "OFFSET": 0.35}),
    "silences of 2 s left out": replace(DEFAULT, constants={"LONGEST_SILENCE_MS": 2_000}),
    "speech where the diarization hears voices": replace(DEFAULT, regions="voices"),
    "batched (whisperX), beam 5": replace(DEFAULT, settings={"recognition": "batched"}),
    "batched (whisperX), beam 1": replace(DEFAULT, settings={"recognition": "batched", "beam_size": 1}),
}


def main() -> int:
    options = asked(asking(__doc__), CLIPS["en"][0])
    go_offline()
    clips = {options.audio / name: language for language, names in CLIPS.items() for name in names}
    clips |= dict.fromkeys(sorted((options.audio / LIBRIVOX).glob("*.wav")), "en")
    sounds = {clip: sound_of(clip) for clip in clips}
    errors: dict[str, dict[Path, WordErrors]] = {}
    for name, candidate in CANDIDATES.items():
        errors[name] = {clip: _errors(clip, sounds[clip], clips[clip], candidate) for clip in clips}
        tell(f"{name}: {_pooled(errors[name]).rate:.4f}")
    figures = {name: round(_pooled(found).rate, 4) for name, found in errors.items()}
    figures |= _left_out(errors)
    figures |= _levels(sounds, clips)
    tell_all(figures, as_json=options.json)
    return 0


def _left_out(errors: Mapping[str, Mapping[Path, WordErrors]]) -> dict[str, Any]:
    """What the best candidate of the others makes of each speaker's clips, and how often it is which."""
    clips = next(iter(errors.values()))
    groups: dict[str, list[Path]] = {}
    for clip in clips:
        groups.setdefault(_speaker(clip), []).append(clip)
    total, chosen = WordErrors(), {}
    for speaker, left in groups.items():
        others = {
            name: _pooled({clip: one for clip, one in found.items() if clip not in left}).rate
            for name, found in errors.items()
        }
        best = min(others, key=lambda name: others[name])
        here = _pooled({clip: errors[best][clip] for clip in left})
        chosen[speaker] = {"taken": best, "wer": round(here.rate, 3), "words": here.words}
        total += here
    return {"left_out_wer": round(total.rate, 4), "left_out_words": total.words, "left_out": chosen}


def _speaker(clip: Path) -> str:
    return next((name for beginning, name in SPEAKERS.items() if clip.stem.startswith(beginning)), clip.stem)


def _levels(sounds: Mapping[Path, Sound], clips: Mapping[Path, str]) -> dict[str, float]:
    """Errors in sound that is as it was recorded, and much quieter, raised or not."""
    found = {}
    for name, raised in (("quiet_raised", True), ("quiet_as_it_is", False)):
        errors = {}
        for clip, language in clips.items():
            quiet = (np.round(sounds[clip] * 10 ** (-QUIETER_DB / 20) * 32_768) / 32_768).astype(np.float32)
            if raised:
                raise_level(quiet, level_gain(loudness(quiet, SAMPLE_RATE)))
            errors[clip] = _errors(clip, quiet, language, DEFAULT)
        found[f"{name}_wer"] = round(_pooled(errors).rate, 4)
        tell(f"{name}: {found[f'{name}_wer']}")
    return found


def _pooled(errors: Mapping[Path, WordErrors]) -> WordErrors:
    return sum(errors.values(), WordErrors())


def _errors(clip: Path, sound: Sound, language: str, candidate: Candidate) -> WordErrors:
    settings = TranscriptionSettings(language=language, **candidate.settings)
    device = choose_device(settings)
    with ExitStack() as patches, tempfile.TemporaryDirectory() as folder:
        for name, value in candidate.constants.items():
            patches.enter_context(patch.object(speech, name, value))
        if candidate.regions == "voices":
            patches.enter_context(patch.object(shared, "hear_speech", _where_voices_are(settings, device)))
        checkpoint = Checkpoint(Path(folder))
        checkpoint.begin("", settings.to_json())
        model = find_model(settings.model, "recognition")
        hear = RECOGNISERS[settings.recognition]
        heard = hear(sound, model, settings, device, lambda _: None, checkpoint.parts("recognise"))
    words = (word for segment in heard.segments for word in segment.words)
    kept = speech.hold_to_speech(words, heard.speech)
    return word_errors(reference_text(clip) or "", " ".join(word.text for word in kept))


def _where_voices_are(settings: TranscriptionSettings, device: Device) -> Callable[[Sound], tuple[TimeSpan, ...]]:
    model = find_model(settings.diarization, "diarization")

    def hear(sound: Sound) -> tuple[TimeSpan, ...]:
        voices = stages.diarize(sound, model, settings, device, lambda _: None)
        return speech.united(TimeSpan(span.start_ms, span.end_ms) for span in voices.spans)

    return hear


if __name__ == "__main__":
    sys.exit(main())
