"""Whether the people who speak in a coded segment have agreed to be quoted: the newest consent of each decides."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from core.design import STAFF_ROLES, Consent, Participant
from core.errors import RefusedError
from core.messages import translate
from storage import design_rows
from storage.database import Connection
from storage.voice_rows import HeardVoice, read_heard_voices


class NoConsentToQuoteError(RefusedError):
    """Words are to leave the study without the speaker's consent to being quoted."""

    template = "These words may not be approved: {reasons} Record the consent on the People page first."

    def __init__(self, reasons: str) -> None:
        super().__init__(reasons=reasons)


@dataclass(frozen=True, slots=True)
class QuotedVoice:
    """Somebody who speaks in a segment, and what they have agreed to. Staff are left out: their words are no data."""

    pseudonym: str  #: "" while nobody has said whose voice it is.
    consent: Consent | None  #: The newest record; None: there is none.

    @property
    def may_be_quoted(self) -> bool:
        return self.consent is not None and self.consent.quotation

    def in_words(self) -> str:
        """“H03 has agreed to being quoted (2026-03-01).”"""
        if not self.pseudonym:
            return translate("Nobody has said whose voice this is; name the speaker at the desk.")
        if self.consent is None:
            return translate("No consent of {pseudonym} is recorded.", pseudonym=self.pseudonym)
        day = self.consent.recorded_on.isoformat()
        if self.consent.quotation:
            return translate("{pseudonym} has agreed to being quoted ({day}).", pseudonym=self.pseudonym, day=day)
        return translate(
            "The newest consent of {pseudonym} ({day}) does not allow quotation.", pseudonym=self.pseudonym, day=day
        )


def voices_of(connection: Connection, coding_ids: Sequence[str]) -> dict[str, tuple[QuotedVoice, ...]]:
    """The people who speak in each of these coded segments."""
    participants = {each.id: each for each in design_rows.read_participants(connection)} if coding_ids else {}
    found: dict[str, dict[str, QuotedVoice]] = {coding_id: {} for coding_id in coding_ids}
    for heard in read_heard_voices(connection, coding_ids):
        participant = participants.get(heard.participant_id or "")
        if not _is_staff(heard, participant):
            voice = _voice(participant)
            found[heard.coding_id][voice.pseudonym] = voice
    return {coding_id: tuple(voices.values()) for coding_id, voices in found.items()}


def refuse_unless_agreed(voices: Iterable[QuotedVoice]) -> None:
    """NoConsentToQuoteError, naming everybody who has not agreed."""
    if reasons := " ".join(voice.in_words() for voice in voices if not voice.may_be_quoted):
        raise NoConsentToQuoteError(reasons)


def _is_staff(heard: HeardVoice, participant: Participant | None) -> bool:
    return heard.role in STAFF_ROLES or (participant is not None and participant.is_staff)


def _voice(participant: Participant | None) -> QuotedVoice:
    if participant is None:
        return QuotedVoice("", None)
    return QuotedVoice(participant.pseudonym, participant.consents[-1] if participant.consents else None)
