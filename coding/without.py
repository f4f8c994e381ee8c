"""Codes that were asked for and have no coded segment: none where somebody looked, else not looked for.

A list of quotes is silent about what it does not hold. These are the words for that silence.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from codebooks.model import Code
from coding.model import Snapshot
from coding.retrieval import CodedSegment, SegmentFilter, chosen_interviews, with_subcodes


@dataclass(frozen=True, slots=True)
class CodeWithout:
    """A living code that none of the chosen segments carries, neither itself nor below it in the tree."""

    code: Code
    looked_for: bool  #: In every chosen interview: then there is none. False: nobody can say.


def codes_without(
    snapshot: Snapshot, chosen: SegmentFilter, segments: Iterable[CodedSegment]
) -> tuple[CodeWithout, ...]:
    """The codes that `chosen` asks for (all living ones, unless it names some) without a segment, in codebook order.

    Of a branch without any segment every code is told, since each may have been looked for or not.
    """
    found = {segment.code.id for segment in segments}
    interviews = [coded.interview.id for coded in chosen_interviews(snapshot, chosen)]
    return tuple(
        CodeWithout(code, snapshot.looking.count(0, code.id, interviews, chosen.only_coder) is not None)
        for code in _asked_for(snapshot, chosen)
        if found.isdisjoint(with_subcodes(snapshot.codebook, [code.id]))
    )


def _asked_for(snapshot: Snapshot, chosen: SegmentFilter) -> Iterator[Code]:
    codebook = snapshot.codebook
    wanted = with_subcodes(codebook, chosen.code_ids) if chosen.with_subcodes else frozenset(chosen.code_ids)
    for _, code in codebook.walk():
        if code.is_living and (not chosen.code_ids or code.id in wanted):
            yield code
