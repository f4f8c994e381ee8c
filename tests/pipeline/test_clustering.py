"""Pieces of speech become the speakers of a recording."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.engines import clustering
from pipeline.engines.clustering import FRAME_S, Pieces, SpeakerCount, centres, cluster, reconstruct
from pipeline.engines.resegmentation import follow

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


def crowd(people, each, spread=0.03, seed=5):
    """Pieces of 3 s of so many people, `each` of them in turn, every piece a little different."""
    rng = np.random.default_rng(seed)
    voices = rng.normal(size=(people, 192))
    voices /= np.linalg.norm(voices, axis=1, keepdims=True)
    said = np.tile(np.arange(people), each)
    heard = voices[said] + rng.normal(0, spread, (len(said), 192))
    heard = (heard / np.linalg.norm(heard, axis=1, keepdims=True)).astype(np.float32)
    number, nothing = np.arange(len(said)), np.zeros(len(said), np.int64)
    return said, Pieces(number, nothing, nothing, nothing + round(3 / FRAME_S), heard)


def same_partition(one, other):
    return len({*zip(one, other, strict=True)}) == len({*one}) == len({*other})


def test_more_people_than_can_be_told_apart_are_as_many_as_can():
    heard = pieces(*((n, 0, 3.0, (AMINA, BERIT)[n % 2]) for n in range(4)))
    assert len(set(cluster(heard, SpeakerCount(exactly=9)))) == 2
    assert len(set(cluster(heard, SpeakerCount(fewest=5)))) == 2


@pytest.mark.parametrize("count", [SpeakerCount(), SpeakerCount(exactly=6), SpeakerCount(fewest=2, most=8)])
def test_a_focus_group_of_six_is_six(count):
    said, heard = crowd(6, 40)
    assert same_partition(said, cluster(heard, count))


def test_gathering_first_changes_nothing_in_what_is_found(monkeypatch):
    said, heard = crowd(5, 60, spread=0.02)
    whole = cluster(heard, SpeakerCount())
    monkeypatch.setattr(clustering, "MOST_LINKED", 100)
    monkeypatch.setattr(clustering, "BLOCK", 40)
    assert same_partition(whole, cluster(heard, SpeakerCount()))
    assert same_partition(said, whole)


def test_memory_does_not_grow_with_the_square_of_the_length(monkeypatch):
    import scipy.cluster.hierarchy

    sizes, linked = [], scipy.cluster.hierarchy.linkage

    def watched(rows, **how):
        sizes.append(len(rows))
        return linked(rows, **how)

    monkeypatch.setattr(scipy.cluster.hierarchy, "linkage", watched)
    said, heard = crowd(8, 1_250, spread=0.09)  # ten thousand pieces, eight hours of talk, voices quite uneven
    assert same_partition(said, cluster(heard, SpeakerCount()))
    assert max(sizes) <= clustering.MOST_LINKED


def test_a_change_of_speaker_inside_a_stretch_is_followed():
    voices = [AMINA, AMINA, AMINA, BERIT, BERIT, BERIT]
    heard = Pieces(
        np.zeros(6, int), np.zeros(6, int), np.arange(6) * 44, np.arange(1, 7) * 44, np.stack(voices).astype(np.float32)
    )
    assert list(follow(heard, np.stack([BERIT, AMINA]))) == [1, 1, 1, 0, 0, 0]


def test_one_odd_sound_is_no_change_of_speaker():
    odd = alike(AMINA, BERIT, 0.53)
    voices = [AMINA, AMINA, odd, AMINA, AMINA]
    apart = np.array([0, 1, 2, 3, 4]) * 44
    together = Pieces(np.zeros(5, int), np.zeros(5, int), apart, apart + 44, np.stack(voices).astype(np.float32))
    alone = Pieces(np.arange(5), np.zeros(5, int), apart, apart + 44, np.stack(voices).astype(np.float32))
    speakers = np.stack([AMINA, BERIT])
    assert list(follow(together, speakers)) == [0] * 5
    assert list(follow(alone, speakers)) == [0, 0, 1, 0, 0], "in stretches of their own each is judged alone"


def test_nobody_to_follow_is_nobody():
    nothing = np.zeros(0, np.int64)
    assert not len(follow(Pieces(nothing, nothing, nothing, nothing, np.zeros((0, 192), np.float32)), AMINA[None]))


def test_the_centre_of_a_speaker_is_the_mean_of_the_pieces_weighted_with_their_length():
    heard = pieces((0, 0, 3.0, AMINA), (1, 0, 1.0, BERIT), (2, 0, 2.0, CHEN))
    middle, chen = centres(heard, np.array([0, 0, 1]))
    assert middle[:2] / middle[1] == pytest.approx([3.0, 1.0], rel=0.02)
    assert chen == pytest.approx(CHEN)


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
