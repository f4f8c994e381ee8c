from __future__ import annotations

import hashlib
import json
import threading
import zipfile
from pathlib import Path

import pytest

from storage import backup
from storage.backup import BackupFailedError, BackupRunningError, back_up, list_backups, only_backup, renew_alone
from storage.bundle import DamagedBackupError
from storage.database import open_database
from storage.disk_space import LowDiskSpaceError
from storage.verifying import verify
from tests.storage.conftest import WORDS, SmallStudy


def files(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()} - {".lock"}


def test_a_backup_is_one_file_that_says_what_is_inside(small_study: SmallStudy) -> None:
    report = back_up(small_study.database, small_study.folder, reason="by-hand", with_media=True)
    path = report.file.path
    assert files(small_study.folder / "backups") == {path.name}
    assert path.name == f"{report.file.made_at:%Y%m%dT%H%M%SZ}-by-hand.studybackup"
    with zipfile.ZipFile(path) as archive:
        manifest = json.loads(archive.read("manifest.json"))
        contents = {name: archive.read(name) for name in archive.namelist() if name != "manifest.json"}
    assert {m["name"]: (m["sha256"], m["size_bytes"]) for m in manifest["members"]} == {
        name: (hashlib.sha256(content).hexdigest(), len(content)) for name, content in contents.items()
    }
    sha256 = small_study.sha256
    assert contents.keys() == {"study.sqlite", f"media/{sha256[:2]}/{sha256}"}
    assert contents[f"media/{sha256[:2]}/{sha256}"] == small_study.sound
    assert manifest["rows"]["turn"] == 2 and manifest["study_title"] == "PM+ in Bergen"
    assert report.rows == manifest["rows"] and report.media_files == 1 and report.problems == ()


def test_a_backup_without_media_is_small(small_study: SmallStudy) -> None:
    report = back_up(small_study.database, small_study.folder, reason="by-hand", with_media=False)
    with zipfile.ZipFile(report.file.path) as archive:
        assert archive.namelist() == ["study.sqlite", "manifest.json"]
    assert not report.file.with_media and report.media_files == 0


def test_backups_are_listed_newest_first_and_a_broken_one_says_why(small_study: SmallStudy) -> None:
    for reason in ("first", "second", "second"):
        back_up(small_study.database, small_study.folder, reason=reason, with_media=False)
    (small_study.folder / "backups" / "torn.studybackup").write_bytes(b"PK")
    listed = list_backups(small_study.folder)
    assert {file.reason for file in listed if not file.problem} == {"first", "second"}
    assert [file.path.name for file in listed if file.problem] == ["torn.studybackup"]
    sound = [file for file in listed if not file.problem]
    assert len(sound) == 3 and sound[-1].reason == "first"
    assert all(file.size_bytes == file.path.stat().st_size for file in listed)


def test_people_go_on_writing_while_a_backup_is_made(small_study: SmallStudy) -> None:
    stop = threading.Event()
    written = 0

    def write() -> None:
        nonlocal written
        while not stop.is_set():
            with small_study.database.write() as connection:
                connection.exec_driver_sql(f"INSERT INTO site VALUES ('{written:032}', 'Sted {written}')")
            written += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        reports = [back_up(small_study.database, small_study.folder, reason="busy", with_media=True) for _ in range(5)]
    finally:
        stop.set()
        writer.join()
    sites = [report.rows["site"] for report in reports]
    assert sites == sorted(sites) and 0 < sites[-1] <= written
    for report in reports:
        verify(report.file.path)


def test_a_study_held_by_one_program_backs_itself_up(tmp_path: Path, small_study: SmallStudy) -> None:
    small_study.database.close()
    alone = open_database(small_study.folder / "study.sqlite", single_user=True)
    report = back_up(alone, small_study.folder, reason="by-hand", with_media=True)
    alone.close()
    assert verify(report.file.path).rows["turn"] == 2


def test_progress_runs_from_nothing_to_all(small_study: SmallStudy) -> None:
    seen: list[float] = []
    back_up(small_study.database, small_study.folder, reason="by-hand", with_media=True, on_progress=seen.append)
    assert seen == sorted(seen) and seen[-1] == 1.0


def test_a_missing_and_a_changed_recording_are_reported_and_the_rest_is_saved(small_study: SmallStudy) -> None:
    path = small_study.media.path(small_study.sha256)
    path.write_bytes(b"changed")
    (changed,) = back_up(small_study.database, small_study.folder, reason="a", with_media=True).problems
    path.unlink()
    (missing,) = back_up(small_study.database, small_study.folder, reason="b", with_media=True).problems
    name = small_study.sha256[:12]
    assert (str(changed), str(missing)) == (
        f"The recording {name} has changed since it was added.",
        f"The recording {name} is missing from the media folder.",
    )


def test_a_backup_that_does_not_read_back_is_thrown_away(
    small_study: SmallStudy, monkeypatch: pytest.MonkeyPatch
) -> None:
    def spoil(path: Path, *_: object) -> None:
        content = bytearray(path.read_bytes())
        content[content.index(WORDS.encode())] ^= 0xFF
        path.write_bytes(content)
        verify(path)

    monkeypatch.setattr(backup, "verify", spoil)
    with pytest.raises(BackupFailedError, match="thrown away"):
        back_up(small_study.database, small_study.folder, reason="by-hand", with_media=True)
    assert files(small_study.folder / "backups") == set()


def test_a_full_disk_is_noticed_before_the_work(small_study: SmallStudy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storage.disk_space.SPARE_BYTES", 1 << 60)
    with pytest.raises(LowDiskSpaceError, match="MB are free"):
        back_up(small_study.database, small_study.folder, reason="by-hand", with_media=True)
    assert files(small_study.folder / "backups") == set()


def test_a_disk_that_fills_up_on_the_way_leaves_nothing(
    small_study: SmallStudy, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(BackupFailedError, match="No space left"):
        back_up(small_study.database, small_study.folder, reason="by-hand", with_media=True)
    assert files(small_study.folder / "backups") == set()


def test_one_backup_at_a_time(small_study: SmallStudy) -> None:
    with only_backup(small_study.folder), pytest.raises(BackupRunningError):
        back_up(small_study.database, small_study.folder, reason="by-hand", with_media=True)
    back_up(small_study.database, small_study.folder, reason="by-hand", with_media=True)


def test_what_a_killed_backup_left_is_swept_by_the_next(small_study: SmallStudy) -> None:
    (small_study.folder / "backups").mkdir()
    for name in (".1.part", ".1.sqlite.part", ".1.sqlite.part-journal"):
        (small_study.folder / "backups" / name).write_bytes(b"words")
    report = back_up(small_study.database, small_study.folder, reason="by-hand", with_media=True)
    assert files(small_study.folder / "backups") == {report.file.path.name}


def test_renewing_replaces_all_backups_and_keeps_recordings_where_they_were(small_study: SmallStudy) -> None:
    with only_backup(small_study.folder):
        assert renew_alone(small_study.database, small_study.folder) is None
    back_up(small_study.database, small_study.folder, reason="first", with_media=True)
    back_up(small_study.database, small_study.folder, reason="second", with_media=False)
    with only_backup(small_study.folder):
        renewed = renew_alone(small_study.database, small_study.folder)
    assert renewed and renewed.file.with_media
    assert [file.path for file in list_backups(small_study.folder)] == [renewed.file.path]


@pytest.mark.parametrize("place", [0.2, 0.5, 0.9])
def test_verifying_finds_a_single_changed_byte(small_study: SmallStudy, place: float) -> None:
    path = back_up(small_study.database, small_study.folder, reason="by-hand", with_media=True).file.path
    with zipfile.ZipFile(path) as archive:
        entry = max(archive.infolist(), key=lambda info: info.file_size)
    content = bytearray(path.read_bytes())
    content[entry.header_offset + 200 + int(place * (entry.file_size - 200))] ^= 0x01
    path.write_bytes(content)
    with pytest.raises(DamagedBackupError):
        verify(path)
    assert files(small_study.folder / "backups") == {path.name}
