"""Which folders a cloud service copies away: OneDrive, Dropbox, iCloud, Google Drive.

A study there would leave the machine, and a service that swaps files under an open database destroys it. No service
offers one sure sign, so several are read: what the folders are called, what the service has put into them, what it has
written into its own settings, and what is mounted. When in doubt the folder counts as synced.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePath

from study.file_systems import mount_of, mounts

ONEDRIVE, DROPBOX, ICLOUD, GOOGLE = "OneDrive", "Dropbox", "iCloud", "Google Drive"

#: What a synced folder is called, in lower case; business accounts add their own name.
FOLDER_NAMES = (
    (re.compile(r"onedrive( ?- ?.+)?"), ONEDRIVE),
    (re.compile(r"dropbox( ?[-(].+)?"), DROPBOX),
    (re.compile(r"icloud ?drive|mobile documents|com~apple~clouddocs"), ICLOUD),
    (re.compile(r"google ?drive( ?-.+)?|(google-drive|gdrive):.+|my drive|min disk|mitt drev"), GOOGLE),
    (re.compile(r"insync"), "Insync"),
    (re.compile(r"nextcloud|owncloud"), "Nextcloud"),
    (re.compile(r"jottacloud"), "Jottacloud"),
)
#: What a service leaves in the topmost folder it syncs; `.dropbox` is a file there, and a folder of settings at home.
MARKER_FILES = {".dropbox": DROPBOX, ".dropbox.device": DROPBOX, ".849c9593-d756-4e56-8d6e-42412f2a707b": ONEDRIVE}
MARKER_FOLDERS = {
    ".dropbox.cache": DROPBOX,
    ".tmp.drivedownload": GOOGLE,
    ".tmp.driveupload": GOOGLE,
    ".insync-trash": "Insync",
}
WINDOWS_SYNC_ROOTS = r"SOFTWARE\Microsoft\Windows\CurrentVersion\Explorer\SyncRootManager"


@dataclass(frozen=True, slots=True)
class Machine:
    """Where the services' own settings are found."""

    home: Path
    environment: Mapping[str, str]

    @classmethod
    def here(cls) -> Machine:
        return cls(Path.home(), dict(os.environ))


def cloud_service_of(folder: Path, machine: Machine | None = None) -> str | None:
    """The name of the service that syncs `folder`; None when no sign of one is found."""
    machine = machine or Machine.here()
    return (
        service_by_name(folder)
        or _service_by_marker(folder)
        or _service_by_settings(folder, machine)
        or _service_by_mount(folder)
    )


def service_by_name(folder: PurePath) -> str | None:
    """The service whose folder name is among the names of `folder` and those above it."""
    names = [part.casefold() for part in folder.parts]
    for name in names:
        for pattern, service in FOLDER_NAMES:
            if pattern.fullmatch(name):
                return service
    return "CloudStorage" if "cloudstorage" in names[1:] and "library" in names else None


def _service_by_marker(folder: Path) -> str | None:
    for place in (folder, *folder.parents):
        for name, service in MARKER_FILES.items():
            if (place / name).is_file() or (place / name.upper()).is_file():
                return service
        for name, service in MARKER_FOLDERS.items():
            if (place / name).is_dir():
                return service
    return None


def _service_by_settings(folder: Path, machine: Machine) -> str | None:
    roots = (
        *_roots_in_environment(machine),
        *_roots_of_dropbox(machine),
        *_roots_of_onedrive_on_linux(machine),
        *_roots_of_icloud(machine),
        *_roots_in_registry(),
    )
    return next((service for service, root in roots if is_inside(folder, root)), None)


def _service_by_mount(folder: Path) -> str | None:
    mount = mount_of(folder, mounts())
    return mount.cloud_service if mount else None


def is_inside(folder: Path, root: Path) -> bool:
    """Whether `folder` is `root` or lies below it, by any name, letter case or link."""
    if not root.exists():
        return False
    return any(place.exists() and place.samefile(root) for place in (folder, *folder.parents))


def _roots_in_environment(machine: Machine) -> Iterator[tuple[str, Path]]:
    for name, value in machine.environment.items():
        if name.upper() in {"ONEDRIVE", "ONEDRIVECONSUMER", "ONEDRIVECOMMERCIAL"} and value:
            yield ONEDRIVE, Path(value)


def _roots_of_dropbox(machine: Machine) -> Iterator[tuple[str, Path]]:
    """Dropbox's own list of its folders: https://help.dropbox.com/installs/locate-dropbox-folder"""
    windows = [machine.environment[name] for name in ("APPDATA", "LOCALAPPDATA") if name in machine.environment]
    for path in (machine.home / ".dropbox", *(Path(place) / "Dropbox" for place in windows)):
        try:
            accounts = json.loads((path / "info.json").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            continue  # no Dropbox here, or settings of a form we do not know: the other signs remain
        for account in accounts.values() if isinstance(accounts, dict) else ():
            if isinstance(account, dict) and isinstance(account.get("path"), str):
                yield DROPBOX, Path(account["path"])


def _roots_of_onedrive_on_linux(machine: Machine) -> Iterator[tuple[str, Path]]:
    """The folder of https://github.com/abraunegg/onedrive."""
    for path in (machine.home / ".config").glob("onedrive*/config"):
        text = path.read_text(encoding="utf-8", errors="replace")
        for match in re.finditer(r'^\s*sync_dir\s*=\s*"(.+)"', text, re.MULTILINE):
            yield ONEDRIVE, Path(match[1].replace("~", str(machine.home), 1))


def _roots_of_icloud(machine: Machine) -> Iterator[tuple[str, Path]]:
    """iCloud's folders; with “Desktop & Documents Folders” on, these two show up among them."""
    cloud = machine.home / "Library" / "Mobile Documents"
    yield ICLOUD, cloud
    for name in ("Desktop", "Documents"):
        if (cloud / "com~apple~CloudDocs" / name).exists():
            yield ICLOUD, machine.home / name


if sys.platform == "win32":
    import winreg

    def _roots_in_registry() -> Iterator[tuple[str, Path]]:
        """Every folder any service has registered with Windows (Cloud Files API)."""
        try:
            with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, WINDOWS_SYNC_ROOTS) as manager:
                for provider in [winreg.EnumKey(manager, n) for n in range(winreg.QueryInfoKey(manager)[0])]:
                    with winreg.OpenKey(manager, rf"{provider}\UserSyncRoots") as roots:
                        for number in range(winreg.QueryInfoKey(roots)[1]):
                            yield provider.partition("!")[0], Path(str(winreg.EnumValue(roots, number)[1]))
        except OSError:
            return  # no service has ever registered, or a closed machine hides the list: the other signs remain

else:

    def _roots_in_registry() -> Iterator[tuple[str, Path]]:
        """Only Windows keeps such a list."""
        return iter(())
