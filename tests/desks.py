"""A made-up conversation, and a coder's browser that works on it: data that several tests share."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from core.clock import new_id
from core.design import Person
from study import Study
from transcripts.model import Speaker, Transcript, Turn, Word

QUESTION = "Hvordan går det med deg?"
ANSWER = "Det går bra 😊 nå, men i fjor var det tungt."
FOLLOW_UP = "كيف تشعر الآن؟"


def conversation() -> Transcript:
    """Three turns of two voices; the middle one has a character outside the basic plane."""
    return Transcript(
        language="no",
        turns=(
            Turn(new_id(), "SPEAKER_00", QUESTION, 0, 1500, (Word(0, 7, 0, 400, 0.98),)),
            Turn(new_id(), "SPEAKER_01", ANSWER, 1500, 5000),
            Turn(new_id(), "SPEAKER_00", FOLLOW_UP, 5000, 7000),
        ),
        speakers=(Speaker("SPEAKER_00"), Speaker("SPEAKER_01")),
        made_by={"model": "whisper-base"},
    )


@dataclass
class Browser:
    """A coder's browser at the desk of one interview: numbers its operations like the real one."""

    study: Study
    person: Person
    interview_id: str
    client: str = field(default_factory=new_id)
    seq: int = 0

    def numbered(self, kind: str, **fields: Any) -> dict[str, Any]:
        self.seq += 1
        return {"seq": self.seq, "kind": kind, **fields}

    def send(self, *operations: dict[str, Any]) -> dict[str, Any]:
        return self.study.desk.apply(self.person, self.interview_id, self.client, list(operations))

    def do(self, kind: str, **fields: Any) -> dict[str, Any]:
        return self.send(self.numbered(kind, **fields))

    def refusal(self, kind: str, **fields: Any) -> str | None:
        refused: str | None = self.do(kind, **fields)["results"][0]["refused"]
        return refused

    @property
    def turns(self) -> tuple[Turn, ...]:
        transcript = self.study.transcript(self.person, self.interview_id)
        assert transcript is not None
        return transcript.turns

    def code_named(self, name: str) -> str:
        codebook = self.study.codebook(self.person)
        return next(code.id for code in codebook.codes if name in code.name.values())

    def coding_of(self, words: str, code: str, *, turn: int = 1) -> dict[str, Any]:
        """The operation that codes `words` of one turn, numbered and ready to be sent."""
        spoken = self.turns[turn]
        start = spoken.text.index(words)
        return self.numbered(
            "code",
            id=new_id(),
            code=self.code_named(code),
            passage={"start_turn": spoken.id, "start": start, "end_turn": spoken.id, "end": start + len(words)},
            quote=words,
            turn_revisions={spoken.id: spoken.revision},
        )

    def coded_words(self) -> list[str]:
        texts = {turn.id: turn.text for turn in self.turns}
        codings = self.study.desk.open(self.person, self.interview_id).codings
        return [texts[c.passage.start_turn][c.passage.start : c.passage.end] for c in codings]
