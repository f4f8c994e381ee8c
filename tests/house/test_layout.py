"""Where things lie, and what they may lean on. Directions between packages are import-linter's contracts."""

from __future__ import annotations

import ast
import sys
import tomllib
from pathlib import Path
from typing import Any

from tests.house.source import Source

MODULE_LINES = 500  # about 150 is usual, over 400 rare


def test_app_and_main_stay_short(root: Path) -> None:
    for name in ("app.py", "main.py"):
        assert len((root / name).read_text(encoding="utf-8").splitlines()) < 40, name


def test_app_and_main_lean_on_ui_and_its_libraries_only(sources: tuple[Source, ...]) -> None:
    libraries = {"streamlit", "starlette"}  # st.App takes Starlette's own routes and middleware
    for source in sources:
        if source.module in {"app", "main"}:
            assert source.imported() - {"__future__"} <= {"ui"} | libraries, source.path


def test_core_needs_the_standard_library_only(sources: tuple[Source, ...]) -> None:
    for source in sources:
        if source.module.partition(".")[0] == "core":
            assert source.imported() - {"core"} <= sys.stdlib_module_names, source.path


def test_every_package_is_under_the_import_contracts_and_the_type_check(
    packages: tuple[str, ...], settings: dict[str, Any]
) -> None:
    products = set(packages) - {"benchmarks"}
    assert products == set(settings["importlinter"]["root_packages"])
    assert products <= set(settings["mypy"]["files"])


def test_no_top_level_folder_is_called_pages(root: Path) -> None:
    assert not (root / "pages").exists(), "Streamlit gives that name a meaning of its own"


def test_modules_stay_rooms_not_halls(sources: tuple[Source, ...]) -> None:
    long = [f"{s.path}: {s.text.count(chr(10))} lines" for s in sources if s.text.count("\n") > MODULE_LINES]
    assert not long


def test_every_module_says_what_it_is_for(sources: tuple[Source, ...]) -> None:
    silent = [str(s.path) for s in sources if s.text.strip() and not ast.get_docstring(s.tree())]
    assert not silent


def test_every_component_that_is_declared_is_there(root: Path) -> None:
    """Streamlit takes none of them, the desk included, when one folder is missing."""
    declared = tomllib.loads((root / "ui/pyproject.toml").read_text(encoding="utf-8"))
    for component in declared["tool"]["streamlit"]["component"]["components"]:
        built = {path.suffix for path in (root / "ui" / component["asset_dir"]).glob("*.*")}
        assert {".js", ".css"} <= built, component["name"]
