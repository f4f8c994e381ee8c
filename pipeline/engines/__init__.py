"""The engines that hear: each is a plain function behind a protocol, chosen by name.

Nothing here imports an engine's library before it is asked to work; torch, whisperX, pyannote and faster-whisper are
imported inside these modules' functions and nowhere else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

from pipeline.engines import batched, careful, embedded, folder
from pipeline.models import known_models
from transcripts.heard import VoiceSpan

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from pipeline.checkpoint import Parts
    from pipeline.engines.devices import Device
    from pipeline.models import Model
    from pipeline.results import Recognition, Voices
    from pipeline.settings import TranscriptionSettings

Report = Callable[[float], None]  #: Told how much of the stage is done, 0 to 1.


class Recogniser(Protocol):
    """Sound (mono float32, 16 kHz) -> words. What is heard on the way is kept in `parts`, and not heard again.

    `voices`: who speaks when, where that is known before; another person may speak another language.
    """

    def __call__(
        self,
        sound: NDArray[np.float32],
        model: Model,
        settings: TranscriptionSettings,
        device: Device,
        report: Report,
        parts: Parts,
        *,
        voices: Sequence[VoiceSpan] = (),
    ) -> Recognition: ...


class Diarizer(Protocol):
    """Sound (mono float32, 16 kHz) -> who speaks when."""

    def __call__(
        self, sound: NDArray[np.float32], model: Model, settings: TranscriptionSettings, device: Device, report: Report
    ) -> Voices: ...


RECOGNISERS: Mapping[str, Recogniser] = {"careful": careful.recognise, "batched": batched.recognise}
DIARIZERS: Mapping[str, Diarizer] = {"embedded": embedded.diarize, "folder": folder.diarize}


def diarizer_for(setting: str) -> str:
    """The name in DIARIZERS that a diarization setting asks for: models of the registry, or a pyannote folder."""
    return setting if setting in known_models() else "folder"
