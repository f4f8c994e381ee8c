"""What the workbench remembers about this computer's user, outside every study: recent studies, settings.

One folder per user, $WORKBENCH_HOME or the system's own place for application data. Never participants' words.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from platformdirs import user_data_dir

from core.clock import now

RECENT_LIMIT = 20


def home() -> Path:
    """The user's folder, made when it is missing; nobody else on the computer may read it."""
    folder = Path(os.environ.get("WORKBENCH_HOME") or user_data_dir("interview-workbench", appauthor=False))
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def read_json(name: str) -> Any:
    """What was written under `name`; None when there is nothing, or nothing readable."""
    try:
        return json.loads((home() / name).read_text("utf-8"))
    except (FileNotFoundError, json.JSONDecodeError, UnicodeDecodeError):
        return None  # a convenience, not study data: start afresh


def write_json(name: str, value: Any) -> None:
    """Keep `value` under `name`: whole or not at all, readable by this user only."""
    target = home() / name
    draft = target.with_name(f".{name}.{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_text(json.dumps(value, ensure_ascii=False, indent=1), "utf-8")
    os.replace(draft, target)


@dataclass(frozen=True, slots=True)
class RecentStudy:
    """A study this user has opened."""

    id: str
    title: str
    folder: str
    opened_at: str  #: ISO 8601, UTC.

    @property
    def exists(self) -> bool:
        return (Path(self.folder) / "study.sqlite").is_file()


def recent_studies() -> tuple[RecentStudy, ...]:
    """Studies this user has opened, newest first."""
    entries = read_json("recent.json")
    wanted = {"id", "title", "folder", "opened_at"}
    rows = entries if isinstance(entries, list) else []
    return tuple(RecentStudy(**row) for row in rows if isinstance(row, dict) and row.keys() == wanted)


def remember_study(study_id: str, title: str, folder: Path) -> None:
    """Put a study first among the recent ones."""
    newest = RecentStudy(study_id, title, str(folder), now().isoformat())
    others = [r for r in recent_studies() if r.folder != newest.folder and r.id != study_id]
    write_json("recent.json", [asdict(r) for r in [newest, *others][:RECENT_LIMIT]])


def forget_study(folder: str) -> None:
    """Take a study off the list; the study itself is not touched."""
    write_json("recent.json", [asdict(r) for r in recent_studies() if r.folder != folder])
