"""Every action of the desk, by the operation that asks for it and by the inverse that takes it back."""

from __future__ import annotations

from coding.operations import DeskOperation
from study.desk import (
    adopting,
    checks,
    codes,
    edits,
    finishing,
    glossing,
    inserting,
    many,
    memos,
    new_codes,
    redactions,
    seams,
    segment_seams,
    segments,
    settling,
    speakers,
    translating,
    voices,
)
from study.desk.action import Action

ACTIONS: tuple[Action, ...] = (
    *codes.ACTIONS,
    *segments.ACTIONS,
    *segment_seams.ACTIONS,
    *many.ACTIONS,
    *checks.ACTIONS,
    *speakers.ACTIONS,
    *new_codes.ACTIONS,
    *edits.ACTIONS,
    *seams.ACTIONS,
    *inserting.ACTIONS,
    *voices.ACTIONS,
    *redactions.ACTIONS,
    *adopting.ACTIONS,
    *settling.ACTIONS,
    *memos.ACTIONS,
    *finishing.ACTIONS,
    *translating.ACTIONS,
    *glossing.ACTIONS,
)

DO: dict[type[DeskOperation], Action] = {action.operation: action for action in ACTIONS}
TAKE_BACK = {kind: take_back for action in ACTIONS for kind, take_back in action.take_back.items()}
TOUCH = {kind: action.touch for action in ACTIONS for kind in (*action.operation.KINDS, *action.take_back)}
