"""Where a participant's words are repeated outside the transcripts: in memos, codes, field notes."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from codebooks.model import in_language
from storage import codebook_rows, design_rows, guide_rows, measures_rows, memo_rows, people_rows
from storage.database import Connection

WORDS_IN_A_ROW = 5  #: So many equal words are a quotation rather than chance.


@dataclass(frozen=True, slots=True)
class Echo:
    """A text of the researchers that repeats what a participant has said."""

    kind: str  #: memo, code, theme, interview (what is written about it), question, absence, participant, link or role
    id: str  #: Of absences, the participant's.
    name: str  #: Of what the text is about; of a reason for absence, the pseudonym and the wave.


def find_echoes(connection: Connection, said: Iterable[str], leave_out: Collection[str]) -> tuple[Echo, ...]:
    """The texts that repeat five words in a row of what was `said`; without those whose id is in `leave_out`."""
    heard = {run for text in said for run in runs(text)}
    texts = _researchers_texts(connection)
    return tuple(echo for echo, text in texts if echo.id not in leave_out and not heard.isdisjoint(runs(text)))


def runs(text: str) -> Iterator[tuple[str, ...]]:
    """Every five words in a row, whatever the letter case and punctuation.

    >>> list(runs("Ja, det var en god dag"))[1]
    ('det', 'var', 'en', 'god', 'dag')
    """
    words = re.findall(r"\w+", text.casefold())
    return zip(*(words[start:] for start in range(WORDS_IN_A_ROW)), strict=False)


def _researchers_texts(connection: Connection) -> Iterator[tuple[Echo, str]]:
    for memo in memo_rows.read_every_memo(connection):
        yield Echo("memo", memo.id, memo.about_kind), memo.text
    for code in codebook_rows.read_codes(connection):
        for localised in (getattr(code, name) for name in codebook_rows.TEXTS):
            for text in localised.values():
                yield Echo("code", code.id, in_language(code.name)), text
    for theme in codebook_rows.read_themes(connection):
        for text in (theme.memo, *theme.name.values()):
            yield Echo("theme", theme.id, in_language(theme.name)), text
    for interview in design_rows.read_interviews(connection):
        for text in (interview.field_notes, interview.setting, interview.mode):
            yield Echo("interview", interview.id, interview.label), text
    for question in guide_rows.read_questions(connection):
        for text in question.text.values():
            yield Echo("question", question.id, in_language(question.text)), text
    yield from _texts_about_people(connection)


def _texts_about_people(connection: Connection) -> Iterator[tuple[Echo, str]]:
    """Reasons for absence, attributes, notes on consent; what roles mean; why a client is linked to a participant."""
    participants = {each.id: each for each in design_rows.read_participants(connection)}
    waves = {wave.id: wave.label for wave in design_rows.read_waves(connection)}
    for absence in people_rows.read_absences(connection):
        name = f"{participants[absence.participant_id].pseudonym}, {waves[absence.wave_id]}"
        yield Echo("absence", absence.participant_id, name), absence.reason
    for participant in participants.values():
        echo = Echo("participant", participant.id, participant.pseudonym)
        for text in (*(v.value for v in participant.attributes), *(c.note for c in participant.consents)):
            yield echo, text
    for role in people_rows.read_study_roles(connection):
        yield Echo("role", role.id, role.name), role.meaning
    for link in measures_rows.read_links(connection):
        yield Echo("link", link.id, participants[link.participant_id].pseudonym), link.reason
