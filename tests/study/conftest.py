"""A small study with one transcribed interview, in sight of every test here."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.design import Interview, Person
from study import Study, registry
from tests.desks import Browser, conversation


@pytest.fixture
def study(tmp_path: Path) -> Iterator[Study]:
    made = registry.create(tmp_path / "study", "PM+ Bergen", "Kari")
    yield made
    registry.close_all()


@pytest.fixture
def kari(study: Study) -> Person:
    return study.person("Kari")


@pytest.fixture
def ola(study: Study) -> Person:
    return study.person("Ola")


@pytest.fixture
def interview(study: Study, kari: Person) -> Interview:
    made = study.add_interview(kari, label="W1-H03", wave="Wave 1", site="Bergen", languages=["no"])
    study.keep_transcript(kari, made.id, conversation(), machine_made=True)
    return made


@pytest.fixture
def browser(study: Study, kari: Person, interview: Interview) -> Browser:
    return Browser(study, kari, interview.id)


@pytest.fixture
def olas_browser(study: Study, ola: Person, interview: Interview) -> Browser:
    return Browser(study, ola, interview.id)
