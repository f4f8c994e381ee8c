"""From a recording to a transcript. Knows neither study nor database: it gets a reader, and hands back a Transcript."""

from pipeline.child import transcribe
from pipeline.job import run

__all__ = ["run", "transcribe"]
