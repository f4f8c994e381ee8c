"""Codes that were asked for and have no coded segment: nobody said so, or nobody has looked."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO

from docx import Document

from codebooks.model import Code, CodeStatus
from coding.looking import Looking, Mark
from coding.model import Snapshot
from coding.retrieval import EVERYTHING, SegmentFilter, coded_segments
from coding.without import codes_without
from exports.quotes import ROLE_ONLY, without_in_words
from exports.quotes_docx import quotes_docx
from tests.interviews import interview, on, study

TALK = interview("Bergen-H03-first", "H03: Ja, det stemmer.")
NOON = datetime(2026, 3, 1, tzinfo=UTC)
CODES = (
    Code("self", {"en": "Self"}),
    Code("pride", {"en": "Pride"}, parent_id="self"),
    Code("shame", {"en": "Shame"}, parent_id="self", position=1),
    Code("faith", {"en": "Faith"}, position=1),
    Code("old", {"en": "Old"}, position=2, status=CodeStatus.RETIRED),
)


def coded(*looked: str, coder: str = "kari") -> Snapshot:
    snapshot = study(TALK, codings=(on(TALK, 0, "pride"),), codes=CODES)
    marks = tuple(Mark(TALK.interview.id, code, coder, NOON, NOON) for code in looked)
    return replace(snapshot, looking=Looking(marks))


def absent(snapshot: Snapshot, chosen: SegmentFilter = EVERYTHING) -> dict[str, bool]:
    return {a.code.id: a.looked_for for a in codes_without(snapshot, chosen, coded_segments(snapshot, chosen))}


def test_a_code_above_a_used_one_and_a_retired_one_are_not_missed() -> None:
    assert absent(coded("shame")) == {"shame": True, "faith": False}


def test_only_the_codes_that_were_asked_for_are_told() -> None:
    assert absent(coded(), SegmentFilter(code_ids=("self",))) == {"shame": False}
    assert absent(coded("faith"), SegmentFilter(code_ids=("faith",))) == {"faith": True}


def test_where_no_interview_is_chosen_nobody_can_say() -> None:
    assert absent(coded("faith"), SegmentFilter(code_ids=("faith",), wave_ids=("none",))) == {"faith": False}


def test_of_one_coder_only_that_coders_looking_counts() -> None:
    snapshot = coded("faith", coder="ola")
    assert absent(snapshot, SegmentFilter(code_ids=("faith",), coder_ids=("kari",))) == {"faith": False}
    assert absent(snapshot, SegmentFilter(code_ids=("faith",), coder_ids=("ola",))) == {"faith": True}


def test_the_word_file_says_both_in_a_sentence_each() -> None:
    snapshot = coded("shame")
    content = quotes_docx(snapshot, coded_segments(snapshot), ROLE_ONLY)
    notes = [p.text for p in Document(BytesIO(content)).paragraphs if p.style and p.style.name == "Note"]
    assert "Looked for, and no quote here: “Shame”." in notes
    assert "No quote here, but not looked for in all of these interviews: “Faith”." in notes
    assert without_in_words(()) == ()
