"""What is played of a voice: where it speaks alone, surely, at length, and all over the recording."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from core.spans import TimeSpan
from tests.voices import SAID, WORD_MS, spoken, talk
from transcripts.heard import Heard, VoiceSpan
from transcripts.model import Turn, Word
from transcripts.samples import LONGEST_SAMPLE_MS, alone_spans, clean_samples

A, B = "SPEAKER_00", "SPEAKER_01"
SHORT = ("Ja", "det", "stemmer")


def times(turns: list[Turn], label: str = A, heard: Heard | None = None) -> list[tuple[int | None, int | None]]:
    return [(sample.start_ms, sample.end_ms) for sample in clean_samples(turns, label, heard)]


def test_each_sample_is_as_long_as_ten_seconds_allow_and_comes_with_its_words() -> None:
    long = spoken(A, 0, [f"ord{n}" for n in range(100)])
    (first, *_) = clean_samples([long], A)
    assert first.end_ms is not None and first.start_ms is not None
    assert first.end_ms - first.start_ms == LONGEST_SAMPLE_MS
    assert len(first.words.split()) == LONGEST_SAMPLE_MS // WORD_MS
    assert first.words in long.text


def test_three_samples_are_spread_over_what_the_voice_says() -> None:
    turns = [spoken(A, minute * 60_000) for minute in range(9)]
    starts = [start // 60_000 for start, _ in times(turns) if start is not None]
    assert [minute // 3 for minute in starts] == [0, 1, 2]


def test_surer_words_are_preferred() -> None:
    turns = [spoken(A, 0, confidence=0.3), spoken(A, 60_000, confidence=0.95), spoken(A, 120_000, confidence=0.4)]
    (only,) = clean_samples(turns, A, count=1)
    assert only.start_ms == 60_000


def test_nothing_is_played_while_somebody_else_speaks() -> None:
    own, other = spoken(A, 0), spoken(B, 2_000, SHORT)
    for start, end in times([own, other]):
        assert start is not None and end is not None
        assert end <= 2_000 or start >= 2_000 + len(SHORT) * WORD_MS


def test_what_the_engines_heard_at_once_is_left_out_whoever_it_was_given_to() -> None:
    heard = Heard(voices=(VoiceSpan(0, 9_000, A), VoiceSpan(0, 4_000, B)))
    ((start, end),) = times([spoken(A, 0)], heard=heard)
    assert start is not None and end is not None and start >= 4_000


def test_a_voice_that_never_speaks_alone_is_played_all_the_same_and_says_so() -> None:
    (sample,) = clean_samples([spoken(A, 0, SHORT), spoken(B, 0, SHORT)], A)
    assert (sample.start_ms, sample.is_alone, sample.words) == (0, False, "Ja det stemmer")


def test_scraps_elsewhere_do_not_take_the_place_of_good_samples() -> None:
    turns = [spoken(A, 0, SAID * 5), spoken(A, 600_000, ("mm",))]
    assert all(start is not None and start < 600_000 for start, _ in times(turns))


def test_a_corrected_turn_without_word_times_is_played_from_its_start() -> None:
    turn = replace(spoken(A, 5_000), words=(Word(0, 3),))
    (sample,) = clean_samples([turn], A)
    assert (sample.start_ms, sample.words) == (5_000, turn.text)


def test_a_transcript_without_times_gives_the_words_of_the_longest_turns() -> None:
    turns = [Turn(str(n), A, "ord " * n) for n in range(1, 6)]
    samples = clean_samples(turns, A)
    assert [(s.start_ms, len(s.words.split())) for s in samples] == [(None, 3), (None, 4), (None, 5)]


def test_a_voice_without_turns_has_no_samples() -> None:
    assert clean_samples([spoken(B, 0)], A) == ()


def test_alone_spans_are_the_longest_and_stop_when_there_is_enough() -> None:
    turns = [spoken(A, 0, SHORT), spoken(B, 2_000, SHORT), spoken(A, 10_000), spoken(B, 30_000), spoken(A, 60_000)]
    length = len(SAID) * WORD_MS
    spans = alone_spans(turns, A, None, shortest_ms=2_000, most_ms=length + 1_000)
    assert spans == (TimeSpan(10_000, 10_000 + length), TimeSpan(60_000, 61_000))


ORDER = st.lists(st.tuples(st.sampled_from([A, B]), st.integers(0, 60), st.integers(1, 30)), min_size=1, max_size=12)


@given(ORDER)
def test_samples_never_touch_each_other_or_another_voice(order: list[tuple[str, int, int]]) -> None:
    turns = [spoken(label, start * 1_000, [f"o{n}" for n in range(count)]) for label, start, count in order]
    clean = [s for s in clean_samples(turns, A) if s.is_alone]
    assert len(clean) <= 3
    for sample in clean:
        assert sample.start_ms is not None and sample.end_ms is not None
        assert 0 < sample.end_ms - sample.start_ms <= LONGEST_SAMPLE_MS
        for turn in turns:
            if turn.speaker == B and turn.start_ms is not None and turn.end_ms is not None:
                assert sample.end_ms <= turn.start_ms or turn.end_ms <= sample.start_ms
    for before, after in zip(clean, clean[1:], strict=False):
        assert before.end_ms is not None and after.start_ms is not None and before.end_ms <= after.start_ms


def test_every_voice_of_a_focus_group_gets_samples() -> None:
    transcript = talk([f"SPEAKER_{n:02d}" for n in range(9)], rounds=4)
    for speaker in transcript.speakers:
        samples = clean_samples(transcript.turns, speaker.label, transcript.heard)
        assert len(samples) == 3 and all(sample.is_alone for sample in samples)
