"""Which participant a voice sounds like. Numbers only; nothing here decides anything."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from storage.profile_rows import VoiceProfile, VoiceProposal

LIKE_ENOUGH = 0.65
"""Cosine from which on a voice is proposed to be a participant's.

Measured with the embedded voices on English meetings and a Norwegian speech, five voices, each one's talk cut in two
with at least ten seconds on either side: the same voice 0.855 to 0.932 (5 pairs), another voice at most 0.575 (40
pairs). With three seconds and more, 2 of 416 pairs of different voices lay above, at most 0.67: the two of one
telephone call. All are pairs of one day and one room. Another day and another microphone lower the likeness, which is
why this lies nearer to different voices than to the same."""


def proposals(
    voices: Mapping[str, Sequence[float]], profiles: Iterable[VoiceProfile], declined: Collection[tuple[str, str]] = ()
) -> tuple[VoiceProposal, ...]:
    """For each voice, by label, the participant it is most like, when that is LIKE_ENOUGH.

    `declined`: pairs of label and participant of which a person has said no; the next likest may be proposed then.
    """
    from pipeline.voices import voice_likeness

    known = tuple(profiles)
    found = []
    for label, floats in voices.items():
        likest = max(
            (
                VoiceProposal(label, p.participant_id, voice_likeness(floats, p.floats), p.heard_ms, p.interview_id)
                for p in known
                if (label, p.participant_id) not in declined
            ),
            key=lambda proposal: proposal.likeness,
            default=None,
        )
        if likest is not None and likest.likeness >= LIKE_ENOUGH:
            found.append(likest)
    return tuple(found)
