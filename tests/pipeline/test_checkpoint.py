"""What a stage finished is there whole after a crash, and only for the same recording and settings."""

from __future__ import annotations

from core.spans import TimeSpan
from pipeline.checkpoint import Checkpoint
from pipeline.results import HeardSegment, HeardWord, Recognition
from transcripts.heard import Flag, FlagKind, Heard, VoiceSpan
from transcripts.model import Transcript, Turn, Word

RECOGNITION = Recognition(
    language="no",
    language_probability=None,
    speech=(TimeSpan(0, 1200),),
    segments=(
        HeardSegment("Nei, æøå 😀", 0, 1200, (HeardWord("Nei,", 0, 300, 0.5), HeardWord("æøå", 300, 900)), -0.4),
    ),
)


def test_a_result_comes_back_as_it_was(tmp_path):
    checkpoint = Checkpoint(tmp_path / "job")
    checkpoint.begin("abc", "{}")
    checkpoint.save("recognise", RECOGNITION, {"seconds": 1.5})
    assert checkpoint.load("recognise", Recognition) == (RECOGNITION, {"seconds": 1.5})


def test_a_transcript_comes_back_as_it_was(tmp_path):
    checkpoint = Checkpoint(tmp_path)
    turn = Turn("t1", "SPEAKER_00", "Hei", 0, 300, (Word(0, 3, 0, 300, 0.9),))
    heard = Heard((TimeSpan(0, 300),), (VoiceSpan(0, 300, "SPEAKER_00"),), (Flag(FlagKind.OVERLAP, 10, 20),))
    transcript = Transcript("no", (turn,), (), {"model": "m", "seconds": {"probe": 0.1}}, heard)
    checkpoint.begin("abc", "{}")
    checkpoint.save("make_turns", transcript, {})
    loaded = checkpoint.load("make_turns", Transcript)
    assert loaded is not None
    assert loaded[0] == transcript


def test_a_stage_that_is_to_do_is_none(tmp_path):
    assert Checkpoint(tmp_path).load("recognise", Recognition) is None


def test_the_same_job_goes_on(tmp_path):
    first = Checkpoint(tmp_path)
    first.begin("abc", "{}")
    first.save("recognise", RECOGNITION, {})
    again = Checkpoint(tmp_path)
    again.begin("abc", "{}")
    assert again.load("recognise", Recognition) is not None


def test_another_recording_or_other_settings_begin_anew(tmp_path):
    for recording, settings in (("other", "{}"), ("abc", '{"language": "no"}')):
        checkpoint = Checkpoint(tmp_path)
        checkpoint.begin("abc", "{}")
        checkpoint.save("recognise", RECOGNITION, {})
        checkpoint.begin(recording, settings)
        assert checkpoint.load("recognise", Recognition) is None


def test_a_half_written_result_is_not_seen(tmp_path):
    checkpoint = Checkpoint(tmp_path)
    checkpoint.begin("abc", "{}")
    (tmp_path / "recognise.tmp").write_text('{"record": {}, "result": {"langu', encoding="utf-8")
    assert checkpoint.load("recognise", Recognition) is None
