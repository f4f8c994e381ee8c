"""Transcripts of other programs as text: every program's own shape, read into speakers, times and words."""

from __future__ import annotations

from core.problems import Problem
from transcripts.reading import ReadingChoices, TranscriptReading, read


def reading(text: str, **choices: object) -> TranscriptReading:
    return read(text.encode(), "transcript.txt", ReadingChoices(**choices))  # type: ignore[arg-type]


def told(found: TranscriptReading) -> list[tuple[int | None, int | None, str, str]]:
    return [(turn.start_ms, turn.end_ms, turn.speaker, turn.text) for turn in found.turns]


def messages(problems: tuple[Problem, ...]) -> str:
    return "\n".join(f"{problem.line}: {problem.message}" for problem in problems)


def test_our_own_text_file_is_read_with_its_times_and_speakers() -> None:
    found = reading("W1-H03\n\n[0:00:00] interviewer: Hei, du.\n[1:02:31] H03: Å, hei på deg.\n")

    assert told(found) == [(0, 3_751_000, "interviewer", "Hei, du."), (3_751_000, None, "H03", "Å, hei på deg.")]
    assert "“W1-H03”" in messages(found.problems)


def test_atrain_with_times_is_joined_by_speaker_and_can_stay_apart() -> None:
    text = (
        "Transcription for 2511-H03\n\nSPEAKER_00\n[00:00:00] - Hei og velkommen.\n[00:00:04] - Hvordan går det?\n"
        "\nSPEAKER_01\n[00:00:07] - Bra, takk.\n"
    )

    assert told(reading(text)) == [
        (0, 7_000, "SPEAKER_00", "Hei og velkommen. Hvordan går det?"),
        (7_000, None, "SPEAKER_01", "Bra, takk."),
    ]
    assert [turn.text for turn in reading(text, join=False).turns] == [
        "Hei og velkommen.",
        "Hvordan går det?",
        "Bra, takk.",
    ]
    assert reading(text).program == "aTrain"


def test_atrain_for_maxqda_has_the_times_inside_the_paragraph() -> None:
    found = reading(
        "Transcription for 2511-H03\n\nSPEAKER_00\n[00:00:00] - Hei og velkommen. [00:00:04] - Hvordan går det? \n"
        "\nSPEAKER_01\n[00:00:07] - Bra, takk. ",
        join=False,
    )

    assert told(found) == [
        (0, 4_000, "SPEAKER_00", "Hei og velkommen."),
        (4_000, 7_000, "SPEAKER_00", "Hvordan går det?"),
        (7_000, None, "SPEAKER_01", "Bra, takk."),
    ]


def test_atrain_without_times_has_the_speaker_above_the_words() -> None:
    found = reading("Transcription for 2511-H03\n\nSPEAKER_00\nHei.\nGå inn.\n\nSPEAKER_01\nTakk.\n")

    assert told(found) == [(None, None, "SPEAKER_00", "Hei.\nGå inn."), (None, None, "SPEAKER_01", "Takk.")]


def test_noscribe_has_a_heading_labels_and_times_inside() -> None:
    found = reading(
        "H03.m4a\nTranscribed with noScribe vers. 0.6 Audio source: /home/x/H03.m4a\n\n"
        "S00: [00:00:05] Hvordan var det? (..) [00:01:10] Fortell.\n\nS01: Det var //S00: mhm// fint.\n",
        join=False,
    )

    assert told(found) == [
        (5_000, 70_000, "S00", "Hvordan var det? (..)"),
        (70_000, None, "S00", "Fortell."),
        (None, None, "S01", "Det var //S00: mhm// fint."),
    ]
    assert found.program == "noScribe"
    assert "/home/x/H03.m4a" in messages(found.problems)


def test_f4_has_the_time_at_the_end_of_the_paragraph() -> None:
    found = reading("I: Hvordan var det? #00:00:05-1#\n\nB: Fint, (unv.) [lacht] ja. #00:00:12-3#\n\nMer. #00:00:14-0#")

    assert told(found) == [
        (0, 5_100, "I", "Hvordan var det?"),
        (5_100, 12_300, "B", "Fint, (unv.) [lacht] ja."),
        (12_300, 14_000, "B", "Mer."),
    ]
    assert found.program == "f4"


def test_maxqda_has_the_time_before_the_speaker_without_a_space() -> None:
    found = reading("00:03:40.5Zack: What for?\n\n00:03:44.3Jim: To fill a gap.\n\n#00:03:50-0#Zack: Ok.")

    assert told(found) == [
        (220_500, 224_300, "Zack", "What for?"),
        (224_300, 230_000, "Jim", "To fill a gap."),
        (230_000, None, "Zack", "Ok."),
    ]


def test_teams_and_word_have_name_and_time_above_the_words() -> None:
    teams = (
        "Kari Nordmann   0:03\nHei.\nOg velkommen.\n\n"
        "Ahmed Ali (Guest)   1:00:10\nTakk.\nKari Nordmann   1:00:15\nDa.\n"
    )
    word = "00:00:03 Speaker 1\nHei.\n\n00:00:09 Speaker 2\nTakk.\n\n00:00:12 Speaker 1\nDa.\n"

    assert told(reading(teams)) == [
        (3_000, 3_610_000, "Kari Nordmann", "Hei.\nOg velkommen."),
        (3_610_000, 3_615_000, "Ahmed Ali (Guest)", "Takk."),
        (3_615_000, None, "Kari Nordmann", "Da."),
    ]
    assert [turn.speaker for turn in reading(word).turns] == ["Speaker 1", "Speaker 2", "Speaker 1"]
    assert reading(word).turns[1].start_ms == 9_000


def test_older_teams_has_a_time_a_name_and_the_words_on_lines_of_their_own() -> None:
    found = reading(
        "0:0:5.100 --> 0:0:8.250\nKari\nHei alle sammen.\n0:0:8.500 --> 0:0:10.300\nAli\nHei.\n"
        "0:0:11.0 --> 0:0:12.300\nKari\nOk da.\n0:0:13.0 --> 0:0:14.300\nAli\nJa.\n"
    )

    assert told(found)[:2] == [(5_100, 8_250, "Kari", "Hei alle sammen."), (8_500, 10_300, "Ali", "Hei.")]
    assert (found.program, len(found.turns), found.problems) == ("Teams", 4, ())


def test_zooms_saved_captions_have_the_time_of_the_day_which_is_not_taken() -> None:
    found = reading("[Kari] 10:02:31\nHei.\n\n[Ali] 10:02:35\nTakk.\n\n[Kari] 10:02:40\nDa.")

    assert told(found) == [(None, None, "Kari", "Hei."), (None, None, "Ali", "Takk."), (None, None, "Kari", "Da.")]
    assert "those of a clock" in messages(found.problems)


def test_a_label_that_stands_once_is_words_until_somebody_ticks_it() -> None:
    text = "Hanna: Hei.\nMerk: dette er viktig.\nAli: Ja.\nHanna: Bra.\nAli: Takk."

    found = reading(text)
    assert [(use.label, use.count, use.taken) for use in found.labels] == [
        ("Hanna", 2, True),
        ("Merk", 1, False),
        ("Ali", 2, True),
    ]
    assert found.turns[0].text == "Hei.\nMerk: dette er viktig."
    assert "“Merk” (line 2)" in " ".join(found.notices)
    assert [t.speaker for t in reading(text, labels=frozenset({"Hanna", "Ali", "Merk"})).turns][1] == "Merk"


def test_a_label_that_is_unticked_becomes_words() -> None:
    found = reading("Hanna: Hei.\n\nJa: visst.\n\nHanna: Bra.\n\nJa: visst.", labels=frozenset({"Hanna"}))

    assert [(turn.speaker, turn.text) for turn in found.turns] == [
        ("Hanna", "Hei."),
        ("Hanna", "Ja: visst."),
        ("Hanna", "Bra."),
        ("Hanna", "Ja: visst."),
    ]


def test_short_codes_are_labels_even_when_each_stands_once() -> None:
    assert [turn.speaker for turn in reading("I: Hei.\n\nB: Hei du.").turns] == ["I", "B"]


def test_what_stands_before_the_first_speaker_is_said_and_can_be_taken() -> None:
    text = "Intervju med H03\nBergen, 5. mars\n\nI: Hei.\n\nH03: Hei.\n\nI: Ja."

    found = reading(text)
    assert found.front == 2
    assert messages(found.problems) == (
        "1: it stands before the first speaker and is not taken: “Intervju med H03”\n"
        "2: it stands before the first speaker and is not taken: “Bergen, 5. mars”"
    )
    whole = reading(text, with_front=True)
    assert (whole.turns[0].speaker, whole.turns[0].text, whole.problems) == (
        "",
        "Intervju med H03\nBergen, 5. mars",
        (),
    )


def test_running_text_without_speakers_becomes_a_turn_for_each_paragraph() -> None:
    found = reading("Jeg kom til Bergen.\nDet regnet.\n\nKlokka 12:30 gikk vi.\n")

    assert told(found) == [
        (None, None, "", "Jeg kom til Bergen.\nDet regnet."),
        (None, None, "", "Klokka 12:30 gikk vi."),
    ]


def test_line_numbers_before_a_tab_are_not_words() -> None:
    found = reading("W1-H03\n\n1\t[0:00:01] I: Hei.\n2\t[0:00:02] H03: Hei du.\n3\t[0:00:04] I: Ja.\n")

    assert [turn.text for turn in found.turns] == ["Hei.", "Hei du.", "Ja."]
    assert "line numbers" in " ".join(found.notices)


def test_times_that_run_backwards_are_said_with_their_line() -> None:
    found = reading("[0:05:00] I: Hei.\n[0:01:00] H03: Hei.\n[0:06:00] I: Ja.")

    assert messages(found.problems) == "2: the time 0:01:00 is earlier than the one before it; it is taken as it stands"


def test_arabic_labels_and_words_keep_every_character() -> None:
    found = reading("هبة: كنت خائفة\u200f في البداية.\n\nKari: Hva sa du?\n\nهبة: نعم.\n\nKari: Ja.")

    assert [turn.speaker for turn in found.turns] == ["هبة", "Kari", "هبة", "Kari"]
    assert found.turns[0].text == "كنت خائفة\u200f في البداية."


def test_composed_and_decomposed_letters_stay_as_they_are() -> None:
    assert reading("I: e\u0301 \u00e9\n\nB: ja").turns[0].text == "e\u0301 \u00e9"
