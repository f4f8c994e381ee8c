from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from core.errors import InputError
from storage.backup import back_up
from storage.bundle import DamagedBackupError, NewerBackupError, NotABackupError
from storage.database import open_database
from storage.disk_space import LowDiskSpaceError
from storage.migrating import NewerStudyError
from storage.restoring import RestoreFailedError, restore
from tests.storage.conftest import WORDS, SmallStudy

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def bundle(small_study: SmallStudy) -> Path:
    """A backup that has been carried to another machine."""
    report = back_up(small_study.database, small_study.folder, reason="by-hand", with_media=True)
    elsewhere = small_study.folder.parent / "memory stick" / report.file.path.name
    elsewhere.parent.mkdir()
    shutil.move(report.file.path, elsewhere)
    return elsewhere


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "other machine" / "study"


def remade(bundle: Path, change: Callable[[dict[str, bytes], dict[str, Any]], None], **options: Any) -> Path:
    """The bundle with its members and manifest changed by hand."""
    with zipfile.ZipFile(bundle) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    manifest = json.loads(members.pop("manifest.json"))
    change(members, manifest)
    path = bundle.with_name("changed.studybackup")
    with zipfile.ZipFile(path, "w", **options) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
        archive.writestr("manifest.json", json.dumps(manifest))
    return path


def refused(path: Path, target: Path, error: type[Exception], words: str | None = None) -> None:
    with pytest.raises(error, match=words):
        restore(path, target)
    assert not target.exists()


def test_everything_comes_back_on_an_empty_machine(small_study: SmallStudy, bundle: Path, target: Path) -> None:
    small_study.database.close()
    shutil.rmtree(small_study.folder)
    manifest = restore(bundle, target)
    assert manifest.study_title == "PM+ in Bergen"
    sha256 = hashlib.sha256(small_study.sound).hexdigest()
    assert (target / "media" / sha256[:2] / sha256).read_bytes() == small_study.sound
    assert {path.name for path in target.iterdir()} == {"study.sqlite", "media"}
    database = open_database(target / "study.sqlite")
    with database.read() as connection:
        texts = connection.exec_driver_sql("SELECT text FROM turn ORDER BY position").scalars().all()
    database.close()
    assert texts == ["Hvordan går det?", WORDS]


def test_an_empty_folder_that_is_there_already_is_filled(bundle: Path, target: Path) -> None:
    target.mkdir(parents=True)
    restore(bundle, target)
    assert (target / "study.sqlite").is_file()


def test_a_file_that_is_something_else_is_refused(tmp_path: Path, target: Path) -> None:
    for name, content in {"song.mp3": b"ID3" * 100, "empty": b"", "page.html": b"<html>"}.items():
        (tmp_path / name).write_bytes(content)
        refused(tmp_path / name, target, NotABackupError, name)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.99])
def test_a_copy_that_broke_off_is_refused(bundle: Path, target: Path, share: float) -> None:
    content = bundle.read_bytes()
    bundle.write_bytes(content[: int(len(content) * share)])
    refused(bundle, target, NotABackupError)


@pytest.mark.parametrize(
    "name",
    ["../evil", "/etc/evil", "media/../../evil", "C:\\evil", "media/aa/evil", "study.sqlite-wal", "media/aa/", "notes"],
)
def test_a_member_that_does_not_belong_is_refused(bundle: Path, target: Path, name: str) -> None:
    def smuggle(members: dict[str, bytes], manifest: dict[str, Any]) -> None:
        members[name] = b"evil"
        manifest["members"].append({"name": name, "sha256": hashlib.sha256(b"evil").hexdigest(), "size_bytes": 4})

    refused(remade(bundle, smuggle), target, NotABackupError, "it holds")
    assert not list(bundle.parent.parent.rglob("evil"))


def test_a_compressed_bomb_is_refused_unread(bundle: Path, target: Path) -> None:
    def inflate(members: dict[str, bytes], manifest: dict[str, Any]) -> None:
        members["study.sqlite"] = bytes(50_000_000)

    bomb = remade(bundle, inflate, compression=zipfile.ZIP_DEFLATED)
    assert bomb.stat().st_size < 1_000_000
    refused(bomb, target, NotABackupError, "it holds")


def test_members_that_overlap_are_refused(bundle: Path, target: Path) -> None:
    content = bundle.read_bytes()
    end = content.rindex(b"PK\x05\x06")
    size, start = struct.unpack("<II", content[end + 12 : end + 20])
    directory = content[start : start + size]
    with zipfile.ZipFile(bundle) as archive:
        count = len(archive.infolist())
    tail = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, count * 2, count * 2, size * 2, start, 0)
    bundle.write_bytes(content[:start] + directory * 2 + tail)
    refused(bundle, target, NotABackupError, "overlap")


def test_changed_content_is_found_out(bundle: Path, target: Path) -> None:
    def swap(members: dict[str, bytes], manifest: dict[str, Any]) -> None:
        media = next(name for name in members if name.startswith("media/"))
        members[media] = members[media][::-1]

    refused(remade(bundle, swap), target, DamagedBackupError, "media/")


def test_a_database_with_fewer_rows_than_promised_is_found_out(bundle: Path, target: Path) -> None:
    def promise(members: dict[str, bytes], manifest: dict[str, Any]) -> None:
        manifest["rows"]["turn"] = 3

    refused(remade(bundle, promise), target, DamagedBackupError, r"study\.sqlite")


def test_a_database_that_is_none_is_found_out(bundle: Path, target: Path) -> None:
    def swap(members: dict[str, bytes], manifest: dict[str, Any]) -> None:
        members["study.sqlite"] = b"x" * 10_000
        for member in manifest["members"]:
            if member["name"] == "study.sqlite":
                member |= {"sha256": hashlib.sha256(b"x" * 10_000).hexdigest(), "size_bytes": 10_000}

    refused(remade(bundle, swap), target, DamagedBackupError, r"study\.sqlite")


@pytest.mark.parametrize(
    "manifest", [b"", b"[]", b"{}", b'{"format": 1}', b'{"format": "x"}', b"\xff\xfe", b"[" * 100_000]
)
def test_a_manifest_that_makes_no_sense_is_refused(tmp_path: Path, target: Path, manifest: bytes) -> None:
    path = tmp_path / "odd.studybackup"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("study.sqlite", b"x")
        archive.writestr("manifest.json", manifest)
    refused(path, target, NotABackupError, "table of contents")


def test_a_member_missing_from_the_file_is_noticed(bundle: Path, target: Path) -> None:
    def drop(members: dict[str, bytes], manifest: dict[str, Any]) -> None:
        del members["study.sqlite"]

    refused(remade(bundle, drop), target, NotABackupError, "does not agree")


def test_a_backup_of_a_newer_program_is_refused(bundle: Path, target: Path) -> None:
    def newer_format(members: dict[str, bytes], manifest: dict[str, Any]) -> None:
        manifest["format"] = 2

    def newer_form(members: dict[str, bytes], manifest: dict[str, Any]) -> None:
        manifest["form"] = "9001"

    refused(remade(bundle, newer_format), target, NewerBackupError, "Update the program")
    refused(remade(bundle, newer_form), target, NewerStudyError, "Update the program")


def test_too_little_room_is_noticed_first(bundle: Path, target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storage.disk_space.SPARE_BYTES", 1 << 60)
    refused(bundle, target, LowDiskSpaceError)


def test_a_disk_that_refuses_half_way_leaves_nothing(
    bundle: Path, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = iter(range(100))

    def full(_: int) -> None:
        if next(calls) == 1:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    refused(bundle, target, RestoreFailedError, "No space left")


def test_a_restore_that_was_killed_is_done_again_from_the_start(bundle: Path, target: Path) -> None:
    code = (
        "import os, sys; from pathlib import Path; import storage.restoring as r\n"
        "r._activate = lambda folder: os.kill(os.getpid(), 9)\n"
        "r.restore(Path(sys.argv[1]), Path(sys.argv[2]))"
    )
    killed = subprocess.run([sys.executable, "-c", code, str(bundle), str(target)], cwd=ROOT, env={**os.environ})
    assert killed.returncode == -9
    assert {path.name for path in target.iterdir()} == {".restoring"}
    restore(bundle, target)
    assert {path.name for path in target.iterdir()} == {"study.sqlite", "media"}


def test_whatever_happened_to_the_file_it_is_refused_or_gives_back_what_was_saved(
    small_study: SmallStudy, bundle: Path, target: Path
) -> None:
    sound, content, chance = small_study.sound, bundle.read_bytes(), random.Random(1)
    with zipfile.ZipFile(bundle) as archive:
        directory = archive.start_dir
    for _ in range(150):
        changed = bytearray(content)
        place = chance.choice((chance.randrange(len(content)), chance.randrange(directory - 2000, len(content))))
        changed[place : place + chance.randrange(3)] = chance.randbytes(chance.randrange(3))
        bundle.write_bytes(changed)
        try:
            restore(bundle, target)
        except InputError as refusal:
            assert str(refusal) and not target.exists()
        else:
            assert (target / "media" / small_study.sha256[:2] / small_study.sha256).read_bytes() == sound
            shutil.rmtree(target)
