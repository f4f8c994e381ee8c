"""Which languages a recognition model knows, and which code it is sent."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.models.errors import NoModelForLanguageError, UnknownLanguageError
from pipeline.models.registry import Model, registry

_CODES = (
    "af am ar as az ba be bg bn bo br bs ca cs cy da de el en es et eu fa fi fo fr gl gu ha haw he hi hr ht hu hy id "
    "is it ja jw ka kk km kn ko la lb ln lo lt lv mg mi mk ml mn mr ms mt my ne nl nn no oc pa pl ps pt ro ru sa sd si "
    "sk sl sn so sq sr su sv sw ta te tg th tk tl tr tt uk ur uz vi yi yo yue zh"
)
WHISPER = tuple(_CODES.split())  #: Every language that Whisper has a code for, large-v3's Cantonese among them.
#: Languages of the studies that no Whisper has.
WITHOUT_MODEL = {"ku": "Kurmanji", "kmr": "Kurmanji", "ckb": "Sorani", "ti": "Tigrinya"}
NB_WHISPER = "nb-whisper"
WITHOUT_TRANSLATION = (NB_WHISPER, "turbo", "distil")  #: In the names of models trained without the translate task.
NORWEGIAN = {"nn": "no", "nb": "no"}
HEARD_AS = {"prs": "fa"}  #: Languages that Whisper has under the name of a near relative: Dari is Persian.


def languages_of(model: Model) -> tuple[str, ...]:
    """The codes a person may choose with this model."""
    own = {*(model.codes or WHISPER), *model.sent_as}
    return tuple(sorted(own | {language for language, heard in HEARD_AS.items() if heard in own}))


def code_to_send(model: Model, language: str) -> str:
    """The code that the recogniser is given for a spoken language.

    NB-Whisper prints `<|nocaptions|>` instead of words when it is sent `nn` in batches (faster-whisper#1319), so it
    always gets `no`, also when it lies in a folder that was never added by name.
    """
    if language in model.sent_as:
        return model.sent_as[language]
    language = HEARD_AS.get(language, language)
    return NORWEGIAN.get(language, language) if NB_WHISPER in model.name.lower() else language


def can_translate(name: str) -> bool:
    """Whether Whisper's translate task, into English, is among what a model has learnt.

    The registry says so of the models it knows. Of another it is believed, unless its name tells a family that was
    trained without (NB-Whisper, turbo, distilled models).
    """
    known = registry().get(name)
    if known is not None:
        return known.translates
    return not any(family in name.lower() for family in WITHOUT_TRANSLATION)


def check_language(model: Model, language: str | None) -> None:
    """Refuse a language for which the model could only invent words; None, to be detected, is always right.

    Raises NoModelForLanguageError, UnknownLanguageError.
    """
    if language is None or language in languages_of(model):
        return
    if language in WITHOUT_MODEL:
        raise NoModelForLanguageError(WITHOUT_MODEL[language], language)
    raise UnknownLanguageError(model.name, language, ", ".join(languages_of(model)))


def are_languages(codes: Iterable[str]) -> bool:
    """Whether all are written like language codes."""
    return all(code.isascii() and code.isalpha() and code.islower() and 2 <= len(code) <= 3 for code in codes)
