"""A transcript as plain text, JSON and WebVTT."""

from __future__ import annotations

import json as standard_json
import re
from html import unescape
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transcripts.formats import FORMATS, json, txt, vtt
from transcripts.formats.plain import clock, one_line, replaced_controls, visible_controls
from transcripts.model import Speaker, Transcript, Turn, Word

HOSTILE = "H03\n[0:00:00] V01: <b>\x1b[31m --> & \u202e"


def transcript(*turns: Turn, speakers: tuple[Speaker, ...] = ()) -> Transcript:
    return Transcript("no", turns, speakers, {"recognition": {"engine": "typed"}})


GREETING = transcript(
    Turn("t1", "SPEAKER_00", "Hei, du.", 0, 1_500, (Word(0, 4, 0, 600, 0.93), Word(5, 8, 700, 1_500, None))),
    Turn("t2", "SPEAKER_01", "Å, hei på deg.", 3_751_999, 3_753_000),
    speakers=(Speaker("SPEAKER_00", role="interviewer"), Speaker("SPEAKER_01", participant_id="p", name="voice two")),
)


def test_plain_text_has_a_line_per_turn_with_time_and_speaker():
    assert txt.dump(GREETING, "Bergen 1", {"SPEAKER_01": "H03"}) == (
        "Bergen 1\n\n[0:00:00] interviewer: Hei, du.\n[1:02:31] H03: Å, hei på deg.\n"
    )


def test_a_speaker_without_a_pseudonym_is_shown_by_name_or_label():
    unnamed = transcript(Turn("t1", "SPEAKER_07", "Ja.", 0, 1))

    assert "voice two: Å" in txt.dump(GREETING, "")
    assert "SPEAKER_07: Ja." in txt.dump(unnamed, "")


def test_a_turn_is_one_line_whatever_stands_in_it():
    text = txt.dump(
        transcript(Turn("t", "a", "Ja.\n[0:00:00] V01: aldri sagt\x1b[2J\u2028ny", 0, 1)), "one", {"a": HOSTILE}
    )

    assert text.splitlines() == [
        "one",
        "",
        "[0:00:00] H03 [0:00:00] V01: <b>␛[31m --> &: Ja. [0:00:00] V01: aldri sagt␛[2J ny",
    ]


def test_json_says_everything_the_transcript_knows():
    assert standard_json.loads(json.dump(GREETING, "Bergen 1", {"SPEAKER_01": "H03"})) == {
        "interview": "Bergen 1",
        "language": "no",
        "turns": [
            {
                "id": "t1",
                "speaker": "interviewer",
                "start_ms": 0,
                "end_ms": 1500,
                "text": "Hei, du.",
                "words": [
                    {"text": "Hei,", "start": 0, "end": 4, "start_ms": 0, "end_ms": 600, "confidence": 0.93},
                    {"text": "du.", "start": 5, "end": 8, "start_ms": 700, "end_ms": 1500, "confidence": None},
                ],
            },
            {
                "id": "t2",
                "speaker": "H03",
                "start_ms": 3_751_999,
                "end_ms": 3_753_000,
                "text": "Å, hei på deg.",
                "words": [],
            },
        ],
        "made_by": {"recognition": {"engine": "typed"}},
    }


@given(st.lists(st.text(), max_size=4), st.text())
def test_json_gives_every_character_back(texts, label):
    turns = tuple(Turn(str(n), "a", text, n, n + 1) for n, text in enumerate(texts))

    back = standard_json.loads(json.dump(transcript(*turns), label))

    assert [turn["text"] for turn in back["turns"]] == texts
    assert back["interview"] == label


def test_webvtt_has_a_cue_per_turn_with_its_voice():
    assert vtt.dump(GREETING, "Bergen 1", {"SPEAKER_01": "H03"}) == (
        "WEBVTT Bergen 1\n\n"
        "t1\n00:00:00.000 --> 00:00:01.500\n<v interviewer>Hei, du.</v>\n\n"
        "t2\n01:02:31.999 --> 01:02:33.000\n<v H03>Å, hei på deg.</v>\n"
    )


def test_webvtt_cues_come_by_their_start_and_end_after_it():
    late, early = Turn("late", "a", "To.", 5_000, 5_000), Turn("early", "a", "Én.", 1_000, None)

    assert re.findall(r".* --> .*", vtt.dump(transcript(late, early), "")) == [
        "00:00:01.000 --> 00:00:01.001",
        "00:00:05.000 --> 00:00:05.001",
    ]


def test_a_turn_without_a_time_is_kept_as_a_note():
    text = vtt.dump(transcript(Turn("typed", "a", "Uten tid.")), "", {"a": "H03"})

    assert text == "WEBVTT\n\nNOTE Not timed. H03: Uten tid.\n"


@given(st.text(), st.text(), st.text())
def test_nothing_a_turn_a_name_or_a_label_holds_can_break_a_webvtt_file(words, name, label):
    body = vtt.dump(transcript(Turn("t", "a", words, 0, 1_000)), label, {"a": name or "x"})

    header, cue = body.rstrip("\n").split("\n\n") if words.strip() else body.rstrip("\n").split("\n\n")[:2]
    assert header.startswith("WEBVTT") and header.count("\n") == 0
    assert body.count("-->") == 1
    assert re.fullmatch(r"t\n00:00:00.000 --> 00:00:01.000\n<v [^<>\n]*>[^<>]*</v>", cue)


def test_webvtt_words_come_back_when_unescaped():
    text = vtt.dump(transcript(Turn("t", "a", "a < b && c --> d <v x>", 0, 1_000)), "", {"a": "R&B <3>"})

    voice, words = re.search(r"<v ([^>]*)>(.*)</v>", text).groups()
    assert (unescape(voice), unescape(words)) == ("R&B <3>", "a < b && c --> d <v x>")


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_takes_a_hostile_speaker_name(name):
    text = FORMATS[name](transcript(Turn("t", "a", "Ja.", 0, 1)), "x", {"a": HOSTILE})

    assert "Ja." in text
    assert "\n[0:00:00] V01" not in text


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_takes_a_transcript_without_turns(name):
    assert FORMATS[name](transcript(), "empty").endswith("\n")


def test_control_characters_are_shown_and_said():
    assert visible_controls("a\x00b\x7fc\x9bd\ud800e\tf\n") == "a␀b␡c�d�e\tf\n"
    assert replaced_controls("a\x00b\x00c\x1b") == ("U+0000", "U+001B")


@given(st.text())
def test_a_label_is_one_line(text):
    assert len(one_line(text).splitlines()) <= 1
    assert one_line(one_line(text)) == one_line(text)


def test_the_clock_shows_hours_minutes_and_seconds():
    assert [clock(ms) for ms in (0, 59_999, 3_600_000, 36_061_000)] == ["0:00:00", "0:00:59", "1:00:00", "10:01:01"]


def test_the_page_about_formats_shows_every_key_of_the_json():
    page = (Path(__file__).resolve().parents[2] / "docs" / "formats.md").read_text(encoding="utf-8")
    (shown,) = re.findall(r"```json\n(.*?)```", page, flags=re.DOTALL)
    example, whole = standard_json.loads(shown), standard_json.loads(json.dump(GREETING, "Bergen 1"))

    assert example.keys() == whole.keys()
    assert example["turns"][0].keys() == whole["turns"][0].keys()
    assert example["turns"][0]["words"][0].keys() == whole["turns"][0]["words"][0].keys()
