"""A study and all its verbs in one place. Each group of verbs is a module of its own; this only joins them."""

from __future__ import annotations

from pathlib import Path

from storage.database import Database
from study.checking import CheckingVerbs
from study.codebook import CodebookVerbs
from study.codebook_exchange import CodebookExchangeVerbs
from study.conventions import ConventionVerbs
from study.desk import Desk
from study.discussing import DiscussingVerbs
from study.exporting import ExportVerbs
from study.keeping import KeepingVerbs
from study.listening import ListeningVerbs
from study.measures import MeasuresVerbs
from study.memos import MemoVerbs
from study.passage_coding import PassageCodingVerbs
from study.people import PeopleVerbs
from study.rounds import RoundVerbs
from study.transcript_exports import TranscriptExportVerbs
from study.transcript_import import TranscriptImportVerbs
from study.transcript_versions import TranscriptVersionVerbs
from study.translations import TranslationVerbs
from study.voice_review import VoiceReviewVerbs
from study.wave_manifest import WaveManifestVerbs


class Study(
    PeopleVerbs,
    MeasuresVerbs,
    WaveManifestVerbs,
    KeepingVerbs,
    TranscriptVersionVerbs,
    CodebookVerbs,
    CodebookExchangeVerbs,
    PassageCodingVerbs,
    DiscussingVerbs,
    MemoVerbs,
    ListeningVerbs,
    TranslationVerbs,
    TranscriptImportVerbs,
    TranscriptExportVerbs,
    ExportVerbs,
    RoundVerbs,
    ConventionVerbs,
    CheckingVerbs,
    VoiceReviewVerbs,
):
    """One research project, open. Every verb takes the acting person first."""

    def __init__(self, folder: Path, database: Database) -> None:
        super().__init__(folder, database)
        self.desk = Desk(self)
