"""Recordings of every kind are recognised by their content; what is none gets a clear answer."""

from __future__ import annotations

import io

import numpy as np
import pytest

from pipeline.media import (
    DamagedRecordingError,
    EmptyRecordingError,
    NoSoundError,
    NotARecordingError,
    TooLongRecordingError,
    containers,
    decode,
    make_playback_copy,
    probe,
    sniff,
)
from pipeline.media.errors import CutOffRecordingError


@pytest.mark.parametrize(
    ("name", "codec", "media_format"),
    [
        ("talk.wav", "pcm_s16le", "wav"),
        ("talk.mp3", "libmp3lame", "mp3"),
        ("talk.flac", "flac", "flac"),
        ("talk.ogg", "libopus", "ogg"),
        ("talk.m4a", "aac", "mp4"),
        ("talk.mka", "pcm_f32le", "matroska"),
    ],
)
def test_each_format_is_recognised_whatever_the_file_is_called(
    tmp_path, tone, write, reader_of, name, codec, media_format
):
    rate = 48_000 if codec == "libopus" else 16_000
    written = write(tmp_path / name, tone, rate, codec)
    path = written.rename(tmp_path / "recording.bin")
    info = probe(reader_of(path))
    assert info.media_format == media_format
    assert info.duration_ms == pytest.approx(1000 * len(tone) / rate, abs=120)
    assert (info.channels, info.sample_rate, info.has_video) == (1, rate, False)
    sound = decode(reader_of(path), info.duration_ms)
    assert len(sound) / 16_000 == pytest.approx(len(tone) / rate, abs=0.15)
    assert sound.dtype == np.float32


@pytest.mark.parametrize(
    "content",
    [
        b"Hello? Hello? Oh, hello. " * 50,
        b"#EXTM3U\n#EXTINF:10,\nfile:///etc/passwd\n",
        b"%PDF-1.7\n" + b"\0" * 100,
        "Og så sa hun at det gikk bra.".encode("utf-16"),
    ],
    ids=["text", "playlist", "pdf", "utf-16 text"],
)
def test_a_file_that_only_poses_as_mp3_is_refused(tmp_path, reader_of, content):
    path = tmp_path / "interview.mp3"
    path.write_bytes(content)
    with pytest.raises(NotARecordingError, match="not a sound or video recording"):
        probe(reader_of(path))


def test_a_playlist_behind_an_mp3_tag_leads_to_no_other_file(tmp_path, tone, write, reader_of):
    other = write(tmp_path / "secret.wav", tone, 16_000)
    path = tmp_path / "interview.mp3"
    path.write_bytes(b"ID3\x04\0\0\0\0\0\0#EXTM3U\n#EXTINF:2,\n" + str(other).encode() + b"\n")
    with pytest.raises(DamagedRecordingError):
        probe(reader_of(path))


def test_no_bytes_are_an_empty_recording(tmp_path, reader_of):
    path = tmp_path / "interview.wav"
    path.touch()
    with pytest.raises(EmptyRecordingError, match="no sound at all"):
        probe(reader_of(path))


def test_a_header_without_sound_is_no_recording(tmp_path, tone, write, reader_of):
    path = write(tmp_path / "interview.wav", tone, 16_000)
    path.write_bytes(path.read_bytes()[:44])
    with pytest.raises((EmptyRecordingError, DamagedRecordingError)):
        probe(reader_of(path))


@pytest.mark.parametrize(("name", "codec"), [("talk.mp3", "libmp3lame"), ("talk.flac", "flac")])
def test_a_recording_cut_off_while_copied_says_where_its_sound_ends(tmp_path, tone, write, reader_of, name, codec):
    path = write(tmp_path / name, np.tile(tone, 10), 16_000, codec)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(CutOffRecordingError, match=r"says it is 0:00:20 long, but its sound ends at 0:00:(09|10|11)"):
        probe(reader_of(path))


def test_an_m4a_cut_off_before_its_index_is_damaged(tmp_path, tone, write, reader_of):
    path = write(tmp_path / "talk.m4a", np.tile(tone, 10), 16_000, "aac")
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(DamagedRecordingError, match="copy it from the recorder again"):
        probe(reader_of(path))


def test_noise_in_the_middle_of_an_mp3_costs_only_itself(tmp_path, tone, write, reader_of):
    path = write(tmp_path / "talk.mp3", np.tile(tone, 10), 16_000, "libmp3lame")
    content = bytearray(path.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 1500] = np.random.default_rng(1).bytes(1500)
    path.write_bytes(bytes(content))
    info = probe(reader_of(path))
    assert len(decode(reader_of(path), info.duration_ms)) / 16_000 == pytest.approx(20, abs=1.5)


def write_video(path, tone, with_sound):
    import av

    with av.open(str(path), "w") as container:
        pictures = container.add_stream("mpeg4", rate=5)
        pictures.width, pictures.height, pictures.pix_fmt = 64, 48, "yuv420p"
        sound = container.add_stream("aac", rate=16_000, layout="mono") if with_sound else None
        for number in range(10):
            picture = av.VideoFrame.from_ndarray(np.full((48, 64, 3), 20 * number, np.uint8), "rgb24")
            container.mux(pictures.encode(picture))
        container.mux(pictures.encode(None))
        if sound:
            frame = av.AudioFrame.from_ndarray(tone[None], "fltp", "mono")
            frame.sample_rate = 16_000
            container.mux(sound.encode(frame))
            container.mux(sound.encode(None))
    return path


def test_of_a_video_the_sound_is_taken(tmp_path, tone, reader_of):
    path = write_video(tmp_path / "focus group.mp4", tone, with_sound=True)
    info = probe(reader_of(path))
    assert (info.media_format, info.has_video) == ("mp4", True)
    assert len(decode(reader_of(path), info.duration_ms)) == pytest.approx(32_000, abs=2_000)


def test_a_video_without_sound_is_refused(tmp_path, tone, reader_of):
    path = write_video(tmp_path / "focus group.mp4", tone, with_sound=False)
    with pytest.raises(NoSoundError, match="pictures but no sound"):
        probe(reader_of(path))


def test_longer_than_six_hours_is_refused_before_anything_is_decoded(tmp_path, tone, write, reader_of):
    path = write(tmp_path / "night.flac", tone, 16_000, "flac")
    content = bytearray(path.read_bytes())
    seven_hours = 16_000 * 3600 * 7
    content[21] = content[21] & 0xF0 | seven_hours >> 32  # STREAMINFO: 36 bits, the number of samples
    content[22:26] = (seven_hours & 0xFFFFFFFF).to_bytes(4, "big")
    path.write_bytes(bytes(content))
    with pytest.raises(TooLongRecordingError, match=r"7:00:00 long; the longest that is taken is 6:00:00"):
        probe(reader_of(path))


def test_sniffing_leaves_the_stream_at_its_start(tmp_path, tone, write):
    stream = io.BytesIO(write(tmp_path / "talk.wav", tone, 16_000).read_bytes())
    assert sniff(stream) == "wav"
    assert stream.tell() == 0


def test_the_name_of_a_file_is_never_shown_to_the_decoder(tmp_path, tone, write):
    path = write(tmp_path / "talk.wav", tone, 16_000)
    with path.open("rb") as stream:
        assert not hasattr(containers._Nameless(stream), "name")


def test_a_very_quiet_recording_is_raised_to_the_level_of_speech(tmp_path, tone, write, reader_of):
    path = write(tmp_path / "far away.wav", tone * 0.004, 16_000, "pcm_f32le")
    sound = decode(reader_of(path), 2_000)
    assert np.sqrt(np.mean(sound**2)) == pytest.approx(0.1, rel=0.1)


def test_a_usual_recording_keeps_its_level(tmp_path, tone, write, reader_of):
    path = write(tmp_path / "near.wav", tone, 16_000, "pcm_f32le")
    assert np.abs(decode(reader_of(path), 2_000)).max() == pytest.approx(np.abs(tone).max(), rel=0.01)


def test_silence_stays_silence(tmp_path, write, reader_of):
    path = write(tmp_path / "silence.wav", np.zeros(32_000, np.float32), 16_000)
    assert not decode(reader_of(path), 2_000).any()


@pytest.mark.parametrize(("channels", "codec"), [(2, "pcm_s16le"), (6, "pcm_s16le")])
def test_many_channels_become_one(tmp_path, tone, write, reader_of, channels, codec):
    sound = np.zeros((channels, len(tone)), np.float32)
    sound[0] = tone  # all other microphones are dead
    path = write(tmp_path / "room.wav", sound, 16_000, codec)
    info = probe(reader_of(path))
    assert info.channels == channels
    heard = decode(reader_of(path), info.duration_ms)
    assert heard.ndim == 1
    assert np.sqrt(np.mean(heard**2)) > 0.05


def test_the_playback_copy_is_a_mono_mp3_at_64_kbit_of_the_same_length(tmp_path, tone, write, reader_of):
    path = write(tmp_path / "talk.wav", np.stack([np.tile(tone, 5)] * 2), 16_000)
    told = []
    copy = tmp_path / "copy.mp3"
    make_playback_copy(reader_of(path), copy, told.append)
    info = probe(reader_of(copy))
    assert (info.media_format, info.channels) == ("mp3", 1)
    assert info.duration_ms == pytest.approx(10_000, abs=100)
    assert copy.stat().st_size == pytest.approx(10 * 8_000, rel=0.05)
    assert told == sorted(told)
    assert told[-1] == 1.0
    assert all(0 <= part <= 1 for part in told)


def test_the_playback_copy_of_a_quiet_recording_can_be_heard(tmp_path, tone, write, reader_of):
    path = write(tmp_path / "far away.wav", tone * 0.004, 16_000, "pcm_f32le")
    make_playback_copy(reader_of(path), tmp_path / "copy.mp3")
    loud = decode(reader_of(tmp_path / "copy.mp3"), 2_000)
    assert np.sqrt(np.mean(loud**2)) == pytest.approx(0.1, rel=0.15)
