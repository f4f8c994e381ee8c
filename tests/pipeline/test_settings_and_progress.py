"""Settings refuse what makes no sense; progress never goes backwards and learns how long a job takes."""

from __future__ import annotations

import pytest

from pipeline.progress import SHARES, ProgressClock
from pipeline.settings import (
    NoMainLanguageError,
    NotASpeakerCountError,
    SpeakerCountError,
    TooManyWordsError,
    TranscriptionSettings,
    UnknownChoiceError,
    speaker_counts,
)


def test_settings_survive_json():
    settings = TranscriptionSettings(language="no", speakers=2, model="/models/nb-whisper")
    assert TranscriptionSettings.from_json(settings.to_json()) == settings


def test_settings_of_another_version_are_read_as_far_as_they_are_known():
    assert TranscriptionSettings.from_json('{"language": "ar", "colour": "red"}').language == "ar"


def test_an_interview_is_heard_in_all_its_languages_that_a_model_may_know():
    assert TranscriptionSettings.of_interview(()) == TranscriptionSettings()
    assert TranscriptionSettings.of_interview(("no",), speakers=2) == TranscriptionSettings(language="no", speakers=2)
    both = TranscriptionSettings.of_interview(("no", "ti", "fa"))
    assert (both.language, both.languages) == ("no", ("no", "fa")), "Tigrinya's words would be invented"
    assert TranscriptionSettings.of_interview(("no", "ti")).languages == ()


@pytest.mark.parametrize(("name", "value"), [("recognition", "quick"), ("device", "tpu")])
def test_an_unknown_choice_is_refused(name, value):
    with pytest.raises(UnknownChoiceError, match=f"“{value}” is not a choice for {name}"):
        TranscriptionSettings(**{name: value})


@pytest.mark.parametrize(
    "counts",
    [{"speakers": 0}, {"min_speakers": 4, "max_speakers": 2}, {"speakers": 3, "max_speakers": 2}],
)
def test_numbers_of_speakers_must_make_sense(counts):
    with pytest.raises(SpeakerCountError):
        TranscriptionSettings(**counts)


@pytest.mark.parametrize("text", ["0", "31", "8-6", "6-", "many", "6-8-9", "-3", "1.5", "٦-x"])
def test_what_is_no_number_of_speakers_is_refused(text):
    with pytest.raises(NotASpeakerCountError, match="no number of speakers between 1 and 30"):
        speaker_counts(text)


def test_a_number_of_speakers_is_exact_a_range_or_unknown():
    assert speaker_counts(" ") == {}
    assert speaker_counts(" 6 – 8 ") == {"min_speakers": 6, "max_speakers": 8}
    assert speaker_counts("4-4") == {"speakers": 4}
    assert TranscriptionSettings(**speaker_counts("2-30")).max_speakers == 30


class Clock:
    def __init__(self):
        self.seconds = 0.0

    def __call__(self):
        return self.seconds


@pytest.fixture
def clock():
    return Clock()


def test_the_shares_of_all_stages_are_a_whole():
    assert sum(SHARES.values()) == pytest.approx(1.0)


def test_progress_grows_to_one_and_guesses_the_time_left(clock):
    told = []
    progress = ProgressClock(told.append, clock)
    for stage in SHARES:
        for part in (0.0, 0.5, 1.0):
            progress.report(stage, part)
            clock.seconds += 100 * SHARES[stage] / 2
    assert [p.fraction for p in told] == sorted(p.fraction for p in told)
    assert told[0].seconds_left is None
    middle = next(p for p in told if p.stage == "recognise" and p.fraction > 0.3)
    assert middle.seconds_left == pytest.approx(100 * (1 - middle.fraction), rel=0.2)
    assert (told[-1].fraction, told[-1].seconds_left) == (1.0, 0.0)


def test_stages_found_finished_do_not_make_the_machine_look_fast(clock):
    told = []
    progress = ProgressClock(told.append, clock)
    for stage in ("probe", "recognise", "time_words"):
        progress.skip(stage)
    clock.seconds = 10.0
    progress.report("diarize", 0.5)
    half = SHARES["diarize"] / 2
    assert told[-1].seconds_left == pytest.approx(10 / half * (1 - told[-1].fraction), abs=0.1)


def test_nobody_is_told_a_hundred_times_a_second(clock):
    told = []
    progress = ProgressClock(told.append, clock)
    for number in range(1000):
        progress.report("recognise", number / 1000)
        clock.seconds += 0.001
    assert len(told) <= 5


def test_languages_are_ordered_as_a_main_one_and_further_ones():
    assert TranscriptionSettings.ordered(language="no").languages == ()
    both = TranscriptionSettings.ordered(language="no", also_spoken=("fa", "no", "fa"))
    assert (both.language, both.languages) == ("no", ("no", "fa"))
    with pytest.raises(NoMainLanguageError, match=r"\(fa, en\)"):
        TranscriptionSettings.ordered(language=None, also_spoken=("fa", "en"))


def test_more_words_to_expect_than_a_recogniser_can_be_told_are_refused_not_cut():
    assert TranscriptionSettings(hotwords="x" * 400).hotwords
    with pytest.raises(TooManyWordsError, match="401 characters long; at most 400"):
        TranscriptionSettings(hotwords="x" * 401)
