"""Turns are translated at the desk: every text is kept, undo takes each step back, and the original goes first."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

from core.clock import new_id
from storage import gloss_rows, translation_rows
from study import ExportFormat, QuoteChoices
from study.desk.tracks import heard_from
from tests.desks import ANSWER, FOLLOW_UP, QUESTION, Browser
from tests.study.test_redactions import redact_of
from tests.study.test_words import accepted, edit, join_of, split_of
from transcripts.model import Turn
from transcripts.translations import Gloss, GlossLine


def translation_of(
    browser: Browser, turn: int, text: str, *, seen: str | None = None, **changed: Any
) -> dict[str, Any]:
    """The operation that translates one turn into English, numbered and ready to be sent."""
    spoken = browser.turns[turn]
    made = {"turn": spoken.id, "revision": spoken.revision, "id": new_id(), "text": text, "seen": seen}
    return browser.numbered("translate_turn", **{"language": "en", "status": "draft", "texts": [made], **changed})


def translate(browser: Browser, turn: int, text: str, **changed: Any) -> str:
    """Translate a turn; the id of the new text. Must not be refused."""
    operation = translation_of(browser, turn, text, **changed)
    accepted(browser.send(operation))
    return str(operation["texts"][0]["id"])


def shown(browser: Browser) -> list[tuple[str, str, bool]]:
    """Turn text, its translation, whether the original has changed since."""
    with browser.study.reading(browser.person) as connection:
        version = next(v for v in browser.study.versions(browser.person, browser.interview_id) if v.is_current)
        made = translation_rows.read_shown(connection, browser.interview_id, version.id, browser.turns)
    texts = {turn.id: turn.text for turn in browser.turns}
    return [(texts[each.turn_id], each.text, each.changed) for each in made]


def test_a_turn_is_translated_and_the_answer_tells_it(browser: Browser) -> None:
    answer = accepted(browser.send(translation_of(browser, 2, "How do you feel now?", translator="Samir  Haddad")))
    ((turn, language, _, text, translator, status, changed, entered, _),) = answer["changes"]["translations"]
    assert (turn, language, text) == (browser.turns[2].id, "en", "How do you feel now?")
    assert (translator, status, changed, entered) == ("Samir Haddad", "draft", 0, "Kari")
    assert shown(browser) == [(FOLLOW_UP, "How do you feel now?", False)]


def test_without_a_name_the_translator_is_who_writes(browser: Browser) -> None:
    answer = accepted(browser.send(translation_of(browser, 0, "How are you?")))
    assert answer["changes"]["translations"][0][4] == "Kari"


def test_undo_and_redo_go_through_every_text(browser: Browser) -> None:
    first = translate(browser, 0, "How are you?")
    translate(browser, 0, "How are you doing?", seen=first)
    accepted(browser.do("undo"))
    assert shown(browser) == [(QUESTION, "How are you?", False)]
    accepted(browser.do("undo"))
    assert shown(browser) == []
    accepted(browser.do("redo"))
    accepted(browser.do("redo"))
    assert shown(browser) == [(QUESTION, "How are you doing?", False)]


def test_an_empty_text_takes_the_translation_away_and_undo_brings_it_back(browser: Browser) -> None:
    first = translate(browser, 0, "How are you?")
    translate(browser, 0, "", seen=first)
    assert shown(browser) == []
    accepted(browser.do("undo"))
    assert shown(browser) == [(QUESTION, "How are you?", False)]


def test_many_turns_are_one_step(browser: Browser) -> None:
    texts = [
        {"turn": turn.id, "revision": turn.revision, "id": new_id(), "text": f"text {n}", "seen": None}
        for n, turn in enumerate(browser.turns)
    ]
    accepted(browser.do("translate_turn", language="en", status="revised", translator="Byrået", texts=texts))
    assert [text for _, text, _ in shown(browser)] == ["text 0", "text 1", "text 2"]
    accepted(browser.do("undo"))
    assert shown(browser) == []


def test_who_was_slower_is_told_so_and_the_text_is_kept_beside(browser: Browser, olas_browser: Browser) -> None:
    operation = translation_of(olas_browser, 0, "How is it going?")
    translate(browser, 0, "How are you?")
    (result,) = olas_browser.send(operation)["results"]
    assert "Kari has changed this translation" in result["refused"]
    assert shown(browser) == [(QUESTION, "How are you?", False)]
    with browser.study.reading(browser.person) as connection:
        history = translation_rows.read_history(connection, browser.turns[0].id, "en")
    assert [made.text for made in history] == ["How are you?", "How is it going?"]


def test_undo_is_refused_when_somebody_has_built_on_it(browser: Browser, olas_browser: Browser) -> None:
    first = translate(browser, 0, "How are you?")
    translate(olas_browser, 0, "How are you doing?", seen=first)
    assert "Ola has changed this translation since" in (browser.refusal("undo") or "")
    assert shown(browser) == [(QUESTION, "How are you doing?", False)]


def test_when_the_original_changes_the_translation_says_so_until_that_is_undone(browser: Browser) -> None:
    translate(browser, 1, "It is going well now, but last year it was hard.")
    answer = edit(browser, "i fjor", "for to år siden")
    assert answer["changes"]["translations"][0][6] == 1
    accepted(browser.do("undo"))
    assert shown(browser) == [(ANSWER, "It is going well now, but last year it was hard.", False)]


def test_a_new_translation_of_the_changed_original_is_up_to_date(browser: Browser) -> None:
    first = translate(browser, 1, "Last year it was hard.")
    edit(browser, "i fjor", "for to år siden")
    translate(browser, 1, "Two years ago it was hard.", seen=first)
    assert [changed for *_, changed in shown(browser)] == [False]


def test_the_translation_of_a_joined_turn_goes_along_and_comes_back(browser: Browser) -> None:
    translate(browser, 0, "How are you?")
    translate(browser, 1, "Fine now.")
    accepted(browser.send(join_of(browser, 0)))
    assert shown(browser) == [(f"{QUESTION} {ANSWER}", "How are you? Fine now.", True)]
    accepted(browser.do("undo"))
    assert shown(browser) == [(QUESTION, "How are you?", False), (ANSWER, "Fine now.", False)]


def test_what_a_joined_turn_brought_along_is_replaced_by_a_new_translation(browser: Browser) -> None:
    translate(browser, 1, "Fine now.")
    accepted(browser.send(join_of(browser, 0)))
    assert shown(browser) == [(f"{QUESTION} {ANSWER}", "Fine now.", True)]
    translate(browser, 0, "How are you? Fine.")
    assert shown(browser) == [(f"{QUESTION} {ANSWER}", "How are you? Fine.", False)]


def test_after_a_split_the_first_part_keeps_the_translation_marked(browser: Browser) -> None:
    translate(browser, 1, "Fine now, but last year it was hard.")
    accepted(browser.send(split_of(browser, "men i fjor")))
    ((original, text, changed),) = shown(browser)
    assert original.endswith("nå,") and text.startswith("Fine now") and changed


def test_the_log_holds_no_word_of_a_translation_nor_the_translators_name(browser: Browser) -> None:
    translate(browser, 1, "kanarifugl", translator="Samir Haddad")
    accepted(browser.do("undo"))
    with browser.study.database.read() as connection:
        log = str(connection.exec_driver_sql("SELECT payload, inverse, refusal FROM operation").all())
        audit = str(connection.exec_driver_sql("SELECT * FROM audit").all())
    assert "kanarifugl" not in log + audit and "Samir" not in log + audit


def test_redacting_reaches_translations_and_marks_them(browser: Browser) -> None:
    first = translate(browser, 1, "It was hard in fjor.")
    translate(browser, 1, "It was hard last year (fjor).", seen=first)
    accepted(browser.send(redact_of(browser, "fjor", "år", seal=False)))
    ((_, text, changed),) = shown(browser)
    assert text == "It was hard last year ([år])." and changed
    with browser.study.reading(browser.person) as connection:
        history = translation_rows.read_history(connection, browser.turns[1].id, "en")
    assert "fjor" not in str([made.text for made in history])


def test_the_browser_gets_tracks_with_the_words_and_nothing_where_there_are_none(browser: Browser) -> None:
    version = browser.study.versions(browser.person, browser.interview_id)[0].id
    read = browser.study.desk.transcript_json
    assert b"translations" not in read(browser.person, browser.interview_id, version)
    translate(browser, 2, "How do you feel?")
    assert b"How do you feel?" in read(browser.person, browser.interview_id, version)


def test_hostile_text_comes_back_as_it_was(browser: Browser) -> None:
    hostile = "<b>‮evil‬</b> 👩‍👩‍👧 \u200b" + "x" * 1_000_000
    translate(browser, 0, hostile)
    assert shown(browser) == [(QUESTION, hostile, False)]


def test_bad_fields_are_refused(browser: Browser) -> None:
    for changed in ({"language": "<en>"}, {"status": "final"}, {"texts": []}, {"translator": "x" * 201}):
        assert (
            "could not be understood"
            in (browser.send(translation_of(browser, 0, "x", **changed))["results"][0]["refused"])
        )


# --- the machine's gloss


def with_gloss(browser: Browser, *lines: tuple[int, int, str]) -> str:
    """Keep a gloss of the interview's recording, as the worker does; its id."""
    study, person = browser.study, browser.person
    gloss = Gloss("en", tuple(GlossLine(*line) for line in lines), {"model": "whisper-base"})
    with study.writing(person) as connection:
        recording = new_id()
        connection.exec_driver_sql(
            "INSERT INTO recording (id, interview_id, sha256, media_format, original_name, size_bytes, duration_ms, "
            "added_at, added_by) VALUES (?, ?, 'x', 'wav', 'a.wav', 1, 7000, '2026-01-01', ?)",
            (recording, browser.interview_id, person.id),
        )
        return gloss_rows.insert_gloss(connection, browser.interview_id, recording, gloss, person)


def gloss_shown(browser: Browser) -> dict[str, str]:
    """By the turn's text, what the gloss says beside it; as the browser reads it."""
    version = next(v for v in browser.study.versions(browser.person, browser.interview_id) if v.is_current)
    read = json.loads(browser.study.desk.transcript_json(browser.person, browser.interview_id, version.id))
    texts = {turn.id: turn.text for turn in browser.turns}
    return {texts[turn]: text for turn, text in read["gloss"]["lines"]} if "gloss" in read else {}


LINES = (
    (0, 1400, "How are you?"),
    (1600, 3000, "Fine now."),
    (3100, 4900, "Last year was hard."),
    (5100, 6900, "And now?"),
)


def test_gloss_lines_stand_beside_turns_by_time_and_follow_splits_and_joins(browser: Browser) -> None:
    with_gloss(browser, *LINES)
    assert gloss_shown(browser) == {
        QUESTION: "How are you?", ANSWER: "Fine now. Last year was hard.", FOLLOW_UP: "And now?",
    }  # fmt: skip
    accepted(browser.send(join_of(browser, 0)))
    assert gloss_shown(browser)[f"{QUESTION} {ANSWER}"] == "How are you? Fine now. Last year was hard."


def test_nothing_can_be_coded_or_quoted_in_a_gloss(browser: Browser) -> None:
    gloss = with_gloss(browser, *LINES)
    passage = {"start_turn": gloss, "start": 0, "end_turn": gloss, "end": 4}
    code = browser.code_named("Coping")
    fields = {"id": new_id(), "code": code, "passage": passage, "turn_revisions": {gloss: 0}}
    assert browser.refusal("code", quote="Fine", **fields)
    browser.send(browser.coding_of("bra", "Coping"))
    snapshot = browser.study.snapshot(browser.person)
    assert "Last year was hard" not in str(snapshot)
    exported = browser.study.export_quotes(browser.person, QuoteChoices(), ExportFormat.CSV).content.decode()
    assert "bra" in exported and "Fine now" not in exported


def test_a_gloss_is_deleted_and_undo_brings_it_back(browser: Browser) -> None:
    gloss = with_gloss(browser, *LINES)
    answer = accepted(browser.do("remove_gloss", id=gloss))
    assert answer["changes"]["gloss"] is None and gloss_shown(browser) == {}
    answer = accepted(browser.do("undo"))
    assert answer["changes"]["gloss"]["id"] == gloss and gloss_shown(browser)


def test_a_gloss_of_another_interview_cannot_be_deleted(browser: Browser) -> None:
    assert browser.refusal("remove_gloss", id=new_id())


def test_redacting_reaches_the_gloss(browser: Browser) -> None:
    with_gloss(browser, (1600, 3000, "Fine. In fjor, hard."))
    accepted(browser.send(redact_of(browser, "fjor", "år", seal=False)))
    assert gloss_shown(browser) == {browser.turns[1].text: "Fine. In [år], hard."}


def test_whoever_has_withdrawn_is_heard_in_no_track(browser: Browser) -> None:
    translate(browser, 1, "Fine now.")
    translate(browser, 0, "How are you?")
    with_gloss(browser, *LINES, (1200, 1900, "across both"))
    browser.do("name_speaker", speaker="SPEAKER_00", role="interviewer", name="")
    newcomer = {"id": new_id(), "pseudonym": "H03", "role": "helper"}
    browser.do("name_speaker", speaker="SPEAKER_01", new_participant=newcomer)
    (h03,) = [p for p in browser.study.participants(browser.person) if p.pseudonym == "H03"]
    browser.study.withdraw(browser.person, h03.id, date(2026, 5, 1))
    assert shown(browser) == [(QUESTION, "How are you?", False)]
    assert gloss_shown(browser) == {QUESTION: "How are you?", FOLLOW_UP: "And now?"}


def test_an_open_desk_hears_of_a_colleagues_translation(browser: Browser, olas_browser: Browser) -> None:
    study, known = browser.study, browser.study.desk.open(browser.person, browser.interview_id).revision
    translate(olas_browser, 0, "How are you?")
    told = study.desk.changes_since(browser.person, browser.interview_id, known)
    assert [row[3] for row in told["changes"]["translations"]] == ["How are you?"]
    assert told["changes"]["translations_of"] == [browser.turns[0].id]


def test_an_adopted_version_keeps_translations_of_turns_that_correspond(browser: Browser) -> None:
    translate(browser, 1, "It is going well now.")
    study, person = browser.study, browser.person
    transcript = study.transcript(person, browser.interview_id)
    assert transcript is not None
    turns = tuple(replace(turn, id=new_id(), text=turn.text.replace("tungt", "veldig tungt")) for turn in browser.turns)
    study.keep_transcript(person, browser.interview_id, replace(transcript, turns=turns), machine_made=True)
    first, newest = study.versions(person, browser.interview_id)
    assert first.is_current  # a translation is work: nothing takes the place of these words unasked
    study.adopt_transcript(person, browser.interview_id, newest.id)
    assert shown(browser) == [(browser.turns[1].text, "It is going well now.", True)]
    assert "veldig tungt" in browser.turns[1].text


def test_a_refused_step_with_a_text_that_is_known_already_harms_nothing(
    browser: Browser, olas_browser: Browser
) -> None:
    first = translate(browser, 0, "How are you?")
    operation = translation_of(olas_browser, 0, "Mine")
    operation["texts"][0]["id"] = first
    (result,) = olas_browser.send(operation)["results"]
    assert "Kari has changed this translation" in result["refused"]
    accepted(browser.do("undo"))
    (result,) = olas_browser.send(translation_of(olas_browser, 0, "Mine", seen=first))["results"]
    assert "Somebody else has changed this translation" in result["refused"]


def test_of_a_gloss_only_what_shown_voices_surely_said_is_shown() -> None:
    turns = [Turn("a", "S", "a", 0, 2_000), Turn("c", "S", "c", 4_000, 6_000)]
    theirs, gap = GlossLine(2_500, 3_000, "theirs"), GlossLine(7_000, 8_000, "in a gap")
    lines = (GlossLine(0, 1_900, "a"), theirs, GlossLine(1_800, 2_100, "both"), GlossLine(4_100, 5_000, "c"), gap)
    assert [line.text for line in heard_from(lines, turns, [(2_000, 4_000)])] == ["a", "c"]
    assert heard_from(lines, turns, [(2_000, 4_000), (None, None)]) == ()


def test_after_a_withdrawal_no_translation_of_an_earlier_text_with_their_words_is_shown(browser: Browser) -> None:
    accepted(browser.send(join_of(browser, 0)))
    translate(browser, 0, "How are you? Fine now.")
    accepted(browser.send(split_of(browser, "Det går", turn=0, speaker="SPEAKER_01")))
    assert [text for _, text, _ in shown(browser)] == ["How are you? Fine now."]
    browser.do("name_speaker", speaker="SPEAKER_00", role="interviewer", name="")
    newcomer = {"id": new_id(), "pseudonym": "H03", "role": "helper"}
    browser.do("name_speaker", speaker="SPEAKER_01", new_participant=newcomer)
    (h03,) = [p for p in browser.study.participants(browser.person) if p.pseudonym == "H03"]
    browser.study.withdraw(browser.person, h03.id, date(2026, 5, 1))
    assert shown(browser) == []
