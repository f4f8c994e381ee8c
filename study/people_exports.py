"""What leaves the study about its people: the attrition table, and empty tables to fill in."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from coding.attrition import EVERYBODY, Attrition, AttritionChoices, attrition
from core.design import Person
from storage import design_rows, people_rows
from study.exporting import ExportedFile, ExportVerbs
from study.people_facts import PeopleFactVerbs
from study.people_templates import StudyWords, TemplateKind, template_csv, template_xlsx

if TYPE_CHECKING:
    from study.study import Study

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class AttritionForm(StrEnum):
    """How much the file tells. In a small group the second is enough to know who somebody is."""

    NUMBERS = "numbers"
    PARTICIPANTS = "participants"


class TableFormat(StrEnum):
    """Kinds of table file."""

    CSV = "csv"
    XLSX = "xlsx"


@dataclass(frozen=True, slots=True)
class AttritionFile:
    """An attrition table to be made when it is asked for."""

    chosen: AttritionChoices = EVERYBODY
    form: AttritionForm = AttritionForm.NUMBERS

    def __call__(self, study: Study, person: Person) -> ExportedFile:
        return study.export_attrition(person, self.chosen, self.form)


@dataclass(frozen=True, slots=True)
class TemplateFile:
    """A table to fill in, to be made when it is asked for."""

    kind: TemplateKind
    format: TableFormat = TableFormat.XLSX

    def __call__(self, study: Study, person: Person) -> ExportedFile:
        return study.export_template(person, self.kind, self.format)


class PeopleExportVerbs(ExportVerbs, PeopleFactVerbs):
    """Files about people."""

    def attrition(self, person: Person, chosen: AttritionChoices = EVERYBODY) -> Attrition:
        """Who was interviewed in which wave, in which form, and why not; what an export of it will hold."""
        return attrition(self.snapshot(person), chosen)

    def export_attrition(
        self, person: Person, chosen: AttritionChoices = EVERYBODY, form: AttritionForm = AttritionForm.NUMBERS
    ) -> ExportedFile:
        """The attrition table as CSV."""
        from exports.attrition_csv import attrition_csv, attrition_numbers_csv

        write = attrition_csv if form is AttritionForm.PARTICIPANTS else attrition_numbers_csv
        return self._hand_out(person, "attrition", "csv", CSV, write(self.attrition(person, chosen)))

    def export_template(
        self, person: Person, kind: TemplateKind, table_format: TableFormat = TableFormat.XLSX
    ) -> ExportedFile:
        """An empty table with the columns an import takes, the study's own attributes among them."""
        words = self._words(person)
        if table_format is TableFormat.CSV:
            return self._hand_out(person, f"{kind} template", "csv", CSV, template_csv(kind, words))
        return self._hand_out(person, f"{kind} template", "xlsx", XLSX, template_xlsx(kind, words))

    def _words(self, person: Person) -> StudyWords:
        roles = tuple(use.role.name for use in self.roles(person))
        with self.reading(person) as connection:
            return StudyWords(
                attributes=people_rows.read_attributes(connection),
                roles=roles,
                sites=tuple(site.name for site in design_rows.read_sites(connection)),
                waves=tuple(wave.label for wave in design_rows.read_waves(connection)),
            )
