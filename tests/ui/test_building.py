"""The components' files: built from their sources, under names that change with their content."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from ui.components import building

NAMES = ("coder", "passages", "speakers", "tree", "upload")


def source(name: str) -> Path:
    return building.HERE / name / "src"


def test_every_component_has_its_place() -> None:
    assert {path.parent.name for path in building.HERE.glob("*/src")} == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_what_the_browser_fetches_is_what_the_sources_say(name: str, tmp_path: Path) -> None:
    shutil.copytree(building.HERE, tmp_path / "components", ignore=shutil.ignore_patterns("build"))
    building.build_all(tmp_path / "components")
    target = tmp_path / "components" / name / "build"
    entry = next(target.glob(f"{name}-*.js")).read_text(encoding="utf-8")
    digest = next(target.glob(f"{name}-*.css")).stem.removeprefix(f"{name}-")
    assert f'from "./{digest}/' in entry
    modules = {path.name for path in (target / digest).rglob("*.js")}
    assert {path.name for path in source(name).glob("*.js")} <= modules


def test_what_is_built_already_is_not_touched(tmp_path: Path) -> None:
    shutil.copytree(building.HERE / "tree", tmp_path / "tree", ignore=shutil.ignore_patterns("build"))
    shutil.copytree(source("coder"), tmp_path / "coder" / "src")
    building.build_all(tmp_path)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.js")}
    building.build_all(tmp_path)
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.js")} == before
    (tmp_path / "tree" / "src" / "index.js").write_text("export default 1;", encoding="utf-8")
    building.build_all(tmp_path)
    assert len(list((tmp_path / "tree" / "build").glob("tree-*.js"))) == 1, "nothing old is left"


def test_changed_sources_get_new_names(tmp_path: Path) -> None:
    shutil.copytree(source("coder"), tmp_path / "src")
    before = set(building.built("coder", tmp_path / "src"))
    (tmp_path / "src" / "lanes.js").write_text("// changed\n", encoding="utf-8")
    assert set(building.built("coder", tmp_path / "src")) & before == {"sentences.json"}


def test_modules_of_another_component_come_along() -> None:
    names = {Path(name).name for name in building.built("tree", source("tree"))}
    assert {"index.js", "forest.js", "moves.js", "dom.js", "colours.js"} <= names
