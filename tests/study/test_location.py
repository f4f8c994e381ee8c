from __future__ import annotations

import json
import os
from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest

from storage.restoring import RESTORING
from study import cloud_folders
from study.cloud_folders import Machine, cloud_service_of, service_by_name
from study.file_systems import Mount
from study.location import (
    FolderNotEmptyError,
    FolderNotWritableError,
    HoldsAStudyError,
    InsideProgramError,
    NoStudyHereError,
    NotAFolderError,
    SyncedFolderError,
    check_study,
    check_vacant,
)
from tests.conftest import ROOT


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """A person's home without any cloud service."""
    (tmp_path / "home").mkdir()
    return Machine(tmp_path / "home", {})


# --- what the folder holds


def test_a_new_or_an_empty_folder_is_fit_for_a_study(tmp_path: Path) -> None:
    assert check_vacant(tmp_path / "new" / "study") == tmp_path / "new" / "study"
    (tmp_path / ".DS_Store").touch()
    assert check_vacant(tmp_path) == tmp_path
    assert not (tmp_path / "new").exists()


def test_a_folder_with_other_files_is_not(tmp_path: Path) -> None:
    (tmp_path / "brev.docx").touch()
    with pytest.raises(FolderNotEmptyError, match="such as “brev.docx”"):
        check_vacant(tmp_path)


def test_a_folder_with_a_study_is_for_opening(tmp_path: Path) -> None:
    with pytest.raises(NoStudyHereError, match=r"no file “study\.sqlite”"):
        check_study(tmp_path)
    (tmp_path / "study.sqlite").touch()
    assert check_study(tmp_path) == tmp_path
    with pytest.raises(HoldsAStudyError):
        check_vacant(tmp_path)


def test_what_a_killed_restore_left_does_not_count(tmp_path: Path) -> None:
    (tmp_path / RESTORING).mkdir()
    (tmp_path / "media").mkdir()
    assert check_vacant(tmp_path) == tmp_path


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for place in (tmp_path / "file", tmp_path / "file" / "study"):
        with pytest.raises(NotAFolderError):
            check_vacant(place)


def test_a_folder_nobody_may_write_to_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(**_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("tempfile.TemporaryFile", refuse)
    with pytest.raises(FolderNotWritableError, match="Permission denied"):
        check_vacant(tmp_path)


@pytest.mark.skipif(os.name == "nt", reason="needs symbolic links")
def test_the_programs_own_folder_is_refused_by_whatever_name(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(ROOT)
    for place in (ROOT, ROOT / "study" / "mine", tmp_path / "link" / "mine", ROOT / "ui" / ".." / "mine"):
        with pytest.raises(InsideProgramError, match="program's own folder"):
            check_vacant(place)


# --- what is copied to the cloud


@pytest.mark.parametrize(
    ("folder", "service"),
    [
        ("/Users/kari/Library/Mobile Documents/com~apple~CloudDocs/study", "iCloud"),
        ("/Users/kari/Library/CloudStorage/OneDrive-UniversityofBergen/study", "OneDrive"),
        ("/Users/kari/Library/CloudStorage/GoogleDrive-kari@uib.no/Min disk/study", "Google Drive"),
        ("/Users/kari/Library/CloudStorage/Box-Box/study", "CloudStorage"),
        ("/home/kari/Dropbox/study", "Dropbox"),
        ("/home/kari/Dropbox (Personal)/study", "Dropbox"),
        ("/home/kari/Google Drive/study", "Google Drive"),
        ("/run/user/1000/gvfs/google-drive:host=uib.no,user=kari/study", "Google Drive"),
        ("/home/kari/Insync/study", "Insync"),
        ("/home/kari/studies", None),
        ("/home/kari/my driveway/onedriver notes", None),
    ],
)
def test_the_names_of_synced_folders(folder: str, service: str | None) -> None:
    assert service_by_name(PurePosixPath(folder)) == service


@pytest.mark.parametrize(
    ("folder", "service"),
    [
        (r"C:\Users\kari\OneDrive - Universitetet i Bergen\study", "OneDrive"),
        (r"C:\Users\kari\ONEDRIVE\study", "OneDrive"),
        (r"G:\My Drive\study", "Google Drive"),
        (r"G:\Min disk\study", "Google Drive"),
        (r"C:\Users\kari\iCloudDrive\study", "iCloud"),
        (r"D:\study", None),
    ],
)
def test_the_names_of_synced_folders_on_windows(folder: str, service: str | None) -> None:
    assert service_by_name(PureWindowsPath(folder)) == service


@pytest.mark.parametrize("name", [".dropbox", ".849C9593-D756-4E56-8D6E-42412F2A707B"])
def test_a_service_is_known_by_the_file_it_leaves(tmp_path: Path, machine: Machine, name: str) -> None:
    assert cloud_service_of(tmp_path / "a" / "study", machine) is None
    (tmp_path / name).touch()
    assert cloud_service_of(tmp_path / "a" / "study", machine) in ("Dropbox", "OneDrive")


@pytest.mark.parametrize("name", [".dropbox.cache", ".tmp.drivedownload", ".insync-trash"])
def test_a_service_is_known_by_the_folder_it_leaves(tmp_path: Path, machine: Machine, name: str) -> None:
    (tmp_path / name).mkdir()
    assert cloud_service_of(tmp_path / "a" / "study", machine) is not None


def test_dropboxs_settings_in_the_home_do_not_make_the_home_a_synced_folder(machine: Machine) -> None:
    (machine.home / ".dropbox").mkdir()
    assert cloud_service_of(machine.home / "study", machine) is None


@pytest.mark.parametrize("variable", ["OneDrive", "OneDriveCommercial", "ONEDRIVECONSUMER"])
def test_onedrive_says_in_the_environment_where_it_is(tmp_path: Path, machine: Machine, variable: str) -> None:
    (tmp_path / "sky").mkdir()
    told = Machine(machine.home, {variable: str(tmp_path / "sky")})
    assert cloud_service_of(tmp_path / "sky" / "study", told) == "OneDrive"
    assert cloud_service_of(tmp_path / "skyline", told) is None


@pytest.mark.parametrize("settings", ["home/.dropbox", "AppData/Dropbox"])
def test_dropbox_says_in_its_settings_where_it_is(tmp_path: Path, machine: Machine, settings: str) -> None:
    (tmp_path / "sky").mkdir()
    (tmp_path / settings).mkdir(parents=True)
    (tmp_path / settings / "info.json").write_text(json.dumps({"business": {"path": str(tmp_path / "sky")}}))
    told = Machine(machine.home, {"LOCALAPPDATA": str(tmp_path / "AppData")})
    assert cloud_service_of(tmp_path / "sky" / "study", told) == "Dropbox"


@pytest.mark.parametrize("content", ["", "[]", '{"personal": 1}', '{"personal": {"path": null}}'])
def test_settings_of_an_unknown_form_do_no_harm(machine: Machine, content: str) -> None:
    (machine.home / ".dropbox").mkdir()
    (machine.home / ".dropbox" / "info.json").write_text(content)
    assert cloud_service_of(machine.home / "study", machine) is None


def test_onedrive_for_linux_says_in_its_settings_where_it_is(machine: Machine) -> None:
    (machine.home / ".config" / "onedrive").mkdir(parents=True)
    (machine.home / ".config" / "onedrive" / "config").write_text('# my own\nsync_dir = "~/sky"\n')
    (machine.home / "sky").mkdir()
    assert cloud_service_of(machine.home / "sky" / "study", machine) == "OneDrive"


def test_documents_are_in_icloud_when_icloud_shows_them(machine: Machine) -> None:
    (machine.home / "Documents").mkdir()
    assert cloud_service_of(machine.home / "Documents" / "study", machine) is None
    cloud = machine.home / "Library" / "Mobile Documents" / "com~apple~CloudDocs"
    (cloud / "Documents").mkdir(parents=True)
    assert cloud_service_of(machine.home / "Documents" / "study", machine) == "iCloud"


def test_a_mounted_cloud_drive_is_found_out(tmp_path: Path, machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    mounted = Mount("google-drive-ocamlfuse", PurePosixPath(tmp_path.as_posix()), "fuse.google-drive-ocamlfuse")
    monkeypatch.setattr(cloud_folders, "mounts", lambda: (mounted,))
    assert cloud_service_of(tmp_path / "study", machine) == "Google Drive"


@pytest.mark.skipif(os.name == "nt", reason="needs symbolic links")
def test_a_study_is_refused_in_a_synced_folder_also_behind_a_link_and_when_moved_there(tmp_path: Path) -> None:
    synced = tmp_path / "Dropbox" / "study"
    synced.mkdir(parents=True)
    (tmp_path / "innocent").symlink_to(synced)
    for place in (synced, tmp_path / "innocent"):
        with pytest.raises(SyncedFolderError, match="copied to the cloud by Dropbox"):
            check_vacant(place)
    (synced / "study.sqlite").touch()
    with pytest.raises(SyncedFolderError):
        check_study(synced)
