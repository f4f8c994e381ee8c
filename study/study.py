"""A study and all its verbs in one place. Each group of verbs is a module of its own; this only joins them."""

from __future__ import annotations

from pathlib import Path

from storage.database import Database
from study.codebook import CodebookVerbs
from study.codebook_exchange import CodebookExchangeVerbs
from study.desk import Desk
from study.exporting import ExportVerbs
from study.keeping import KeepingVerbs
from study.measures import MeasuresVerbs
from study.people import PeopleVerbs
from study.recordings import RecordingVerbs
from study.rounds import RoundVerbs
from study.transcripts import TranscriptVerbs


class Study(
    PeopleVerbs,
    MeasuresVerbs,
    RecordingVerbs,
    KeepingVerbs,
    TranscriptVerbs,
    CodebookVerbs,
    CodebookExchangeVerbs,
    ExportVerbs,
    RoundVerbs,
):
    """One research project, open. Every verb takes the acting person first."""

    def __init__(self, folder: Path, database: Database) -> None:
        super().__init__(folder, database)
        self.desk = Desk(self)
