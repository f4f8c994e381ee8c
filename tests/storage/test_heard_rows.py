"""What engines heard beside the words is kept with the transcript, exactly."""

from __future__ import annotations

import pytest

from core.spans import TimeSpan
from storage import heard_rows, transcript_rows
from transcripts.heard import Flag, FlagKind, Heard, VoiceSpan
from transcripts.model import Transcript

HEARD = Heard(
    speech=(TimeSpan(0, 900), TimeSpan(1_200, 4_000)),
    voices=(VoiceSpan(0, 900, "SPEAKER_00"), VoiceSpan(700, 4_000, "SPEAKER_01")),
    flags=tuple(Flag(kind, 700, 900) for kind in FlagKind),
)


@pytest.mark.parametrize("heard", [HEARD, Heard(), None])
def test_what_was_heard_comes_back_as_it_was(small_study, heard):
    with small_study.database.write() as connection:
        transcript = Transcript("no", (), (), heard=heard)
        kept = transcript_rows.insert_transcript(
            connection, "1" * 32, transcript, small_study.person, machine_made=True
        )
        assert heard_rows.read_heard(connection, kept) == heard
