"""Identifying words are replaced by a substitute: erased for good, or sealed apart."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from core.clock import new_id
from core.design import Person
from core.errors import NotFoundError
from study import Study
from tests.desks import Browser
from tests.study.test_words import accepted, edit, edit_of, join_of, split_of, state, texts
from transcripts.model import Speaker, Transcript, Turn, Word

SAID = "Så ringte Kanarina fra Gulfjær meg, og kanarina sa nei."


@pytest.fixture
def browser(study: Study, kari: Person) -> Browser:
    made = study.add_interview(kari, label="W1-H03")
    words = tuple(
        Word(SAID.index(w), SAID.index(w) + len(w), n * 100, n * 100 + 90) for n, w in enumerate(SAID.split())
    )
    turns = (
        Turn(new_id(), "SPEAKER_00", "Og så?", 0, 900),
        Turn(new_id(), "SPEAKER_01", SAID, 900, 2000, words),
        Turn(new_id(), "SPEAKER_00", "Hva sa Kanarina?", 2000, 3000),
    )
    talk = Transcript("no", turns, (Speaker("SPEAKER_00"), Speaker("SPEAKER_01")))
    study.keep_transcript(kari, made.id, talk, machine_made=True)
    return Browser(study, kari, made.id)


@pytest.fixture
def olas_browser(study: Study, ola: Person, browser: Browser) -> Browser:
    return Browser(study, ola, browser.interview_id)


def redact_of(browser: Browser, word: str, substitute: str, *, seal: bool, turn: int = 1) -> dict[str, Any]:
    spoken = browser.turns[turn]
    start = spoken.text.index(word)
    place = {"turn": spoken.id, "revision": spoken.revision, "start": start, "end": start + len(word)}
    return browser.numbered(
        "redact", redaction=new_id(), places=[{**place, "text_id": new_id()}], substitute=substitute, seal=seal
    )


def database_bytes(study: Study) -> bytes:
    study.database.scrub()
    return b"".join(path.read_bytes() for path in study.folder.glob("study.sqlite*"))


def test_the_substitute_stands_in_brackets_and_codings_stay_on_it(browser: Browser) -> None:
    browser.send(browser.coding_of("Kanarina", "Coping"), browser.coding_of("Kanarina fra Gulfjær", "Coping"))
    browser.send(browser.coding_of("sa nei", "Coping"))
    accepted(browser.send(redact_of(browser, "Kanarina", "kollega", seal=False)))
    assert texts(browser)[1] == "Så ringte [kollega] fra Gulfjær meg, og kanarina sa nei."
    assert sorted(browser.coded_words()) == ["[kollega]", "[kollega] fra Gulfjær", "sa nei"]


def test_erased_words_are_in_no_file_any_more_and_undo_says_so_once(
    study: Study, browser: Browser, olas_browser: Browser
) -> None:
    browser.send(browser.coding_of("Kanarina", "Coping"))
    draft = edit_of(olas_browser, SAID.replace("nei", "ja"))
    edit(browser, "Så ringte", "Da ringte")
    olas_browser.send(draft)
    browser.send(browser.coding_of("Kanarina fra", "Coping", turn=1))
    other = replace(browser.turns[1], id=new_id(), text="Så ringte Kanarinna meg", speaker="SPEAKER_00", words=())
    study.keep_transcript(
        browser.person, browser.interview_id, Transcript("no", (other,), (Speaker("SPEAKER_00"),)), machine_made=True
    )
    for word in ("Kanarina", "kanarina"):
        accepted(browser.send(redact_of(browser, word, "[kollega]", seal=False)))
    accepted(browser.send(redact_of(browser, "Kanarina", "kollega", seal=False, turn=2)))
    content = database_bytes(study)
    assert not [word for word in (b"Kanarina", b"kanarina", b"Kanarinna") if word in content]
    assert b"Gulfj" in content
    for _ in range(3):
        assert "erased for good" in str(browser.refusal("undo"))
    assert browser.refusal("undo") is None  # the code before it


def test_an_earlier_edit_is_undone_without_bringing_the_words_back(browser: Browser, olas_browser: Browser) -> None:
    edit(olas_browser, "Så ringte", "Da ringte")
    for word in ("Kanarina", "kanarina"):
        accepted(browser.send(redact_of(browser, word, "kollega", seal=False)))
    accepted(olas_browser.do("undo"))
    assert texts(browser)[1] == "Så ringte [kollega] fra Gulfjær meg, og [kollega] sa nei."


def test_words_that_were_split_off_and_joined_go_from_every_earlier_text(study: Study, browser: Browser) -> None:
    accepted(browser.send(split_of(browser, "fra Gulfjær")))
    accepted(browser.send(join_of(browser, 2)))
    assert texts(browser)[1] == "Så ringte Kanarina"
    accepted(browser.send(redact_of(browser, "Kanarina", "kollega", seal=False)))
    for word in ("kanarina", "Kanarina"):
        accepted(browser.send(redact_of(browser, word, "kollega", seal=False, turn=2)))
    assert b"anarina" not in database_bytes(study)


def test_sealed_words_are_shown_nowhere_but_where_somebody_asks_and_that_is_written_down(
    study: Study, kari: Person, browser: Browser
) -> None:
    operation = redact_of(browser, "Kanarina", "kollega", seal=True)
    accepted(browser.send(operation))
    (entry,) = study.sealed_words(kari)
    assert (entry.substitute, entry.interview_label, entry.by, entry.places) == ("[kollega]", "W1-H03", "Kari", 1)
    assert study.show_sealed(kari, entry.redaction_id) == ("Kanarina",)
    with study.database.read() as connection:
        verbs = connection.exec_driver_sql("SELECT verb FROM audit ORDER BY number").scalars().all()
    assert verbs[-2:] == ["seal_words", "show_sealed_words"]
    with pytest.raises(NotFoundError):
        study.show_sealed(kari, "0" * 32)


def test_undo_breaks_the_seal_and_restores_everything_redo_seals_again(
    study: Study, kari: Person, browser: Browser
) -> None:
    browser.send(browser.coding_of("Kanarina", "Coping"))
    edit(browser, "Så ringte", "Da ringte")
    before = state(browser)
    accepted(browser.send(redact_of(browser, "Kanarina", "kollega", seal=True)))
    after = state(browser)
    accepted(browser.do("undo"))
    assert state(browser) == before and study.sealed_words(kari) == ()
    accepted(browser.do("redo"))
    assert state(browser) == after and len(study.sealed_words(kari)) == 1
    accepted(browser.do("undo")), accepted(browser.do("undo"))
    assert texts(browser)[1] == SAID


def test_sealed_words_of_who_withdraws_are_not_shown(study: Study, kari: Person, browser: Browser) -> None:
    browser.do("name_speaker", speaker="SPEAKER_01", new_participant={"pseudonym": "H03", "role": "helper"})
    accepted(browser.send(redact_of(browser, "Kanarina", "kollega", seal=True)))
    (entry,) = study.sealed_words(kari)
    (h03,) = study.participants(kari)
    study.withdraw(kari, h03.id, h03.withdrawn_on or entry.at.date())
    assert study.sealed_words(kari) == ()
    with pytest.raises(NotFoundError):
        study.show_sealed(kari, entry.redaction_id)


def test_sealed_words_are_still_listed_when_another_version_is_in_use(
    study: Study, kari: Person, browser: Browser
) -> None:
    accepted(browser.send(redact_of(browser, "Kanarina", "kollega", seal=True)))
    heard = Transcript("no", (Turn(new_id(), "S", "Så ringte en kollega meg."),), (Speaker("S"),))
    version = study.keep_transcript(kari, browser.interview_id, heard, machine_made=True)
    study.adopt_transcript(kari, browser.interview_id, version)
    (entry,) = study.sealed_words(kari)
    assert study.show_sealed(kari, entry.redaction_id) == ("Kanarina",)


@pytest.mark.parametrize(
    "damage",
    [
        {"places": []},
        {"substitute": " [] "},
        {"substitute": 7},
        {"places": [{"turn": "0" * 32, "revision": 0, "start": 0, "end": 3, "text_id": "1" * 32}]},
        {"places": [{"turn": "0" * 32, "revision": 0, "start": 3, "end": 3, "text_id": "1" * 32}]},
    ],
)
def test_what_is_no_redaction_is_refused(browser: Browser, damage: dict[str, Any]) -> None:
    operation = {**redact_of(browser, "Kanarina", "kollega", seal=True), **damage}
    assert browser.send(operation)["results"][0]["refused"]
    assert texts(browser)[1] == SAID


def test_the_log_holds_neither_the_words_nor_their_substitute(study: Study, browser: Browser) -> None:
    accepted(browser.send(redact_of(browser, "Kanarina", "kollega", seal=True)))
    with study.database.read() as connection:
        log = str(connection.exec_driver_sql("SELECT payload, inverse FROM operation").all())
    assert "anarina" not in log and "kollega" not in log
