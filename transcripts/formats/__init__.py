"""A transcript as text other people and programs read: each module has one pure function `dump`."""

from __future__ import annotations

from collections.abc import Mapping

from transcripts.formats import json, txt, vtt
from transcripts.formats.names import Dump

FORMATS: Mapping[str, Dump] = {"txt": txt.dump, "json": json.dump, "vtt": vtt.dump}
"""What `show --format` offers."""

__all__ = ["FORMATS", "Dump"]
