"""From a recording to a transcript. Knows neither study nor database: it gets a reader, and hands back a Transcript."""

from pipeline.child import transcribe
from pipeline.job import run
from pipeline.salvage import words_so_far
from pipeline.voices import voice_likeness, voice_profile

__all__ = ["run", "transcribe", "voice_likeness", "voice_profile", "words_so_far"]
