from __future__ import annotations

from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest

from study import file_systems
from study.file_systems import Mount, is_on_network, is_unc, mount_of, mounts, read_linux_mounts, read_macos_mounts

LINUX = r"""
sysfs /sys sysfs rw 0 0
/dev/nvme0n1p2 / ext4 rw,relatime 0 0
srv:/vol/home /home nfs4 rw,vers=4.2 0 0
//uib.no/felles /mnt/felles\040mappe cifs rw 0 0
/dev/sdb1 /home/kari/local ext4 rw 0 0
gdrive: /home/kari/sky fuse.rclone rw 0 0
kari@srv:/data /home/kari/sshfs fuse.sshfs rw 0 0
/dev/sdc1 /media/usb fuseblk rw 0 0
onedriver /home/kari/one fuse.onedriver rw 0 0
C:\134 /mnt/c 9p rw 0 0
lustre@tcp:/scratch /scratch lustre rw 0 0
/home/kari/.crypt /home/kari/private fuse.gocryptfs rw 0 0
"""
MACOS = """
/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)
/dev/disk3s5 on /System/Volumes/Data (apfs, local, journaled, nobrowse)
//kari@uib.no/felles on /Volumes/felles (with space) (smbfs, nodev, nosuid, mounted by kari)
"""


def kind(folder: str) -> str:
    mount = mount_of(PurePosixPath(folder), read_linux_mounts(LINUX))
    assert mount is not None
    return mount.cloud_service or ("network" if mount.is_network else "local")


@pytest.mark.parametrize(
    ("folder", "expected"),
    [
        ("/data/study", "local"),
        ("/home/kari/study", "network"),
        ("/home/kari/local/study", "local"),
        ("/mnt/felles mappe/study", "network"),
        ("/mnt/fellesskap", "local"),
        ("/home/kari/sshfs/study", "network"),
        ("/media/usb/study", "local"),
        ("/mnt/c/Users/kari", "network"),
        ("/scratch/study", "network"),
        ("/home/kari/private/study", "local"),
        ("/home/kari/sky/study", "rclone"),
        ("/home/kari/one/study", "OneDrive"),
    ],
)
def test_the_deepest_mount_decides(folder: str, expected: str) -> None:
    assert kind(folder) == expected


def test_a_mount_hides_an_earlier_one_on_the_same_folder() -> None:
    listed = read_linux_mounts("/dev/a /data ext4 rw 0 0\nsrv:/x /data nfs rw 0 0")
    found = mount_of(PurePosixPath("/data/study"), listed)
    assert found and found.type == "nfs"


def test_macos_lists_its_mounts_in_its_own_way() -> None:
    network = [mount for mount in read_macos_mounts(MACOS) if mount.is_network]
    assert network == [Mount("//kari@uib.no/felles", PurePosixPath("/Volumes/felles (with space)"), "smbfs")]


@pytest.mark.parametrize("type_", ["fuse.unheard-of", "macfuse", "virtiofs", "ceph", "smb3", "beegfs"])
def test_an_unknown_fuse_program_counts_as_a_network(type_: str) -> None:
    assert Mount("x", PurePosixPath("/x"), type_).is_network


@pytest.mark.parametrize("type_", ["ext4", "xfs", "btrfs", "zfs", "apfs", "overlay", "tmpfs", "fuseblk", "exfat"])
def test_disks_of_the_machine_are_local(type_: str) -> None:
    assert not Mount("x", PurePosixPath("/x"), type_).is_network


@pytest.mark.parametrize(
    ("folder", "expected"),
    [
        (r"\\uib.no\felles\study", True),
        (r"//uib.no/felles/study", True),
        (r"\\?\UNC\uib.no\felles\study", True),
        (r"\\wsl$\Debian\home", True),
        (r"\\?\C:\study", False),
        (r"C:\study", False),
    ],
)
def test_windows_paths_that_name_another_machine(folder: str, expected: bool) -> None:
    assert is_unc(PureWindowsPath(folder)) is expected


def test_this_machine_can_be_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if mounts():
        assert mount_of(tmp_path, mounts()) is not None
    monkeypatch.setattr(file_systems, "mounts", lambda: (Mount("srv:/x", PurePosixPath(tmp_path.as_posix()), "nfs4"),))
    assert is_on_network(tmp_path / "not there yet")
