"""What leaves the study about questionnaires: descriptives, and forms one by one when that is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.design import Person
from core.errors import ConflictError
from storage import design_rows
from study.exporting import ExportedFile, ExportVerbs
from study.measures_clients import ClientVerbs
from study.measures_forms import FormVerbs, find_instrument
from study.measures_scales import ScaleVerbs

if TYPE_CHECKING:
    from study.study import Study

CSV = "text/csv; charset=utf-8"


class NoScoresError(ConflictError):
    """Nothing was filled in yet."""

    template = "No questionnaire has been entered, so there is nothing to export. Enter or import answers first."


@dataclass(frozen=True, slots=True)
class DescriptivesFile:
    """Descriptives, to be made when they are asked for."""

    def __call__(self, study: Study, person: Person) -> ExportedFile:
        return study.export_descriptives(person)


@dataclass(frozen=True, slots=True)
class FormsFile:
    """Every client's form of one questionnaire, to be made when they are asked for."""

    instrument_id: str

    def __call__(self, study: Study, person: Person) -> ExportedFile:
        return study.export_client_forms(person, self.instrument_id)


class MeasuresExportVerbs(ExportVerbs, FormVerbs, ScaleVerbs, ClientVerbs):
    """Files about questionnaires."""

    def export_descriptives(self, person: Person) -> ExportedFile:
        """n, mean, sd and missing per score and occasion, and per own scale and wave. No line is about one person."""
        from exports.measures_csv import descriptives_csv

        rows, scales = self.descriptives(person), self.scale_descriptives(person)
        if not rows and not scales:
            raise NoScoresError
        with self.reading(person) as connection:
            waves = {wave.id: wave.label for wave in design_rows.read_waves(connection)}
        own = [(row.scale, waves[row.scale.wave_id], row.figures) for row in scales]
        return self._hand_out(person, "questionnaires", "csv", CSV, descriptives_csv(rows, own))

    def export_client_forms(self, person: Person, instrument_id: str) -> ExportedFile:
        """A line for each form of one questionnaire, with the client's label: only when somebody asks for it."""
        from exports.measures_csv import forms_csv

        instrument = find_instrument(instrument_id)
        forms = [each for each in self.client_forms(person) if each.instrument.id == instrument_id]
        if not forms:
            raise NoScoresError
        labels = {client.id: client.label for client in self.clients(person)}
        return self._hand_out(person, f"{instrument.id} forms", "csv", CSV, forms_csv(instrument, forms, labels))
