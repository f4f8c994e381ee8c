"""The benchmark's own measures, on talk whose errors can be counted by hand."""

from __future__ import annotations

import pytest

from benchmarks.speech_scores import cp_errors, score_voices, voice_figures, words_in


@pytest.fixture
def recording(tmp_path):
    """Ada speaks from 0 to 10 s, Bo from 10 to 20 s."""
    (tmp_path / "talk.rttm").write_text(
        "SPEAKER talk 1 0 10 <NA> <NA> ada <NA> <NA>\nSPEAKER talk 1 10 10 <NA> <NA> bo <NA> <NA>\n"
    )
    (tmp_path / "talk.stm").write_text("talk 1 ada 0 10 Hello you two.\ntalk 1 bo 10 20 Hello Ada.\n")
    return tmp_path / "talk.wav"


@pytest.mark.slow  # importing pyannote.metrics takes seconds
@pytest.mark.filterwarnings("ignore")
def test_speech_given_to_the_wrong_person_is_an_error_and_edges_are_forgiven_with_a_collar(recording):
    spans = [(0.0, 12.0, "x"), (12.0, 20.0, "y")]
    score = score_voices(recording, spans, 20.0)
    assert (score.errors, score.speech) == (pytest.approx(2.0), pytest.approx(20.0))
    assert score.errors_collar == pytest.approx(1.75), "a quarter of a second after the change is not judged"
    assert score.jer == pytest.approx((2 / 12 + 2 / 10) / 2)
    assert (score.heard, score.true) == (2, 2)
    nearly = score_voices(recording, [(0.0, 10.2, "x"), (10.2, 20.0, "y")], 20.0)
    assert nearly.errors_collar == pytest.approx(0.0)


@pytest.mark.slow  # importing pyannote.metrics takes seconds
@pytest.mark.filterwarnings("ignore")
def test_errors_of_several_clips_are_added_not_averaged(recording):
    good = score_voices(recording, [(0.0, 10.0, "x"), (10.0, 20.0, "y")], 20.0)
    bad = score_voices(recording, [(0.0, 20.0, "x")], 20.0)
    figures = voice_figures({"sample": good, "en_2spk_sentences": bad, "ami_dev00": bad}, "plain_")
    assert figures["plain_pooled_der"] == pytest.approx(bad.errors_collar / (2 * bad.speech_collar), abs=1e-4)
    assert figures["plain_speaker_count_error"] == pytest.approx(2 / 3, abs=0.01)
    assert voice_figures({})["pooled_der"] is None


def test_a_right_word_of_the_wrong_person_costs_twice(recording):
    pytest.importorskip("meeteval", reason="meeteval is in requirements-benchmarks.txt only")
    assert cp_errors(recording, {"S1": "hello ada", "S0": "Hello, you two!"}) == (0, 5)
    assert cp_errors(recording, {"S0": "Hello you two Hello", "S1": "Ada"}) == (2, 5)
    assert cp_errors(recording.with_name("other.wav"), {"S0": "hello"}) is None


def test_words_are_counted_where_their_stretch_has_its_middle():
    assert words_in([(30, 34, 5), (20, 40.5, 7), (100, 130, 2)], 31.7, 121.7) == 7
