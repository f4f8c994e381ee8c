"""docs/formats.md says what is read, and within which limits."""

from __future__ import annotations

import re
from pathlib import Path

from sheets.zipped import MOST_MEMBERS, MOST_TIMES_LARGER, MOST_UNPACKED_BYTES
from transcripts.reading.apart import MOST_MEMORY_BYTES, MOST_SECONDS
from transcripts.reading.assembling import LONGEST_PAUSE_MS, LONGEST_TURN_MS, MOST_TURNS
from transcripts.reading.sniffing import MOST_BYTES, MOST_LINES
from transcripts.reading.word_file import MOST_XML

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "formats.md").read_text(encoding="utf-8")
SECTION = " ".join(PAGE.partition("## Transcripts that exist already")[2].partition("\n## ")[0].split())


def test_the_limits_stand_in_the_page() -> None:
    stated = ", ".join(
        (
            f"{MOST_BYTES // 10**6} MB; {MOST_LINES:,} lines",
            f"{MOST_TURNS:,} turns; Word's text {MOST_XML // 10**6} MB; "
            f"a ZIP that unpacks to more than {MOST_UNPACKED_BYTES // 10**6} MB",
            f"to more than {MOST_TIMES_LARGER} times its size",
            f"or has more than {MOST_MEMBERS:,} parts",
        )
    )

    assert f"Limits: {stated}" in SECTION
    assert f"may take {MOST_SECONDS} s and {MOST_MEMORY_BYTES / 10**9} GB" in SECTION
    assert f"no pause is longer than {LONGEST_PAUSE_MS // 1000} s, up to {LONGEST_TURN_MS // 1000} s" in SECTION


def test_every_program_that_a_reader_names_stands_in_the_page() -> None:
    sources = [
        path.read_text(encoding="utf-8")
        for path in (Path(__file__).parents[2] / "transcripts" / "reading").glob("*.py")
    ]
    named = {name for text in sources for name in re.findall(r'(?:return|program =|program=|else) "(\w[\w ]+)"', text)}

    assert {"aTrain", "noScribe", "Teams", "Zoom", "Interview Workbench"} <= named
    assert {name for name in named if name not in SECTION} <= {"the", "memory", "time", "paragraph", "segment", "line"}
