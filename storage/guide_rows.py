"""Rows of the interview guides, and of what was asked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import delete, func, insert, select, update

from core.guide import Asked, AskedMark, Question
from storage import tables_people as tp
from storage.database import Connection


class CodeLink(NamedTuple):
    """A question of a guide that is to bring up a code."""

    question_id: str
    code_id: str


def read_questions(connection: Connection) -> tuple[Question, ...]:
    """Every wave's questions in their order."""
    codes: dict[str, list[str]] = defaultdict(list)
    for link in connection.execute(select(tp.guide_question_code).order_by(tp.guide_question_code.c.code_id)):
        codes[link.question_id].append(link.code_id)
    rows = connection.execute(select(tp.guide_question).order_by(tp.guide_question.c.position))
    return tuple(Question(r.id, r.wave_id, r.position, r.text, tuple(codes[r.id])) for r in rows)


def write_question(connection: Connection, question: Question) -> None:
    """Insert a question, or bring its row and its codes up to date."""
    values = {"wave_id": question.wave_id, "position": question.position, "text": dict(question.text)}
    changed = connection.execute(
        update(tp.guide_question).where(tp.guide_question.c.id == question.id).values(**values)
    )
    if not changed.rowcount:
        connection.execute(insert(tp.guide_question).values(id=question.id, **values))
    connection.execute(delete(tp.guide_question_code).where(tp.guide_question_code.c.question_id == question.id))
    for code_id in dict.fromkeys(question.code_ids):
        connection.execute(insert(tp.guide_question_code).values(question_id=question.id, code_id=code_id))


def read_code_links(connection: Connection) -> frozenset[CodeLink]:
    """Which question aims at which code."""
    link = tp.guide_question_code.c
    return frozenset(CodeLink(*row) for row in connection.execute(select(link.question_id, link.code_id)))


def next_position(connection: Connection, wave_id: str) -> int:
    last = select(func.max(tp.guide_question.c.position)).where(tp.guide_question.c.wave_id == wave_id)
    return (connection.execute(last).scalar() or 0) + 1


def set_order(connection: Connection, question_ids: Sequence[str]) -> None:
    for position, question_id in enumerate(question_ids, start=1):
        connection.execute(
            update(tp.guide_question).where(tp.guide_question.c.id == question_id).values(position=position)
        )


def delete_question(connection: Connection, question_id: str) -> None:
    """The question goes, with its links to codes and its marks."""
    connection.execute(delete(tp.guide_question).where(tp.guide_question.c.id == question_id))


def read_marks(connection: Connection) -> tuple[AskedMark, ...]:
    rows = connection.execute(select(tp.guide_mark))
    return tuple(AskedMark(r.interview_id, r.question_id, Asked(r.asked), r.marked_by, r.marked_at) for r in rows)


def write_mark(connection: Connection, mark: AskedMark) -> None:
    """Keep a mark, in place of an earlier one on the same question in the same interview."""
    delete_mark(connection, mark.interview_id, mark.question_id)
    connection.execute(
        insert(tp.guide_mark).values(
            interview_id=mark.interview_id,
            question_id=mark.question_id,
            asked=mark.asked.value,
            marked_by=mark.marked_by,
            marked_at=mark.marked_at,
        )
    )


def delete_mark(connection: Connection, interview_id: str, question_id: str) -> None:
    where = (tp.guide_mark.c.interview_id == interview_id, tp.guide_mark.c.question_id == question_id)
    connection.execute(delete(tp.guide_mark).where(*where))
