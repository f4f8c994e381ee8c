"""Where pauses and overlaps are marked: between and around the stored words, never in them."""

from __future__ import annotations

from dataclasses import replace

from core.spans import TimeSpan
from transcripts.conventions import (
    Conventions,
    MarkKind,
    OverlapSigns,
    legend,
    marked,
    marks_of,
    with_marks,
)
from transcripts.heard import Heard, VoiceSpan
from transcripts.model import Speaker, Transcript, Turn, Word

PAUSES = Conventions(pauses=True)
BRACKETS = Conventions(overlaps=OverlapSigns.BRACKETS)


def turn(name: str, speaker: str, *words: tuple[str, int, int]) -> Turn:
    """A turn of words with their times in milliseconds."""
    text, placed = "", []
    for word, start_ms, end_ms in words:
        start = len(text) + bool(text)
        text += (" " if text else "") + word
        placed.append(Word(start, len(text), start_ms, end_ms))
    return Turn(name, speaker, text, words[0][1], words[-1][2], tuple(placed))


def transcript(*turns: Turn) -> Transcript:
    return Transcript("no", turns, tuple(Speaker(label) for label in sorted({t.speaker for t in turns})))


def printed(made: Transcript, heard: Heard | None, conventions: Conventions) -> list[str]:
    return [t.text for t in marked(made, marks_of(made, heard, conventions)).turns]


ONE = transcript(turn("a", "A", ("Ja", 0, 400), ("😊,", 1_200, 1_500), ("vent.", 14_000, 14_500)))
SPEECH = (TimeSpan(0, 450), TimeSpan(1_150, 1_600), TimeSpan(13_900, 14_600))


def test_a_pause_stands_between_the_words_around_it():
    assert printed(ONE, Heard(speech=SPEECH), PAUSES) == ["Ja (..) 😊, (12 s) vent."]


def test_offsets_count_code_points_of_the_stored_text():
    marks = marks_of(ONE, Heard(speech=SPEECH), PAUSES)["a"]
    assert [(mark.offset, mark.text, mark.kind) for mark in marks] == [
        (3, "(..)", MarkKind.PAUSE),
        (6, "(12 s)", MarkKind.PAUSE),
    ]


def test_a_silence_inside_a_word_that_an_engine_drew_out_is_not_lost():
    drawn = transcript(turn("a", "A", ("Ja", 0, 3_900), ("vent.", 4_000, 4_400)))
    assert printed(drawn, Heard(speech=(TimeSpan(0, 1_000), TimeSpan(3_950, 4_500))), PAUSES) == ["Ja (3 s) vent."]


def test_a_short_gap_is_no_pause_and_study_says_how_short():
    heard = Heard(speech=(TimeSpan(0, 450), TimeSpan(900, 1_600), TimeSpan(13_900, 14_600)))
    assert printed(ONE, heard, PAUSES) == ["Ja 😊, (12 s) vent."]
    assert printed(ONE, heard, replace(PAUSES, short_pause_ms=400)) == ["Ja (..) 😊, (12 s) vent."]


def test_between_two_speakers_only_a_long_pause_is_written_before_the_second():
    talk = transcript(
        turn("a", "A", ("Ja?", 0, 500)), turn("b", "B", ("Nei.", 1_500, 2_000)), turn("c", "A", ("Å.", 6_000, 6_500))
    )
    heard = Heard(speech=(TimeSpan(0, 500), TimeSpan(1_500, 2_000), TimeSpan(6_000, 6_500)))
    assert printed(talk, heard, PAUSES) == ["Ja?", "Nei.", "(4 s) Å."]


def test_words_spoken_at_once_stand_between_signs_in_both_turns():
    long = turn("a", "A", ("Jeg", 0, 900), ("ville", 1_000, 1_900), ("si", 2_000, 2_900))
    talk = transcript(long, turn("b", "B", ("mm", 1_050, 1_800)))
    heard = Heard(voices=(VoiceSpan(0, 3_000, "A"), VoiceSpan(1_000, 2_000, "B")))
    assert printed(talk, heard, BRACKETS) == ["Jeg [ville] si", "[mm]"]
    assert printed(talk, heard, Conventions(overlaps=OverlapSigns.SLASHES)) == ["Jeg //ville// si", "//mm//"]


def test_a_pause_stands_outside_the_signs_of_overlap():
    talk = transcript(turn("a", "A", ("Ja", 0, 400), ("nei", 2_000, 2_900)), turn("b", "B", ("mm", 2_100, 2_800)))
    heard = Heard(
        speech=(TimeSpan(0, 500), TimeSpan(1_900, 3_000)),
        voices=(VoiceSpan(0, 3_000, "A"), VoiceSpan(1_900, 3_000, "B")),
    )
    both = Conventions(pauses=True, overlaps=OverlapSigns.BRACKETS)
    assert printed(talk, heard, both) == ["Ja (..) [nei]", "[mm]"]


def test_without_marks_wanted_or_anything_heard_there_are_none():
    assert marks_of(ONE, Heard(speech=SPEECH), Conventions()) == {}
    assert marks_of(ONE, None, PAUSES) == {}
    assert printed(ONE, None, PAUSES) == [ONE.turns[0].text]


def test_a_turn_that_somebody_typed_without_times_has_no_marks():
    typed = transcript(Turn("t", "A", "Ja vent"), *ONE.turns)
    assert printed(typed, Heard(speech=SPEECH), PAUSES)[0] == "Ja vent"


def test_taking_the_marks_out_leaves_the_stored_words():
    marks = marks_of(ONE, Heard(speech=SPEECH), PAUSES)["a"]
    text = with_marks(ONE.turns[0].text, marks)
    for mark in marks:
        text = text.replace(f"{mark.text} ", "", 1)
    assert text == ONE.turns[0].text


def test_the_legend_says_every_sign_that_can_stand_in_the_text():
    both = Conventions(pauses=True, overlaps=OverlapSigns.SLASHES, short_pause_ms=300, long_pause_ms=1_500)
    assert legend(both) == (
        ("(..)", "pause of 0.3 to 1.5 s"),
        ("(3 s)", "pause of 1.5 s or longer, in whole seconds"),
        ("//words//", "spoken while somebody else speaks"),
    )
    assert legend(Conventions()) == ()


def test_speech_that_nobody_wrote_down_is_no_part_of_a_pause():
    heard = Heard(speech=(TimeSpan(0, 450), TimeSpan(1_150, 1_600), TimeSpan(5_000, 9_000), TimeSpan(13_900, 14_600)))
    assert printed(ONE, heard, PAUSES) == ["Ja (..) 😊, (5 s) vent."]
