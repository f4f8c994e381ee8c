"""A study is copied or restored beside its original: from then on they are two."""

from __future__ import annotations

import shutil
from pathlib import Path

from core.design import Person
from study import Study, registry
from tests.desks import Browser


def test_a_restored_study_and_its_original_are_open_side_by_side(study: Study, kari: Person, tmp_path: Path) -> None:
    backup = study.back_up(kari).file.path
    registry.restore(backup, tmp_path / "restored")
    restored = registry.open_study(tmp_path / "restored")
    assert restored.id != study.id
    assert (registry.get(study.id), registry.get(restored.id)) == (study, restored)


def test_what_is_coded_in_a_copy_does_not_reach_the_original(browser: Browser, tmp_path: Path) -> None:
    original = browser.study
    registry.close_all()
    shutil.copytree(original.folder, tmp_path / "copy")
    copy = registry.open_study(tmp_path / "copy")
    assert copy.id != original.id
    in_copy = Browser(copy, browser.person, browser.interview_id)
    in_copy.send(in_copy.coding_of("tungt", "Coping"))
    assert in_copy.coded_words() == ["tungt"]
    again = registry.open_study(original.folder)
    assert again.id == original.id
    assert Browser(again, browser.person, browser.interview_id).coded_words() == []


def test_a_study_that_was_moved_keeps_its_id(study: Study, tmp_path: Path) -> None:
    registry.close_all()
    shutil.move(study.folder, tmp_path / "moved")
    assert registry.open_study(tmp_path / "moved").id == study.id


def test_a_study_restored_after_its_original_was_lost_keeps_its_id(study: Study, kari: Person, tmp_path: Path) -> None:
    backup = study.back_up(kari).file.path.rename(tmp_path / "kept.studybackup")
    registry.close_all()
    shutil.rmtree(study.folder)
    registry.restore(backup, tmp_path / "restored")
    assert registry.open_study(tmp_path / "restored").id == study.id
