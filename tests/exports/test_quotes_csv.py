"""Quotes as CSV, read back with Python's own reader."""

from __future__ import annotations

import csv
from io import StringIO

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from coding.retrieval import EVERYTHING, SegmentFilter, coded_segments
from exports.quotes import ROLE_ONLY, Attribution
from exports.quotes_csv import quotes_csv
from sheets.cells import guarded, without_guard
from tests.interviews import interview, on, study

ALWAYS = ["reference", "code", "code_path", "quote", "speakers"]
STATE = ["checked", "staff_turns_left_out", "replaced_characters"]


def exported(talk, *codings, attribution=ROLE_ONLY, chosen=EVERYTHING) -> bytes:
    snapshot = study(talk, codings=codings)
    return quotes_csv(snapshot, coded_segments(snapshot, chosen), attribution)


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(content.decode("utf-8-sig"), newline="")))


def test_a_line_per_quote_with_its_code_and_who_spoke():
    talk = interview("one", "H03: Jeg går rakere i ryggen når jeg går hjem.")
    coding = on(talk, 0, "helped")

    assert rows(exported(talk, coding)) == [
        {
            "reference": coding.id,
            "code": "From helped to helper",
            "code_path": "Identity > From helped to helper",
            "quote": "Jeg går rakere i ryggen når jeg går hjem.",
            "speakers": "helper",
            "role": "helper",
            "checked": "no",
            "staff_turns_left_out": "0",
            "replaced_characters": "",
        }
    ]


def test_the_file_is_utf8_with_a_byte_order_mark_and_lines_end_as_rfc_4180_says():
    content = exported(interview("one", "H03: Æ, ø og å."), on(interview("one", "H03: Æ, ø og å."), 0, "identity"))

    assert content.startswith(b"\xef\xbb\xbf")
    assert "Æ, ø og å.".encode() in content
    assert content.endswith(b"\r\n") and content.count(b"\r\n") == 2


@pytest.mark.parametrize(
    ("attribution", "between"),
    [
        (Attribution(), ["role"]),
        (Attribution(role=False), []),
        (Attribution(pseudonym=True, wave=True), ["role", "pseudonym", "wave"]),
        (
            Attribution(pseudonym=True, wave=True, site=True, time=True, interview=True),
            ["role", "pseudonym", "wave", "site", "interview", "start", "end"],
        ),
    ],
)
def test_a_hidden_fact_has_no_column(attribution, between):
    talk = interview("one", "H03: Ja.")

    (row,) = rows(exported(talk, on(talk, 0, "identity"), attribution=attribution))

    assert list(row) == ALWAYS + between + STATE


def test_nothing_hidden_is_anywhere_in_the_file():
    talk = interview("Bergen-H03-first", "H03: Ja.", "H05: Nei.", held_on=None)

    content = exported(talk, on(talk, 0, "identity", to=1)).decode()

    for hidden in ("H03", "H05", "Bergen", "0:00", "SPEAKER", "p-h03", "Kari"):
        assert hidden not in content


def test_every_fact_asked_for_is_there():
    talk = interview("talk-7", "H03: Ja.", "+H05: Nei.", wave="w2", site="bergen")
    attribution = Attribution(pseudonym=True, wave=True, site=True, time=True, interview=True)

    (row,) = rows(exported(talk, on(talk, 0, "identity", to=1), attribution=attribution))

    assert (row["pseudonym"], row["role"]) == ("H03, H05", "supervisor, helper")
    assert (row["wave"], row["site"], row["interview"]) == ("Second wave", "Bergen", "talk-7")
    assert (row["start"], row["end"], row["checked"]) == ("0:00:00", "0:00:59", "partly")


def test_a_quote_of_several_turns_names_the_speaker_of_each():
    talk = interview("one", "H03: Ja.", "I: Hvorfor?", "H05: Fordi.")

    (row,) = rows(exported(talk, on(talk, 0, "identity", to=2), chosen=SegmentFilter(with_staff_turns=True)))

    assert row["quote"].split("\n") == ["Ja.", "Hvorfor?", "Fordi."]
    assert row["speakers"].split("\n") == ["helper 1", "interviewer", "helper 2"]


def test_left_out_questions_are_counted():
    talk = interview("one", "H03: Ja.", "I: Hvorfor?", "H05: Fordi.")

    assert rows(exported(talk, on(talk, 0, "identity", to=2)))[0]["staff_turns_left_out"] == "1"


@pytest.mark.parametrize(
    "words",
    [
        "-ja, det stemmer",
        "=HYPERLINK(A1)",
        "+47 er landskoden",
        "@alle",
        "\tinnrykk",
        "\r\nny linje",
        "＝SUM(A1)",
        "'-ja",
    ],
)
def test_words_a_spreadsheet_would_run_are_guarded_and_come_back(words):
    talk = interview("one", f"H03: {words}")

    (row,) = rows(exported(talk, on(talk, 0, "identity")))

    assert row["quote"] == f"'{words}"
    assert without_guard(row["quote"]) == words


def test_ordinary_words_are_left_alone():
    for words in ("ja, det stemmer", "'n Stian", "1-2", "", "’s morgens", "«Nei», sa hun; og gikk"):
        assert guarded(words) == words == without_guard(words)


@given(st.text(alphabet=st.sampled_from("'=+-@\t\r\nja＝"), max_size=6) | st.text())
@example("''=1")
def test_the_guard_can_always_be_taken_off(words):
    assert without_guard(guarded(words)) == words
    assert guarded(words)[:1] not in {"=", "+", "-", "@", "\t", "\r", "\n"}


@given(st.text(st.characters(exclude_categories=("Cs",)), min_size=1))
def test_any_words_survive_the_file(words):
    talk = interview("one", f"H03: {words}")

    (row,) = rows(exported(talk, on(talk, 0, "identity")))

    if not row["replaced_characters"]:
        assert without_guard(row["quote"]) == words
    assert len(without_guard(row["quote"])) == len(words)


def test_characters_no_file_can_hold_are_shown_and_named():
    talk = interview("one", "H03: Ja\x00, \ud800 det\x1bstemmer")

    (row,) = rows(exported(talk, on(talk, 0, "identity")))

    assert row["quote"] == "Ja␀, � det␛stemmer"
    assert row["replaced_characters"] == "U+0000 U+D800 U+001B"


def test_a_code_named_like_a_formula_is_guarded_too():
    from codebooks.model import Code

    talk = interview("one", "H03: Ja.")
    snapshot = study(talk, codings=(on(talk, 0, "x"),), codes=(Code("x", {"en": '=cmd|"/c calc"!A1'}),))

    (row,) = rows(quotes_csv(snapshot, coded_segments(snapshot), Attribution()))

    assert row["code"] == row["code_path"] == '\'=cmd|"/c calc"!A1'


def test_the_same_study_gives_the_same_bytes():
    talk = interview("one", "H03: Ja.", "H05: Nei.")
    codings = (on(talk, 0, "identity"), on(talk, 1, "strain"))

    assert exported(talk, *codings) == exported(talk, *reversed(codings))
