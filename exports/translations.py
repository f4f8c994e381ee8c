"""Translations beside quotes and turns: whose words they are, and how far they may be trusted.

A translation is of a whole turn. Where a quote is only part of one, the whole translation is shown and said to be so.
A machine's gloss never comes here: a snapshot holds none.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from coding.model import Snapshot
from coding.retrieval import CodedSegment, SegmentPart
from core.languages import LANGUAGES
from core.messages import translate
from transcripts.formats.plain import one_line
from transcripts.translations import Translation, TranslationStatus


@dataclass(frozen=True, slots=True)
class QuotedTranslation:
    """The translation of one turn of a quote."""

    made: Translation
    is_of_whole_turn: bool  #: The quote is less than the turn.


def quoted_translations(
    snapshot: Snapshot, segment: CodedSegment, language: str
) -> tuple[QuotedTranslation | None, ...]:
    """For each part of the quote its turn's translation into a language; None where there is none."""
    by_turn = snapshot.interview[segment.interview.id].translations
    return tuple(_quoted(part, by_turn.get(part.turn.id, ()), language) for part in segment.parts)


def _quoted(part: SegmentPart, made: tuple[Translation, ...], language: str) -> QuotedTranslation | None:
    found = next((each for each in made if each.language == language), None)
    return QuotedTranslation(found, part.text.strip() != part.turn.text.strip()) if found else None


def languages_in(snapshot: Snapshot) -> tuple[str, ...]:
    """Languages that something in the study is translated into, in order of their names."""
    found = {
        made.language
        for coded in snapshot.interviews
        for translations in coded.translations.values()
        for made in translations
    }
    return tuple(sorted(found, key=language_in_words))


def language_in_words(code: str) -> str:
    return translate(LANGUAGES[code]) if code in LANGUAGES else code


def status_in_words(status: TranslationStatus) -> str:
    return {
        TranslationStatus.DRAFT: translate("draft"),
        TranslationStatus.REVISED: translate("revised"),
        TranslationStatus.APPROVED: translate("approved"),
    }[status]


def translator_note(quoted: QuotedTranslation) -> str:
    """“[translated by Samir Haddad; of the whole turn; draft]”: what stands behind the translation."""
    return f"[{'; '.join(_facts(quoted))}]"


def _facts(quoted: QuotedTranslation) -> Iterator[str]:
    made = quoted.made
    yield translate("translated by {name}", name=one_line(made.translator))
    if quoted.is_of_whole_turn:
        yield translate("of the whole turn")
    if made.status is not TranslationStatus.APPROVED:
        yield status_in_words(made.status)
    if made.changed:
        yield translate("the original has changed since")
