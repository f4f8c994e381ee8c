"""Two microphones with one speaker on each: every word is its speaker's, exactly, and said once."""

from __future__ import annotations

import numpy as np
import pytest

import pipeline
from benchmarks.measures import normalised
from core.spans import TimeSpan
from pipeline import stages
from pipeline.channels import Apart, in_utterances, joined, keep_apart, voices_of
from pipeline.media import FileReader, NotTwoChannelsError, SameChannelsError, decode, decode_apart, probe
from pipeline.results import HeardSegment, HeardWord, Recognition, TimedWords, Voices
from pipeline.settings import TranscriptionSettings, UnknownChoiceError
from pipeline.turns import make_turns
from transcripts.heard import VoiceSpan, overlaps

RATE = 16_000
SETTINGS = TranscriptionSettings(device="cpu", language="en", channels="speakers")


def voice(seconds, level, seed=1):
    return (level * np.random.default_rng(seed).standard_normal(round(seconds * RATE))).astype(np.float32)


def silence(seconds):
    return voice(seconds, 0.0005, 9)


def interview(bleed=0.2, hum=0.0):
    """Left speaks for two seconds, then right; each microphone hears a part of the other one."""
    left = np.concatenate([silence(1), voice(2, 0.1, 2), silence(1), silence(2), silence(1)])
    right = np.concatenate([silence(1), silence(2), silence(1), voice(2, 0.1, 3), silence(1)])
    noise = voice(7, hum, 4) if hum else 0
    return np.stack([left + bleed * right, right + bleed * left + noise]).astype(np.float32)


def levels(sound, *seconds):
    return [float(np.abs(sound[int(start * RATE) : int(end * RATE)]).max()) for start, end in seconds]


def test_what_a_microphone_hears_of_the_other_person_is_silenced():
    left, right = keep_apart(interview()).sound
    own, other = levels(left, (1.1, 2.9), (4.4, 5.6))
    assert own > 0.2
    assert other == 0
    own, other = levels(right, (4.1, 5.9), (1.4, 2.6))
    assert own > 0.2
    assert other == 0


def test_a_soft_voice_and_its_pauses_are_kept_beside_a_loud_one():
    soft = np.concatenate([silence(1), voice(1, 0.01, 5), silence(0.2), voice(1, 0.01, 6), silence(1)])
    still = np.zeros_like(soft)
    left, right = keep_apart(np.concatenate([interview(), np.stack([0.2 * soft, soft]) + still], axis=1)).sound
    assert min(levels(right, (8.1, 8.9), (9.3, 10.1))) > 0.01
    assert levels(left, (8.1, 8.9)) == [0]


def test_a_microphone_that_hums_silences_nobody():
    left, _ = keep_apart(interview(hum=0.05)).sound
    assert levels(left, (1.1, 2.9))[0] > 0.2


def test_two_who_speak_at_once_are_both_heard():
    both = np.concatenate([silence(1), voice(2, 0.1, 2)]), np.concatenate([silence(1), voice(2, 0.07, 3)])
    left, right = keep_apart(np.concatenate([np.stack(both), interview()], axis=1)).sound
    assert min(*levels(left, (1.2, 2.8)), *levels(right, (1.2, 2.8))) > 0.1


def test_a_dead_channel_takes_nothing_from_the_other():
    left, right = keep_apart(np.stack([voice(3, 0.1), np.zeros(3 * RATE, np.float32)])).sound
    assert levels(left, (0, 3))[0] > 0.2
    assert not right.any()


def test_two_copies_of_one_sound_are_refused():
    talk = np.concatenate([silence(1), voice(2, 0.1), silence(1)])
    with pytest.raises(SameChannelsError, match=r"nearly the same sound \(0 % of the talk"):
        keep_apart(np.stack([talk, 0.9 * talk]))


@pytest.mark.parametrize("samples", [0, 100, RATE])
def test_silence_of_any_length_is_kept_apart(samples):
    assert not keep_apart(np.zeros((2, samples), np.float32)).sound.any()


def words(text, start_ms, channel=None):
    return tuple(
        HeardWord(word, start_ms + 400 * n, start_ms + 400 * n + 350, 0.9, channel)
        for n, word in enumerate(text.split())
    )


def recognition(text, start_ms, language="no"):
    said = words(text, start_ms)
    span = TimeSpan(start_ms, said[-1].end_ms)
    return Recognition(language, None, (span,), (HeardSegment(text, span.start_ms, span.end_ms, said),))


def loud_on(*channels):
    """One second each on the channel named."""
    energy = np.concatenate(
        [np.tile([[1.0], [0.1]] if channel == 0 else [[0.1], [1.0]], 50) for channel in channels], 1
    )
    return Apart(np.zeros((2, 0), np.float32), energy.astype(np.float32))


def test_a_word_that_both_channels_wrote_is_where_it_was_louder():
    both = joined([recognition("Hei du", 0), recognition("hei, ja", 80)], loud_on(0, 0))
    assert [(s.channel, [word.text for word in s.words]) for s in both.segments] == [(0, ["Hei", "du"]), (1, ["ja"])]


def test_the_speech_of_both_is_one_list_of_stretches_that_never_overlap():
    both = joined([recognition("hei på deg", 0), recognition("nei", 400)], loud_on(0, 1))
    assert both.speech == (TimeSpan(0, 1_150),)
    assert both.channels == ((TimeSpan(0, 1_150),), (TimeSpan(400, 750),))


def test_the_same_word_said_by_both_one_after_the_other_is_kept_twice():
    both = joined([recognition("ja", 0), recognition("ja", 1_000)], loud_on(0, 1))
    assert [(s.channel, s.text) for s in both.segments] == [(0, "ja"), (1, "ja")]


def test_channels_in_two_languages_say_so():
    both = joined([recognition("hvordan går det nå", 0), recognition("khoob", 2_000, "fa")], loud_on(0, 0, 1))
    assert both.language == "no"
    assert [segment.language for segment in both.segments] == [None, "fa"]


def test_two_who_speak_at_once_do_not_chop_each_other_into_words():
    said = in_utterances([*words("ja det er det jeg mener", 0, 0), *words("nei men hør nå", 200, 1)])
    assert " ".join(word.text for word in said) == "ja det er det jeg mener nei men hør nå"


def test_a_short_answer_inside_anothers_pause_stands_there():
    said = in_utterances([*words("og så dro vi", 0, 0), *words("hjem igjen", 4_000, 0), *words("mm", 2_500, 1)])
    assert " ".join(word.text for word in said) == "og så dro vi mm hjem igjen"


def test_every_word_is_its_channels_speakers():
    timed = TimedWords((*words("nei", 0, 1), *words("jo", 1_000, 0)))
    spoken = stages.assign_speakers(timed, Voices((), ()))
    turns = make_turns(spoken.words, "no", {}).turns
    assert [(turn.speaker, turn.text) for turn in turns] == [("SPEAKER_01", "nei"), ("SPEAKER_00", "jo")]


def test_speech_that_only_its_padding_lets_overlap_is_no_overlap():
    voices = voices_of([[TimeSpan(0, 2_300)], [TimeSpan(1_700, 5_000)]])
    assert voices == (VoiceSpan(300, 2_000, "SPEAKER_00"), VoiceSpan(2_000, 4_700, "SPEAKER_01"))
    assert overlaps(voices) == ()


def test_both_channels_are_decoded_at_one_gain(tmp_path, tone, write, reader_of):
    path = write(tmp_path / "two.wav", np.stack([0.1 * tone, 0.02 * tone]), RATE, "pcm_f32le")
    left, right = decode_apart(reader_of(path), 2_000)
    assert np.abs(left).max() / np.abs(right).max() == pytest.approx(5, rel=0.05)
    assert np.sqrt(np.mean(left**2)) == pytest.approx(0.1, rel=0.1)


def test_one_speaker_for_each_channel_of_a_mono_recording_is_refused(tmp_path, tone, write, reader_of):
    path = write(tmp_path / "mono.wav", tone, RATE)
    with pytest.raises(NotTwoChannelsError, match="this one has 1"):
        pipeline.run(reader_of(path), SETTINGS, tmp_path / "job", lambda _: None)


def test_an_unknown_way_to_treat_channels_is_refused():
    with pytest.raises(UnknownChoiceError, match="mix, speakers"):
        TranscriptionSettings(channels="left")


def said_by(transcript):
    labels = [speaker.label for speaker in transcript.speakers]
    return {
        label: normalised(" ".join(turn.text for turn in transcript.turns if turn.speaker == label)) for label in labels
    }


@pytest.mark.speech
def test_two_voices_on_two_channels_with_crosstalk_are_told_apart_exactly(telephone_call, tmp_path, write):
    reader = FileReader(telephone_call, "abc")
    call = decode(reader, probe(reader).duration_ms)
    one, other = call[6 * RATE : 14 * RATE], call[14 * RATE : 24 * RATE]
    left = np.concatenate([one, np.zeros_like(other)])
    right = np.concatenate([np.zeros_like(one), other])
    path = write(tmp_path / "two.wav", np.stack([left + 0.15 * right, right + 0.15 * left]), RATE)
    transcript = pipeline.run(FileReader(path, "abc"), SETTINGS, tmp_path / "job", lambda _: None)
    assert {speaker.label for speaker in transcript.speakers} == {"SPEAKER_00", "SPEAKER_01"}
    for turn in transcript.turns:
        at = [word.start_ms for word in turn.words]
        assert max(at) < 8_300 if turn.speaker == "SPEAKER_00" else min(at) > 7_700
    assert "hello" in said_by(transcript)["SPEAKER_00"]
    assert transcript.made_by["engines"]["diarization"].startswith("one speaker for each channel")
    assert "diarization" not in transcript.made_by["models"]


@pytest.mark.speech
def test_a_real_recording_with_a_speaker_on_each_channel(shared_audio, tmp_path):
    path = shared_audio / "stereo_diarization.wav"
    transcript = pipeline.run(FileReader(path, "abc"), SETTINGS, tmp_path / "job", lambda _: None)
    said = said_by(transcript)
    assert "complaint against the wizard" in said["SPEAKER_00"]
    assert "horizon seems extremely distant" in said["SPEAKER_01"]
    assert "horizon" not in said["SPEAKER_00"]
    assert "wizard" not in said["SPEAKER_01"]
