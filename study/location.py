"""May a study live in this folder? Asked before one is made, opened or restored there."""

from __future__ import annotations

import tempfile
from pathlib import Path

from core.errors import InputError, RefusedError
from storage.bundle import DATABASE as DATABASE
from storage.restoring import RESTORING
from study.cloud_folders import cloud_service_of, is_inside

REPOSITORY = Path(__file__).resolve().parents[1]
#: What operating systems put into folders unasked.
IGNORED = frozenset(
    {".DS_Store", "Thumbs.db", "desktop.ini", ".directory", "lost+found", "$RECYCLE.BIN", "System Volume Information"}
)


class InsideProgramError(RefusedError):
    """A study among the program's own files would be published or deleted with them."""

    template = "{folder} lies inside the program's own folder. Choose a folder of your own for the study."

    def __init__(self, folder: Path) -> None:
        super().__init__(folder=folder)


class SyncedFolderError(RefusedError):
    """A cloud service would copy the study away, and damage its database."""

    template = (
        "{folder} is copied to the cloud by {service}. A study must not leave this machine: "
        "choose a folder that no such service synchronises."
    )

    def __init__(self, folder: Path, service: str) -> None:
        super().__init__(folder=folder, service=service)


class NotAFolderError(InputError):
    """A file stands where the study's folder should be."""

    template = "{folder} is a file. Choose a folder for the study."

    def __init__(self, folder: Path) -> None:
        super().__init__(folder=folder)


class FolderNotEmptyError(InputError):
    """There is something else in the folder."""

    template = "{folder} already holds other files, such as “{example}”. Choose an empty or a new folder for the study."

    def __init__(self, folder: Path, example: str) -> None:
        super().__init__(folder=folder, example=example)


class HoldsAStudyError(InputError):
    """There is a study in the folder already."""

    template = "{folder} already holds a study. Open it, or choose another folder."

    def __init__(self, folder: Path) -> None:
        super().__init__(folder=folder)


class NoStudyHereError(InputError):
    """There is no study in the folder."""

    template = "There is no study in {folder}: it has no file “study.sqlite”. Choose the folder the study was made in."

    def __init__(self, folder: Path) -> None:
        super().__init__(folder=folder)


class FolderNotWritableError(InputError):
    """Nothing can be saved in the folder."""

    template = (
        "Nothing can be saved in {folder} ({reason}). Choose another folder, or ask for the right to write there."
    )

    def __init__(self, folder: Path, reason: str) -> None:
        super().__init__(folder=folder, reason=reason)


def check_vacant(folder: Path) -> Path:
    """The full path of `folder` when a study may be made or restored there: empty or not there yet; else an error."""
    folder = _checked(folder)
    if not folder.exists():
        return folder
    if holds_a_study(folder):
        raise HoldsAStudyError(folder)
    strangers = sorted(path.name for path in folder.iterdir() if path.name not in IGNORED)
    if strangers and RESTORING not in strangers:
        raise FolderNotEmptyError(folder, strangers[0])
    return folder


def check_study(folder: Path) -> Path:
    """The full path of `folder` when it holds a study that may be opened; else an error."""
    folder = _checked(folder)
    if not holds_a_study(folder):
        raise NoStudyHereError(folder)
    return folder


def holds_a_study(folder: Path) -> bool:
    return (folder / DATABASE).is_file()


def _checked(folder: Path) -> Path:
    """What holds for every study: a folder of the machine's own that can be written to."""
    given, folder = folder.expanduser().absolute(), folder.expanduser().resolve()
    if any(place.exists() and not place.is_dir() for place in (folder, *folder.parents)):
        raise NotAFolderError(folder)
    if is_inside(folder, REPOSITORY):
        raise InsideProgramError(folder)
    service = cloud_service_of(folder) or cloud_service_of(given)
    if service:
        raise SyncedFolderError(folder, service)
    _check_writable(folder)
    return folder


def _check_writable(folder: Path) -> None:
    place = next(place for place in (folder, *folder.parents) if place.exists())
    try:
        with tempfile.TemporaryFile(dir=place):
            pass
    except OSError as error:
        raise FolderNotWritableError(folder, error.strerror or str(error)) from error
