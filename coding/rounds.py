"""Which round of each interview is counted, so that double coding never counts twice, and how that is said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from coding.model import RoundKind, Snapshot
from core.messages import translate, translate_count


def counted_rounds(snapshot: Snapshot) -> Mapping[str, str]:
    """Interview to the round that is counted: the newest of the team that has codings there, else the newest in which
    each coded alone. Interviews without codings are absent."""
    used: dict[str, set[str]] = {}
    for coding in snapshot.codings:
        used.setdefault(coding.interview_id, set()).add(coding.round_id)
    newest_first = sorted(
        reversed(snapshot.rounds), key=lambda each: each.kind is not RoundKind.CONSENSUS
    )  # sorted keeps the order within a kind
    return {
        interview: next((each.id for each in newest_first if each.id in rounds), min(rounds))
        for interview, rounds in used.items()
    }


def counted_once(snapshot: Snapshot) -> Snapshot:
    """The snapshot with the codings of the counted rounds only."""
    counted = counted_rounds(snapshot)
    codings = tuple(each for each in snapshot.codings if counted[each.interview_id] == each.round_id)
    return replace(snapshot, codings=codings)


def segments_per_interview(snapshot: Snapshot) -> Counter[str]:
    """Different coded segments of each interview in the round that is counted: two coders' same code on the same words
    is one."""
    segments = {(each.interview_id, each.code_id, each.passage) for each in counted_once(snapshot).codings}
    return Counter(interview for interview, _, _ in segments)


def counted_in_words(snapshot: Snapshot) -> str:
    """Which rounds are counted, where codings of several would mix: “Counted: Shared coding (3 interviews)”; "" where
    there is one round only."""
    if len({coding.round_id for coding in snapshot.codings}) < 2:
        return ""
    interviews = Counter(counted_rounds(snapshot).values())
    parts = [
        f"{each.label} ({translate_count('{count} interview', '{count} interviews', interviews[each.id])})"
        for each in snapshot.rounds
        if each.id in interviews
    ]
    return translate("Counted: {rounds}", rounds=", ".join(parts))
