"""Talk that goes back and forth between languages: each passage is heard in its own."""

from __future__ import annotations

from collections import Counter
from types import SimpleNamespace

import numpy as np
import pytest

import pipeline
from benchmarks.measures import normalised, spoken_text
from core.spans import TimeSpan
from pipeline import job, stages
from pipeline.checkpoint import Checkpoint
from pipeline.engines import batched, careful
from pipeline.engines import whisper as shared
from pipeline.engines.devices import Device
from pipeline.languages import LONGEST_PIECE_MS, Piece, Stretch, follow, pieces, spans_of, stretches
from pipeline.media import FileReader, decode, probe
from pipeline.models.errors import UnknownLanguageError
from pipeline.models.registry import Model
from pipeline.results import HeardSegment
from pipeline.settings import TranscriptionSettings
from transcripts.heard import LanguageSpan, VoiceSpan

NORWEGIAN, PERSIAN = {"no": 0.9, "fa": 0.01, "sv": 0.05}, {"no": 0.02, "fa": 0.9, "ar": 0.05}
UNSURE = {"no": 0.05, "fa": 0.07, "en": 0.6}


def seconds(*edges):
    return tuple(TimeSpan(int(start * 1000), int(end * 1000)) for start, end in edges)


def heard_in(*edges, voices=None):
    """Pieces of these seconds, each of the voice at its place."""
    spans = seconds(*edges)
    return tuple(Piece(span, voice) for span, voice in zip(spans, voices or [""] * len(spans), strict=True))


def voice(start, end, name):
    return VoiceSpan(int(start * 1000), int(end * 1000), name)


def test_an_answer_in_another_language_is_heard_in_it():
    heard = heard_in((0, 5), (6, 10), (11, 16))
    assert follow(heard, [NORWEGIAN, PERSIAN, NORWEGIAN], ("no", "fa")) == ("no", "fa", "no")


def test_one_short_or_doubtful_piece_changes_nothing():
    heard = heard_in((0, 5), (6, 10), (11, 16))
    assert follow(heard, [NORWEGIAN, UNSURE, NORWEGIAN], ("no", "fa")) == ("no", "no", "no")
    short = heard_in((0, 5), (6, 7), (8, 13))
    assert follow(short, [NORWEGIAN, {"no": 0.2, "fa": 0.6}, NORWEGIAN], ("no", "fa")) == ("no", "no", "no")


def test_a_language_nobody_named_is_never_chosen():
    assert follow(heard_in((0, 5)), [{"en": 0.99, "no": 0.001}], ("no", "fa")) == ("no",)


def test_nothing_heard_has_no_language():
    assert follow((), [], ("no", "fa")) == ()


def test_long_speech_is_judged_in_pieces_and_short_one_together():
    found = pieces(seconds((0, 20), (22, 24), (24, 26), (40, 41)))
    assert all(piece.span.length_ms <= LONGEST_PIECE_MS for piece in found)
    assert [(p.span.start_ms, p.span.end_ms) for p in found[3:]] == [(22_000, 26_000), (40_000, 41_000)]


def test_pieces_are_cut_where_another_voice_begins():
    voices = [voice(0.5, 3, "A"), voice(3.2, 6.8, "B"), voice(9, 12, "A")]
    found = pieces(seconds((0, 7), (9, 12)), voices)
    assert found == heard_in((0, 3.1), (3.1, 7), (9, 12), voices="ABA")


def test_a_listening_sound_does_not_cut_the_talk_it_stands_in():
    voices = [voice(0, 3, "A"), voice(3, 3.6, "B"), voice(3.6, 7, "A")]
    assert pieces(seconds((0, 7)), voices) == heard_in((0, 7), voices="A")


def test_speech_in_which_no_voice_was_told_apart_is_judged_all_the_same():
    assert pieces(seconds((0, 3), (20, 24)), [voice(0, 3, "A")]) == heard_in((0, 3), (20, 24), voices=["A", ""])


def test_each_voice_keeps_its_own_language():
    heard = heard_in((0, 3), (3, 5), (5, 8), (8, 10), voices="ABAB")
    assert follow(heard, [NORWEGIAN, PERSIAN, NORWEGIAN, PERSIAN], ("no", "fa")) == ("no", "fa", "no", "fa")
    doubtful = [NORWEGIAN, {"no": 0.5, "fa": 0.3}, NORWEGIAN, PERSIAN]
    assert follow(heard, doubtful, ("no", "fa")) == ("no", "fa", "no", "fa"), "as the voice speaks elsewhere"


def test_no_stretch_reaches_into_another_language():
    spans = seconds((1, 8), (8, 15), (15.4, 20))
    spoken = [Stretch(span, language) for span, language in zip(spans, ("no", "no", "fa"), strict=True)]
    found = stretches(spoken, 21_000)
    assert found == (Stretch(TimeSpan(300, 15_200), "no"), Stretch(TimeSpan(15_200, 20_700), "fa"))


def test_spans_of_languages_are_kept_only_where_it_changes():
    one = [HeardSegment("a", 0, 900), HeardSegment("b", 1_000, 2_000, language="no")]
    assert spans_of(one, "no") == ()
    other = HeardSegment("c", 2_000, 3_000, language="fa")
    assert spans_of([*one, other], "no") == (LanguageSpan(0, 2_000, "no"), LanguageSpan(2_000, 3_000, "fa"))


class Fake:
    """Hears Norwegian in loud sound and Persian in soft sound; counts what it is asked."""

    def __init__(self):
        self.asked, self.sent = 0, []
        self.model = self

    def detect_language(self, audio):
        self.asked += 1
        probable = NORWEGIAN if np.abs(audio).max() > 0.5 else PERSIAN
        return max(probable), 0.9, list(probable.items())

    def transcribe(self, sound, language, **_):
        self.sent.append(language)
        figures = {"avg_logprob": -0.2, "no_speech_prob": 0.0, "compression_ratio": 1.0, "temperature": 0.0}
        segment = {"start": 0.5, "end": 1.0, "text": language, "words": [], "seek": 0, **figures}
        return self.answer(segment)


class Careful(Fake):
    def answer(self, segment):
        return iter([SimpleNamespace(**segment)]), None


class Batched(Fake):
    def answer(self, segment):
        return {"segments": [segment]}


@pytest.mark.parametrize("engine", ["careful", "batched"])
def test_both_engines_are_told_the_language_of_each_passage(engine, monkeypatch, tmp_path):
    speech = seconds((1, 6), (8, 12), (14, 19))
    sound = np.zeros(16_000 * 20, np.float32)
    sound[16_000 : 6 * 16_000] = sound[14 * 16_000 : 19 * 16_000] = 0.9
    sound[8 * 16_000 : 12 * 16_000] = 0.1
    fake = {"careful": Careful, "batched": Batched}[engine]()
    monkeypatch.setattr(shared, "hear_speech", lambda _: speech)
    monkeypatch.setattr(shared, "load_whisper", lambda *_: fake)
    monkeypatch.setattr(batched, "_load", lambda *_: fake)
    monkeypatch.setattr(batched, "_add_word_times", lambda *_: None)
    recognise = {"careful": careful.recognise, "batched": batched.recognise}[engine]
    checkpoint = Checkpoint(tmp_path)
    checkpoint.begin("abc", "{}")

    def hear():
        return recognise(
            sound,
            Model("own", {}, {}),
            TranscriptionSettings(languages=("no", "fa")),
            Device("cpu", "int8", 1),
            lambda _: None,
            checkpoint.parts("recognise"),
        )

    heard = hear()
    assert fake.sent == ["no", "fa", "no"]
    assert [segment.language for segment in heard.segments] == ["no", "fa", "no"]
    assert [segment.text for segment in heard.segments] == ["no", "fa", "no"]
    assert heard.language == "no", "most of it"
    asked = fake.asked
    assert hear() == heard
    assert (fake.asked, len(fake.sent)) == (asked, 3), "a job that goes on hears and judges nothing twice"


def test_a_language_the_model_does_not_know_is_refused_before_anything_is_heard(tmp_path, tone, write, reader_of):
    path = write(tmp_path / "talk.wav", tone, 16_000)
    settings = TranscriptionSettings(device="cpu", language="no", languages=("no", "xx"))
    with pytest.raises(UnknownLanguageError):
        pipeline.run(reader_of(path), settings, tmp_path / "job", lambda _: None)


def test_languages_travel_as_json():
    settings = TranscriptionSettings(language="no", languages=("no", "fa"))
    assert TranscriptionSettings.from_json(settings.to_json()) == settings


@pytest.mark.speech
def test_english_between_norwegian_is_neither_translated_nor_dropped(shared_audio, tmp_path, write):
    def sound(name, start=0, end=None):
        reader = FileReader(shared_audio / name, "abc")
        return decode(reader, probe(reader).duration_ms)[start * 16_000 : end and end * 16_000]

    pause = np.zeros(8_000, np.float32)
    norwegian, english = sound("king.mp3", 0, 14), sound("jfk.flac")
    parliament = sound("norwegian-medium-8s.mp3")
    talk = np.concatenate([norwegian, pause, english, pause, parliament])
    path = write(tmp_path / "both.wav", talk, 16_000)
    settings = TranscriptionSettings(device="cpu", language="no", languages=("no", "en"))
    transcript = pipeline.run(FileReader(path, "abc"), settings, tmp_path / "job", lambda _: None)
    said = Counter(normalised(spoken_text(transcript)).split())
    assert {"fellow", "americans", "ask", "country", "afghanistan", "har"} <= said.keys()
    heard = transcript.heard.languages
    assert [span.language for span in heard] == ["no", "en", "no"]
    assert heard[1].start_ms == pytest.approx(14_500, abs=700)
    assert 25_500 < heard[2].start_ms < 28_000
    assert transcript.language == "no"
    assert transcript.made_by["languages_heard_by"] == "voice"


def test_a_failing_graphics_card_is_not_taken_for_failing_voices():
    class Steps:
        def take(self, *_):
            raise RuntimeError("CUDA error")

    settings = TranscriptionSettings(language="no", languages=("no", "en"))
    models = {"diarization": Model("embedded", {}, {})}

    def first(device):
        return job._voices_first(Steps(), None, models, settings, Device(device, "int8", 1))

    assert first("cpu") is None, "the words come first"
    with pytest.raises(RuntimeError):
        first("cuda")


@pytest.mark.speech
def test_the_words_are_kept_when_the_voices_cannot_be_heard_first(shared_audio, tmp_path, monkeypatch):
    def fail(*_):
        raise MemoryError

    monkeypatch.setattr(stages, "hear_voices_first", fail)
    settings = TranscriptionSettings(device="cpu", language="no", languages=("no", "en"))
    reader = FileReader(shared_audio / "norwegian-short-3s.mp3", "abc")
    transcript = pipeline.run(reader, settings, tmp_path / "job", lambda _: None)
    assert transcript.turns
    assert transcript.made_by["languages_heard_by"] == "passage"
    assert {turn.speaker for turn in transcript.turns} == {"SPEAKER_00"}, "heard afterwards, in its usual place"
