"""Which participant a voice sounds like. Numbers only; nothing here decides anything."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from storage.profile_rows import VoiceProfile, VoiceProposal

LIKE_ENOUGH = 0.65
"""Cosine from which on a voice is proposed to be a participant's; how it was chosen stands in docs/privacy.md."""


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
