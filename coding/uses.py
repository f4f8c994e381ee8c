"""How often each code stands on passages, by coder, round and wave: what the codebook page shows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property


@dataclass(frozen=True, slots=True)
class CodeUse:
    """So many coded segments of one code by one coder in one round of one wave."""

    code_id: str
    round_id: str
    coder_id: str
    wave_id: str | None  #: None: interviews that belong to no wave.
    segments: int


@dataclass(frozen=True)
class CodeUses:
    """Uses of every code. Withdrawn participants' turns, and older transcripts, are not in them.

    Two coders on the same words are two uses, one passage; only passages may be added up.
    """

    rows: tuple[CodeUse, ...] = ()
    in_rounds: Mapping[tuple[str, str, str | None], int] = field(default_factory=dict)
    """By code, round and wave: different passages."""
    ever: Mapping[tuple[str, str | None], int] = field(default_factory=dict)
    """By code and wave: different passages over all rounds."""

    def segments(self, code_id: str, round_id: str | None = None) -> int:
        """Different passages that carry the code, in one round or in any."""
        return sum(self.per_wave(code_id, round_id).values())

    def per_wave(self, code_id: str, round_id: str | None = None) -> Mapping[str | None, int]:
        """Different passages by wave, in one round or in any."""
        if round_id is None:
            return self._ever.get(code_id, Counter())
        return self._in_rounds.get((code_id, round_id), Counter())

    def per_round(self, code_id: str) -> Mapping[str, int]:
        """Different passages in each round in which the code was used."""
        rounds = dict.fromkeys(use.round_id for use in self._uses.get(code_id, ()))
        return {round_id: self.segments(code_id, round_id) for round_id in rounds}

    def per_coder(self, code_id: str, round_id: str | None = None) -> Mapping[str, int]:
        """Each coder's own segments, never to be added up: two coders may have marked the same words."""
        uses = self._uses.get(code_id, ())
        return _added((use.coder_id, use.segments) for use in uses if round_id in (None, use.round_id))

    @cached_property
    def _uses(self) -> Mapping[str, list[CodeUse]]:
        found: dict[str, list[CodeUse]] = {}
        for use in self.rows:
            found.setdefault(use.code_id, []).append(use)
        return found

    @cached_property
    def _ever(self) -> Mapping[str, Counter[str | None]]:
        found: dict[str, Counter[str | None]] = {}
        for (code_id, wave_id), count in self.ever.items():
            found.setdefault(code_id, Counter())[wave_id] += count
        return found

    @cached_property
    def _in_rounds(self) -> Mapping[tuple[str, str], Counter[str | None]]:
        found: dict[tuple[str, str], Counter[str | None]] = {}
        for (code_id, round_id, wave_id), count in self.in_rounds.items():
            found.setdefault((code_id, round_id), Counter())[wave_id] += count
        return found


def _added(pairs: Iterable[tuple[str, int]]) -> Mapping[str, int]:
    total: Counter[str] = Counter()
    for key, count in pairs:
        total[key] += count
    return total
