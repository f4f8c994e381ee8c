"""Making, opening and finding studies."""

from __future__ import annotations

from pathlib import Path

import pytest

from codebooks import library
from core.errors import NotFoundError, WorkbenchError
from study import registry
from study.base import MissingTextError, TooLongError
from tests.conftest import ROOT


@pytest.fixture(autouse=True)
def closed() -> object:
    yield
    registry.close_all()


def test_a_new_study_has_its_folders_its_maker_and_the_first_codebook(tmp_path: Path) -> None:
    study = registry.create(tmp_path / "Bergen æøå", "PM+ i Bergen", "Kari")
    kari = study.person("kari")
    assert {"study.sqlite", "media", "exports", "backups", "jobs"} <= {p.name for p in study.folder.iterdir()}
    assert kari.name == "Kari"
    top = [code.name["en"] for code in study.codebook(kari).children(None)]
    assert top == [
        "Identity", "Coping", "Wellbeing", "Job satisfaction", "Supervision and training",
        "Organisation and collaboration",
    ]  # fmt: skip


@pytest.mark.parametrize("codebook", [None, "empty"])
def test_a_study_can_begin_without_codes(tmp_path: Path, codebook: str | None) -> None:
    study = registry.create(tmp_path / "s", "Empty", "Kari", codebook=codebook)
    assert study.codebook(study.person("Kari")).codes == ()


def test_a_study_can_begin_with_any_codebook_that_comes_along(tmp_path: Path) -> None:
    study = registry.create(tmp_path / "s", "MILSA", "Kari", codebook="supportive-environments")
    codebook = study.codebook(study.person("Kari"))
    shipped = library.load("supportive-environments")
    assert [code.name for _, code in codebook.walk()] == [code.name for _, code in shipped.walk()]
    assert codebook.title == shipped.title
    assert codebook.languages == shipped.languages
    assert codebook.sources == shipped.sources


def test_a_codebook_that_is_not_known_leaves_no_folder(tmp_path: Path) -> None:
    with pytest.raises(library.UnknownCodebookError):
        registry.create(tmp_path / "s", "One", "Kari", codebook="pmplus")
    assert not (tmp_path / "s").exists()


def test_the_same_folder_is_the_same_open_study(tmp_path: Path) -> None:
    study = registry.create(tmp_path / "s", "One", "Kari")
    assert registry.open_study(tmp_path / "s") is study
    assert registry.open_study(tmp_path / "." / "s") is study
    assert registry.get(study.id) is study


def test_a_recent_study_is_found_by_its_id_after_a_restart(tmp_path: Path) -> None:
    first = registry.create(tmp_path / "s", "One", "Kari")
    registry.close_all()
    assert registry.get(first.id).title == "One"
    with pytest.raises(NotFoundError):
        registry.get("0" * 32)


def test_recent_studies_come_newest_first_and_say_when_the_folder_is_gone(tmp_path: Path) -> None:
    for title in ("First", "Second"):
        registry.create(tmp_path / title, title, "Kari")
    registry.close_all()
    (tmp_path / "First" / "study.sqlite").unlink()
    assert [(r.title, r.exists) for r in registry.recent()] == [("Second", True), ("First", False)]


def test_a_study_inside_the_program_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WorkbenchError, match="inside the program's own folder"):
        registry.create(ROOT / "my-study", "One", "Kari")
    assert not (ROOT / "my-study").exists()


@pytest.mark.parametrize(("title", "error"), [("  ", MissingTextError), ("x" * 201, TooLongError)])
def test_a_study_needs_a_title_one_can_read(tmp_path: Path, title: str, error: type[WorkbenchError]) -> None:
    with pytest.raises(error):
        registry.create(tmp_path / "s", title, "Kari")
    assert not (tmp_path / "s").exists()
