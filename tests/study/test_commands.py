"""The command line: the same verbs as the pages, exit codes and one-line errors fit for scripts."""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import pipeline
from pipeline.child import EngineError
from study import commands, registry
from tests.conftest import ROOT
from tests.desks import ANSWER, Browser, conversation
from tests.sounds import tone
from transcripts.model import Transcript


@dataclass
class Ran:
    code: int
    out: str
    err: str


class Command:
    """`python -m study`, in this process."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self._monkeypatch, self._capsys = monkeypatch, capsys

    def __call__(self, *arguments: object) -> Ran:
        self._monkeypatch.setattr(sys, "argv", ["study", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            commands.main()
            raise SystemExit(0)
        out, err = self._capsys.readouterr()
        return Ran(int(ended.value.code or 0), out, err)


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    return Command(monkeypatch, capsys)


@pytest.fixture
def folder(run: Command, tmp_path: Path) -> Iterator[Path]:
    assert run("new", tmp_path / "s", "--title", "PM+ Bergen", "--as", "Kari").code == 0
    yield tmp_path / "s"
    registry.close_all()


@pytest.fixture
def quick_engines(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Stands in for the speech engines; remembers the settings it was given."""
    given: list[Any] = []

    def transcribe(reader: Any, settings: Any, *rest: Any) -> Any:
        given.append(settings)
        return conversation()

    monkeypatch.setattr(pipeline, "transcribe", transcribe)
    return given


def add(run: Command, folder: Path, tmp_path: Path, label: str = "W1-H03", hertz: float = 220) -> Ran:
    sound = tone(tmp_path / f"{label}.wav", hertz=hertz)
    return run("add", folder, sound, "--interview", label, "--wave", 1, "--site", "Bergen", "--language", "no")


def test_a_recording_is_added_transcribed_shown_coded_and_exported(
    run: Command, folder: Path, tmp_path: Path, quick_engines: list[Any]
) -> None:
    assert add(run, folder, tmp_path).out == "W1-H03: waiting to be transcribed\n"
    assert run("transcribe", folder).out == "W1-H03: done\n"
    assert quick_engines[0].language == "no"

    shown = json.loads(run("show", folder, "w1-h03", "--format", "json").out)
    assert shown.keys() == {"interview", "language", "turns", "made_by"}
    assert shown["turns"][1]["text"] == ANSWER
    assert shown["turns"][0]["words"] == [
        {"text": "Hvordan", "start": 0, "end": 7, "start_ms": 0, "end_ms": 400, "confidence": 0.98}
    ]
    assert run("show", folder, "W1-H03", "--format", "vtt").out.startswith("WEBVTT")
    assert ANSWER in run("show", folder, "W1-H03").out

    study = registry.open_study(folder)
    kari = study.person("Kari")
    browser = Browser(study, kari, study.interview_named(kari, "W1-H03").id)
    browser.send(browser.coding_of("tungt", "Coping"))
    assert run("export", folder, tmp_path / "quotes.csv").code == 0
    with (tmp_path / "quotes.csv").open(encoding="utf-8-sig", newline="") as file:
        assert "tungt" in [cell for row in csv.reader(file) for cell in row]
    assert run("export", folder, tmp_path / "quotes.docx").code == 0
    assert (tmp_path / "quotes.docx").read_bytes().startswith(b"PK")


@pytest.mark.parametrize(
    ("options", "first"),
    [
        ([], "Identity"),
        (["--codebook", "pmplus-municipality"], "The PM+ strategies"),
        (["--codebook", "peer-support-work"], "Basic elements"),
        (["--codebook", "empty"], None),
        (["--empty"], None),
    ],
)
def test_a_new_study_begins_with_the_codebook_one_names(
    run: Command, tmp_path: Path, options: list[str], first: str | None
) -> None:
    assert run("new", tmp_path / "n", *options, "--as", "Kari").code == 0
    study = registry.open_study(tmp_path / "n")
    names = [code.name["en"] for code in study.codebook(study.person("Kari")).children(None)]
    registry.close_all()
    assert names[:1] == ([first] if first else [])


def test_only_the_named_interview_is_transcribed_on_the_named_device(
    run: Command, folder: Path, tmp_path: Path, quick_engines: list[Any]
) -> None:
    add(run, folder, tmp_path, "one", 200)
    add(run, folder, tmp_path, "two", 300)
    assert run("transcribe", folder, "--interview", "two", "--device", "cpu").out == "two: done\n"
    assert [settings.device for settings in quick_engines] == ["cpu"]
    assert run("work", folder, "--idle", 0).code == 0
    assert run("transcribe", folder).out == "Nothing is waiting to be transcribed.\n"


def test_a_backup_is_restored_into_an_empty_folder(run: Command, folder: Path, tmp_path: Path) -> None:
    add(run, folder, tmp_path)
    backup = Path(run("backup", folder).out.strip())
    shutil.rmtree(folder / "media")
    registry.close_all()
    restored = run("restore", backup, tmp_path / "restored")
    assert restored.code == 0, restored.err
    study = registry.open_study(tmp_path / "restored")
    (recording,) = study.recordings(study.person("Kari"))
    with study.media.reader(recording.sha256).open() as stream:
        assert stream.read() == (tmp_path / "W1-H03.wav").read_bytes()


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["show", "{folder}", "W9"], 3, "There is no interview “W9” in this study."),
        (["show", "{folder}/nowhere", "W9"], 2, "There is no study in"),
        (["add", "{folder}", "{folder}/none.wav"], 2, "There is no file"),
        (["add", "{folder}", "{folder}/study.sqlite", "--channels", "left"], 2, "Choose one of: mix, speakers."),
        (["add", "{folder}", "{folder}/study.sqlite", "--also-spoken", "fa"], 2, "Choose the language first."),
        (["add", "{folder}", "{folder}/study.sqlite"], 2, "not a sound or video recording"),
        (["export", "{folder}", "{folder}/../quotes.pdf"], 2, "does not end in .docx or .csv"),
        (["export", "{folder}", "{folder}/../quotes.csv"], 4, "nothing to export"),
        (["transcribe", "{folder}", "--interview", "W9"], 3, "There is no interview “W9”"),
        (["new", "{folder}"], 2, "already holds a study"),
        (["new", "{folder}/../n", "--codebook", "mine"], 3, "No codebook called “mine” comes with the workbench."),
        (["restore", "{folder}/study.sqlite", "{folder}/../r"], 2, "study.sqlite"),
    ],
)
def test_what_cannot_be_done_is_one_line_and_an_exit_code(
    run: Command, folder: Path, arguments: list[str], code: int, said: str
) -> None:
    ran = run(*(a.format(folder=folder) for a in arguments))
    assert ran.code == code, ran.err
    assert said in ran.err
    assert ran.err.count("\n") == 1
    assert ran.out == ""


def test_an_interview_without_transcript_says_so(run: Command, folder: Path, tmp_path: Path) -> None:
    add(run, folder, tmp_path)
    ran = run("show", folder, "W1-H03")
    assert (ran.code, ran.out) == (4, "")
    assert "has no transcript yet" in ran.err


def test_how_a_recording_is_heard_can_be_said_when_it_is_added(
    run: Command, folder: Path, tmp_path: Path, quick_engines: list[Any]
) -> None:
    how = ("--also-spoken", "fa, en", "--channels", "speakers", "--backchannels", "folded", "--expect", "PM+")
    assert run("add", folder, tone(tmp_path / "a.wav"), "--language", "no", *how).code == 0
    run("transcribe", folder)
    (settings,) = quick_engines
    assert (settings.language, settings.languages, settings.hotwords) == ("no", ("no", "fa", "en"), "PM+")
    assert (settings.channels, settings.backchannels) == ("speakers", "folded")


def test_a_silent_recording_is_told(
    run: Command, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipeline, "transcribe", lambda *arguments: Transcript("und", (), ()))
    add(run, folder, tmp_path)
    ran = run("transcribe", folder)
    assert (ran.code, ran.out) == (0, "W1-H03: done\nNo speech was heard in it. Is it the right file?\n")


def test_a_failed_transcription_is_told_and_the_exit_code_says_so(
    run: Command, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*arguments: Any) -> Any:
        raise EngineError("no memory", "engines.log")

    monkeypatch.setattr(pipeline, "transcribe", fail)
    add(run, folder, tmp_path)
    ran = run("transcribe", folder)
    assert ran.code == 6
    assert ran.out.startswith("W1-H03: failed (")
    assert "1 of 1 transcriptions failed." in ran.err


def test_it_runs_as_a_module() -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "study", "--help"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    for command in ("new", "add", "work", "transcribe", "show", "export", "backup", "restore"):
        assert command in ran.stdout
