"""Everything the product runs on is pinned, and everything it imports is named."""

from __future__ import annotations

import re
import sys
from importlib.metadata import PackageNotFoundError, distribution, packages_distributions
from pathlib import Path
from typing import TypeAlias

import pytest
from packaging.requirements import Requirement

from tests.house.source import Source

Pins: TypeAlias = dict[str, Requirement]  #: Entries of a requirements file, by normal name.


def normal(name: str) -> str:
    """A distribution's name as package indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def pins(text: str) -> dict[str, Requirement]:
    """The entries of a requirements file, by normal name."""
    lines = (line.partition(" #")[0].strip() for line in text.splitlines())
    entries = (Requirement(line) for line in lines if line and not line.startswith(("#", "-")))
    return {normal(entry.name): entry for entry in entries}


@pytest.fixture(scope="module")
def product(root: Path) -> Pins:
    return pins((root / "requirements.txt").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def development(root: Path) -> Pins:
    return pins((root / "requirements-dev.txt").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def constraints(root: Path) -> Pins:
    return pins((root / "constraints.txt").read_text(encoding="utf-8"))


def test_every_entry_is_pinned_to_one_version(product: Pins, development: Pins, constraints: Pins) -> None:
    for entry in (*product.values(), *development.values(), *constraints.values()):
        assert re.fullmatch(r"==[^*,]+", str(entry.specifier)), entry


def test_what_is_written_in_two_files_agrees(product: Pins, development: Pins, constraints: Pins) -> None:
    assert not product.keys() & (development.keys() | constraints.keys())
    for name in development.keys() & constraints.keys():
        assert development[name].specifier == constraints[name].specifier, name


def test_every_requirement_says_what_it_is_for(root: Path) -> None:
    bare = []
    for line in (root / "requirements.txt").read_text(encoding="utf-8").splitlines():
        if "==" in line and " #" not in line and "-part2" not in line:
            bare.append(line)
    assert not bare


def test_every_library_the_product_imports_is_a_requirement_of_its_own(
    sources: tuple[Source, ...], packages: tuple[str, ...], product: Pins
) -> None:
    names = set().union(*(source.imported() for source in sources))
    outside = names - sys.stdlib_module_names - set(packages) - {"app", "main"}
    providers = packages_distributions()
    missing = {
        name for name in outside if not {normal(provider) for provider in providers.get(name, [])} & product.keys()
    }
    assert not missing


def test_every_library_the_tests_import_is_a_requirement(
    root: Path, product: Pins, development: Pins, packages: tuple[str, ...]
) -> None:
    names: set[str] = set()
    for path in [*(root / "tests").rglob("*.py"), *(root / "benchmarks").rglob("*.py")]:
        found = re.findall(r"^\s*(?:import|from)\s+(\w+)", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
        names |= set(found)
    providers = packages_distributions()
    # Words that begin a line of a docstring can look like an import; only what is installed counts.
    outside = (names & providers.keys()) - sys.stdlib_module_names - set(packages)
    known = product.keys() | development.keys()
    missing = {name for name in outside if not {normal(provider) for provider in providers[name]} & known}
    assert not missing


def needs_of(entry: Requirement) -> list[Requirement]:
    """What an installed distribution needs here, with the extras that were asked for; nothing when it is absent."""
    try:
        found = distribution(entry.name)
    except PackageNotFoundError:
        return []
    needs = [Requirement(text) for text in found.requires or ()]
    chosen = entry.extras | {""}
    return [n for n in needs if n.marker is None or any(n.marker.evaluate({"extra": extra}) for extra in chosen)]


def installed_version(name: str) -> str | None:
    try:
        return distribution(name).version
    except PackageNotFoundError:
        return None


def test_the_environment_has_exactly_what_is_written_down(product: Pins, development: Pins, constraints: Pins) -> None:
    pinned = {**constraints, **development, **product}
    asked = [entry for entry in (*product.values(), *development.values())]
    waiting = [entry for entry in asked if entry.marker is None or entry.marker.evaluate()]
    seen: set[str] = set()
    wrong = []
    while waiting:
        entry = waiting.pop()
        if str(entry) in seen:
            continue
        seen.add(str(entry))
        version, pin = installed_version(entry.name), pinned.get(normal(entry.name))
        if pin is None:
            wrong.append(f"{entry.name} {version} is not pinned")
        elif version is None or not pin.specifier.contains(version, prereleases=True):
            wrong.append(f"{entry.name} {version} is installed, {pin} is written")
        waiting += needs_of(entry)
    assert not wrong
