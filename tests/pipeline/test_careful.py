"""What careful recognition has heard of a passage is kept window by window, and not heard again."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from core.spans import TimeSpan
from pipeline.checkpoint import Checkpoint
from pipeline.engines import careful
from pipeline.engines import whisper as shared
from pipeline.engines.careful import _hear, _Kept, _Tally
from pipeline.engines.devices import Device
from pipeline.models.registry import Model
from pipeline.settings import TranscriptionSettings

SPAN = TimeSpan(60_000, 150_000)
WINDOWS = (
    (0, 0.0, 14.0, "first"),
    (0, 14.0, 28.5, "second"),
    (2_850, 28.5, 57.0, "third"),
    (5_700, 57.0, 89.0, "last"),
)


class Whisper:
    """Writes one text per entry of WINDOWS from where it is told to begin; stops for good before `dies_at`."""

    def __init__(self, dies_at: str | None = None) -> None:
        self.dies_at = dies_at
        self.heard: list[str] = []

    def transcribe(self, sound, clip_timestamps, **options):
        return self.segments(clip_timestamps[0]), None

    def segments(self, begin_s):
        for seek, start, end, text in WINDOWS:
            if seek / 100 < begin_s:
                continue
            if text == self.dies_at:
                raise KeyboardInterrupt
            self.heard.append(text)
            yield SimpleNamespace(
                seek=seek, start=start, end=end, text=f" {text}", words=[], avg_logprob=-0.2, no_speech_prob=0.0,
                compression_ratio=1.0, temperature=0.0,
            )  # fmt: skip


def hear(whisper, folder, told):
    checkpoint = Checkpoint(folder)
    checkpoint.begin("abc", "{}")
    kept = _Kept(checkpoint.parts("recognise"), "passage")
    tally = _Tally(SPAN.length_ms, told.append)
    return _hear(whisper, np.zeros(1, np.float32), SPAN, {"language": "no"}, tally, kept)


def test_a_passage_that_was_cut_off_goes_on_at_the_window_it_was_in(tmp_path):
    told: list[float] = []
    cut_off = Whisper(dies_at="last")
    with pytest.raises(KeyboardInterrupt):
        hear(cut_off, tmp_path, [])
    assert cut_off.heard == ["first", "second", "third"]
    goes_on = Whisper()
    segments = hear(goes_on, tmp_path, told)
    assert goes_on.heard == ["third", "last"], "only what was whole is kept: the window under way is heard again"
    assert [segment.text for segment in segments] == ["first", "second", "third", "last"]
    assert [segment.start_ms for segment in segments] == [60_000, 74_000, 88_500, 117_000]
    assert told[0] > 0.3 and told[-1] == 1.0


def test_a_passage_that_was_heard_whole_is_not_heard_again(tmp_path):
    whole = hear(Whisper(), tmp_path, [])
    told: list[float] = []
    again = Whisper()
    assert hear(again, tmp_path, told) == whole
    assert again.heard == []
    assert told == [1.0]


def test_expected_words_reach_the_recogniser_only_where_speech_is_dense(monkeypatch, tmp_path):
    told: dict[int, str | None] = {}

    class Listens:
        def transcribe(self, sound, hotwords=None, **_):
            told[len(sound) // 16_000] = hotwords
            return (), None

    speech = (TimeSpan(1_000, 21_000), TimeSpan(60_000, 64_000), TimeSpan(100_000, 120_000), TimeSpan(125_000, 150_000))
    monkeypatch.setattr(shared, "hear_speech", lambda _: speech)
    monkeypatch.setattr(shared, "load_whisper", lambda *_: Listens())
    checkpoint = Checkpoint(tmp_path)
    checkpoint.begin("abc", "{}")
    settings = TranscriptionSettings(language="no", hotwords="PM+, Fredrikstad")
    careful.recognise(
        np.zeros(16_000 * 160, np.float32), Model("m", {}, {}), settings, Device("cpu", "int8", 1),
        lambda _: None, checkpoint.parts("recognise"),
    )  # fmt: skip
    assert told == {21: "PM+, Fredrikstad", 5: None, 51: None}, "not in a short passage, not beside a silence of 5 s"
