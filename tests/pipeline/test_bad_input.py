"""Recordings as they come from the field: each is heard as well as it can be, or refused with a clear answer.

What is no recording at all stands in test_media.py.
"""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import numpy as np
import pytest

import pipeline
from benchmarks.measures import normalised, spoken_text
from core.spans import TimeSpan
from pipeline.engines import whisper
from pipeline.media import FileReader, TooLongRecordingError, decode, probe
from pipeline.settings import TranscriptionSettings
from tests.sounds import silent_flac

RATE = 16_000


@pytest.fixture(scope="module")
def talk(short_call):
    """Eight seconds of a real telephone call, as float32 at 16 kHz."""
    reader = FileReader(short_call, "abc")
    return decode(reader, probe(reader).duration_ms)


def at_rate(sound, rate):
    """By linear interpolation: good enough to be understood."""
    return np.interp(np.arange(0, len(sound), RATE / rate), np.arange(len(sound)), sound).astype(np.float32)


def beside(sound, channels, place):
    """The sound on one channel of several; the others are dead."""
    return np.stack([sound if n == place else np.zeros_like(sound) for n in range(channels)])


def video_of(path, sound):
    import av

    with av.open(str(path), "w") as container:
        pictures = container.add_stream("mpeg4", rate=5)
        pictures.width, pictures.height, pictures.pix_fmt = 64, 48, "yuv420p"
        voice = container.add_stream("aac", rate=RATE, layout="mono")
        for number in range(5 * len(sound) // RATE):
            picture = av.VideoFrame.from_ndarray(np.full((48, 64, 3), number, np.uint8), "rgb24")
            container.mux(pictures.encode(picture))
        container.mux(pictures.encode(None))
        frame = av.AudioFrame.from_ndarray(sound[None], "fltp", "mono")
        frame.sample_rate = RATE
        container.mux(voice.encode(frame))
        container.mux(voice.encode(None))
    return path


FIELD = {
    "8 kHz telephone, A-law": lambda path, talk, write: write(
        path.with_suffix(".wav"), at_rate(talk, 8_000), 8_000, "pcm_alaw"
    ),
    "32-bit float at -50 dBFS": lambda path, talk, write: write(
        path.with_suffix(".wav"), talk * (10 ** (-50 / 20) / np.abs(talk).max()), RATE, "pcm_f32le"
    ),
    "stereo with one dead channel": lambda path, talk, write: write(path.with_suffix(".wav"), beside(talk, 2, 1), RATE),
    "5.1": lambda path, talk, write: write(path.with_suffix(".wav"), beside(talk, 6, 2), RATE),
    "m4a": lambda path, talk, write: write(path.with_suffix(".m4a"), talk, RATE, "aac"),
    "a video": lambda path, talk, write: video_of(path.with_suffix(".mp4"), talk),
}


@pytest.mark.speech
@pytest.mark.parametrize("kind", FIELD)
def test_a_voice_is_understood_whatever_it_comes_in(tmp_path, talk, write, kind):
    path = FIELD[kind](tmp_path / "field", talk, write)
    settings = TranscriptionSettings(device="cpu", language="en")
    transcript = pipeline.run(FileReader(path, "abc"), settings, tmp_path / "job", lambda _: None)
    said = normalised(spoken_text(transcript))
    assert "hello" in said
    assert len(said.split()) >= 8


def test_an_m4a_whose_index_stands_at_its_end_is_read(tmp_path, tone, write, reader_of):
    path = write(tmp_path / "phone.m4a", np.tile(tone, 10), RATE, "aac")
    content = path.read_bytes()
    assert content.index(b"mdat") < content.index(b"moov"), "the index is at the end"
    info = probe(reader_of(path))
    assert info.duration_ms == pytest.approx(20_000, abs=150)
    assert len(decode(reader_of(path), info.duration_ms)) / RATE == pytest.approx(20, abs=0.15)


def test_an_mp3_without_an_index_is_taken_as_far_as_it_goes(tmp_path, tone, write, reader_of):
    path = write(tmp_path / "whole.mp3", np.tile(tone, 10), RATE, "libmp3lame")
    whole = path.read_bytes()
    second_frame = whole.index(whole[whole.index(b"\xff") :][:2], whole.index(b"\xff") + 4)
    path.write_bytes(whole[second_frame : len(whole) // 2])  # no Xing header says how long it was
    info = probe(reader_of(path))
    assert info.duration_ms == pytest.approx(10_000, abs=500)
    assert len(decode(reader_of(path), info.duration_ms)) / RATE == pytest.approx(10, abs=0.5)


def test_ten_hours_of_silence_in_a_small_file_are_refused_before_they_are_decoded(tmp_path, reader_of):
    path = silent_flac(tmp_path / "night.flac", hours=10)
    assert path.stat().st_size < 200_000
    with pytest.raises(TooLongRecordingError, match=r"10:00:00 long; the longest that is taken is 6:00:00"):
        probe(reader_of(path))


def test_ten_hours_that_declare_no_length_are_refused_all_the_same(tmp_path, reader_of):
    path = silent_flac(tmp_path / "night.flac", hours=10, declared=False)
    with pytest.raises(TooLongRecordingError):
        probe(reader_of(path))


def test_a_long_recording_is_in_memory_once(tmp_path, reader_of):
    reader = reader_of(silent_flac(tmp_path / "hour.flac", hours=1))
    tracemalloc.start()
    sound = decode(reader, probe(reader).duration_ms)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(sound) == 3600 * RATE
    assert peak < 1.2 * sound.nbytes


def test_sound_that_is_longer_than_its_packets_say_is_kept_whole(tmp_path, tone, write, reader_of):
    path = write(tmp_path / "talk.wav", np.tile(tone, 5), RATE)
    assert len(decode(reader_of(path), duration_ms=1_000)) == 10 * RATE


@pytest.mark.speech
def test_silence_says_so_and_is_not_searched_for_voices(tmp_path):
    path = silent_flac(tmp_path / "empty room.flac", hours=0.05)
    told = []
    settings = TranscriptionSettings(device="cpu")
    transcript = pipeline.run(FileReader(path, "abc"), settings, tmp_path / "job", told.append)
    assert (transcript.turns, transcript.language) == ((), "und")
    assert transcript.heard.speech == transcript.heard.voices == transcript.heard.flags == ()
    assert transcript.made_by["seconds"]["diarize"] < 0.1


@pytest.mark.speech
def test_speech_is_heard_the_same_in_parts(talk, monkeypatch):
    long = np.concatenate([talk, np.zeros(RATE * 3, np.float32), talk])
    whole = whisper.hear_speech(long)
    monkeypatch.setattr(whisper, "VAD_PART", 2 * RATE // whisper.STEP * whisper.STEP)
    parts = whisper.hear_speech(long)
    assert len(whole) >= 2
    assert [(s.start_ms // 100, s.end_ms // 100) for s in parts] == [
        (s.start_ms // 100, s.end_ms // 100) for s in whole
    ]
    assert all(isinstance(span, TimeSpan) for span in parts)


def test_the_voice_activity_model_does_not_write_into_the_sound():
    sound = np.full(whisper.STEP * 4, 0.25, np.float32)
    whisper.hear_speech(sound)
    assert (sound == 0.25).all()


def test_the_tests_own_silence_is_a_flac_like_any_other(tmp_path: Path, reader_of):
    info = probe(reader_of(silent_flac(tmp_path / "second.flac", hours=1 / 3600)))
    assert (info.media_format, info.duration_ms, info.channels, info.sample_rate) == ("flac", 1_000, 1, RATE)
