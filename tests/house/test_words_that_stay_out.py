"""A clone knows nothing of the machine it was written on."""

from __future__ import annotations

from pathlib import Path

from tests.house.source import Source

MACHINE_PATHS = tuple(
    "/" + rest for rest in ("work/main", "work/shared", "tmp/venv", "tmp/contract", "root/.", "opt/wheels")
)
TEXT = {".py", ".md", ".txt", ".toml", ".yaml", ".yml", ".js", ".css", ".html", ".json", ".cfg", ".ini", ".sh", ""}


def test_no_file_names_a_path_of_one_machine(cloned_files: tuple[Path, ...], root: Path) -> None:
    found = []
    for path in cloned_files:
        if path.suffix in TEXT:
            text = path.read_text(encoding="utf-8", errors="replace")
            found += [f"{path.relative_to(root)}: {word}" for word in MACHINE_PATHS if word in text]
    assert not found


def test_no_file_waits_to_be_written(sources: tuple[Source, ...]) -> None:
    marks = ("TO" + "DO", "FIX" + "ME", "XX" + "X", "raise NotImplemented" + "Error")
    found = [f"{source.path}: {mark}" for source in sources for mark in marks if mark in source.text]
    assert not found


def test_no_study_or_sound_lies_in_the_repository(cloned_files: tuple[Path, ...], root: Path) -> None:
    private = {".sqlite", ".wav", ".mp3", ".m4a", ".mp4", ".flac", ".ogg", ".webm"}
    assert not [str(path.relative_to(root)) for path in cloned_files if path.suffix in private]
