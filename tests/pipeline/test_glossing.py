"""A machine's gloss: a recording in English, on real sound, with the guards of recognition; it resumes like it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import pipeline
from core.spans import TimeSpan
from pipeline.checkpoint import Checkpoint
from pipeline.glossing import gloss_lines
from pipeline.media import FileReader
from pipeline.models.errors import CannotTranslateError
from pipeline.progress import shares_of
from pipeline.results import HeardSegment, HeardWord, Recognition, SpokenWord
from pipeline.salvage import words_so_far
from pipeline.settings import TranscriptionSettings, UnknownChoiceError
from pipeline.turns import make_turns
from transcripts.model import Turn
from transcripts.translations import GlossLine, lines_by_turn

# --- without an engine


def test_lines_far_from_any_speech_are_left_out_and_the_others_come_in_order_of_time() -> None:
    segments = [
        HeardSegment("Later.", 4_000, 5_000),
        HeardSegment("First.", 0, 900),
        HeardSegment("Thanks for watching!", 20_000, 22_000),
        HeardSegment("", 4_000, 5_000),
    ]
    assert gloss_lines(segments, [TimeSpan(0, 1_000), TimeSpan(4_200, 6_000)]) == [
        GlossLine(0, 900, "First."),
        GlossLine(4_000, 5_000, "Later."),
    ]
    assert gloss_lines(segments, []) == []


def test_a_line_stands_beside_the_turn_it_shares_most_time_with_or_the_nearest() -> None:
    turns = [Turn("a", "S", "a", 0, 2_000), Turn("b", "S", "b", 2_000, 4_000), Turn("c", "S", "c")]
    lines = [GlossLine(500, 2_400, "most in a"), GlossLine(6_000, 7_000, "after all")]
    assert lines_by_turn(lines, turns) == {"a": (lines[0],), "b": (lines[1],)}
    assert lines_by_turn(lines, [turns[2]]) == {}


def test_every_kind_of_job_has_stages_whose_shares_make_one() -> None:
    for gloss in ("none", "beside", "only"):
        assert sum(shares_of(gloss).values()) == pytest.approx(1.0)
    with pytest.raises(UnknownChoiceError):
        TranscriptionSettings(gloss="always")


# --- on real sound


def glossed(recording: Path, checkpoint: Path, **settings: str):
    asked = TranscriptionSettings(device="cpu", **settings)
    told: list[float] = []
    made = pipeline.run(
        FileReader(recording, "5ha"), asked, checkpoint, lambda progress: told.append(progress.fraction)
    )
    assert told == sorted(told) and told[-1] > 0.9  # a resumed job need not decode again
    return made


@pytest.mark.speech
def test_norwegian_speech_becomes_english_lines_and_nothing_else(shared_audio: Path, tmp_path: Path) -> None:
    clip = shared_audio / "norwegian-medium-8s.16k.wav"
    made = glossed(clip, tmp_path / "job", gloss="only", language="no")
    assert made.turns == () and made.gloss is not None and made.gloss.language == "en"
    text = " ".join(line.text for line in made.gloss.lines).lower()
    assert {"the", "to", "of", "and", "in", "is", "a"} & set(text.split()), text
    assert not {"og", "ikke", "det", "som"} & set(text.split()), text
    assert all(0 <= line.start_ms < line.end_ms <= 9_000 for line in made.gloss.lines)
    assert (made.gloss.made_by["task"], made.gloss.made_by["model"]) == ("translate", "whisper-base")
    assert text[:20] not in str(made.gloss.made_by)


@pytest.mark.speech
def test_beside_a_transcript_it_changes_no_word_of_it_and_resumes(short_call: Path, tmp_path: Path) -> None:
    alone = glossed(short_call, tmp_path / "alone", language="en")
    checkpoint = tmp_path / "both"
    both = glossed(short_call, checkpoint, language="en", gloss="beside")
    assert [turn.text for turn in both.turns] == [turn.text for turn in alone.turns]
    assert alone.gloss is None and both.gloss is not None and both.gloss.lines
    (checkpoint / "make_turns.json").unlink()
    before = (checkpoint / "gloss.json").stat().st_mtime_ns
    again = glossed(short_call, checkpoint, language="en", gloss="beside")
    assert (checkpoint / "gloss.json").stat().st_mtime_ns == before
    assert again.gloss == replace(both.gloss, made_by=again.gloss.made_by)


@pytest.mark.speech
def test_a_model_without_the_task_is_refused_before_anything_is_heard(
    short_call: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.glossing.can_translate", lambda _: False)
    with pytest.raises(CannotTranslateError, match="whisper-base"):
        glossed(short_call, tmp_path / "job", gloss="only")
    assert not (tmp_path / "job" / "gloss.json").exists()


def test_a_transcript_has_no_gloss_unless_one_was_asked_for() -> None:
    assert make_turns([], "no", {}).gloss is None
    assert TranscriptionSettings().gloss == "none"


def test_when_only_the_gloss_fails_the_whole_transcript_is_kept(tmp_path: Path) -> None:
    checkpoint = Checkpoint(tmp_path / "job")
    checkpoint.begin("5ha", TranscriptionSettings(gloss="beside").to_json())
    spoken = [SpokenWord(HeardWord("Hei", 0, 400), "SPEAKER_01")]
    checkpoint.save("recognise", Recognition("no", None, (TimeSpan(0, 400),), ()), {"seconds": 1})
    made = make_turns(spoken, "no", {"model": "whisper-base"})
    checkpoint.save("make_turns", made, {"seconds": 1})
    assert words_so_far(tmp_path / "job") == made
