"""What the list of interviews says of each."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import pipeline
from pipeline.settings import TranscriptionSettings
from study import worker
from tests.sounds import tone
from transcripts.model import Transcript
from ui.interview_list import rows_of, status_words


def test_a_recording_without_speech_says_so_instead_of_not_transcribed_yet(
    at_hand: Any, draw: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    study, person = at_hand.study, at_hand.person
    recording = study.receive_file(person, tone(tmp_path / "a.wav"), label="W1-H03")
    monkeypatch.setattr(pipeline, "transcribe", lambda *arguments: Transcript("und", (), ()))
    study.enqueue(person, recording.interview_id, TranscriptionSettings())
    worker.work(study, idle_seconds=0)
    (row,) = rows_of(study, person, study.snapshot(person))
    assert row.state == "silent"
    assert status_words(row) == "Transcribed: no speech was heard. Is it the right file?"
    page = draw("recordings", at_hand)
    assert not page.exception
    assert "Transcribe" in [button.label for button in page.button]
