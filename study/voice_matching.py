"""Which participant a voice sounds like. Numbers only; nothing here decides anything."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from storage.profile_rows import VoiceProfile, VoiceProposal

LIKE_ENOUGH = 0.5
"""Cosine from which on a voice is proposed to be a participant's.

Measured with the embedded voices on English meetings, a telephone call and a Norwegian speech, each voice's talk cut in
two, ten seconds and more of it: the same voice 0.78 to 0.91 (11 pairs), another voice at most 0.23 (152 pairs). All are
pairs of one day and one room; another day and another microphone lower the likeness (docs/decisions.md, Hearing)."""


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
