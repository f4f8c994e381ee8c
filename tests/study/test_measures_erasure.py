"""A client asks to be forgotten: afterwards neither label nor answers nor links are in any file of the study."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from core.design import Person
from core.errors import NotFoundError
from core.failpoints import EXIT_CODE
from measures.forms import Client
from measures.model import Occasion
from storage.backup import list_backups
from storage.verifying import verify
from study import Study, registry
from study.erasure import ERRAND_FILE
from tests.conftest import ROOT

LABEL = "Kanarifugl-07"
REASON = "Gulfjær har sagt ja skriftlig"
#: Answers as the database holds them; nobody else answers so.
ANSWERS = (1, 4, 3, 1, 4, 1, 2, 4, 1, 3, 4, 1)
CORRECTED = (2, 4, 3, 1, 4, 1, 2, 4, 1, 3, 4, 1)
CANARIES = ("Kanarifugl", "kanarifugl", "Gulfjær", "[1, 4, 3, 1, 4, 1", "[2, 4, 3, 1, 4, 1")


@dataclass
class Scene:
    """A study with two clients; one is about to leave."""

    study: Study
    kari: Person
    leaving: Client
    staying: Client


def found(folder: Path) -> list[str]:
    content = b"\n".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    return [word for word in CANARIES if word.encode() in content]


@pytest.fixture(params=[False, True], ids=["local disk", "network disk"])
def folder(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setattr(registry, "is_on_network", lambda _: request.param)
    yield tmp_path / "study"
    registry.close_all()


def scene(folder: Path) -> Scene:
    study = registry.create(folder, "PM+", "Kari", codebook=None)
    kari = study.person("Kari")
    leaving, staying = study.add_client(kari, LABEL), study.add_client(kari, "K02")
    form = study.record_answers(kari, leaving.id, "whodas-12", Occasion.BEFORE, ANSWERS)
    study.correct_answers(kari, form.form.id, CORRECTED)
    study.record_answers(kari, leaving.id, "whodas-12", Occasion.LATER, ANSWERS)
    study.record_answers(kari, staying.id, "whodas-12", Occasion.BEFORE, (5,) * 12)
    h03 = study.add_participant(kari, "H03", "helper")
    link = study.link_client(kari, leaving.id, h03.id, REASON)
    study.undo_client_link(kari, link.id)
    study.link_client(kari, leaving.id, h03.id, REASON)
    return Scene(study, kari, leaving, staying)


def test_nothing_of_an_erased_client_is_left_in_any_byte_and_the_others_are_whole(folder: Path) -> None:
    made = scene(folder)
    made.study.back_up(made.kari)
    assert found(folder) == list(CANARIES)  # the test would see them
    planned = made.study.plan_client_erasure(made.kari, made.leaving.id)
    assert (planned.label, planned.forms, planned.links, len(planned.backups)) == (LABEL, 3, 2, 1)
    report = made.study.erase_client(made.kari, made.leaving.id)
    assert report.problems == () and report.plan.forms == 3
    registry.close_all()
    assert found(folder) == []
    study = registry.open_study(folder)
    assert [client.label for client in study.clients(made.kari)] == ["K02"]
    assert [each.form.answers for each in study.client_forms(made.kari)] == [(5,) * 12]
    assert [participant.pseudonym for participant in study.participants(made.kari)] == ["H03"]
    assert study.client_links(made.kari) == ()
    (backup,) = list_backups(folder)
    verify(backup.path)
    with pytest.raises(NotFoundError):
        study.erase_client(made.kari, made.leaving.id)


def test_a_client_who_had_withdrawn_is_erased_just_as_well(folder: Path) -> None:
    made = scene(folder)
    made.study.withdraw_client(made.kari, made.leaving.id, date(2026, 5, 1))
    assert made.study.erase_client(made.kari, made.leaving.id).plan.forms == 3
    registry.close_all()
    assert found(folder) == []


def test_exported_files_are_named_and_go_too_when_that_is_asked_for(tmp_path: Path) -> None:
    made = scene(tmp_path / "study")
    file = tmp_path / "study" / "exports" / "forms.csv"
    file.write_bytes(made.study.export_client_forms(made.kari, "whodas-12").content)
    report = made.study.erase_client(made.kari, made.leaving.id, delete_exports=True)
    assert report.plan.exports == (Path("forms.csv"),) and not file.exists()
    registry.close_all()


def test_erasing_a_participant_takes_forms_of_own_scales_and_links_along(folder: Path) -> None:
    made = scene(folder)
    study, kari = made.study, made.kari
    (h03,) = study.participants(kari)
    scale = study.add_scale(kari, study.add_wave(kari, "Wave 1").id, "Own", [f"i{n}" for n in range(12)], 1, 5)
    form = study.record_scale_answers(kari, scale.id, h03.id, (1, 5, 1, 5, 5, 1, 1, 5, 1, 5, 5, 2))
    study.correct_scale_answers(kari, form.form.id, (1, 5, 1, 5, 5, 1, 1, 5, 1, 5, 5, 3))
    assert study.plan_erasure(kari, h03.id).scale_forms == 2
    study.erase_participant(kari, h03.id)
    assert study.scale_forms(kari) == () and study.client_links(kari) == ()
    assert len(study.clients(kari)) == 2
    registry.close_all()
    content = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    assert b"[1, 5, 1, 5, 5, 1" not in content and "Gulfjær".encode() not in content


ERASER = f"""
import sys
from pathlib import Path
from study import registry
study = registry.open_study(Path(sys.argv[1]))
kari = study.person("Kari")
(leaving,) = [client for client in study.clients(kari) if client.label == {LABEL!r}]
study.erase_client(kari, leaving.id)
"""


@pytest.mark.parametrize(
    ("failpoint", "is_erased"),
    [("client_erasure.before_commit", False), ("client_erasure.after_commit", True), ("erasure.after_files", True)],
)
def test_a_crash_on_the_way_is_made_good_when_the_study_is_next_opened(
    tmp_path: Path, failpoint: str, is_erased: bool
) -> None:
    folder = tmp_path / "study"
    made = scene(folder)
    made.study.back_up(made.kari)
    registry.close_all()
    environment = {**os.environ, "WORKBENCH_FAILPOINT": failpoint}
    crashed = subprocess.run([sys.executable, "-c", ERASER, str(folder)], cwd=ROOT, env=environment, check=False)
    assert crashed.returncode == EXIT_CODE
    study = registry.open_study(folder)
    assert [client.label for client in study.clients(made.kari)] == (["K02"] if is_erased else ["K02", LABEL])
    assert not (folder / ERRAND_FILE).exists()
    registry.close_all()
    assert (found(folder) == []) is is_erased
