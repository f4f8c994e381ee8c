"""One error tree: every class says what it means, what happened with the value, and what to do next."""

from __future__ import annotations

import importlib
import inspect
import pickle
import string
from collections.abc import Iterable, Sequence
from dataclasses import is_dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import pytest

from core import errors
from core.errors import WorkbenchError
from tests.house.source import Source

GENERAL = {WorkbenchError, errors.InputError, errors.ConflictError, errors.RefusedError, errors.FailedError}


def all_subclasses(parent: type[WorkbenchError]) -> set[type[WorkbenchError]]:
    below = set(parent.__subclasses__())
    return below.union(*(all_subclasses(child) for child in below))


@pytest.fixture(scope="module")
def error_classes(sources: tuple[Source, ...]) -> list[type[WorkbenchError]]:
    """Every error the product has, in whichever package it lives."""
    for source in sources:
        if "Error)" in source.text and not source.module.startswith("ui.pages."):
            importlib.import_module(source.module)
    mine = {source.module for source in sources}
    return sorted((c for c in all_subclasses(WorkbenchError) if c.__module__ in mine), key=lambda c: c.__qualname__)


def fields_of_template(template: str) -> set[str]:
    return {name.partition(".")[0].partition("[")[0] for _, name, _, _ in string.Formatter().parse(template) if name}


SAMPLES: dict[Any, Any] = {
    int: 3,
    float: 0.5,
    str: "2026-05-17T12:00",  # some texts are read as a moment
    bool: True,
    Path: Path("folder"),
    date: date(2026, 5, 17),
    datetime: datetime(2026, 5, 17, 12, tzinfo=UTC),
}


def sample_of(hint: Any) -> Any:
    """A value of the kind a parameter asks for."""
    if get_origin(hint) in (UnionType, Union):
        hint = next(part for part in get_args(hint) if part is not type(None))
    if get_origin(hint) in (tuple, list, Sequence, Iterable):
        return (sample_of(get_args(hint)[0]),)
    return made(hint) if is_dataclass(hint) else SAMPLES.get(hint, "something")


def made(cls: Any) -> Any:
    """An instance of `cls`, every parameter of its constructor filled with a sample."""
    hints = get_type_hints(cls.__init__)
    names = [name for name in inspect.signature(cls.__init__).parameters if name != "self"]
    return cls(**{name: sample_of(hints[name]) for name in names})


def raised(cls: type[WorkbenchError]) -> WorkbenchError:
    """The error as its own constructor makes it."""
    if cls.__init__ is WorkbenchError.__init__:
        return cls(**dict.fromkeys(fields_of_template(cls.template), "something"))
    error: WorkbenchError = made(cls)
    return error


def test_every_error_has_a_docstring_of_its_own(error_classes: list[type[WorkbenchError]]) -> None:
    assert not [c.__qualname__ for c in error_classes if not c.__dict__.get("__doc__")]


def test_every_error_that_is_raised_has_its_own_words(error_classes: list[type[WorkbenchError]]) -> None:
    wordless = [c.__qualname__ for c in error_classes if c not in GENERAL and c.template == WorkbenchError.template]
    assert not wordless


def test_every_error_can_say_itself(error_classes: list[type[WorkbenchError]]) -> None:
    for cls in error_classes:
        sentence = str(raised(cls))
        assert sentence, cls.__qualname__
        assert not set("{}") & set(sentence), f"{cls.__qualname__}: {sentence}"


def test_every_error_survives_the_way_between_processes(error_classes: list[type[WorkbenchError]]) -> None:
    for cls in error_classes:
        error = raised(cls)
        assert str(pickle.loads(pickle.dumps(error))) == str(error), cls.__qualname__


def test_every_error_leaves_a_script_an_exit_code(error_classes: list[type[WorkbenchError]]) -> None:
    assert {c.exit_code for c in error_classes} <= {1, 2, 3, 4, 5, 6}
