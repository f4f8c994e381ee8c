"""Flags: where a person should listen again, and nowhere else."""

from __future__ import annotations

from core.spans import TimeSpan
from pipeline.flags import doubts_of, flags_of, heard_of
from pipeline.results import HeardSegment, HeardWord, Recognition, SpokenWords, TimedWords, Voices
from transcripts.heard import Flag, FlagKind, SegmentDoubt, VoiceSpan


def talk(text, start_ms=0, confidence=0.9, each_ms=400):
    """Words that follow each other every `each_ms`."""
    return [
        HeardWord(word, start_ms + n * each_ms, start_ms + (n + 1) * each_ms - 50, confidence)
        for n, word in enumerate(text.split())
    ]


def flags(words, *, speech=None, voices=(), **figures):
    """The flags of one segment with these words and figures."""
    end_ms = max((word.end_ms for word in words), default=0)
    segment = HeardSegment(" ".join(word.text for word in words), 0, end_ms, tuple(words), **figures)
    recognition = Recognition("no", None, tuple(speech or [TimeSpan(0, end_ms)]), (segment,) if words else ())
    return flags_of(recognition, TimedWords(tuple(words)), voices)


def test_usual_talk_has_no_flag():
    figures = {"mean_log_probability": -0.3, "compression_ratio": 1.4, "temperature": 0.0}
    assert flags(talk("Så sa hun at det gikk bra, og det gjorde det jo."), **figures) == ()


def test_a_text_that_compresses_well_has_gone_round_in_a_circle():
    (flag,) = flags(talk("takk for at du så på"), compression_ratio=2.6)
    assert flag == Flag(FlagKind.REPETITION, 0, 2_350)


def test_a_sentence_three_times_in_a_row_is_flagged_where_it_stands():
    words = talk("Først dette. " + "Takk for meg. " * 3 + "Og så videre.")
    assert flags(words) == (Flag(FlagKind.REPETITION, 800, 4_350),)


def test_a_sentence_that_is_said_twice_is_talk():
    assert flags(talk("Jeg vet ikke. Jeg vet ikke. Kanskje.")) == ()


def test_ja_ja_ja_is_talk_but_twelve_times_is_a_circle():
    assert flags(talk("Ja, ja, ja, det er sant.")) == ()
    assert [flag.kind for flag in flags(talk("ja " * 12))] == [FlagKind.REPETITION]


def test_a_circle_in_a_script_without_latin_letters_is_found_too():
    assert [flag.kind for flag in flags(talk("شكرا لكم جميعا، " * 3))] == [FlagKind.REPETITION]


def test_punctuation_that_stands_alone_repeats_nothing():
    assert flags(talk("- - - - - - - -")) == ()


def test_speech_without_a_word_is_flagged():
    words = talk("Hei på deg") + talk("ha det", 8_000)
    found = flags(words, speech=[TimeSpan(0, 9_000)])
    assert found == (Flag(FlagKind.SPEECH_WITHOUT_TEXT, 1_450, 7_700),)


def test_a_recording_in_which_nothing_was_written_is_flagged_as_a_whole():
    assert flags([], speech=[TimeSpan(500, 4_000)]) == (Flag(FlagKind.SPEECH_WITHOUT_TEXT, 500, 4_000),)


def test_noise_that_only_one_of_two_models_takes_for_speech_is_not_flagged():
    words = talk("Hei på deg") + talk("ha det", 8_000)
    nobody_between = [VoiceSpan(0, 1_200, "SPEAKER_00"), VoiceSpan(8_000, 9_000, "SPEAKER_01")]
    assert flags(words, speech=[TimeSpan(0, 9_000)], voices=nobody_between) == ()
    somebody = [*nobody_between, VoiceSpan(2_000, 7_500, "SPEAKER_01")]
    assert len(flags(words, speech=[TimeSpan(0, 9_000)], voices=somebody)) == 1


def test_a_pause_is_not_speech_without_text():
    assert flags(talk("Hei") + talk("du", 9_000), speech=[TimeSpan(0, 800), TimeSpan(8_800, 9_600)]) == ()


def test_words_that_were_left_out_are_flagged_where_they_stood():
    kept, invented = talk("Hei på deg"), talk("Undertekster av Nicolai", 30_000)
    segment = HeardSegment("", 0, 32_000, (*kept, *invented))
    recognition = Recognition("no", None, (TimeSpan(0, 1_300),), (segment,))
    assert flags_of(recognition, TimedWords(tuple(kept)), ()) == (Flag(FlagKind.TEXT_WITHOUT_SPEECH, 30_000, 31_150),)


def test_three_doubtful_words_are_a_flag_and_two_are_none():
    sure, unsure = talk("det er det vi sier"), talk("kadiebremmes må andro", 2_000, 0.4)
    assert flags([*sure, *unsure]) == (Flag(FlagKind.DOUBTFUL, 2_000, 3_150),)
    assert flags([*sure, *unsure[:2]]) == ()


def test_one_better_word_between_doubtful_ones_does_not_end_them():
    words = [*talk("kadie", 0, 0.4), *talk("ja", 400, 0.95), *talk("bremmes andro", 800, 0.4)]
    assert flags(words) == (Flag(FlagKind.DOUBTFUL, 0, 1_550),)


def test_a_word_without_a_confidence_is_not_doubtful():
    assert flags(talk("a b c d", confidence=None)) == ()


def test_a_second_attempt_and_an_improbable_text_are_doubtful():
    words = talk("Så sa hun at det gikk")
    assert [flag.kind for flag in flags(words, temperature=0.4)] == [FlagKind.DOUBTFUL]
    assert [flag.kind for flag in flags(words, mean_log_probability=-1.2)] == [FlagKind.DOUBTFUL]


def test_the_figures_of_every_segment_are_kept_without_its_words():
    segment = HeardSegment("Hei", 100, 900, (), -0.3, 0.05, 1.1, 0.0)
    assert doubts_of([segment]) == (SegmentDoubt(100, 900, -0.3, 0.05, 1.1, 0.0),)


def test_all_kinds_come_in_the_order_of_time():
    words = [*talk("Hei på deg"), *talk("kadie bremmes andro", 20_000, 0.3)]
    segment = HeardSegment("", 0, 21_150, tuple(words), temperature=0.0)
    speech = (TimeSpan(0, 1_300), TimeSpan(10_000, 14_000), TimeSpan(20_000, 21_300))
    voices = (
        VoiceSpan(0, 1_300, "A"), VoiceSpan(10_000, 14_000, "B"),
        VoiceSpan(20_000, 21_300, "A"), VoiceSpan(20_000, 21_300, "B"),
    )  # fmt: skip
    recognition, timed = Recognition("no", None, speech, (segment,)), TimedWords(tuple(words))
    heard = heard_of(recognition, timed, Voices((), voices), SpokenWords((), voices[:1]))
    assert [flag.kind for flag in heard.flags] == [
        FlagKind.SPEECH_WITHOUT_TEXT, FlagKind.DOUBTFUL, FlagKind.OVERLAP,
    ]  # fmt: skip
    assert (heard.speech, heard.voices) == (speech, voices[:1])
    assert len(heard.segments) == 1
