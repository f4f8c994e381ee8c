"""What an answer of the desk reports: how everything that was touched stands now."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from storage import design_rows, memo_rows, segment_rows, transcript_rows
from study.codebook import read_codebook
from study.design import find_interview
from study.desk import tracks, word_changes
from study.desk.memo_state import memo_json
from study.desk.session import DeskSession
from study.desk.state import (
    check_words,
    codes_json,
    coding_json,
    participant_json,
    round_json,
    rounds_here,
    speaker_json,
    staying,
)


def changes(session: DeskSession) -> dict[str, Any]:
    """How what was touched stands now: the browser shows this, whatever it had expected."""
    reported: dict[str, Any] = {}
    for report in REPORTS:
        reported |= report(session)
    return reported


def _codings(session: DeskSession) -> dict[str, Any]:
    rows = segment_rows.read_some(session.connection, session.person, session.touched.codings)
    standing = {i: row.coding for i, row in rows.items() if row.removed_by is None}
    return {
        "codings": [coding_json(coding) for coding in standing.values()],
        "removed": sorted(session.touched.codings - standing.keys()),
    }


def _checks(session: DeskSession) -> dict[str, Any]:
    people = {p.id: p.name for p in design_rows.read_people(session.connection)}
    checks = transcript_rows.read_checks(session.connection, session.transcript_id, session.touched.turns)
    return {"checked": {turn: check_words(check, people) if check else None for turn, check in checks.items()}}


def _speakers(session: DeskSession) -> dict[str, Any]:
    if not session.touched.speakers:
        return {}
    participants = staying(session.connection)
    interview = find_interview(session.connection, session.interview_id)
    speakers = transcript_rows.read_speakers(session.connection, session.transcript_id)
    return {
        "speakers": [speaker_json(s, participants) for s in speakers],
        "participants": [participant_json(p, interview) for p in participants],
    }


def _codes(session: DeskSession) -> dict[str, Any]:
    return {"codes": codes_json(read_codebook(session.connection))} if session.touched.codes else {}


def _memos(session: DeskSession) -> dict[str, Any]:
    if not session.touched.memos:
        return {}
    names = {p.id: p.name for p in design_rows.read_people(session.connection)}
    rows = {i: memo_rows.read_memo(session.connection, session.person, i) for i in sorted(session.touched.memos)}
    return {
        "memos": [memo_json(row.memo, names) for row in rows.values() if row and row.removed_by is None],
        "memos_removed": [i for i, row in rows.items() if row is None or row.removed_by is not None],
    }


def _rounds(session: DeskSession) -> dict[str, Any]:
    if not session.touched.rounds:
        return {}
    here = rounds_here(session.connection, session.person, session.interview_id)
    return {"rounds": [round_json(each) for each in here]}


REPORTS: tuple[Callable[[DeskSession], dict[str, Any]], ...] = (
    _codings,
    _checks,
    _speakers,
    _codes,
    _memos,
    _rounds,
    *word_changes.REPORTS,
    *tracks.REPORTS,
)
