"""Bad input is data: an importer returns what it read, plus what it could not."""

from __future__ import annotations

from dataclasses import dataclass

from core.messages import translate


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that could not be taken, with the place a person finds it at."""

    message: str
    line: int | None = None  #: One-based line, row or paragraph; None when the whole file is meant.
    source: str = ""  #: File or sheet name, as the person knows it.

    def __str__(self) -> str:
        where = (
            self.source if self.line is None else translate("{source} line {line}", source=self.source, line=self.line)
        )
        return f"{where.strip()}: {self.message}" if where.strip() else self.message
