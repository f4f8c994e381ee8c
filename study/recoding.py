"""Verbs on what was looked for, and on the recoding list: what to read again because the codebook has grown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from codebooks import tree
from coding.looking import Looking, Mark, ScopeChange
from core.design import Person
from core.messages import translate
from storage import design_rows, looking_rows
from storage.codebook_rows import read_codebook, read_codes
from storage.database import Connection
from study.base import OpenStudy
from study.codebook_versions import find_version
from study.design import find_interview
from study.round_rules import round_to_work_in


@dataclass(frozen=True, slots=True)
class RecodingTask:
    """One interview to be read again for one code."""

    interview_id: str
    interview_label: str
    wave_id: str | None
    code_id: str
    code_name: str
    reasons: tuple[ScopeChange, ...]  #: What has happened to the code since the interview was first coded; never empty.
    done_by: tuple[str, ...] = ()  #: Ids of those who have looked for the code since.

    @property
    def is_done(self) -> bool:
        return bool(self.done_by)

    def why(self) -> str:
        """The reasons in words, the newest last."""
        return " ".join(reason.in_words() for reason in self.reasons)


@dataclass(frozen=True)
class RecodingList:
    """Every task, by code in reading order, then by interview; done ones stay on it, for the progress."""

    tasks: tuple[RecodingTask, ...] = ()

    @property
    def total(self) -> int:
        return len(self.tasks)

    @cached_property
    def done(self) -> int:
        return sum(task.is_done for task in self.tasks)

    @property
    def left(self) -> tuple[RecodingTask, ...]:
        return tuple(task for task in self.tasks if not task.is_done)

    def of_code(self, code_id: str) -> RecodingList:
        return RecodingList(tuple(task for task in self.tasks if task.code_id == code_id))

    def of_wave(self, wave_id: str | None) -> RecodingList:
        return RecodingList(tuple(task for task in self.tasks if task.wave_id == wave_id))

    def per_code(self) -> Mapping[str, RecodingList]:
        """The list of each code on it, in reading order."""
        return {code_id: self.of_code(code_id) for code_id in dict.fromkeys(task.code_id for task in self.tasks)}

    def in_words(self) -> str:
        """How far it has come: “3 of 12 interviews read again”."""
        return translate("{done} of {total} interviews read again", done=self.done, total=self.total)


class RecodingVerbs(OpenStudy):
    """What was looked for, and what has to be looked for again."""

    def looking(self, person: Person) -> Looking:
        """What has been looked for where, by whom: what tells a 0 from “not looked for”."""
        with self.reading(person) as connection:
            return looking_rows.read_looking(connection, person)

    def mark_looked_for(
        self, person: Person, interview_id: str, code_ids: Iterable[str] | None = None, *, version_id: str | None = None
    ) -> tuple[Mark, ...]:
        """Say that one has read an interview for codes (None: every living code of the codebook), so that their absence
        means something. `version_id`: with that frozen version in hand, else with the codebook as it is now.

        This is also what ticks off the recoding list. The person's marks in this interview.
        """
        with self.writing(person) as connection:
            find_interview(connection, interview_id)
            codebook = find_version(connection, version_id).codebook if version_id else read_codebook(connection)
            here = {code.id for code in read_codes(connection)}
            wanted = tuple(code_ids) if code_ids is not None else None
            for code_id in wanted or ():
                tree.find(codebook, code_id)
            chosen = [code.id for _, code in codebook.walk() if code.is_living] if wanted is None else wanted
            codes = [code for code in dict.fromkeys(chosen) if code in here]
            current = round_to_work_in(connection, person)
            looking_rows.write_marks(
                connection, person, interview_id, codes, version_id, current.id if current else None
            )
            design_rows.insert_audit(connection, person, "mark_looked_for", "interview", interview_id)
            return _own_marks(connection, person, interview_id)

    def unmark_looked_for(
        self, person: Person, interview_id: str, code_ids: Iterable[str] | None = None
    ) -> tuple[Mark, ...]:
        """Take one's own marks back (None: all in this interview); those that are left."""
        with self.writing(person) as connection:
            find_interview(connection, interview_id)
            looking_rows.delete_marks(connection, person, interview_id, code_ids)
            design_rows.insert_audit(connection, person, "unmark_looked_for", "interview", interview_id)
            return _own_marks(connection, person, interview_id)

    def recoding_list(self, person: Person) -> RecodingList:
        """For every code that is new, wider, narrower, split off or merged into since an interview was first coded:
        that interview, to be read again for it."""
        with self.reading(person) as connection:
            return read_recoding_list(connection, person)


def read_recoding_list(connection: Connection, person: Person) -> RecodingList:
    codebook = read_codebook(connection)
    looking = looking_rows.read_looking(connection, person)
    began = looking_rows.first_coded(connection, person)
    gone = looking_rows.withdrawn_altogether(connection)
    interviews = [i for i in design_rows.read_interviews(connection) if i.id in began and i.id not in gone]
    waves = {wave.id: wave.position for wave in design_rows.read_waves(connection)}
    interviews.sort(key=lambda i: (waves.get(i.wave_id or "", len(waves) + 1), i.label))
    changes: dict[str, list[ScopeChange]] = {}
    for change in looking.changes:
        changes.setdefault(change.code_id, []).append(change)
    marks = _marks_by_place(looking)
    tasks = []
    for _, code in codebook.walk():
        for interview in interviews if code.is_living and code.id in changes else ():
            reasons = tuple(change for change in changes[code.id] if began[interview.id] < change.at)
            if reasons:
                done_by = _since(marks.get((interview.id, code.id), ()), reasons[-1].at)
                name = tree.called(code)
                tasks.append(
                    RecodingTask(interview.id, interview.label, interview.wave_id, code.id, name, reasons, done_by)
                )
    return RecodingList(tuple(tasks))


def _marks_by_place(looking: Looking) -> Mapping[tuple[str, str], list[Mark]]:
    found: dict[tuple[str, str], list[Mark]] = {}
    for mark in looking.marks:
        found.setdefault((mark.interview_id, mark.code_id), []).append(mark)
    return found


def _since(marks: Iterable[Mark], moment: datetime) -> tuple[str, ...]:
    return tuple(mark.coder_id for mark in marks if mark.as_of >= moment)


def _own_marks(connection: Connection, person: Person, interview_id: str) -> tuple[Mark, ...]:
    marks = looking_rows.read_marks(connection, person)
    return tuple(mark for mark in marks if (mark.interview_id, mark.coder_id) == (interview_id, person.id))
