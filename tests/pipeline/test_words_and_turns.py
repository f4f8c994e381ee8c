"""Words are held to the speech, given to voices, and gathered into turns."""

from __future__ import annotations

import numpy as np
import pytest

from core.spans import TimeSpan
from pipeline.results import HeardWord, SpokenWord
from pipeline.speakers import assign_speakers, renamed
from pipeline.speech import (
    LEAD_MS,
    LONGEST_PASSAGE_MS,
    LONGEST_WORD_MS,
    STEP_MS,
    hold_to_speech,
    passages,
    speech_regions,
)
from pipeline.turns import make_turns
from transcripts.heard import Flag, FlagKind, VoiceSpan, overlaps


def word(text, start_ms, end_ms):
    return HeardWord(text, start_ms, end_ms, 0.9)


def probabilities(*stretches):
    """(seconds, probability) ... -> one probability per step."""
    return np.concatenate([np.full(round(seconds * 1000 / STEP_MS), p, np.float32) for seconds, p in stretches])


def test_speech_is_padded_and_short_pauses_do_not_end_it():
    heard = probabilities((2, 0.0), (1, 0.9), (0.3, 0.05), (1, 0.9), (3, 0.0))
    (region,) = speech_regions(heard, 7_300)
    assert region.start_ms == pytest.approx(1_700, abs=STEP_MS)
    assert region.end_ms == pytest.approx(4_600, abs=2 * STEP_MS)


def test_a_voice_that_grows_quiet_still_speaks():
    (region,) = speech_regions(probabilities((1, 0.9), (2, 0.2), (2, 0.0)), 5_000)
    assert region.end_ms == pytest.approx(3_300, abs=2 * STEP_MS)


def test_room_noise_is_no_speech():
    assert speech_regions(probabilities((30, 0.15)), 30_000) == ()


def test_passages_leave_long_silences_out():
    heard = passages([TimeSpan(5_000, 9_000), TimeSpan(11_000, 20_000), TimeSpan(80_000, 90_000)], 95_000)
    assert heard == (
        TimeSpan(5_000 - LEAD_MS, 20_000 + LEAD_MS),
        TimeSpan(80_000 - LEAD_MS, 90_000 + LEAD_MS),
    )


def test_an_hour_of_talk_is_cut_in_its_pauses():
    speech = [TimeSpan(start, start + 9_400) for start in range(0, 3_600_000, 10_000)]
    heard = passages(speech, 3_600_000)
    assert heard[0].start_ms == 0
    assert all(before.end_ms == after.start_ms for before, after in zip(heard, heard[1:], strict=False))
    assert all(passage.length_ms <= LONGEST_PASSAGE_MS for passage in heard)
    assert all(passage.end_ms % 10_000 == 9_700 for passage in heard[:-1]), "cut in the middle of a pause"


def test_talk_without_a_single_pause_is_cut_all_the_same():
    heard = passages([TimeSpan(0, 500_000)], 500_000)
    assert [passage.length_ms for passage in heard] == [120_000, 120_000, 120_000, 120_000, 20_000]


def test_a_word_that_lasts_into_a_pause_ends_with_the_sound():
    held = hold_to_speech(
        [word("ja", 1_000, 4_000), word("altså", 4_000, 4_400)], [TimeSpan(500, 1_600), TimeSpan(3_900, 5_000)]
    )
    assert [(w.start_ms, w.end_ms) for w in held] == [(1_000, 1_600), (4_000, 4_400)]


def test_a_word_far_from_any_speech_is_left_out():
    held = hold_to_speech([word("takk", 1_000, 1_300), word("takk", 30_000, 31_000)], [TimeSpan(500, 2_000)])
    assert [w.start_ms for w in held] == [1_000]


def test_a_word_at_the_edge_of_speech_is_kept_at_that_edge():
    (held,) = hold_to_speech([word("hei", 2_100, 2_300)], [TimeSpan(500, 2_000)])
    assert (held.start_ms, held.end_ms) == (2_000, 2_000)


def test_no_word_lasts_longer_than_a_word_does():
    (held,) = hold_to_speech([word("mm", 0, 60_000)], [TimeSpan(0, 60_000)])
    assert held.end_ms == LONGEST_WORD_MS


def test_without_any_speech_there_are_no_words():
    assert hold_to_speech([], []) == ()


def test_a_word_belongs_to_the_voice_it_shares_most_time_with():
    voices = [VoiceSpan(0, 1_000, "SPEAKER_00"), VoiceSpan(1_000, 2_000, "SPEAKER_01")]
    spoken, _ = assign_speakers([word("ja", 100, 400), word("men", 900, 1_300)], voices)
    assert [s.speaker for s in spoken] == ["SPEAKER_00", "SPEAKER_01"]


def test_a_word_in_a_gap_goes_to_the_nearest_edge_not_the_nearest_middle():
    long_turn, short_neighbour = VoiceSpan(0, 60_000, "SPEAKER_00"), VoiceSpan(62_000, 62_400, "SPEAKER_01")
    last = word("slutt", 60_200, 60_600)
    spoken, _ = assign_speakers([word("først", 10, 20), last], [long_turn, short_neighbour])
    assert spoken[-1].speaker == "SPEAKER_00"


def test_the_words_before_and_after_all_voices_have_speakers():
    voices = [VoiceSpan(500_000, 501_000, "SPEAKER_03")]
    spoken, _ = assign_speakers([word("hei", 0, 100), word("hade", 990_000, 990_100)], voices)
    assert {s.speaker for s in spoken} == {"SPEAKER_00"}


def test_speakers_are_named_in_the_order_of_their_first_words():
    voices = [VoiceSpan(0, 1_000, "SPEAKER_07"), VoiceSpan(1_000, 2_000, "SPEAKER_02")]
    spoken, _ = assign_speakers([word("a", 0, 500), word("b", 1_100, 1_500), word("c", 600, 900)], voices)
    assert [s.speaker for s in spoken] == ["SPEAKER_00", "SPEAKER_01", "SPEAKER_00"]


def test_voices_take_the_names_of_their_speakers_and_those_without_words_are_left_out():
    voices = [VoiceSpan(0, 1_000, "SPEAKER_07"), VoiceSpan(1_000, 2_000, "SPEAKER_02")]
    assert renamed(voices, {"SPEAKER_02": "SPEAKER_00"}) == (VoiceSpan(1_000, 2_000, "SPEAKER_00"),)


def test_two_voices_at_once_are_flagged_from_half_a_second_on():
    voices = [VoiceSpan(0, 3_000, "A"), VoiceSpan(2_600, 4_000, "B"), VoiceSpan(3_400, 9_000, "C")]
    assert overlaps(voices) == (Flag(FlagKind.OVERLAP, 3_400, 4_000),)


def test_three_voices_at_once_are_one_overlap():
    voices = [VoiceSpan(0, 3_000, "A"), VoiceSpan(1_000, 2_000, "B"), VoiceSpan(1_500, 4_000, "C")]
    assert overlaps(voices) == (Flag(FlagKind.OVERLAP, 1_000, 3_000),)


def test_when_nobody_is_heard_all_words_are_one_speakers():
    assert [s.speaker for s in assign_speakers([word("hei", 0, 100)], [])[0]] == ["SPEAKER_00"]


def spoken(*parts):
    return [SpokenWord(word(text, start, start + 300), speaker) for text, start, speaker in parts]


def test_a_turn_is_one_speakers_uninterrupted_talk_and_its_words_point_into_its_text():
    words = spoken(("Hvordan", 0, "A"), ("går", 400, "A"), ("det?", 800, "A"), ("Så", 1_500, "B"), ("bra!", 1_900, "B"))
    transcript = make_turns(words, "no", {"model": "test"})
    assert [(turn.speaker, turn.text) for turn in transcript.turns] == [("A", "Hvordan går det?"), ("B", "Så bra!")]
    first = transcript.turns[0]
    assert [first.text[w.start : w.end] for w in first.words] == ["Hvordan", "går", "det?"]
    assert (first.start_ms, first.end_ms) == (0, 1_100)
    assert [speaker.label for speaker in transcript.speakers] == ["A", "B"]
    assert transcript.made_by == {"model": "test"}
    assert len({turn.id for turn in transcript.turns}) == 2


def test_after_a_long_silence_the_same_speaker_begins_a_new_turn():
    assert len(make_turns(spoken(("Ja.", 0, "A"), ("Og", 10_000, "A")), "no", {}).turns) == 2


def test_a_very_long_turn_is_broken_at_the_end_of_a_sentence():
    words = spoken(*((f"ord{n}." if n % 10 == 9 else f"ord{n}", n * 400, "A") for n in range(500)))
    turns = make_turns(words, "no", {}).turns
    assert len(turns) == 4
    assert all(turn.text.endswith(".") for turn in turns)


def test_languages_without_blanks_get_none():
    (turn,) = make_turns(spoken(("今日", 0, "A"), ("は", 300, "A")), "ja", {}).turns
    assert turn.text == "今日は"


def test_offsets_count_code_points():
    (turn,) = make_turns(spoken(("😀", 0, "A"), ("مرحبا", 300, "A")), "ar", {}).turns
    assert [(w.start, w.end) for w in turn.words] == [(0, 1), (2, 7)]


def test_no_words_make_an_empty_transcript():
    transcript = make_turns([], "und", {})
    assert (transcript.turns, transcript.speakers) == ((), ())
