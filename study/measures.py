"""Everything a study does with questionnaires, in one place."""

from __future__ import annotations

from core.design import Person
from study.jobs import JobVerbs
from study.measures_erasure import ClientErasurePlan, ClientErasureReport, erase, plan
from study.measures_exports import MeasuresExportVerbs
from study.measures_import import MeasuresImportVerbs


class MeasuresVerbs(MeasuresExportVerbs, MeasuresImportVerbs, JobVerbs):
    """Clients and their questionnaires, scales of the study's own."""

    def plan_client_erasure(self, person: Person, client_id: str) -> ClientErasurePlan:
        """What erasing a client would take away; nothing happens yet."""
        return plan(self, person, client_id)

    def erase_client(self, person: Person, client_id: str, *, delete_exports: bool = False) -> ClientErasureReport:
        """Erase a client everywhere, for good: forms, their corrections, links, backups."""
        return erase(self, person, client_id, delete_exports=delete_exports)
