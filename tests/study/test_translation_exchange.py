"""Translations go out beside the original and come back from a translator; quotes carry them as their translator's."""

from __future__ import annotations

import csv
import io
from io import BytesIO

import docx
import pytest

from coding.retrieval import EVERYTHING
from core.clock import new_id
from core.design import Interview, Person
from exports.quotes import ROLE_ONLY
from sheets.separated import write_csv
from study import ExportFormat, QuoteChoices, Study
from study.transcript_exports import TranscriptFormat, TranscriptNumbers
from study.translation_plan import NoTranslationsError
from study.translations import NothingToTakeError, NotTakenError
from tests.desks import ANSWER, FOLLOW_UP, QUESTION, Browser
from tests.study.test_translating import translate, with_gloss
from tests.study.test_words import accepted, edit
from transcripts.translations import TranslationStatus

DOCX, TXT = TranscriptFormat.DOCX, TranscriptFormat.TXT
WHOLE = "It is fine now, but last year it was hard."


def grid(content: bytes) -> list[list[str]]:
    """The cells of the last table of a Word document."""
    return [[cell.text for cell in row.cells] for row in docx.Document(BytesIO(content)).tables[-1].rows]


def paragraphs(content: bytes) -> list[str]:
    return [paragraph.text for paragraph in docx.Document(BytesIO(content)).paragraphs]


def taken(study: Study, person: Person, interview: Interview, content: bytes, name: str) -> int:
    plan = study.preview_translations(person, interview.id, content, name, "en")
    return study.take_translations(person, interview.id, plan, "Byrået", TranslationStatus.DRAFT)


def shown(study: Study, person: Person, interview: Interview) -> list[tuple[str, str, bool]]:
    texts = {turn.id: turn.text for turn in Browser(study, person, interview.id).turns}
    return [(texts[each.turn_id], each.text, each.changed) for each in study.translations(person, interview.id)]


# --- quotes


def quoted(browser: Browser, export_format: ExportFormat, language: str = "en") -> bytes:
    choices = QuoteChoices(EVERYTHING, ROLE_ONLY, language)
    return browser.study.export_quotes(browser.person, choices, export_format).content


def test_a_quote_book_in_word_carries_the_translation_with_its_translators_name(browser: Browser) -> None:
    translate(browser, 1, WHOLE, translator="Samir Haddad", status="approved")
    accepted(browser.send(browser.coding_of(ANSWER, "Coping")))
    text = paragraphs(quoted(browser, ExportFormat.DOCX))
    assert text[text.index(ANSWER) + 1] == f"{WHOLE} [translated by Samir Haddad]"


def test_of_part_of_a_turn_the_whole_translation_is_shown_and_said_to_be_of_the_whole(browser: Browser) -> None:
    translate(browser, 1, WHOLE)
    accepted(browser.send(browser.coding_of("i fjor var det tungt", "Coping")))
    edit(browser, "Det går", "Det gikk")
    text = "\n".join(paragraphs(quoted(browser, ExportFormat.DOCX)))
    assert f"{WHOLE} [translated by Kari; of the whole turn; draft; the original has changed since]" in text


def test_without_being_asked_for_no_translation_is_quoted(browser: Browser) -> None:
    translate(browser, 1, WHOLE)
    accepted(browser.send(browser.coding_of("tungt", "Coping")))
    assert WHOLE not in "\n".join(paragraphs(quoted(browser, ExportFormat.DOCX, "")))
    assert WHOLE not in "\n".join(paragraphs(quoted(browser, ExportFormat.DOCX, "sv")))


def test_the_table_of_quotes_has_columns_for_the_translation(browser: Browser) -> None:
    translate(browser, 1, WHOLE, translator="Samir Haddad", status="revised")
    accepted(browser.send(browser.coding_of("tungt", "Coping")))
    (row,) = csv.DictReader(io.StringIO(quoted(browser, ExportFormat.CSV).decode("utf-8-sig")))
    assert (row["quote"], row["translation"], row["translated_by"]) == ("tungt", WHOLE, "Samir Haddad")
    told = ("translation_language", "translation_status", "translation_covers", "original_changed")
    assert [row[name] for name in told] == ["en", "revised", "whole turn", "no"]
    assert "translation" not in quoted(browser, ExportFormat.CSV, "").decode()


# --- transcripts


def test_a_transcript_in_two_columns_has_every_turn_with_its_number(browser: Browser) -> None:
    translate(browser, 2, "How do you feel now?", translator="Samir")
    with_gloss(browser, (0, 1400, "machine words"))
    exported = browser.study.export_transcript(browser.person, browser.interview_id, DOCX, translation="en")
    header, *rows = grid(exported.content)
    assert header == ["#", "Speaker", "Original", "English"]
    assert [row[0] for row in rows] == ["1", "2", "3"] and [row[2] for row in rows] == [QUESTION, ANSWER, FOLLOW_UP]
    assert [row[3] for row in rows] == ["", "", "How do you feel now?\n[translated by Samir; draft]"]
    assert "machine words" not in str(grid(exported.content))


def test_a_text_file_has_the_translation_below_the_turn(browser: Browser) -> None:
    translate(browser, 2, "How do you feel now?")
    content = browser.study.export_transcript(
        browser.person, browser.interview_id, TXT, TranscriptNumbers.TURNS, translation="en"
    ).content.decode()
    assert content.endswith(f"{FOLLOW_UP}\n\t= How do you feel now? [translated by Kari]\n")


# --- tables that come back


def test_what_a_translator_filled_in_comes_back_as_one_step(
    study: Study, kari: Person, interview: Interview, browser: Browser
) -> None:
    translate(browser, 2, "How do you feel now?")
    document = docx.Document(BytesIO(study.export_transcript(kari, interview.id, DOCX, translation="en").content))
    document.tables[-1].rows[1].cells[3].text = "How are you?"
    document.tables[-1].rows[2].cells[3].text = WHOLE
    sent = BytesIO()
    document.save(sent)
    plan = study.preview_translations(kari, interview.id, sent.getvalue(), "fra byrået.docx", "en")
    assert [(row.number, row.text, row.is_known) for row in plan.rows] == [
        (1, "How are you?", False),
        (2, WHOLE, False),
        (3, "How do you feel now?", True),
    ]
    assert (plan.new, plan.replacing, plan.problems) == (2, 0, ())
    assert study.take_translations(kari, interview.id, plan, "Byrået", TranslationStatus.REVISED) == 2
    assert {made.translator for made in study.translations(kari, interview.id)} == {"Byrået", "Kari"}
    assert study.translation_languages(kari, interview.id) == ("en",)
    accepted(browser.do("undo"))  # the same person's step, though another client's
    assert shown(study, kari, interview) == [(FOLLOW_UP, "How do you feel now?", False)]


@pytest.mark.parametrize("header", [["#", "Translation"], ["Nr", "English"], ["turn", "en"], None])
def test_a_csv_of_numbers_and_texts_is_read(
    study: Study, kari: Person, interview: Interview, header: list[str] | None
) -> None:
    rows = [*([header] if header else []), ["1", "How are you?"], ["3", "How do you feel?"]]
    assert taken(study, kari, interview, write_csv(rows), "t.csv") == 2
    assert shown(study, kari, interview) == [
        (QUESTION, "How are you?", False),
        (FOLLOW_UP, "How do you feel?", False),
    ]


def test_bad_rows_are_listed_and_good_ones_taken(study: Study, kari: Person, interview: Interview) -> None:
    rows = [["#", "Translation"], ["1", "One"], ["4", "Four"], ["x", "X"], ["1", "Again"], ["2", ""]]
    plan = study.preview_translations(kari, interview.id, write_csv(rows), "t.csv", "en")
    assert [row.text for row in plan.rows] == ["One"]
    assert [problem.line for problem in plan.problems] == [3, 4, 5]
    assert "there is no turn 4: the interview has 3" in str(plan.problems[0])


def test_originals_in_the_table_are_compared(
    study: Study, kari: Person, interview: Interview, browser: Browser
) -> None:
    rows = [
        ["#", "Original", "Translation"],
        ["1", QUESTION, "How are you?"],
        ["2", ANSWER.replace("tungt", "tyngre"), "An earlier text's."],
        ["3", QUESTION, "Another turn's."],
    ]
    plan = study.preview_translations(kari, interview.id, write_csv(rows), "t.csv", "en")
    assert "turn 3 is another text here" in str(plan.problems[0])
    study.take_translations(kari, interview.id, plan, "", TranslationStatus.DRAFT)
    assert shown(study, kari, interview) == [(QUESTION, "How are you?", False), (ANSWER, "An earlier text's.", True)]


def test_a_file_without_such_a_table_is_refused(study: Study, kari: Person, interview: Interview) -> None:
    with pytest.raises(NoTranslationsError, match="holds no table of turn numbers"):
        study.preview_translations(kari, interview.id, write_csv([["a", "b"], ["c", "d"]]), "t.csv", "en")


def test_nothing_new_is_said_and_a_faster_colleague_is_named(
    study: Study, kari: Person, interview: Interview, olas_browser: Browser
) -> None:
    content = write_csv([["#", "Translation"], ["1", "How are you?"]])
    plan = study.preview_translations(kari, interview.id, content, "t.csv", "en")
    translate(olas_browser, 0, "How is it going?")
    with pytest.raises(NotTakenError, match="Ola has changed this translation"):
        study.take_translations(kari, interview.id, plan, "", TranslationStatus.DRAFT)
    accepted(olas_browser.do("undo"))
    study.take_translations(kari, interview.id, plan, "", TranslationStatus.DRAFT)
    again = study.preview_translations(kari, interview.id, content, "t.csv", "en")
    with pytest.raises(NothingToTakeError):
        study.take_translations(kari, interview.id, again, "", TranslationStatus.DRAFT)


def test_earlier_texts_of_a_translation_can_be_read(browser: Browser) -> None:
    first = translate(browser, 0, "How are you?")
    translate(browser, 0, "How are you doing?", seen=first)
    history = browser.study.translation_history(browser.person, browser.turns[0].id, "en")
    assert [made.text for made in history] == ["How are you?", "How are you doing?"]
    assert browser.study.translation_history(browser.person, new_id(), "en") == ()
