"""What a memo is about or points to: its name, where it is, and whether it is still there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from codebooks.model import Code
from coding.model import CodedInterview, Coding, Memo, Snapshot
from core.messages import translate
from core.spans import TextSpan
from exports.quotes import code_name
from study import Study
from transcripts.model import Turn
from ui.codebook.segments import clock
from ui.passages import desk_address

KINDS = {
    "study": "The study",
    "wave": "Waves",
    "interview": "Interviews",
    "participant": "Participants",
    "turn": "Turns",
    "coding": "Coded segments",
    "code": "Codes",
}
LONGEST_NAME = 60  #: Characters of a memo's text where it is named in a link.


@dataclass(frozen=True, slots=True)
class Subject:
    """One thing that memos are about."""

    title: str
    where: str = ""
    note: str = ""  #: That it is not there any longer.
    colour: str = ""
    query: Mapping[str, str] | None = None  #: Where it is at the desk.
    address: str = ""  #: Of another page that shows it.
    turn: Turn | None = None
    spans: tuple[TextSpan, ...] = ()
    interview: CodedInterview | None = None


@dataclass(frozen=True)
class Subjects:
    """Everything memos can be about, made quick to look up."""

    study: Study
    snapshot: Snapshot

    @cached_property
    def _codings(self) -> Mapping[str, Coding]:
        return {coding.id: coding for coding in self.snapshot.codings}

    @cached_property
    def _turns(self) -> Mapping[str, tuple[CodedInterview, Turn]]:
        return {turn.id: (coded, turn) for coded in self.snapshot.interviews for turn in coded.turns}

    @cached_property
    def _codes(self) -> Mapping[str, Code]:
        return {code.id: code for code in self.snapshot.codebook.codes}

    @cached_property
    def _interviews(self) -> Mapping[str, str]:
        return {interview.id: interview.label for interview in self.snapshot.every_interview}

    @cached_property
    def memos(self) -> Mapping[str, Memo]:
        return {memo.id: memo for memo in self.snapshot.memos}

    def of(self, memo: Memo) -> Subject:
        """What the memo is about."""
        return self.find(memo.about_kind, memo.about_id, memo.interview_id)

    def find(self, kind: str, subject_id: str, interview_id: str | None = None) -> Subject:
        """A thing by its kind and id. One that is gone says so; its interview is named where that is known."""
        match kind:
            case "study":
                return Subject(self.snapshot.study_title, translate("The study"))
            case "coding" if subject_id in self._codings:
                return self._segment(self._codings[subject_id])
            case "turn" if subject_id in self._turns:
                return self._turn(*self._turns[subject_id])
            case "interview" if subject_id in self._interviews:
                query = {"interview": subject_id} if subject_id in self.snapshot.interview else None
                return Subject(self._interviews[subject_id], translate("Interview"), query=query)
            case "participant" if subject_id in self.snapshot.participant:
                address = f"/cases?study={self.study.id}&participant={subject_id}"
                pseudonym = self.snapshot.participant[subject_id].pseudonym
                return Subject(pseudonym, translate("Participant"), address=address)
            case "wave" if subject_id in self.snapshot.wave:
                return Subject(self.snapshot.wave[subject_id].label, translate("Wave"))
            case "code" if subject_id in self._codes:
                code = self._codes[subject_id]
                address = f"/codebook?study={self.study.id}&code={subject_id}"
                return Subject(code_name(code), translate("Code"), colour=code.colour, address=address)
            case "memo" if subject_id in self.memos:
                return self._memo(self.memos[subject_id])
        gone = translate(_GONE.get(kind, "Something that is gone"))
        return Subject(gone, self._interviews.get(interview_id or "", ""), note=translate("no longer there"))

    def _segment(self, coding: Coding) -> Subject:
        code = self._codes[coding.code_id]
        coded, turn = self._turns[coding.passage.start_turn]
        end = coding.passage.end if coding.passage.end_turn == turn.id else len(turn.text)
        where = " · ".join(part for part in (coded.interview.label, clock(turn.start_ms)) if part)
        spans = (TextSpan(coding.passage.start, end),) if coding.passage.start < end else ()
        query = {"interview": coded.interview.id, "coding": coding.id}
        return Subject(code_name(code), where, colour=code.colour, query=query, turn=turn, spans=spans, interview=coded)

    def _turn(self, coded: CodedInterview, turn: Turn) -> Subject:
        where = " · ".join(part for part in (coded.interview.label, clock(turn.start_ms)) if part)
        query = {"interview": coded.interview.id, "turn": turn.id, "start": "0", "end": str(len(turn.text))}
        return Subject(translate("A turn"), where, query=query, turn=turn, interview=coded)

    def _memo(self, memo: Memo) -> Subject:
        text = " ".join(memo.text.split())
        name = text if len(text) <= LONGEST_NAME else f"{text[:LONGEST_NAME]} …"
        return Subject(name, translate("Memo"), address=f"/memos?study={self.study.id}&memo={memo.id}")

    def called(self, kind: str, subject_id: str) -> str:
        """A thing in a few words, for a link or a choice."""
        subject = self.find(kind, subject_id)
        return " · ".join(part for part in (subject.title, subject.where, subject.note) if part)

    def link_json(self, link_id: str, kind: str, target_id: str) -> dict[str, Any]:
        """A link as the list of passages reads it."""
        subject = self.find(kind, target_id)
        href = subject.address or (desk_address(self.study, subject.query)["href"] if subject.query else "")
        return {"id": link_id, "words": self.called(kind, target_id), "href": href}


_GONE = {
    "coding": "A coded segment that was removed",
    "turn": "A turn that is no longer in the transcript",
    "code": "A code that was deleted",
    "interview": "An interview that is gone",
    "participant": "A participant who is gone",
    "wave": "A wave that was deleted",
    "memo": "A memo that was deleted",
}
