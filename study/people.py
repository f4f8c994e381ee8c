"""Everything a study does with its people, in one place."""

from __future__ import annotations

from study.guide_exchange import GuideExchangeVerbs
from study.people_exports import PeopleExportVerbs
from study.people_guides import GuideVerbs
from study.people_import import PeopleImportVerbs
from study.people_memos import PeopleMemoVerbs
from study.people_order import PeopleOrderVerbs


class PeopleVerbs(
    PeopleExportVerbs, PeopleImportVerbs, PeopleOrderVerbs, GuideVerbs, GuideExchangeVerbs, PeopleMemoVerbs
):
    """Participants, waves, sites, interview guides."""
