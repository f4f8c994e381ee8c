"""A study on a network disk: one program at a time, and whoever comes second is told who is first."""

from __future__ import annotations

import getpass
import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.errors import ConflictError
from storage.holder import LOCK_FILE
from study import Study, registry
from tests.conftest import ROOT
from tests.desks import Browser, conversation


@pytest.fixture
def study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Study]:
    monkeypatch.setattr(registry, "is_on_network", lambda _: True)
    yield registry.create(tmp_path / "study", "PM+", "Kari")
    registry.close_all()


def command(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "study", *arguments], cwd=ROOT, capture_output=True, text=True, encoding="utf-8"
    )


def test_the_study_says_that_it_is_for_one_program(study: Study) -> None:
    assert study.single_user
    assert not list(study.folder.glob("*-wal"))


def test_another_program_is_told_who_has_the_study_and_may_open_it_afterwards(study: Study) -> None:
    interview = study.add_interview(study.person("Kari"), label="W1-H03")
    study.keep_transcript(study.person("Kari"), interview.id, conversation(), machine_made=True)
    refused = command("show", str(study.folder), "W1-H03")
    assert refused.returncode == ConflictError.exit_code
    assert f"open on the computer “{socket.gethostname()}” ({getpass.getuser()}" in refused.stderr
    assert len(refused.stderr.strip().splitlines()) == 1
    registry.close_all()
    assert command("show", str(study.folder), "W1-H03").returncode == 0


def test_the_study_can_be_worked_in_backed_up_and_opened_again(study: Study) -> None:
    kari = study.person("Kari")
    interview = study.add_interview(kari, label="W1-H03")
    study.keep_transcript(kari, interview.id, conversation(), machine_made=True)
    browser = Browser(study, kari, interview.id)
    browser.send(browser.coding_of("tungt", "Coping"))
    assert study.back_up(kari).problems == ()
    registry.close_all()
    again = registry.open_study(study.folder)
    assert Browser(again, kari, interview.id).coded_words() == ["tungt"]


def test_the_lock_names_computer_account_and_moment_and_goes_with_the_program(study: Study) -> None:
    lock = study.folder / LOCK_FILE
    holder = json.loads(lock.read_text(encoding="utf-8"))
    assert (holder["host"], holder["person"]) == (socket.gethostname(), getpass.getuser())
    assert holder["since"].endswith("+00:00")
    registry.close_all()
    assert not lock.exists()
