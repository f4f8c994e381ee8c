"""WebVTT, SubRip and JSON of other programs; our own files come back as they went out."""

from __future__ import annotations

import json as standard_json

from hypothesis import given
from hypothesis import strategies as st

from core.clock import new_id
from transcripts.formats import json, txt, vtt
from transcripts.model import Speaker, Transcript, Turn, Word
from transcripts.reading import ReadingChoices, TranscriptReading, read

TEAMS = """WEBVTT

d7a1c1a2-0c5e-4c6a-9f0e-1f2a3b4c5d6e/12-0
00:00:03.070 --> 00:00:05.100
<v Kari Nordmann>Hei alle sammen,
velkommen.</v>

d7a1c1a2-0c5e-4c6a-9f0e-1f2a3b4c5d6e/12-1
00:00:05.300 --> 00:00:07.000
<v Kari Nordmann>Da begynner vi.</v>

d7a1c1a2-0c5e-4c6a-9f0e-1f2a3b4c5d6e/15-0
00:00:08.000 --> 00:00:09.000
<v Ahmed Ali>Ja &amp; takk.</v>
"""


def reading(text: str, **choices: object) -> TranscriptReading:
    return read(text.encode(), "file", ReadingChoices(**choices))  # type: ignore[arg-type]


def told(found: TranscriptReading) -> list[tuple[int | None, int | None, str, str]]:
    return [(turn.start_ms, turn.end_ms, turn.speaker, turn.text) for turn in found.turns]


def test_teams_voices_are_speakers_and_what_one_says_on_end_is_a_turn() -> None:
    found = reading(TEAMS)

    assert told(found) == [
        (3_070, 7_000, "Kari Nordmann", "Hei alle sammen, velkommen. Da begynner vi."),
        (8_000, 9_000, "Ahmed Ali", "Ja & takk."),
    ]
    assert found.program == "Teams"
    assert any("joined by a space" in notice for notice in found.notices)
    assert len(reading(TEAMS, join=False).turns) == 3


def test_zoom_names_stand_before_a_colon() -> None:
    cues = "\n\n".join(
        f"{n}\n00:00:{n:02}.000 --> 00:00:{n:02}.900\n{words}"
        for n, words in enumerate(["Kari: Hei", "Kari: og hei", "Ali: Takk"], 1)
    )

    found = reading(f"WEBVTT\n\n{cues}\n")

    assert told(found) == [(1_000, 2_900, "Kari", "Hei og hei"), (3_000, 3_900, "Ali", "Takk")]
    assert found.program == "Zoom"


def test_noscribe_voices_are_never_closed_and_its_notes_are_said() -> None:
    found = reading(
        "WEBVTT H03\n\nNOTE\nTranscribed with noScribe, /home/x/H03.m4a\n\n"
        "1\n00:00:01.000 --> 00:00:02.000\n<v S00>Hei &lt;latter&gt;\n\n2\n00:00:02.000 --> 00:00:03.000\n<v S01>Takk\n"
    )

    assert told(found) == [(1_000, 2_000, "S00", "Hei <latter>"), (2_000, 3_000, "S01", "Takk")]
    assert found.program == "noScribe"
    assert any("/home/x/H03.m4a" in problem.message for problem in found.problems)


def test_styles_settings_and_marks_are_left_out_and_said() -> None:
    found = reading(
        "WEBVTT\n\nSTYLE\n::cue {color: red}\n\n"
        "intro\n00:01.000 --> 00:02.000 align:start line:0\n"
        "<v.loud H03><i>Hei</i> <00:00:01.500>du <b>her</b> <hm></v>\n"
    )

    assert told(found) == [(1_000, 2_000, "H03", "Hei du her <hm>")]
    assert "::cue {color: red}" in found.problems[0].message and found.problems[0].line == 3
    assert "place on the screen of 1 cue" in " ".join(found.notices)
    assert "<00:00:01.500>" in " ".join(found.notices)


def test_words_without_a_time_are_said_with_their_line() -> None:
    found = reading("WEBVTT\n\n00:01.000 --> 00:02.000\nHei\n\nuten tid\nher\n\n00:03.000 --> 00:04.000\n\n")

    assert [(problem.line, problem.message) for problem in found.problems] == [
        (6, "there is no time above these words, so they are not taken: “uten tid\nher”"),
        (9, "it has no words"),
    ]


def test_two_voices_in_one_cue_are_two_turns() -> None:
    found = reading("WEBVTT\n\n00:01.000 --> 00:02.000\n<v A>Hei</v> <v B>Hallo</v>\n")

    assert told(found) == [(1_000, 2_000, "A", "Hei"), (1_000, 2_000, "B", "Hallo")]


def test_subrip_of_whisperx_has_its_speakers_in_brackets() -> None:
    found = reading(
        "1\n00:00:02,000 --> 00:00:04,000\n[SPEAKER_00]: Hei\n\n2\n00:00:04,100 --> 00:00:05,000\n[SPEAKER_00]: du\n\n"
        "3\n00:00:05,100 --> 00:00:06,000\n[SPEAKER_01]: Ja\n"
    )

    assert told(found) == [(2_000, 5_000, "SPEAKER_00", "Hei du"), (5_100, 6_000, "SPEAKER_01", "Ja")]


def test_subrip_without_empty_lines_between_cues_is_read_too() -> None:
    found = reading("1\n00:00:02,000 --> 00:00:04,000\nHei\n2\n00:00:14,100 --> 00:00:15,000\nJa\n")

    assert told(found) == [(2_000, 4_000, "", "Hei"), (14_100, 15_000, "", "Ja")]


WHISPERX = {
    "segments": [
        {
            "start": 0.009,
            "end": 2.5,
            "text": " Hei du.",
            "speaker": "SPEAKER_00",
            "words": [
                {"word": "Hei", "start": 0.1, "end": 0.4, "score": 0.9, "speaker": "SPEAKER_00"},
                {"word": "du.", "speaker": "SPEAKER_01"},
                {"word": "borte", "start": 0.6, "end": 0.7},
            ],
        },
        {"start": 2.6, "end": 3.0, "text": " Ja.", "speaker": "SPEAKER_00", "words": [{"word": "Ja."}]},
        {"start": float("nan"), "end": -1, "text": " Nei.", "speaker": None, "temperature": 0.2},
        {"start": 4.0, "text": 7},
    ],
    "word_segments": [],
    "language": "no",
    "diarizer": "x",
}


def test_whisperx_words_keep_their_times_and_what_does_not_fit_is_said() -> None:
    found = reading(standard_json.dumps(WHISPERX))

    assert told(found) == [(9, 3_000, "SPEAKER_00", "Hei du. Ja."), (None, None, "", "Nei.")]
    assert found.turns[0].words == (Word(0, 3, 100, 400, 0.9), Word(4, 7, None, None, None), Word(8, 11))
    assert (found.program, found.language) == ("whisperX", "no")
    said = [(problem.line, problem.message) for problem in found.problems]
    assert said[0] == (1, "the word “borte” does not stand in the text; its time is not taken")
    assert said[1][1].startswith("some words are marked as spoken by SPEAKER_01")
    assert said[2] == (4, 'it is not a turn with words, and is not taken: {"start": 4.0, "text": 7}')
    assert "diarizer" in found.notices[0]


def test_json_of_another_kind_is_refused_and_text_that_only_looks_like_it_is_text() -> None:
    assert [turn.speaker for turn in reading("[latter] Hei\n\nI: Hei.\n\nB: Ja.\n\nI: Nei.").turns][-1] == "I"


words = st.text(min_size=1).filter(str.strip)
times = st.integers(0, 3_599_000)


@st.composite
def transcripts(draw: st.DrawFn) -> Transcript:
    turns, clock = [], 0
    for _ in range(draw(st.integers(1, 5))):
        text = draw(words)
        cut = draw(st.integers(1, len(text)))
        span = (Word(0, cut, clock, clock + 10, 0.5),) if text[:cut].strip() else ()
        turns.append(Turn(new_id(), draw(st.sampled_from(["H03", "interviewer"])), text, clock, clock + 900, span))
        clock += draw(st.integers(1_000, 90_000))
    return Transcript("no", tuple(turns), (Speaker("H03"), Speaker("interviewer")), {"recognition": {"engine": "x"}})


@given(transcripts())
def test_our_json_comes_back_exactly(made: Transcript) -> None:
    back = read(json.dump(made, "W1").encode("utf-8", "surrogatepass"), "w1.json")

    assert back.turns == made.turns
    assert (back.language, back.made_by, back.problems) == ("no", made.made_by, ())


plain_words = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1).filter(
    lambda text: text.strip() and text == " ".join(text.split())
)


@given(st.lists(plain_words, min_size=1, max_size=5))
def test_our_webvtt_comes_back_with_ids_voices_times_and_words(texts: list[str]) -> None:
    made = Transcript("no", tuple(Turn(new_id(), "H03", t, n * 1000, n * 1000 + 900) for n, t in enumerate(texts)), ())

    back = read(vtt.dump(made, "").encode(), "w1.vtt")

    assert back.turns == made.turns


def test_our_webvtt_keeps_line_breaks_and_its_turns_without_a_time() -> None:
    made = Transcript("no", (Turn(new_id(), "H03", "Hei\ndu", 0, 900), Turn(new_id(), "V01", "Uten tid.")), ())

    back = read(vtt.dump(made, "").encode(), "w1.vtt")

    assert [(turn.speaker, turn.text, turn.start_ms) for turn in back.turns] == [
        ("H03", "Hei\ndu", 0),
        ("V01", "Uten tid.", None),
    ]
    assert "its place is not known" in back.problems[0].message


def test_our_text_comes_back_to_the_second() -> None:
    turns = tuple(Turn(str(n), f"H0{n % 3}", f"Ord nummer {n}.", n * 61_000, n * 61_000 + 60_000) for n in range(9))

    back = read(txt.dump(Transcript("no", turns, ()), "W1").encode(), "w1.txt")

    assert [(t.speaker, t.text, t.start_ms) for t in back.turns] == [(t.speaker, t.text, t.start_ms) for t in turns]
