"""What became of an interview guide: in how many of a wave's interviews each question was asked."""

from __future__ import annotations

from dataclasses import dataclass

from coding.model import Snapshot
from core.guide import Asked, Question


@dataclass(frozen=True, slots=True)
class QuestionSummary:
    """One question over the interviews of its wave. All are ids of interviews."""

    question: Question
    among: frozenset[str]
    asked: frozenset[str]
    unprompted: frozenset[str]
    not_asked: frozenset[str]

    @property
    def unmarked(self) -> frozenset[str]:
        """Nobody has said yet whether it was asked there."""
        return self.among - self.asked - self.unprompted - self.not_asked

    @property
    def covered(self) -> frozenset[str]:
        """Asked, or brought up by the participant."""
        return self.asked | self.unprompted


def summarise_guide(snapshot: Snapshot, wave_id: str) -> tuple[QuestionSummary, ...]:
    """The wave's questions in order. Marks in interviews that have moved to another wave do not count."""
    among = frozenset(interview.id for interview in snapshot.every_interview if interview.wave_id == wave_id)
    marks = {(m.question_id, m.interview_id): m.asked for m in snapshot.marks}

    def marked(question: Question, wanted: Asked) -> frozenset[str]:
        return frozenset(i for i in among if marks.get((question.id, i)) is wanted)

    return tuple(
        QuestionSummary(
            question,
            among,
            asked=marked(question, Asked.ASKED),
            unprompted=marked(question, Asked.UNPROMPTED),
            not_asked=marked(question, Asked.NOT_ASKED),
        )
        for question in snapshot.questions
        if question.wave_id == wave_id
    )
