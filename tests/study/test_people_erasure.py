"""What is known about a participant beyond their words goes with them: attributes, absences, memos, guide marks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text

from core.design import AttributeKind, InterviewKind, Participant, Person
from core.guide import Asked
from storage.backup import list_backups
from storage.tables import metadata
from storage.verifying import verify
from study import Study, registry
from study.people_exports import AttritionForm

CANARIES = ("Kanarifugl", "kanarigul", "Gulfjær", "H03")
EMPTY_AFTERWARDS = ("participant_attribute", "absence", "guide_mark", "participant_role", "consent", "memo")


@dataclass(frozen=True)
class Scene:
    study: Study
    kari: Person
    h03: Participant

    def bytes(self) -> bytes:
        return b"\n".join(path.read_bytes() for path in self.study.folder.rglob("*") if path.is_file())

    def found(self) -> set[str]:
        content = self.bytes()
        return {word for word in CANARIES if word.encode() in content}

    def rows(self, table: str) -> int:
        with self.study.database.read() as connection:
            return int(connection.execute(text(f'SELECT count(*) FROM "{table}"')).scalar_one())


@pytest.fixture(params=[False, True], ids=["local disk", "network disk"])
def scene(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Scene]:
    """H03, taken from a table, with something in every table that can hold something about a participant."""
    monkeypatch.setattr(registry, "is_on_network", lambda _: request.param)
    study = registry.create(tmp_path / "study", "PM+", "Kari", codebook=None)
    kari = study.person("Kari")
    study.add_attribute(kari, "Colour")
    study.add_attribute(kari, "Age", AttributeKind.NUMBER)
    content = (
        "Pseudonym;Role;Role since;Site;Consent given on;Consent to recording;Consent note;Colour;Age\n"
        "H03;helper;2025-01-01;Bergen;2025-01-01;yes;Kanarifugl;kanarigul;40\n"
        "H04;helper;2025-01-01;Bergen;;;;;\n"
    )
    study.import_participants(kari, content.encode(), "Gulfjær H03.csv")
    table = "Interview;Wave;Participants;Interviewer;Setting;Field notes\nW1-H03;1;H03;Kari;Gulfjær;Kanarifugl\n"
    study.import_interviews(kari, table.encode(), "Gulfjær.csv")
    h03 = next(p for p in study.participants(kari) if p.pseudonym == "H03")
    study.add_role(kari, h03.id, "supervisor Gulfjær", date(2026, 1, 1))
    study.remove_role(kari, h03.id, "supervisor Gulfjær", date(2026, 1, 1))
    wave = study.add_wave(kari, "Wave 2")
    study.record_absence(kari, h03.id, wave.id, "Kanarifugl was ill")
    study.add_participant_memo(kari, h03.id, "Kanarifugl")
    (interview,) = study.interviews(kari)
    assert interview.wave_id and interview.kind is InterviewKind.INDIVIDUAL
    question = study.add_question(kari, interview.wave_id, {"en": "How are you?"})
    study.mark_asked(kari, interview.id, question.id, Asked.ASKED)
    study.back_up(kari)
    yield Scene(study, kari, h03)
    registry.close_all()


def test_everything_about_them_is_there_before_and_nowhere_afterwards(scene: Scene) -> None:
    assert scene.found() == set(CANARIES)
    assert all(scene.rows(table) for table in EMPTY_AFTERWARDS)
    report = scene.study.erase_participant(scene.kari, scene.h03.id)
    assert report.problems == ()
    assert scene.found() == set()
    left = {table: scene.rows(table) for table in EMPTY_AFTERWARDS}
    assert left == {**dict.fromkeys(EMPTY_AFTERWARDS, 0), "participant_role": 1}, "H04's role stays"


def test_no_table_that_points_to_participants_was_forgotten(scene: Scene) -> None:
    """A table added later must say here what becomes of its rows."""
    pointing = {
        table.name
        for table in metadata.tables.values()
        for key in table.foreign_keys
        if key.column.table.name == "participant"
    }
    assert pointing <= {
        "participant_role",
        "consent",
        "participant_attribute",
        "absence",
        "interview_participant",
        "speaker",
        "voice_profile",
        "voice_proposal",
    } | {
        name for name in pointing if name.startswith(("measure", "client", "scale", "questionnaire", "score", "answer"))
    }
    scene.study.erase_participant(scene.kari, scene.h03.id)
    for name in pointing:
        for key in metadata.tables[name].foreign_keys:
            if key.column.table.name == "participant":
                with scene.study.database.read() as connection:
                    found = connection.execute(metadata.tables[name].select().where(key.parent == scene.h03.id)).first()
                assert found is None, name


def test_the_list_of_backups_holds_one_without_them(scene: Scene) -> None:
    assert b"Kanarifugl" in scene.bytes()
    scene.study.erase_participant(scene.kari, scene.h03.id)
    (left,) = list_backups(scene.study.folder)
    rows = verify(left.path).rows
    assert (rows["participant"], rows["participant_attribute"], rows["absence"], rows["guide_mark"]) == (1, 0, 0, 0)


def test_who_has_withdrawn_is_in_no_export_and_no_number(scene: Scene) -> None:
    scene.study.withdraw(scene.kari, scene.h03.id, date(2026, 6, 1))
    snapshot = repr(scene.study.snapshot(scene.kari))
    assert not [word for word in CANARIES if word in snapshot]
    for form in AttritionForm:
        content = scene.study.export_attrition(scene.kari, form=form).content
        assert not [word for word in CANARIES if word.encode() in content]
    table = scene.study.attrition(scene.kari)
    assert ([row.participant.pseudonym for row in table.rows], table.withdrawn) == (["H04"], 1)
    plan = scene.study.import_participants(scene.kari, b"Pseudonym,Role\nH03,helper\n", "p.csv")
    assert plan.rows == () and "has withdrawn" in str(plan.problems[0])
