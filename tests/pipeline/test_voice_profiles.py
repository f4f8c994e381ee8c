"""A voice can be described by numbers, from speech that is its own, and compared with another."""

from __future__ import annotations

import numpy as np
import pytest

from core.spans import TimeSpan
from pipeline import voice_likeness, voice_profile
from pipeline.engines.profile import places
from pipeline.voices import NoCleanSpeechError

SHEILA = (TimeSpan(8_320, 9_900), TimeSpan(11_030, 14_490), TimeSpan(18_590, 21_490), TimeSpan(27_850, 30_000))
DIANE = (TimeSpan(7_550, 8_320), TimeSpan(14_700, 17_920), TimeSpan(21_780, 27_850))


def test_the_longest_spans_are_listened_to_and_no_more_than_a_minute():
    heard = places([TimeSpan(0, 900), TimeSpan(1_000, 3_000), TimeSpan(10_000, 90_000)])
    assert TimeSpan(0, 900) not in heard
    assert sum(place.length_ms for place in heard) == 60_000
    assert heard[0] == TimeSpan(10_000, 20_000)


def test_likeness_is_one_for_the_same_and_nothing_for_silence():
    assert voice_likeness((0.6, 0.8), (3.0, 4.0)) == pytest.approx(1.0)
    assert voice_likeness((0.6, 0.8), (0.0, 0.0)) == 0.0


def test_a_voice_of_which_nothing_long_enough_is_known_is_refused(telephone_call, reader_of):
    with pytest.raises(NoCleanSpeechError):
        voice_profile(reader_of(telephone_call), [TimeSpan(7_600, 8_000)])


@pytest.mark.speech
def test_a_voice_is_more_like_itself_than_like_another(telephone_call, reader_of):
    reader = reader_of(telephone_call)
    early, late = voice_profile(reader, SHEILA[:2]), voice_profile(reader, SHEILA[2:])
    diane = voice_profile(reader, DIANE)
    assert len(early) == 192
    assert voice_likeness(early, early) == pytest.approx(1.0)
    assert voice_likeness(early, late) > voice_likeness(early, diane) + 0.2


@pytest.mark.speech
def test_silence_and_distortion_have_no_voice(write, tmp_path, reader_of):
    silence = write(tmp_path / "silence.wav", np.zeros(80_000, np.float32), 16_000)
    with pytest.raises(NoCleanSpeechError, match="never heard alone"):
        voice_profile(reader_of(silence), [TimeSpan(0, 5_000)])


@pytest.mark.speech
def test_speech_at_full_scale_is_not_taken_for_the_voice(telephone_call, write, tmp_path, reader_of):
    import av

    with av.open(str(telephone_call)) as source:
        sound = np.concatenate([frame.to_ndarray() for frame in source.decode(audio=0)], axis=1)[0] / 32768
    distorted = write(tmp_path / "distorted.wav", np.clip(sound * 60, -1, 1), 16_000)
    with pytest.raises(NoCleanSpeechError):
        voice_profile(reader_of(distorted), DIANE)
