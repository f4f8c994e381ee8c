"""Verbs on interview guides: a wave's questions, the codes they aim at, and what was asked in each interview."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from codebooks import tree
from codebooks.model import Codebook
from core.clock import new_id, now
from core.design import Person
from core.errors import ConflictError, NotFoundError
from core.guide import Asked, AskedMark, Question
from storage import codebook_rows, design_rows, guide_rows
from storage.database import Connection
from study.base import MissingTextError, OpenStudy, TooLongError
from study.design import find_interview
from study.people_order import find_wave

MOST_CHARACTERS = 2000


class OtherWaveError(ConflictError):
    """A question of one wave cannot have been asked in an interview of another."""

    template = "“{label}” does not belong to the wave this question was made for. Give the interview its wave first."

    def __init__(self, label: str) -> None:
        super().__init__(label=label)


class NotTheSameQuestionsError(ConflictError):
    """Somebody has added or deleted a question while another person put them in order."""

    template = "The questions have changed meanwhile. Look at them again, then put them in order."


class GuideVerbs(OpenStudy):
    """What is to be asked, and what was."""

    def questions(self, person: Person, wave_id: str | None = None) -> tuple[Question, ...]:
        """The questions in their order; of one wave, or of all."""
        with self.reading(person) as connection:
            return tuple(q for q in guide_rows.read_questions(connection) if wave_id in (None, q.wave_id))

    def add_question(
        self, person: Person, wave_id: str, text: Mapping[str, str], code_ids: Iterable[str] = ()
    ) -> Question:
        """Add a question at the end of a wave's guide; `text` by language."""
        with self.writing(person) as connection:
            find_wave(connection, wave_id)
            position = guide_rows.next_position(connection, wave_id)
            question = Question(new_id(), wave_id, position, question_text(text), living_codes(connection, code_ids))
            guide_rows.write_question(connection, question)
            design_rows.insert_audit(connection, person, "add_question", "question", question.id)
            return question

    def change_question(
        self, person: Person, question_id: str, text: Mapping[str, str], code_ids: Iterable[str] = ()
    ) -> Question:
        """Other words, other codes. What was asked stays as it was marked. A retired code may stay, none may come."""
        with self.writing(person) as connection:
            before = find_question(connection, question_id)
            codes = living_codes(connection, code_ids, but_for=before.code_ids)
            question = replace(before, text=question_text(text), code_ids=codes)
            guide_rows.write_question(connection, question)
            design_rows.insert_audit(connection, person, "change_question", "question", question_id)
            return question

    def order_questions(self, person: Person, wave_id: str, question_ids: tuple[str, ...]) -> None:
        """Put a wave's questions in this order; each is named once. NotTheSameQuestionsError otherwise."""
        with self.writing(person) as connection:
            own = [q.id for q in guide_rows.read_questions(connection) if q.wave_id == wave_id]
            if sorted(own) != sorted(question_ids):
                raise NotTheSameQuestionsError
            guide_rows.set_order(connection, question_ids)
            design_rows.insert_audit(connection, person, "order_questions", "wave", wave_id)

    def delete_question(self, person: Person, question_id: str) -> None:
        """Delete a question, and what was marked about it."""
        with self.writing(person) as connection:
            find_question(connection, question_id)
            guide_rows.delete_question(connection, question_id)
            design_rows.insert_audit(connection, person, "delete_question", "question", question_id)

    def copy_guide(self, person: Person, from_wave_id: str, to_wave_id: str) -> tuple[Question, ...]:
        """Add the questions of one wave to another's, with their codes (retired ones stay behind); the copies live on
        by themselves."""
        with self.writing(person) as connection:
            find_wave(connection, to_wave_id)
            asked_before = [q for q in guide_rows.read_questions(connection) if q.wave_id == from_wave_id]
            start = guide_rows.next_position(connection, to_wave_id)
            living = {code.id for code in codebook_rows.read_codes(connection) if code.is_living}
            copies = tuple(
                replace(
                    question,
                    id=new_id(),
                    wave_id=to_wave_id,
                    position=start + number,
                    code_ids=tuple(code_id for code_id in question.code_ids if code_id in living),
                )
                for number, question in enumerate(asked_before)
            )
            for copy in copies:
                guide_rows.write_question(connection, copy)
                design_rows.insert_audit(connection, person, "add_question", "question", copy.id)
            return copies

    def marks(self, person: Person) -> tuple[AskedMark, ...]:
        """Every mark on what was asked."""
        with self.reading(person) as connection:
            return guide_rows.read_marks(connection)

    def mark_asked(self, person: Person, interview_id: str, question_id: str, asked: Asked | None) -> None:
        """Say whether a question was asked in an interview of its wave; None takes the mark away."""
        with self.writing(person) as connection:
            interview = find_interview(connection, interview_id)
            question = find_question(connection, question_id)
            if asked is None:
                guide_rows.delete_mark(connection, interview_id, question_id)
            elif interview.wave_id != question.wave_id:
                raise OtherWaveError(interview.label)
            else:
                guide_rows.write_mark(connection, AskedMark(interview_id, question_id, asked, person.id, now()))
            design_rows.insert_audit(connection, person, "mark_asked", "interview", interview_id)


def find_question(connection: Connection, question_id: str) -> Question:
    for question in guide_rows.read_questions(connection):
        if question.id == question_id:
            return question
    raise NotFoundError("question", question_id)


def question_text(text: Mapping[str, str]) -> dict[str, str]:
    """The languages in which there is a text."""
    kept = {language: words.strip() for language, words in text.items() if words.strip()}
    if not kept:
        raise MissingTextError("question")
    longest = max(len(words) for words in kept.values())
    if longest > MOST_CHARACTERS:
        raise TooLongError("question", longest, MOST_CHARACTERS)
    return kept


def living_codes(connection: Connection, code_ids: Iterable[str], *, but_for: Collection[str] = ()) -> tuple[str, ...]:
    """The codes, each once. NotFoundError; RetiredCodeError for a retired one that is not among `but_for`."""
    wanted = tuple(dict.fromkeys(code_ids))
    codebook = codebook_rows.read_codebook(connection) if wanted else Codebook({}, ())
    for code_id in wanted:
        find = tree.find if code_id in but_for else tree.find_living
        find(codebook, code_id)
    return wanted
