"""Memos on anything: edited with their history, deleted with undo, linked, and never lost with what they are about."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest

from coding.model import MemoKind
from core.clock import now
from core.design import Interview, Person
from core.errors import NotFoundError
from storage import migrating
from storage.database import open_database
from storage.migrating import MIGRATIONS
from study import Study
from study.base import MissingTextError, TooLongError
from study.memo_changes import BadMemoKindError, MemoChangedError, NotYourMemoError
from study.memos import LinkedAlreadyError
from tests.desks import Browser


def coded(browser: Browser, words: str = "tungt") -> str:
    operation = browser.coding_of(words, "Identity")
    browser.send(operation)
    return str(operation["id"])


def texts(study: Study, person: Person) -> list[str]:
    return [memo.text for memo in study.snapshot(person).memos]


def test_a_memo_can_be_about_anything(study: Study, kari: Person, browser: Browser) -> None:
    study.add_participant_memo(kari, study.add_participant(kari, "H03").id, "a case")
    snapshot = study.snapshot(kari)
    things = {
        "study": study.id,
        "wave": snapshot.waves[0].id,
        "interview": browser.interview_id,
        "turn": browser.turns[1].id,
        "code": browser.code_named("Identity"),
        "coding": coded(browser),
    }
    for kind, about in things.items():
        study.write_memo(kari, kind, about, f" on a {kind}\n\nsecond line ", MemoKind.REFLEXIVE)
    memos = {memo.about_kind: memo for memo in study.snapshot(kari).memos}
    assert memos.keys() == {*things, "participant"}
    assert memos["turn"].text == "on a turn\n\nsecond line"
    assert {kind for kind, memo in memos.items() if memo.interview_id == browser.interview_id} == {
        "interview",
        "turn",
        "coding",
    }
    assert memos["code"].kind == "reflexive"


def test_what_is_not_there_gets_no_memo(study: Study, kari: Person, browser: Browser) -> None:
    for kind in ("study", "wave", "interview", "participant", "turn", "code", "coding", "nonsense"):
        with pytest.raises(NotFoundError):
            study.write_memo(kari, kind, "f" * 32, "text")
    for text, kind, error in (
        (" \n", "analytic", MissingTextError),
        ("x" * 20_001, "analytic", TooLongError),
        ("text", "diary", BadMemoKindError),
    ):
        with pytest.raises(error):
            study.write_memo(kari, "study", study.id, text, kind)
    assert texts(study, kari) == []


def test_an_edit_keeps_the_earlier_texts_until_they_are_forgotten(study: Study, kari: Person) -> None:
    memo = study.write_memo(kari, "study", study.id, "first thought")
    edited = study.edit_memo(kari, memo.id, "second thought", MemoKind.METHOD, seen=1)
    assert (edited.version, edited.kind, edited.edited_at is not None) == (2, "method", True)
    assert [version.text for version in study.memo_versions(kari, memo.id)] == ["first thought", "second thought"]
    assert study.edit_memo(kari, memo.id, "second thought").version == 2
    assert study.forget_memo_versions(kari, memo.id) == 1
    assert [version.text for version in study.memo_versions(kari, memo.id)] == ["second thought"]


def test_an_edit_begun_on_an_older_text_is_refused(study: Study, kari: Person) -> None:
    memo = study.write_memo(kari, "study", study.id, "first")
    study.edit_memo(kari, memo.id, "second", seen=1)
    with pytest.raises(MemoChangedError):
        study.edit_memo(kari, memo.id, "third", seen=1)
    assert texts(study, kari) == ["second"]


def test_only_the_author_changes_a_memo(study: Study, kari: Person, ola: Person) -> None:
    memo = study.write_memo(kari, "study", study.id, "Kari's")
    for act in (
        lambda: study.edit_memo(ola, memo.id, "Ola's"),
        lambda: study.remove_memo(ola, memo.id),
        lambda: study.restore_memo(ola, memo.id),
        lambda: study.forget_memo_versions(ola, memo.id),
    ):
        with pytest.raises(NotYourMemoError):
            act()
    assert texts(study, ola) == ["Kari's"]


def test_a_deleted_memo_comes_back_as_it_was(study: Study, kari: Person) -> None:
    memo = study.write_memo(kari, "study", study.id, "text")
    study.edit_memo(kari, memo.id, "better text")
    study.remove_memo(kari, memo.id)
    assert texts(study, kari) == []
    with pytest.raises(NotFoundError):
        study.edit_memo(kari, memo.id, "too late")
    study.restore_memo(kari, memo.id)
    assert [version.text for version in study.memo_versions(kari, memo.id)] == ["text", "better text"]


def test_a_memo_outlives_the_coded_segment_it_is_about(study: Study, kari: Person, browser: Browser) -> None:
    coding = coded(browser)
    study.write_memo(kari, "coding", coding, "a thought")
    browser.do("uncode", id=coding)
    (memo,) = study.snapshot(kari).memos
    assert (memo.about_id, memo.interview_id) == (coding, browser.interview_id)


def test_links_go_to_memos_and_to_what_memos_are_about(study: Study, kari: Person, browser: Browser) -> None:
    one = study.write_memo(kari, "study", study.id, "one")
    two = study.write_memo(kari, "interview", browser.interview_id, "two")
    link = study.link_memo(kari, one.id, "memo", two.id)
    study.link_memo(kari, one.id, "coding", coded(browser))
    assert [(each.memo_id, each.target_kind) for each in study.snapshot(kari).memo_links] == [
        (one.id, "memo"),
        (one.id, "coding"),
    ]
    with pytest.raises(LinkedAlreadyError):
        study.link_memo(kari, one.id, "memo", two.id)
    for kind, target in (("memo", one.id), ("memo", "f" * 32), ("code", "f" * 32)):
        with pytest.raises(NotFoundError):
            study.link_memo(kari, one.id, kind, target)
    study.unlink_memo(kari, link.id)
    with pytest.raises(NotFoundError):
        study.unlink_memo(kari, link.id)
    assert [each.target_kind for each in study.snapshot(kari).memo_links] == ["coding"]


def test_a_link_to_a_deleted_memo_is_not_shown_until_it_is_back(study: Study, kari: Person) -> None:
    one, two = (study.write_memo(kari, "study", study.id, text) for text in ("one", "two"))
    study.link_memo(kari, one.id, "memo", two.id)
    study.remove_memo(kari, two.id)
    assert study.snapshot(kari).memo_links == ()
    study.restore_memo(kari, two.id)
    assert len(study.snapshot(kari).memo_links) == 1


def test_memos_on_what_a_withdrawn_participant_said_are_not_seen(
    study: Study, kari: Person, browser: Browser, interview: Interview
) -> None:
    browser.do("name_speaker", speaker="SPEAKER_01", new_participant={"pseudonym": "H03", "role": "helper"})
    browser.do("name_speaker", speaker="SPEAKER_00", role="interviewer", name="I")
    standing, removed = coded(browser), coded(browser, "fjor")
    for kind, about in (("coding", standing), ("coding", removed), ("turn", browser.turns[1].id)):
        study.write_memo(kari, kind, about, "on H03's words")
    study.write_memo(kari, "turn", browser.turns[0].id, "on the question")
    study.write_memo(kari, "code", browser.code_named("Identity"), "on the code")
    browser.do("uncode", id=removed)
    (h03,) = study.participants(kari)
    study.withdraw(kari, h03.id, now().date())
    assert set(texts(study, kari)) <= {"on the question", "on the code"}
    assert "on the code" in texts(study, kari)


def test_memos_of_an_older_study_come_over_with_their_text_as_the_first_version(tmp_path: Path) -> None:
    (tmp_path / "older").mkdir()
    for step in sorted(MIGRATIONS.glob("m*.py")):
        if step.name < "m0006":
            shutil.copy(step, tmp_path / "older")
    database = open_database(tmp_path / "study.sqlite")
    migrating.upgrade(database, lambda _: None, migrations=(tmp_path / "older",))
    with database.write() as connection:
        run = connection.exec_driver_sql
        run("INSERT INTO person VALUES ('kari', 'Kari', 'kari', '2026-03-01')")
        run(
            "INSERT INTO interview (id, label, label_key, kind, mode, setting, languages, interviewer, interpreter, "
            "field_notes, revision, added_at) VALUES ('i', 'I', 'i', 'individual', '', '', '[]', '', '', '', 0, '2026')"
        )
        for memo_id, kind, about in (("m1", "interview", "i"), ("m2", "coding", "lost")):
            run(
                "INSERT INTO memo (id, about_kind, about_id, kind, text, author_id, written_at) "
                f"VALUES ('{memo_id}', '{kind}', '{about}', 'analytic', 'text of {memo_id}', 'kari', '2026-03-01')"
            )
    migrating.upgrade(database, lambda _: None)
    database.close()
    with sqlite3.connect(tmp_path / "study.sqlite") as raw:
        memos = raw.execute("SELECT id, interview_id, version, removed_at FROM memo ORDER BY id").fetchall()
        versions = raw.execute("SELECT memo_id, number, text, kind FROM memo_version ORDER BY memo_id").fetchall()
    assert memos == [("m1", "i", 1, None), ("m2", None, 1, None)]
    assert versions == [("m1", 1, "text of m1", "analytic"), ("m2", 1, "text of m2", "analytic")]
