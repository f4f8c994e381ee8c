"""Whole process trees: how long they take, how much processor time and how much memory."""

from __future__ import annotations

import atexit
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from pipeline.offline import VARIABLES

LOOK_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class Run:
    """One whole process tree, from start to end."""

    wall_seconds: float
    cpu_seconds: float
    peak_memory_mb: float | None  #: Of all processes together, shared pages counted once; None where /proc is missing.


@cache
def path() -> str:
    """Where programs are looked for: also in imageio-ffmpeg, where that is installed."""
    found = find_spec("imageio_ffmpeg")
    places = list(found.submodule_search_locations or ()) if found else []
    programs = sorted(Path(places[0]).glob("binaries/ffmpeg-*")) if places else []
    if shutil.which("ffmpeg") or not programs:
        return os.environ.get("PATH", "")
    folder = Path(tempfile.mkdtemp(prefix="ffmpeg-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    (folder / "ffmpeg").symlink_to(programs[0])
    return f"{folder}{os.pathsep}{os.environ.get('PATH', '')}"


def timed(command: Sequence[str], what: str) -> Run:
    """Run a command to its end and watch all its processes."""
    started, used = time.monotonic(), os.times()
    process = subprocess.Popen(
        command, env={**os.environ, **VARIABLES, "PATH": path()}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    peak: float | None = None
    while process.poll() is None:
        now = _memory_mb(process.pid)
        peak = now if peak is None or (now or 0) > peak else peak
        time.sleep(LOOK_SECONDS)
    wall, after = time.monotonic() - started, os.times()
    if process.returncode:
        raise SystemExit(f"{what} failed with exit code {process.returncode}")
    cpu = after.children_user + after.children_system - used.children_user - used.children_system
    tell(f"{what}: {wall:.1f} s, processor {cpu:.1f} s, peak {peak or 0:.0f} MB")
    return Run(wall, cpu, peak)


def _memory_mb(root: int) -> float | None:
    """Proportional memory of a process and its descendants (Linux); None elsewhere."""
    if not Path("/proc/self/smaps_rollup").exists():
        return None
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:  # it has just ended
            continue
        parents[int(stat.parent.name)] = int(fields[1])
    family = {root}
    while grown := {pid for pid, parent in parents.items() if parent in family} - family:
        family |= grown
    return sum(_proportional_kb(pid) for pid in family) / 1024


def _proportional_kb(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:  # it has just ended
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


def tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
