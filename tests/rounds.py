"""A study coded by three people in an independent round and together: data that several tests share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from coding.model import Round, RoundKind
from core.clock import new_id
from core.design import Person
from study import Study
from tests.desks import Browser, conversation


@dataclass
class Team:
    """Kari and Ola code alone in a round of their own; Ida works in the study too, and is not named in it."""

    study: Study
    kari: Person
    ola: Person
    ida: Person
    together: Round
    alone: Round
    interview_id: str

    @classmethod
    def of(cls, study: Study) -> Team:
        kari, ola, ida = (study.person(name) for name in ("Kari", "Ola", "Ida"))
        interview = study.add_interview(kari, label="W1-H03", wave="Wave 1")
        study.keep_transcript(kari, interview.id, conversation(), machine_made=True)
        alone = study.add_round(kari, "Each alone", RoundKind.INDEPENDENT, (kari, ola))
        return cls(study, kari, ola, ida, study.rounds(kari)[0], alone, interview.id)

    def desk(self, person: Person) -> RoundBrowser:
        return RoundBrowser(self.study, person, self.interview_id)

    def both_finish(self) -> None:
        for person in (self.kari, self.ola):
            self.study.mark_finished(person, self.alone.id, self.interview_id)


class RoundBrowser(Browser):
    """A browser that says which round it codes in, as the real one does."""

    def code(self, words: str, code: str, round_: Round | None = None, *, turn: int = 1) -> dict[str, Any]:
        """Put a code on some words; the operation and its result."""
        operation = self.coding_of(words, code, turn=turn) | ({"round": round_.id} if round_ else {})
        return operation | {"refused": self.send(operation)["results"][0]["refused"]}

    def asks(self, since: int, **known: Any) -> dict[str, Any]:
        return self.study.desk.changes_since(self.person, self.interview_id, since, **known)

    @property
    def revision(self) -> int:
        return self.study.desk.open(self.person, self.interview_id).revision

    def sees(self) -> set[str]:
        return {coding.id for coding in self.study.desk.open(self.person, self.interview_id).codings}

    def add_code(self, name: str) -> str:
        made = new_id()
        assert self.refusal("add_code", id=made, name=name, parent_id=None, colour=None) is None
        return made
