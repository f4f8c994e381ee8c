"""Everything that leaves the study as a file passes through here: checks for names and consents will come in here."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from coding.model import Snapshot
from coding.retrieval import EVERYTHING, CodedSegment, SegmentFilter, coded_segments
from core.clock import now
from core.design import Person
from core.errors import ConflictError
from exports.quotes import ROLE_ONLY, Attribution
from storage import design_rows
from study.snapshots import SnapshotVerbs


class ExportFormat(StrEnum):
    """Kinds of file the quotes can go into."""

    DOCX = "docx"
    CSV = "csv"


@dataclass(frozen=True, slots=True)
class QuoteChoices:
    """Which quotes, and what is said about who spoke."""

    wanted: SegmentFilter = EVERYTHING
    attribution: Attribution = ROLE_ONLY
    translation: str = ""  #: A language whose human translation stands beside the original; "": none.


@dataclass(frozen=True, slots=True)
class ExportedFile:
    """A finished file: only the caller touches the disk or the network."""

    name: str
    media_type: str
    content: bytes


class NothingToExportError(ConflictError):
    """No coded segment fits the choices."""

    template = "No coded segment fits these choices, so there is nothing to export. Choose more codes, waves or roles."


class ExportVerbs(SnapshotVerbs):
    """Files for people outside the workbench."""

    def coded_segments(self, person: Person, wanted: SegmentFilter = EVERYTHING) -> tuple[CodedSegment, ...]:
        """The coded segments that fit; what an export of the same choices will hold."""
        return coded_segments(self.snapshot(person), wanted)

    def export_quotes(self, person: Person, choices: QuoteChoices, export_format: ExportFormat) -> ExportedFile:
        """The quotes as a file; NothingToExportError when there are none."""
        snapshot = self.snapshot(person)
        segments = coded_segments(snapshot, choices.wanted)
        if not segments:
            raise NothingToExportError
        content = _WRITERS[export_format](snapshot, segments, choices)
        return self._hand_out(person, "quotes", export_format, MEDIA_TYPES[export_format], content)

    def _hand_out(self, person: Person, what: str, ending: str, media_type: str, content: bytes) -> ExportedFile:
        """Every file goes out here: written into the audit, named after the study, what it is, and the day."""
        with self.writing(person) as connection:
            design_rows.insert_audit(connection, person, f"export_{what.replace(' ', '_')}", "study", self.id)
        name = f"{file_name(self.title)} {what} {now().date().isoformat()}.{ending}"
        return ExportedFile(name, media_type, content)


MEDIA_TYPES = {
    ExportFormat.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ExportFormat.CSV: "text/csv; charset=utf-8",
}


def _docx(snapshot: Snapshot, segments: tuple[CodedSegment, ...], choices: QuoteChoices) -> bytes:
    from exports.quotes_docx import quotes_docx  # python-docx: only when a Word file is made

    return quotes_docx(snapshot, segments, choices.attribution, choices.wanted, choices.translation)


def _csv(snapshot: Snapshot, segments: tuple[CodedSegment, ...], choices: QuoteChoices) -> bytes:
    from exports.quotes_csv import quotes_csv

    return quotes_csv(snapshot, segments, choices.attribution, choices.translation)


_WRITERS: dict[ExportFormat, Callable[[Snapshot, tuple[CodedSegment, ...], QuoteChoices], bytes]] = {
    ExportFormat.DOCX: _docx,
    ExportFormat.CSV: _csv,
}


def file_name(title: str) -> str:
    """A title fit for a file name on every system.

    >>> file_name('PM+ / "Bergen": 2026')
    'PM+ Bergen 2026'
    """
    return " ".join(re.sub(r'[\\/:*?"<>|\x00-\x1f]', " ", title).split())[:60].strip(". ") or "study"
