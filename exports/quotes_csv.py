"""Quotes as a table: UTF-8 with a byte order mark, RFC 4180, one line per quote. Columns: docs/formats.md.

Cells that a spreadsheet would run are guarded (`sheets.cells`): "-ja, det stemmer" stands in the file as
"'-ja, det stemmer".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from coding.model import Snapshot
from coding.retrieval import CodedSegment
from exports.quotes import (
    Attribution,
    by_code,
    check_state,
    code_name,
    code_path,
    part_labels,
    reference,
)
from exports.translations import QuotedTranslation, quoted_translations
from sheets.separated import write_csv
from transcripts.formats.plain import clock, one_line, replaced_controls


def quotes_csv(
    snapshot: Snapshot, segments: Iterable[CodedSegment], attribution: Attribution, translation: str = ""
) -> bytes:
    """The file. A fact that `attribution` hides has no column, and the order of the lines tells nothing of it.

    `translation`: the language of the translations to stand beside the quotes.
    """
    shown = columns(snapshot, attribution) | (translation_columns(snapshot, translation) if translation else {})
    quotes = (quote for _, _, group in by_code(snapshot, segments, attribution) for quote in group)
    return write_csv([tuple(shown), *(tuple(value(quote) for value in shown.values()) for quote in quotes)])


def columns(snapshot: Snapshot, attribution: Attribution) -> dict[str, Callable[[CodedSegment], str]]:
    """The columns by name, each with what it says of a quote. Names are for programs: they are not translated."""
    every: list[tuple[bool, str, Callable[[CodedSegment], str]]] = [
        (True, "reference", reference),
        (True, "code", lambda quote: code_name(quote.code)),
        (True, "code_path", lambda quote: code_path(snapshot, quote.code)),
        (True, "quote", lambda quote: quote.text),
        (True, "speakers", lambda quote: "\n".join(part_labels(quote, attribution))),
        (attribution.role, "role", _roles),
        (attribution.pseudonym, "pseudonym", _pseudonyms),
        (attribution.wave, "wave", lambda quote: one_line(quote.wave.label) if quote.wave else ""),
        (attribution.site, "site", lambda quote: one_line(quote.site.name) if quote.site else ""),
        (attribution.interview, "interview", lambda quote: one_line(quote.interview.label)),
        (attribution.time, "start", lambda quote: _time(quote.start_ms)),
        (attribution.time, "end", lambda quote: _time(quote.end_ms)),
        (True, "checked", check_state),
        (True, "staff_turns_left_out", lambda quote: str(quote.staff_turns_left_out)),
        (True, "replaced_characters", lambda quote: " ".join(replaced_controls(quote.text))),
    ]
    return {name: value for shown, name, value in every if shown}


def translation_columns(snapshot: Snapshot, language: str) -> dict[str, Callable[[CodedSegment], str]]:
    """The translation of the quote's turns, a line for each; empty lines for those that are not translated."""

    def each(value: Callable[[QuotedTranslation], str]) -> Callable[[CodedSegment], str]:
        def told(quote: CodedSegment) -> str:
            found = quoted_translations(snapshot, quote, language)
            return "\n".join(value(made) if made else "" for made in found) if any(found) else ""

        return told

    return {
        "translation": each(lambda quoted: " ".join(quoted.made.text.splitlines())),
        "translation_language": lambda quote: language if any(quoted_translations(snapshot, quote, language)) else "",
        "translated_by": each(lambda quoted: one_line(quoted.made.translator)),
        "translation_status": each(lambda quoted: quoted.made.status.value),
        "translation_covers": each(lambda quoted: "whole turn" if quoted.is_of_whole_turn else "quote"),
        "original_changed": each(lambda quoted: "yes" if quoted.made.changed else "no"),
    }


def _pseudonyms(quote: CodedSegment) -> str:
    return ", ".join(one_line(participant.pseudonym) for participant in quote.participants)


def _roles(quote: CodedSegment) -> str:
    """Of the participants; of staff only where nobody else speaks."""
    people = [voice for voice in quote.voices if not voice.staff] or quote.voices
    return ", ".join(dict.fromkeys(one_line(voice.role) for voice in people if voice.role))


def _time(ms: int | None) -> str:
    return "" if ms is None else clock(ms)
