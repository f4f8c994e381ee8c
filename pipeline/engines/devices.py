"""Where the engines compute: the processor, or a graphics card when there is one."""

from __future__ import annotations

import os
from dataclasses import dataclass

from pipeline.settings import TranscriptionSettings

COMPUTE_TYPES = {"cpu": "int8", "cuda": "float16"}  #: "auto": int8 loses no accuracy that can be measured here.
CUDA_SIGNS = ("cuda", "cudnn", "cublas", "nvrtc", "out of memory")


@dataclass(frozen=True, slots=True)
class Device:
    """A processor or graphics card, and how it is to be used."""

    name: str  #: "cpu" or "cuda".
    compute_type: str
    threads: int


def choose_device(settings: TranscriptionSettings, *, only_cpu: bool = False) -> Device:
    """The device of the settings; "auto" takes the graphics card when CTranslate2 sees one."""
    name = settings.device
    if only_cpu:
        name = "cpu"
    elif name == "auto":
        name = "cuda" if _sees_card() else "cpu"
    own = settings.compute_type if name == settings.device or settings.device == "auto" else "auto"
    return Device(name, COMPUTE_TYPES[name] if own == "auto" else own, settings.threads or _processors())


def _sees_card() -> bool:
    import ctranslate2

    return bool(ctranslate2.get_cuda_device_count())


def _processors() -> int:
    """Processors this process may use (a container or a job scheduler may give it fewer than the machine has)."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def is_card_failure(error: BaseException) -> bool:
    """Whether an engine failed because of the graphics card: its memory, its driver, its libraries."""
    return isinstance(error, (RuntimeError, MemoryError, OSError)) and any(
        sign in str(error).lower() for sign in CUDA_SIGNS
    )
