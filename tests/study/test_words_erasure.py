"""Whoever asks to be forgotten is forgotten in corrected words too: earlier texts, drafts, sealed words, reviews."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from core.clock import new_id
from core.design import InterviewKind
from storage.backup import list_backups
from storage.verifying import verify
from study import registry
from tests.desks import Browser
from tests.study.test_erasure import OTHERS, THEIRS, Scene, bytes_below, conversation, found, scene
from tests.study.test_redactions import redact_of
from tests.study.test_words import accepted, edit, edit_of, join_of, split_of


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / "study"
    registry.close_all()


def corrected(made: Scene) -> Scene:
    """Every kind of correction has been made to what voice 01 says in turns 1 and 3, and by two people."""
    kari = made.browser
    ola = Browser(made.study, made.study.person("Ola"), made.interview.id)
    made.code(1, THEIRS.index("sang i"), 1, THEIRS.index("sang i") + 6)
    made.code(0, 0, 1, 12)
    draft = edit_of(ola, THEIRS + " Ja, kanarifugl.")
    edit(kari, "sang i gruva", "peip under", turn=1)  # the coding waits for review; the draft for Ola
    ola.send(draft)
    edit(kari, "Kanarifuglen", "Kanarifuglene", turn=1)
    accepted(kari.send(redact_of(kari, "Kanarifuglene", "fugl", seal=True)))
    accepted(kari.send(split_of(kari, "hele natten", turn=3)))
    accepted(kari.send(join_of(kari, 2)))  # theirs is part of the other's turn for a while
    accepted(kari.do("undo"))
    edit(kari, "Spurvehauken", "Spurvehauken vår", turn=2)
    made.study.keep_transcript(made.kari, made.interview.id, conversation(OTHERS, THEIRS, OTHERS), machine_made=True)
    newest = made.study.versions(made.kari, made.interview.id)[-1].id
    made.study.adopt_transcript(made.kari, made.interview.id, newest)
    return made


def test_in_a_group_no_corrected_word_of_theirs_is_left_in_any_file(folder: Path) -> None:
    made = scene(folder, InterviewKind.FOCUS_GROUP, OTHERS, THEIRS, OTHERS, THEIRS)
    made.name("SPEAKER_00", "H04")
    h03 = made.name("SPEAKER_01", "H03")
    corrected(made).study.back_up(made.kari)
    assert {"Kanarifugl", "kanarifugl", "gruva"} <= set(found(folder))
    made.study.erase_participant(made.kari, h03)
    assert not {"Kanarifugl", "kanarifugl", "gruva"} & set(found(folder))
    content = bytes_below(folder)
    assert b"peip under" not in content and b"hele natten" not in content
    assert [turn.text for turn in made.browser.turns] == [OTHERS, "[erased]", OTHERS]
    assert "Spurvehauken vår".encode() in content  # what others' turns read before is theirs to keep


def test_alone_the_whole_history_goes_with_the_interview(folder: Path) -> None:
    made = corrected(scene(folder, InterviewKind.INDIVIDUAL, "Spurvehauken?", THEIRS, "Spurvehauken!", THEIRS))
    made.browser.do("name_speaker", speaker="SPEAKER_00", role="interviewer", name="Gulfjær")
    made.study.erase_participant(made.kari, made.name("SPEAKER_01", "H03"))
    assert found(folder) == []
    with made.study.database.read() as connection:
        for table in ("turn_text", "sealed_word", "review"):
            assert connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one() == 0


def test_after_an_erasure_undo_says_that_the_earlier_text_is_gone(folder: Path) -> None:
    made = scene(folder, InterviewKind.FOCUS_GROUP, OTHERS, THEIRS)
    edit(made.browser, "gruva", "fjellet", turn=1)
    made.name("SPEAKER_00", "H04")
    h03 = made.name("SPEAKER_01", "H03")
    made.study.erase_participant(made.kari, h03)
    refusals = [made.browser.refusal("undo") for _ in range(3)]
    assert "does not read any longer as you saw it" in str(refusals)
    assert [turn.text for turn in made.browser.turns] == [OTHERS, "[erased]"]


def test_a_backup_holds_every_earlier_text_and_a_restored_study_can_go_back(folder: Path, tmp_path: Path) -> None:
    made = scene(folder, InterviewKind.FOCUS_GROUP, OTHERS, THEIRS)
    edit(made.browser, "gruva", "fjellet", turn=1)
    accepted(made.browser.send(redact_of(made.browser, "Kanarifuglen", "fugl", seal=True)))
    made.study.back_up(made.kari)
    (backup,) = list_backups(folder)
    rows = verify(backup.path).rows
    assert (rows["turn_text"], rows["sealed_word"]) == (3, 3)
    registry.close_all()
    registry.restore(backup.path, tmp_path / "again")
    study = registry.open_study(tmp_path / "again")
    browser = Browser(study, study.person("Kari"), made.interview.id)
    accepted(browser.do("undo")), accepted(browser.do("undo"))
    assert browser.turns[1].text == THEIRS


def everything_done(made: Scene) -> Scene:
    """Besides: memos with earlier texts, segments reworked, steps undone, refused and passed over."""
    kari, ola = made.browser, Browser(made.study, made.study.person("Ola"), made.interview.id)
    for browser in (kari, ola):
        memo, gone = new_id(), new_id()
        about = {"about_kind": "turn", "about_id": kari.turns[1].id, "memo_kind": "analytic"}
        accepted(browser.do("write_memo", id=memo, text="om en kanarifugl", **about))
        accepted(browser.do("edit_memo", id=memo, text="og gruva", memo_kind="analytic", seen=1))
        accepted(browser.do("write_memo", id=gone, text="kanarifugl igjen", **about))
        accepted(browser.do("remove_memo", id=gone))
    coding = made.code(1, 0, 1, 12)
    accepted(ola.do("flag", id=coding, discuss=True))
    assert kari.refusal("undo")
    kari.do("undo"), kari.do("redo")
    made = corrected(made)
    edit(ola, "gruva", "gruva, sa de,", turn=1)
    return made


@pytest.mark.parametrize("kind", [InterviewKind.FOCUS_GROUP, InterviewKind.INDIVIDUAL])
def test_after_all_that_can_be_done_at_a_desk_no_word_of_theirs_is_left(folder: Path, kind: InterviewKind) -> None:
    made = everything_done(scene(folder, kind, OTHERS, THEIRS, OTHERS, THEIRS))
    made.name("SPEAKER_00", "H04")
    h03 = made.name("SPEAKER_01", "H03")
    made.study.back_up(made.kari)
    assert {"Kanarifugl", "kanarifugl", "gruva"} <= set(found(folder))
    with made.study.database.read() as connection:
        kept = {
            table: connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one()
            for table in ("turn_text", "sealed_word", "review", "memo_version")
        }
        log = str(connection.exec_driver_sql("SELECT payload, inverse, refusal FROM operation").all())
    assert all(kept.values()), kept
    assert not [word for word in ("anarifugl", "gruva") if word in log]

    made.study.withdraw(made.kari, h03, date(2026, 5, 1))
    if kind is InterviewKind.FOCUS_GROUP:  # alone, there is nothing left to open
        desk = made.study.desk.open(made.kari, made.interview.id)
        seen = str((made.browser.turns, desk.review, desk.drafts, desk.memos, made.study.sealed_words(made.kari)))
        assert not [word for word in ("anarifugl", "gruva", "sang i") if word in seen]

    made.study.erase_participant(made.kari, h03)
    assert not {"Kanarifugl", "kanarifugl", "gruva"} & set(found(folder))
    for _ in range(3 if kind is InterviewKind.FOCUS_GROUP else 0):
        made.browser.do("undo")
    assert not {"Kanarifugl", "kanarifugl", "gruva"} & set(found(folder))
