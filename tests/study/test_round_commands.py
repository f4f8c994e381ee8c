"""Rounds from the command line."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from typer.testing import CliRunner

from core.errors import WorkbenchError
from study import Study
from study.commands import app
from study.round_rules import ReleasedError
from tests.rounds import Team

Run = Callable[..., str]


@pytest.fixture
def run(study: Study) -> Run:
    def once(*arguments: str, name: str = "Kari") -> str:
        command, *rest = arguments
        ended = CliRunner().invoke(app, ["rounds", command, str(study.folder), *rest, "--as", name])
        if isinstance(ended.exception, WorkbenchError):
            raise ended.exception
        assert ended.exit_code == 0, ended.output
        return ended.output

    return once


def test_rounds_are_listed_with_who_codes_and_the_one_you_are_in(study: Study, run: Run) -> None:
    run("add", "Each alone", "--coder", "Kari", "--coder", "Ola")
    run("add", "Second look")
    run("choose", "each alone", name="Ola")
    run("close", "Second look")
    assert run("list", name="Ola").splitlines() == [
        "Shared coding\tTogether",
        "Each alone\tEach alone: Kari, Ola\t*",
        "Second look\tTogether (closed)",
    ]
    run("reopen", "Second look")
    run("rename", "Second look", "Third look")
    assert "Third look\tTogether" in run("list")
    assert run("coders", "Each alone", "--coder", "Kari", "--coder", "Ida") == "Each alone: Each alone: Kari, Ida\n"


def test_the_last_to_finish_releases(study: Study, run: Run) -> None:
    Team.of(study)
    assert run("finish", "Each alone", "W1-H03") == "W1-H03: finished\n"
    assert run("unfinish", "Each alone", "W1-H03") == "W1-H03: not finished\n"
    run("finish", "Each alone", "W1-H03")
    assert run("progress", "Each alone", name="Ida") == "W1-H03\tKari\n"
    assert run("finish", "Each alone", "W1-H03", name="Ola") == "W1-H03: released\n"
    assert run("progress", "Each alone") == "W1-H03\tKari, Ola\treleased\n"
    with pytest.raises(ReleasedError):
        run("unfinish", "Each alone", "W1-H03")
