"""What the house rules are checked against: the sources, the files a clone has, the documents."""

from __future__ import annotations

import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.house.source import Source

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def settings() -> dict[str, Any]:
    """The tools' settings."""
    tools: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
    return tools


@pytest.fixture(scope="session")
def cloned_files() -> tuple[Path, ...]:
    """Every file that a clone has, or will have after the next commit."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    if listed.returncode:
        pytest.skip("not a clone: git does not know which files belong to it")
    return tuple(ROOT / name for name in listed.stdout.decode().split("\0") if name and (ROOT / name).is_file())


@pytest.fixture(scope="session")
def packages() -> tuple[str, ...]:
    """The product's top-level packages."""
    outside = {"tests"}
    return tuple(sorted(p.parent.name for p in ROOT.glob("*/__init__.py") if p.parent.name not in outside))


@pytest.fixture(scope="session")
def sources(packages: tuple[str, ...]) -> tuple[Source, ...]:
    """Every module of the product: app.py, main.py and the packages."""
    folders = (ROOT / package for package in packages)
    paths = [ROOT / "app.py", ROOT / "main.py", *(path for folder in folders for path in sorted(folder.rglob("*.py")))]
    return tuple(Source(path.relative_to(ROOT), path.read_text(encoding="utf-8")) for path in paths)
