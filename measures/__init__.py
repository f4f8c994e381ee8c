"""Questionnaires: their answers, their scores, and what can be said about a group of scores. Pure functions.

No item's wording is kept here. PSYCHLOPS and the HSCL-25 are under copyright, so items are known by their number and a
neutral label of our own; a team fills in the forms it has the right to use.
"""

from __future__ import annotations

from collections.abc import Mapping

from measures.hscl25 import HSCL_25
from measures.model import Instrument
from measures.psychlops import PSYCHLOPS
from measures.whodas12 import WHODAS_12

__all__ = ["INSTRUMENTS"]

INSTRUMENTS: Mapping[str, Instrument] = {each.id: each for each in (PSYCHLOPS, WHODAS_12, HSCL_25)}
