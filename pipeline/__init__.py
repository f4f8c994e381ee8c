"""From a recording to a transcript. Knows neither study nor database: it gets a reader, and hands back a Transcript."""

from pipeline.child import transcribe
from pipeline.job import run
from pipeline.salvage import words_so_far

__all__ = ["run", "transcribe", "words_so_far"]
