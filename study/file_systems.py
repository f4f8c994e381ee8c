"""What a folder lies on: a disk of this machine, one shared over a network, or a cloud drive posing as a folder.

SQLite's write-ahead log needs memory shared between all who use the database, and locks that hold. Both exist on a
machine's own disk only: https://sqlite.org/wal.html, https://sqlite.org/howtocorrupt.html#_file_locking_problems
"""

from __future__ import annotations

import ctypes
import os
import re
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath

# fmt: off
NETWORK_TYPES = frozenset({
    # between machines
    "nfs", "nfs4", "cifs", "smb3", "smbfs", "afpfs", "ncpfs", "afs", "coda", "9p", "webdav", "davfs", "lustre", "gpfs",
    "beegfs", "beegfs_nodev", "ceph", "pvfs2", "orangefs", "glusterfs", "ocfs2", "gfs", "gfs2", "panfs", "wekafs",
    # between a virtual machine and its host
    "virtiofs", "vboxsf", "vmhgfs", "prl_fs", "drvfs",
})
LOCAL_FUSE = frozenset({
    "fuseblk", "fuse.ntfs-3g", "fuse.exfat", "fuse.mergerfs", "fuse.gocryptfs", "fuse.cryfs", "fuse.encfs",
})
# fmt: on
CLOUD_FUSE = {
    "rclone": "rclone",
    "google-drive-ocamlfuse": "Google Drive",
    "gcsf": "Google Drive",
    "drivefs": "Google Drive",
    "onedriver": "OneDrive",
    "dbxfs": "Dropbox",
    "insync": "Insync",
}
WINDOWS_REMOTE_DRIVE = 4  # GetDriveTypeW: DRIVE_REMOTE


@dataclass(frozen=True, slots=True)
class Mount:
    """A file system and the folder it appears under."""

    source: str
    folder: PurePosixPath
    type: str

    @property
    def is_network(self) -> bool:
        """Whether other machines may write there; a FUSE program nobody has vouched for counts as such."""
        kind = self.type.lower()
        return kind in NETWORK_TYPES or (kind.startswith(("fuse", "macfuse", "osxfuse")) and kind not in LOCAL_FUSE)

    @property
    def cloud_service(self) -> str | None:
        """The cloud drive behind it; None when there is none."""
        programs = {self.type.lower().removeprefix("fuse."), self.source.partition(":")[0].lower()}
        return next((name for program, name in CLOUD_FUSE.items() if program in programs), None)


def is_on_network(folder: Path) -> bool:
    """Whether `folder`, or the place it will be made in, lies on a file system other machines can write to."""
    if os.name == "nt":
        return is_unc(PureWindowsPath(folder)) or _windows_drive_type(folder.anchor) == WINDOWS_REMOTE_DRIVE
    mount = mount_of(folder, mounts())
    return mount is not None and mount.is_network


def mount_of(folder: PurePath, among: Iterable[Mount]) -> Mount | None:
    """The mount `folder` lies on: the deepest, and of two on the same place the later one, which hides the other."""
    place = PurePosixPath(folder.as_posix())
    holding = [mount for mount in among if place.is_relative_to(mount.folder)]
    return max(reversed(holding), key=lambda mount: len(mount.folder.parts), default=None)


def mounts() -> tuple[Mount, ...]:
    """Every mount of this machine, in the order they were made; empty on Windows, which has drives."""
    if sys.platform.startswith("linux"):
        return read_linux_mounts(Path("/proc/self/mounts").read_text(encoding="utf-8", errors="surrogateescape"))
    if sys.platform == "darwin":
        listing = subprocess.run(["/sbin/mount"], capture_output=True, text=True, check=True).stdout
        return read_macos_mounts(listing)
    return ()


def read_linux_mounts(text: str) -> tuple[Mount, ...]:
    """Mounts as `/proc/self/mounts` lists them (fstab(5): blanks are written as octal numbers).

    >>> read_linux_mounts("srv:/home /home/kari/my\\\\040study nfs4 rw 0 0")[0].folder.name
    'my study'
    """
    rows = (line.split(" ") for line in text.splitlines() if line.count(" ") >= 2)
    return tuple(Mount(_unescape(row[0]), PurePosixPath(_unescape(row[1])), row[2]) for row in rows)


def read_macos_mounts(text: str) -> tuple[Mount, ...]:
    """Mounts as macOS's `mount` lists them.

    >>> read_macos_mounts("//kari@srv/study on /Volumes/study (smbfs, nodev, nosuid)")[0].type
    'smbfs'
    """
    rows = (re.fullmatch(r"(.+?) on (/.*) \(([^,)]+)[^()]*\)", line) for line in text.splitlines())
    return tuple(Mount(row[1], PurePosixPath(row[2]), row[3]) for row in rows if row)


def is_unc(folder: PureWindowsPath) -> bool:
    r"""Whether a Windows path names another machine, as in `\\server\share\study`."""
    drive = folder.drive.replace("/", "\\")
    return drive.startswith("\\\\") and not re.match(r"\\\\[?.]\\(?!UNC\\)", drive, re.IGNORECASE)


def _windows_drive_type(root: str) -> int:
    if sys.platform == "win32":
        return int(ctypes.windll.kernel32.GetDriveTypeW(root))
    return 0


def _unescape(text: str) -> str:
    return re.sub(r"\\([0-7]{3})", lambda match: chr(int(match[1], 8)), text)
