"""`python -m study models`: list, add, verify, use, remove; fetching only after a yes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipeline.models import fetching
from study.speech_models import SpeechModels, chosen
from tests.study.test_people_commands import Command, run
from tests.tiny_models import whisper_folder

__all__ = ["run"]


@pytest.fixture(autouse=True)
def models_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("WORKBENCH_MODELS", str(tmp_path / "models"))
    return tmp_path / "models"


@pytest.fixture
def never_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a connection would have been opened")

    monkeypatch.setattr(fetching, "_download", refuse)


def test_the_list_shows_what_is_here_and_what_can_be_had(run: Command, never_fetched: None) -> None:
    _, lines, _ = run("models")
    text = "\n".join(lines)
    assert lines[:2] == ["recognition: whisper-base", "diarization: embedded"]
    assert "whisper-base: Whisper base (embedded, in use, trial quality)" in lines
    assert "nb-whisper-large: NB-Whisper large (not here, recommended)" in lines
    assert "own-sorani: Your own Sorani model (example)" in lines
    assert "  recognition | 3.1 GB | MIT | 100 languages" in text
    assert "from https://huggingface.co/NbAiLab/nb-whisper-large/tree/8c6249f" in text
    assert "d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9  model.bin" in text
    assert "taken when it is added  tokenizer.json" in text


def test_a_folder_is_added_used_verified_and_removed(run: Command, tmp_path: Path, never_fetched: None) -> None:
    folder = whisper_folder(tmp_path / "Ours")
    added = run("models", "add", folder, "--language", "ckb", "--sent-as", "ckb=fa", "--title", "Sorani of ours")
    assert added == (0, ["ours: added, 4 files; python -m study models use ours"], [])
    assert run("models", "use", "ours")[1] == ["recognition: ours", "diarization: embedded"]
    assert chosen() == SpeechModels(recognition="ours")
    assert run("models", "verify", "ours")[1] == ["ours: every file is as it should be"]
    assert "ours: Sorani of ours (installed, in use, trial quality)" in run("models")[1]
    code, _, err = run("models", "remove", "ours")
    assert (code, "Use another model first" in err[0]) == (5, True)
    run("models", "use", "whisper-base")
    assert run("models", "remove", "ours")[1] == ["ours: removed"]
    assert run("models", "use", "ours")[0] == 2


def test_damage_is_named_and_ends_with_a_failure(run: Command, tmp_path: Path, models_folder: Path) -> None:
    run("models", "add", whisper_folder(tmp_path / "ours"))
    (models_folder / "installed" / "ours" / "config.json").write_text("[]\n")
    code, out, err = run("models", "verify")
    assert code == 6
    assert any(line.startswith("ours: ") and "damaged or has been exchanged" in line for line in out)
    assert "whisper-base: every file is as it should be" in out
    assert err == ["1 of 3 models are not what they should be, and will not be used."]
    assert run("models", "use", "ours")[0] == 6


def test_without_a_yes_nothing_is_fetched_and_address_and_size_are_shown(run: Command, never_fetched: None) -> None:
    code, out, err = run("models", "fetch", "pyannote-community-1")
    assert code == 2
    assert out[0].startswith("pyannote-community-1: 31 MB from https://huggingface.co/pyannote/")
    assert "accepted its conditions" in out[1]
    assert err == ["Nothing was fetched, and no connection was opened. Answer yes, or give --yes."]


def test_with_a_yes_it_is_fetched(run: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def arrive(known: Any, place: Path, report: Callable[[float], None]) -> None:
        there = whisper_folder(tmp_path / "there", preprocessor=True)
        for file in known.files:
            (place / file.path).parent.mkdir(exist_ok=True)
            (there / file.name).rename(place / file.path)
        report(1.0)

    monkeypatch.setattr(fetching, "_download", arrive)
    code, out, _ = run("models", "fetch", "nb-whisper-large", "--yes")
    assert code == 0
    assert out[0].startswith("nb-whisper-large: 6.2 GB from https://huggingface.co/NbAiLab/nb-whisper-large")
    assert out[1] == "nb-whisper-large: fetched, 5 files; python -m study models use nb-whisper-large"
    assert run("models", "use", "nb-whisper-large")[0] == 0


def test_what_cannot_be_done_is_said_in_one_line(run: Command, tmp_path: Path, never_fetched: None) -> None:
    folder = whisper_folder(tmp_path / "ours")
    for arguments, code, said in (
        (("models", "add", tmp_path / "nowhere"), 2, "no folder on this machine"),
        (("models", "add", folder, "--name", "A b"), 5, "A b"),
        (("models", "add", folder, "--language", "ckb"), 2, "ckb=fa"),
        (("models", "add", folder, "--sent-as", "ckb"), 2, "ckb=fa"),
        (("models", "fetch", "whisper-base", "--yes"), 2, "not fetched from anywhere"),
        (("models", "remove", "embedded"), 5, "embedded"),
        (("models", "use", "nb-whisper-large"), 2, "not on this machine"),
        (("models", "verify", "nobody"), 2, "nobody"),
    ):
        ended, out, err = run(*arguments)
        assert (ended, out, len(err)) == (code, [], 1), (arguments, out, err)
        assert said in err[0]


def test_the_older_way_of_choosing_folders_still_works(run: Command, tmp_path: Path) -> None:
    folder = whisper_folder(tmp_path / "large")
    assert run("models", "--recognition", folder)[1] == [f"recognition: {folder}", "diarization: embedded"]
