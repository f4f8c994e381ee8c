"""Which parts of a window the voice network hears."""

from __future__ import annotations

import numpy as np

from pipeline.engines.clustering import FRAME_S
from pipeline.engines.embedded import HEARD_S, LONGEST_PIECE_S, pieces_alone, units


def heard(*spans):
    """A window of ten seconds in which voice 0, 1 or 2 speaks: (voice, first second, last second) ..."""
    active = np.zeros((589, 3), bool)
    for voice, start, end in spans:
        active[round(start / FRAME_S) : round(end / FRAME_S), voice] = True
    return active


def seconds(place):
    return [round(frame * FRAME_S, 1) for frame in place[1:3]]


def test_only_speech_of_one_voice_alone_is_heard():
    places = list(pieces_alone(heard((0, 1, 4), (1, 3, 6))))
    assert [(place[0], seconds(place)) for place in places] == [(0, [1.0, 3.0]), (1, [4.0, 6.0])]


def test_long_talk_is_cut_and_crumbs_are_left_out():
    places = list(pieces_alone(heard((0, 0, 8), (1, 9, 9.2))))
    assert len(places) == 3
    assert all((end - first) * FRAME_S <= LONGEST_PIECE_S + FRAME_S for _, first, end, *_ in places)


def test_units_follow_each_other_and_are_heard_with_sound_of_their_own_stretch():
    found = list(units(heard((2, 2, 7))))
    assert all(before[2] == after[1] for before, after in zip(found, found[1:], strict=False))
    assert (seconds(found[0])[0], seconds(found[-1])[1]) == (2.0, 7.0)
    for _, first, end, start, stop in found:
        assert start <= first < end <= stop
        assert abs((stop - start) * FRAME_S - HEARD_S) < FRAME_S
        assert 2.0 / FRAME_S - 1 <= start < stop <= 7.0 / FRAME_S + 1


def test_a_stretch_shorter_than_what_is_heard_is_heard_whole():
    [(_, first, end, start, stop)] = units(heard((0, 1, 1.6)))
    assert (start, stop) == (first, end)
