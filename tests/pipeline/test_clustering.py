"""Pieces of speech become the speakers of a recording."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.engines.clustering import FRAME_S, Pieces, SpeakerCount, cluster, reconstruct

AMINA, BERIT, CHEN = np.eye(3, 192, dtype=np.float32)


def pieces(*heard):
    """(window, slot, seconds, voice) ..."""
    window, slot, seconds, voice = zip(*heard, strict=True)
    frames = np.rint(np.array(seconds) / FRAME_S).astype(int)
    return Pieces(np.array(window), np.array(slot), np.zeros(len(heard), int), frames, np.stack(voice))


def alike(voice, other, share):
    mixed = voice * (1 - share) + other * share
    return mixed / np.linalg.norm(mixed)


def test_the_same_voice_in_many_windows_is_one_speaker():
    labels = cluster(pieces(*((n, 0, 3.0, alike(AMINA, CHEN, 0.1 * (n % 3))) for n in range(20))), SpeakerCount())
    assert set(labels) == {0}


def test_two_voices_are_two_speakers():
    labels = cluster(pieces(*((n, n % 2, 3.0, (AMINA, BERIT)[n % 2]) for n in range(10))), SpeakerCount())
    assert list(labels) == [labels[0], labels[1]] * 5
    assert labels[0] != labels[1]


def test_a_cough_is_no_speaker_of_its_own():
    heard = [(n, 0, 3.0, AMINA) for n in range(10)] + [(10, 1, 0.5, CHEN)]
    assert set(cluster(pieces(*heard), SpeakerCount())) == {0}


def test_two_similar_voices_in_conversation_are_two_people():
    sister = alike(AMINA, BERIT, 0.3)
    heard = [(n, slot, 3.0, voice) for n in range(6) for slot, voice in enumerate((AMINA, sister))]
    assert len(set(cluster(pieces(*heard), SpeakerCount()))) == 2


@pytest.mark.parametrize(
    ("count", "speakers"), [(SpeakerCount(exactly=1), 1), (SpeakerCount(most=2), 2), (SpeakerCount(fewest=3), 3)]
)
def test_a_number_that_a_person_gives_is_kept(count, speakers):
    voices = (AMINA, BERIT, CHEN)
    heard = [(n, 0, 3.0, alike(voices[n % 3], voices[(n + 1) % 3], n / 100)) for n in range(12)]
    assert len(set(cluster(pieces(*heard), count))) == speakers


def test_very_short_talk_still_has_a_speaker():
    assert list(cluster(pieces((0, 0, 0.4, AMINA)), SpeakerCount())) == [0]


def test_nobody_heard_is_nobody():
    nothing = np.zeros(0, np.int64)
    silent = Pieces(nothing, nothing, nothing, nothing, np.zeros((0, 192), np.float32))
    labels = cluster(silent, SpeakerCount())
    assert not len(labels)
    assert reconstruct(np.zeros((1, 589, 3), bool), np.array([0]), silent, labels, 10_000) == ((), ())


def test_turns_come_back_with_their_times_and_overlaps():
    active = np.zeros((2, 589, 3), bool)
    active[0, :300, 0] = True
    active[0, 250:500, 1] = True
    active[1, 102:352, 1] = True  # the second window begins 148 frames later
    active[1, :152, 2] = True  # and numbers its voices otherwise
    heard = Pieces(
        np.array([0, 0]), np.array([0, 1]), np.array([0, 300]), np.array([250, 500]), np.stack([AMINA, BERIT])
    )
    exclusive, spans = reconstruct(active, np.array([0, 148]), heard, np.array([0, 1]), 12_000)
    times = {span.speaker: (span.start_ms, span.end_ms) for span in spans}
    assert times == {"SPEAKER_00": (0, round(300 * FRAME_S * 1000)), "SPEAKER_01": (4219, round(500 * FRAME_S * 1000))}
    ends = [span.end_ms for span in exclusive]
    assert all(after.start_ms >= end for end, after in zip(ends, exclusive[1:], strict=False)), "never two at once"


def test_a_window_that_takes_two_people_for_one_is_mended_by_their_voices():
    active = np.zeros((1, 589, 3), bool)
    active[0, :, 0] = True
    heard = Pieces(
        np.zeros(2, int), np.zeros(2, int), np.array([0, 200]), np.array([200, 589]), np.stack([AMINA, CHEN])
    )
    exclusive, _ = reconstruct(active, np.array([0]), heard, np.array([0, 1]), 9_940)
    assert [(span.speaker, span.start_ms) for span in exclusive] == [("SPEAKER_00", 0), ("SPEAKER_01", 3375)]
