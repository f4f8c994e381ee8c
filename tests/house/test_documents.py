"""Documents are under test: what they name exists, and what exists is named."""

from __future__ import annotations

import doctest
import importlib
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.source import Source


@pytest.fixture(scope="module")
def documents(root: Path) -> dict[Path, str]:
    """Every document, by its path in the repository."""
    paths = [*root.glob("*.md"), *(root / "docs").rglob("*.md")]
    return {path.relative_to(root): path.read_text(encoding="utf-8") for path in paths}


@pytest.fixture(scope="module")
def all_text(documents: dict[Path, str]) -> str:
    return "\n".join(documents.values())


def test_every_file_a_document_points_to_is_there(documents: dict[Path, str], root: Path) -> None:
    missing = []
    for path, text in documents.items():
        for target in re.findall(r"\]\(([^)\s]+)\)", text):
            if not re.match(r"[a-z]+:|#", target):
                place = (root / path).parent / target.partition("#")[0]
                missing += [] if place.exists() else [f"{path}: {target}"]
    assert not missing


def test_every_make_target_a_document_names_is_one(documents: dict[Path, str], root: Path) -> None:
    targets = set(re.findall(r"^([a-z][a-z-]*):", (root / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE))
    for path, text in documents.items():
        named = re.findall(r"(?:^|`|\()make (?:-s )?([a-z-]+)", text, flags=re.MULTILINE)
        assert set(named) - {"-s"} <= targets, path


def help_of(*arguments: str, root: Path) -> str:
    """What the command line prints about itself, without colours, wide enough not to be cut."""
    plain = {"COLUMNS": "200", "NO_COLOR": "1", "TERM": "dumb"}
    ran = subprocess.run(
        [sys.executable, "-m", "study", *arguments, "--help"],
        cwd=root,
        env={**os.environ, **plain},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def test_every_command_stands_in_the_readme(documents: dict[Path, str], root: Path) -> None:
    readme = next(text for path, text in documents.items() if path.name == "README.md")
    listing = help_of(root=root).partition("Commands")[2]
    commands = set(re.findall(r"^\W*([a-z][a-z-]+)\s{2,}", listing, flags=re.MULTILINE))
    assert commands, "no commands were read from the help text"
    unnamed = {command for command in commands if not re.search(rf"study {command}\b", readme)}
    assert not unnamed


def test_every_command_of_the_readme_exists(documents: dict[Path, str], root: Path) -> None:
    readme = next(text for path, text in documents.items() if path.name == "README.md")
    named = set(re.findall(r"python -m study ([a-z-]+)", readme))
    listing = help_of(root=root)
    assert not {command for command in named if not re.search(rf"^\W*{command}\s", listing, flags=re.MULTILINE)}


def test_every_environment_variable_of_ours_is_documented(sources: tuple[Source, ...], all_text: str) -> None:
    used = set().union(*(re.findall(r"\bWORKBENCH_[A-Z_]+\b", source.text) for source in sources))
    assert not {name for name in used if name not in all_text}


def test_every_package_stands_in_the_architecture(documents: dict[Path, str], packages: tuple[str, ...]) -> None:
    text = next(text for path, text in documents.items() if path.name == "architecture.md")
    assert not [package for package in packages if f"`{package}" not in text]


def test_every_direct_requirement_has_its_reason_written_down(root: Path) -> None:
    decisions = (root / "docs" / "decisions.md").read_text(encoding="utf-8").lower()
    text = (root / "requirements.txt").read_text(encoding="utf-8")
    names = re.findall(r"^([A-Za-z][\w.-]*)==", text, flags=re.MULTILINE)
    assert not [name for name in names if name.lower() not in decisions]


def test_every_example_in_a_docstring_runs(sources: tuple[Source, ...]) -> None:
    failed = []
    for source in sources:
        if ">>>" in source.text:
            result = doctest.testmod(importlib.import_module(source.module))
            failed += [f"{source.path}: {result.failed} of {result.attempted}"] if result.failed else []
    assert not failed
