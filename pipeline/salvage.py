"""What a job that failed late has heard: its words, though as a rule nobody knows yet who said them."""

from __future__ import annotations

import json
from pathlib import Path

from pipeline.channels import speaker_of
from pipeline.checkpoint import Checkpoint
from pipeline.results import Recognition, SpokenWord, TimedWords
from pipeline.settings import TranscriptionSettings
from pipeline.speakers import ONLY_SPEAKER
from pipeline.speech import hold_to_speech
from pipeline.turns import make_turns
from transcripts.heard import Heard
from transcripts.model import Transcript


def words_so_far(folder: Path) -> Transcript | None:
    """The transcript of a job whose recognition is finished, with one speaker for all unless its turns were made; None
    when it is not.

    `made_by` says which stages are missing.
    """
    checkpoint = Checkpoint(folder)
    settings = checkpoint.settings()
    recognised = checkpoint.load("recognise", Recognition)
    if settings is None or recognised is None:
        return None
    recognition, record = recognised
    whole = checkpoint.load("make_turns", Transcript)
    if whole is not None:  # only the gloss that was to stand beside it is missing
        return whole[0]
    timed = checkpoint.load("time_words", TimedWords)
    heard = tuple(word for segment in recognition.segments for word in segment.words)
    words = timed[0].words if timed else hold_to_speech(heard, recognition.speech)
    made_by = {
        "model": TranscriptionSettings.from_json(settings).model,
        "settings": json.loads(settings),
        "language": recognition.language,
        "seconds": {"recognise": record.get("seconds")},
        "missing": ["diarize", "assign_speakers"],
    }
    spoken = [SpokenWord(word, ONLY_SPEAKER if word.channel is None else speaker_of(word.channel)) for word in words]
    return make_turns(spoken, recognition.language, made_by, Heard(recognition.speech))
