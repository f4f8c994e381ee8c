"""Which speech models this computer transcribes with: names the pipeline knows, or folders of this machine.

Kept in the user's own settings, because model folders belong to a computer, not to a study. Each transcript records
which models made it.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path

from pipeline.models import find_model, known_models, registry
from pipeline.models.installed import installed_models
from pipeline.settings import TranscriptionSettings
from study import home

SETTINGS = "settings.json"
KEY = "speech_models"
_EMBEDDED = TranscriptionSettings()


@dataclass(frozen=True, slots=True)
class SpeechModels:
    """Names of the pipeline's registry, or paths of folders."""

    recognition: str = _EMBEDDED.model
    diarization: str = _EMBEDDED.diarization


def chosen() -> SpeechModels:
    """What was chosen on this computer; the embedded models unless anything was."""
    stored = _settings().get(KEY)
    known = {field.name for field in fields(SpeechModels)}
    entries = stored.items() if isinstance(stored, dict) else ()
    return SpeechModels(**{name: value for name, value in entries if name in known and isinstance(value, str)})


def choose(models: SpeechModels) -> SpeechModels:
    """Transcribe with these from now on, "" meaning the embedded one; as they were written down.

    Every weight file is read once: raises UnknownModelError, IncompleteModelError, WrongModelError,
    UploadingModelError, DamagedModelError or MissingModelError, and leaves the choice as it was.
    """
    models = SpeechModels(
        _place(models.recognition) or _EMBEDDED.model, _place(models.diarization) or _EMBEDDED.diarization
    )
    for use, name in asdict(models).items():
        find_model(name, use)
    home.write_json(SETTINGS, {**_settings(), KEY: asdict(models)})
    return models


def with_chosen_models(settings: TranscriptionSettings) -> TranscriptionSettings:
    """`settings` with the computer's models where they name no others."""
    models = chosen()
    return replace(
        settings,
        model=models.recognition if settings.model == _EMBEDDED.model else settings.model,
        diarization=models.diarization if settings.diarization == _EMBEDDED.diarization else settings.diarization,
    )


def _place(name: str) -> str:
    """A known name as it is, a folder in full: the worker runs elsewhere than the person who named it."""
    name = name.strip()
    is_name = not name or name in known_models() or name in installed_models() or name in registry()
    return name if is_name else str(Path(name).expanduser().absolute())


def _settings() -> dict[str, object]:
    settings = home.read_json(SETTINGS)
    return settings if isinstance(settings, dict) else {}
