"""A model comes from a local folder: looked at, copied or converted, hashed on the way, and given its place whole."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from core.clock import now
from core.errors import InputError
from pipeline.models.conversion import convert
from pipeline.models.errors import OddNameError
from pipeline.models.installed import (
    InstalledFile,
    InstalledModel,
    arriving,
    compare,
    read_manifest,
    take_place,
)
from pipeline.models.languages import NB_WHISPER, NORWEGIAN, WHISPER, are_languages
from pipeline.models.registry import KnownModel, registry
from pipeline.models.survey import Form, Found, survey
from pipeline.models.weights import copy_and_hash, sha256_of

Report = Callable[[float], None]  #: Told how much is done, 0 to 1.
TRIAL_BYTES = 200_000_000  #: Whisper tiny and base are smaller than this in 16 bits: of trial quality.


class UnsentLanguageError(InputError):
    """A language without a Whisper code, and nothing said about the code the model was trained with."""

    template = (
        "Whisper has no code “{language}”. Say which code the model was trained with instead, for example "
        "--sent-as {language}=fa."
    )

    def __init__(self, language: str) -> None:
        super().__init__(language=language)


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnWords:
    """What a person says about a model that the registry does not know."""

    title: str = ""
    licence: str = ""
    languages: tuple[str, ...] = ()  #: Codes.
    sent_as: Mapping[str, str] = field(default_factory=dict)

    def check(self) -> None:
        """Raises OddNameError, UnsentLanguageError."""
        codes = (*self.languages, *self.sent_as, *self.sent_as.values())
        for code in codes:
            if not are_languages([code]):
                raise OddNameError(code)
        for code in (*(c for c in self.languages if c not in self.sent_as), *self.sent_as.values()):
            if code not in WHISPER:
                raise UnsentLanguageError(code)


def add(folder: Path, name: str, words: OwnWords | None = None, report: Report = lambda _: None) -> InstalledModel:
    """Make the model of `folder` one of this machine's, called `name`; the folder itself is left as it is.

    Raises NoModelError, LinkInModelError, OddNameError, NameTakenError, LittleSpaceError, ChangedModelError,
    ConversionError, UnsentLanguageError.
    """
    words = words or OwnWords()
    words.check()
    known = registry().get(name)
    found = survey(folder, known)
    carried = read_manifest(folder)
    with arriving(name, found.size) as place:
        if found.form is Form.HUGGING_FACE:
            files, came = _converted(folder, found, place, report), "converted"
        else:
            files, came = _copied(found, place, report), "added"
            _compare_all(name, files, carried)
        model = _described(name, known, words, found.form, carried)
        is_small = model.use == "recognition" and sum(file.size for file in files.values()) < TRIAL_BYTES
        model = replace(model, files=files, came=came, trial=model.trial or is_small, added_at=now().isoformat())
        return take_place(place, model)


def _copied(found: Found, place: Path, report: Report) -> dict[str, InstalledFile]:
    done, total = 0, max(1, found.size)

    def told(more: int) -> None:
        nonlocal done
        done += more
        report(min(1.0, done / total))

    return {
        name: InstalledFile(copy_and_hash(path, place / name, told), (place / name).stat().st_size)
        for name, path in found.files.items()
    }


def _converted(folder: Path, found: Found, place: Path, report: Report) -> dict[str, InstalledFile]:
    convert(folder, place / "converted", found.size, report)
    for path in sorted((place / "converted").iterdir()):
        path.rename(place / path.name)
    (place / "converted").rmdir()
    return hashed(place)


def hashed(place: Path) -> dict[str, InstalledFile]:
    """Every file below `place`, with its sha256."""
    paths = [path for path in sorted(place.rglob("*")) if path.is_file()]
    return {p.relative_to(place).as_posix(): InstalledFile(sha256_of(p), p.stat().st_size) for p in paths}


def _compare_all(name: str, files: Mapping[str, InstalledFile], carried: InstalledModel | None = None) -> None:
    """Compare what came with what its makers published, and with the record that was carried with it."""
    for file, came in files.items():
        expected = carried.files[file].sha256 if carried and file in carried.files else came.sha256
        compare(name, file, Path(file), expected, came.sha256)


def compare_with_registry(name: str, files: Mapping[str, InstalledFile]) -> None:
    """Refuse files that are not those the registry has figures of. Raises ChangedModelError."""
    _compare_all(name, files)


def _described(
    name: str, known: KnownModel | None, words: OwnWords, form: Form, carried: InstalledModel | None
) -> InstalledModel:
    """What is known of the model: the registry's words, those carried with it, or the person's."""
    if known is not None and known.kind == "fetched":
        return from_registry(known)
    use = "diarization" if form is Form.PYANNOTE else "recognition"
    if carried is not None:
        return replace(carried, name=name, title=words.title or carried.title, use=use)
    is_norwegian = NB_WHISPER in name.lower()
    return InstalledModel(
        name=name,
        title=words.title or name,
        use=use,
        files={},
        licence=words.licence,
        languages=", ".join(words.languages),
        codes=words.languages,
        sent_as={**(NORWEGIAN if is_norwegian else {}), **words.sent_as},
        source="a folder of this machine",
    )


def from_registry(known: KnownModel) -> InstalledModel:
    """The record of a model of the registry, before its files are known."""
    return InstalledModel(
        name=known.name,
        title=known.title,
        use=known.use,
        files={},
        licence=known.licence,
        languages=known.languages,
        codes=known.codes,
        sent_as=dict(known.sent_as),
        good_for=known.good_for,
        advice=known.advice,
        source=f"{known.source}; {known.repository} at {known.revision}",
        trial=known.trial,
    )
