"""Memos go with the participant they are about, with every text they ever had; so do quotations in what nobody can
edit any more."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.design import Interview, Person
from storage.database import Connection
from study import Study
from tests.desks import ANSWER, Browser

CANARY = "kanarifugl"
QUOTED = "men i fjor var det tungt"  #: Five words in a row of what H03 says.


@pytest.fixture
def h03(study: Study, kari: Person, browser: Browser) -> str:
    """The participant who speaks the second turn of an interview with others in it."""
    browser.do("name_speaker", speaker="SPEAKER_00", new_participant={"pseudonym": "H04", "role": "helper"})
    browser.do("name_speaker", speaker="SPEAKER_01", new_participant={"pseudonym": "H03", "role": "helper"})
    return next(p.id for p in study.participants(kari) if p.pseudonym == "H03")


def bytes_of(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def erase(study: Study, kari: Person, participant_id: str) -> bytes:
    study.back_up(kari, with_media=False)
    report = study.erase_participant(kari, participant_id)
    assert report.problems == ()
    return bytes_of(study.folder)


def coded(browser: Browser, words: str) -> str:
    operation = browser.coding_of(words, "Identity")
    browser.send(operation)
    return str(operation["id"])


def test_every_text_of_every_memo_about_them_goes(study: Study, kari: Person, browser: Browser, h03: str) -> None:
    standing, removed = coded(browser, "bra"), coded(browser, "fjor")
    browser.do("uncode", id=removed)
    turn = browser.turns[1].id
    things = {"participant": h03, "coding": standing, "turn": turn}
    for kind, about in [*things.items(), ("coding", removed)]:
        memo = study.write_memo(kari, kind, about, f"{CANARY} about a {kind}")
        study.edit_memo(kari, memo.id, f"{CANARY} once more")
        study.edit_memo(kari, memo.id, "nothing to see")
    deleted = study.write_memo(kari, "turn", turn, f"{CANARY} deleted")
    study.remove_memo(kari, deleted.id)
    stays = study.write_memo(kari, "code", browser.code_named("Identity"), "stays")
    study.link_memo(kari, stays.id, "participant", h03)
    assert CANARY.encode() in bytes_of(study.folder)
    left = erase(study, kari, h03)
    assert CANARY.encode() not in left
    assert [memo.text for memo in study.snapshot(kari).memos] == ["stays"]
    assert study.snapshot(kari).memo_links == ()


def test_a_memo_on_a_turn_that_is_no_longer_there_goes_too(
    study: Study, kari: Person, browser: Browser, interview: Interview, h03: str
) -> None:
    study.write_memo(kari, "turn", browser.turns[1].id, CANARY)
    study.write_memo(kari, "turn", browser.turns[0].id, "on the question")
    lose_turn(study, browser.turns[1].id)
    assert CANARY.encode() not in erase(study, kari, h03)
    assert [memo.text for memo in study.snapshot(kari).memos] == ["on the question"]


def lose_turn(study: Study, turn_id: str) -> None:
    """As joining two turns does with the second."""

    def delete(connection: Connection) -> None:
        connection.exec_driver_sql("DELETE FROM turn WHERE id = ?", (turn_id,))

    with study.database.write() as connection:
        delete(connection)


def test_their_words_in_texts_nobody_can_edit_are_blanked(
    study: Study, kari: Person, browser: Browser, h03: str
) -> None:
    assert QUOTED in ANSWER
    code = browser.code_named("Identity")
    edited = study.write_memo(kari, "code", code, f"«{QUOTED}», sier en")
    study.edit_memo(kari, edited.id, "En sier at det var tungt før.")
    deleted = study.write_memo(kari, "code", code, f"Jf. «{QUOTED}»")
    study.remove_memo(kari, deleted.id)
    living = study.write_memo(kari, "code", code, f"Se «{QUOTED}»")
    plan = study.plan_erasure(kari, h03)
    assert [echo.id for echo in plan.echoes] == [living.id]
    study.edit_memo(kari, living.id, "Se der.")
    assert QUOTED.encode() not in erase(study, kari, h03)
    assert [v.text for v in study.memo_versions(kari, edited.id)] == ["[erased]", "En sier at det var tungt før."]
    assert study.restore_memo(kari, deleted.id).text == "[erased]"


def test_a_mended_memo_can_forget_what_it_said(study: Study, kari: Person, browser: Browser, h03: str) -> None:
    living = study.write_memo(kari, "code", browser.code_named("Identity"), f"Se «{QUOTED}»")
    erase(study, kari, h03)
    study.edit_memo(kari, living.id, "Se der.")
    study.forget_memo_versions(kari, living.id)
    assert [version.text for version in study.memo_versions(kari, living.id)] == ["Se der."]


def test_undo_goes_on_past_a_memo_that_was_erased(study: Study, kari: Person, browser: Browser, h03: str) -> None:
    browser.do(
        "code",
        **{k: v for k, v in browser.coding_of("Hvordan", "Identity", turn=0).items() if k not in ("seq", "kind")},
    )
    browser.do(
        "write_memo", id="a" * 32, about_kind="turn", about_id=browser.turns[1].id, memo_kind="analytic", text=CANARY
    )
    assert len(study.snapshot(kari).memos) == 1
    assert CANARY.encode() not in erase(study, kari, h03)
    assert browser.do("undo")["results"][0] == {
        "seq": browser.seq, "refused": None, "stepped": "code", "way": "undone", "round": None,
    }  # fmt: skip
