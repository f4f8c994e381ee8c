"""The main job on real sound: a recording becomes a diarized transcript, offline, and survives being killed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import wave
from pathlib import Path

import pytest

import pipeline
from benchmarks.measures import (
    diarization_error,
    reference_speakers,
    reference_text,
    spoken_text,
    word_errors,
)
from core.failpoints import EXIT_CODE
from pipeline.checkpoint import Checkpoint
from pipeline.media import FileReader
from pipeline.models import known_models
from pipeline.progress import SHARES
from pipeline.results import Voices
from pipeline.settings import TranscriptionSettings
from pipeline.speech import LONGEST_WORD_MS

pytestmark = pytest.mark.speech
ROOT = Path(pipeline.__file__).parents[1]

#: Transcribes a file in the engines' child process and prints its words; run as a program of its own by some tests.
PROGRAM = """
import sys
from pathlib import Path
import pipeline
from pipeline.media import FileReader
from pipeline.settings import TranscriptionSettings
recording, checkpoint, how = sys.argv[1:]
job = FileReader(Path(recording), "abc"), TranscriptionSettings(language="en", device="cpu"), Path(checkpoint)
if how == "here":
    transcript = pipeline.run(*job, lambda progress: None)
else:
    transcript = pipeline.transcribe(*job, lambda progress: None, lambda: False)
print(*(turn.text for turn in transcript.turns))
"""


def transcript_of(recording, checkpoint, **settings):
    """The transcript, made in this process."""
    return pipeline.run(
        FileReader(recording, "abc"), TranscriptionSettings(device="cpu", **settings), checkpoint, lambda _: None
    )


def program(recording, checkpoint, how="child", before=(), **environment):
    return subprocess.run(
        [*before, sys.executable, "-W", "ignore", "-c", PROGRAM, str(recording), str(checkpoint), how],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def call(telephone_call, tmp_path_factory):
    """The telephone call, transcribed as the worker does it, with everything it told on the way."""
    told = []
    checkpoint = tmp_path_factory.mktemp("call")
    reader = FileReader(telephone_call, "5ha")
    settings = TranscriptionSettings(device="cpu")
    return pipeline.transcribe(reader, settings, checkpoint, told.append, lambda: False), told, checkpoint


def test_two_people_on_the_telephone_become_two_speakers(call):
    transcript, _, _ = call
    assert [speaker.label for speaker in transcript.speakers] == ["SPEAKER_00", "SPEAKER_01"]
    said = {
        label: " ".join(turn.text for turn in transcript.turns if turn.speaker == label).lower()
        for label in ("SPEAKER_00", "SPEAKER_01")
    }
    diane = next(label for label, text in said.items() if "this is diane" in text)
    (sheila,) = said.keys() - {diane}
    assert "texas" in said[sheila]
    assert "new jersey" in said[diane]


def test_words_point_into_their_turns_and_follow_each_other_in_time(call):
    transcript, _, _ = call
    for turn in transcript.turns:
        assert " ".join(turn.text[word.start : word.end] for word in turn.words) == turn.text
        assert all(turn.start_ms <= word.start_ms <= word.end_ms <= turn.end_ms for word in turn.words)
        assert all(0 <= word.confidence <= 1 for word in turn.words)
    assert transcript.duration_ms <= 30_000


def test_what_was_heard_beside_the_words_stays_with_them(call):
    transcript, _, _ = call
    heard = transcript.heard
    assert all(span.length_ms > 0 for span in heard.speech)
    assert {span.speaker for span in heard.voices} == {speaker.label for speaker in transcript.speakers}
    assert heard.segments
    assert all(segment.mean_log_probability < 0 < segment.compression_ratio for segment in heard.segments)
    assert all(0 <= flag.start_ms <= flag.end_ms <= 30_000 for flag in heard.flags)


def test_the_transcript_says_how_it_was_made(call):
    transcript, _, _ = call
    made_by = transcript.made_by
    assert made_by["recording_sha256"] == "5ha"
    assert (made_by["language"], made_by["device"], made_by["compute_type"]) == ("en", "cpu", "int8")
    assert made_by["language_probability"] > 0.9
    assert (made_by["model"], made_by["trial"]) == ("whisper-base", True)
    for use, name in (("recognition", "whisper-base"), ("diarization", "embedded")):
        assert made_by["models"][use]["sha256"] == {file.name: file.sha256 for file in known_models()[name].files}
    assert set(made_by["seconds"]) == set(SHARES) - {"make_turns"}
    assert made_by["versions"]["faster-whisper"] == "1.2.1"
    assert made_by["settings"]["beam_size"] == 5
    assert spoken_text(transcript)[:20] not in str(made_by)


def test_progress_names_every_stage_and_ends_at_one(call):
    _, told, _ = call
    assert list(dict.fromkeys(progress.stage for progress in told if progress.stage != "decode")) == [
        stage for stage in SHARES if stage != "decode"
    ]
    assert [progress.fraction for progress in told] == sorted(progress.fraction for progress in told)
    assert told[-1].fraction == 1.0
    assert any(progress.seconds_left for progress in told)


def test_the_log_of_the_engines_holds_no_words(call):
    transcript, _, checkpoint = call
    log = (checkpoint / "engines.log").read_text(encoding="utf-8").lower()
    assert not any(turn.text.lower() in log for turn in transcript.turns)


def test_the_decoded_sound_is_never_on_disk(call):
    _, _, checkpoint = call
    assert {path.suffix for path in checkpoint.iterdir()} == {".json", ".log"}
    assert sum(path.stat().st_size for path in checkpoint.iterdir()) < 200_000


def test_killed_after_any_stage_a_job_goes_on_where_it_stopped(short_call, tmp_path):
    checkpoint, whole = tmp_path / "killed", tmp_path / "whole"
    finished: dict[str, int] = {}
    for stage in SHARES:
        killed = program(short_call, checkpoint, "here", WORKBENCH_FAILPOINT=f"pipeline.after.{stage}")
        assert killed.returncode == EXIT_CODE, killed.stderr
        if stage != "decode":
            assert (checkpoint / f"{stage}.json").exists()
        assert all((checkpoint / name).stat().st_mtime_ns == at for name, at in finished.items()), "done twice"
        finished = {path.name: path.stat().st_mtime_ns for path in checkpoint.glob("*.json")}
    resumed = program(short_call, checkpoint, "here")
    assert resumed.stdout == program(short_call, whole, "here").stdout
    assert "hello" in resumed.stdout.lower()


def test_killed_inside_the_recognition_a_job_goes_on_at_the_last_window(telephone_call, tmp_path):
    twice = tmp_path / "twice.wav"
    with wave.open(str(telephone_call)) as call, wave.open(str(twice), "wb") as longer:
        call.setpos(7 * call.getframerate())  # past the ringing: one stretch of talk, longer than Whisper's window
        sound = call.readframes(call.getnframes())
        longer.setparams(call.getparams())
        longer.writeframes(sound + sound)
    killed = program(twice, tmp_path / "killed", "here", WORKBENCH_FAILPOINT="recognise.part")
    assert killed.returncode == EXIT_CODE, killed.stderr
    (part,) = (tmp_path / "killed").glob("recognise.part-*.json")
    kept = json.loads(part.read_text("utf-8"))
    assert kept["segments"]
    assert 10_000 < kept["goes_on_ms"] < 31_000
    resumed = program(twice, tmp_path / "killed", "here")
    assert resumed.stdout == program(twice, tmp_path / "whole", "here").stdout
    assert not list((tmp_path / "killed").glob("recognise.part-*"))


def test_a_child_killed_in_the_middle_leaves_a_plain_error_and_its_finished_stages(short_call, tmp_path):
    killed = program(short_call, tmp_path / "job", WORKBENCH_FAILPOINT="pipeline.after.recognise")
    assert "EngineCrashedError" in killed.stderr
    assert (tmp_path / "job" / "recognise.json").exists()
    assert program(short_call, tmp_path / "job").returncode == 0


def test_without_any_network_the_whole_job_works(short_call, tmp_path):
    cut_off = ("unshare", "--map-root-user", "--net")
    if not shutil.which("unshare") or subprocess.run([*cut_off, "true"], capture_output=True, check=False).returncode:
        pytest.skip("this machine does not let a test cut its own network (unshare)")
    done = program(short_call, tmp_path / "job", before=cut_off)
    assert done.returncode == 0, done.stderr
    assert "hello" in done.stdout.lower()


def test_no_connection_leaves_the_machine(short_call, tmp_path):
    calls = tmp_path / "calls"
    traced = ("strace", "-f", "-qq", "-e", "trace=connect,sendto,sendmsg", "-o", str(calls))
    if not shutil.which("strace") or subprocess.run([*traced, "true"], capture_output=True, check=False).returncode:
        pytest.skip("strace is not on this machine, or may not trace")
    done = program(short_call, tmp_path / "job", before=traced)
    assert done.returncode == 0, done.stderr
    addressed = [line for line in calls.read_text().splitlines() if "AF_INET" in line]
    assert not [line for line in addressed if "127.0.0.1" not in line and '"::1"' not in line]


# Recordings with references


def test_the_call_is_heard_as_well_as_it_must_be(telephone_call, call):
    transcript, _, checkpoint = call
    assert word_errors(reference_text(telephone_call), spoken_text(transcript)).rate <= 0.22
    assert speaker_error(checkpoint, telephone_call, 30) <= 0.15


def speaker_error(checkpoint, recording, seconds):
    from pyannote.core import Annotation, Segment

    stored = Checkpoint(checkpoint).load("diarize", Voices)
    heard = Annotation()
    for track, span in enumerate(stored[0].spans):
        heard[Segment(span.start_ms / 1000, span.end_ms / 1000), track] = span.speaker
    return diarization_error(reference_speakers(recording), heard, seconds)


def test_a_clear_voice_is_heard_without_an_error(shared_audio, tmp_path):
    transcript = transcript_of(shared_audio / "jfk.flac", tmp_path)
    assert word_errors(reference_text(shared_audio / "jfk.flac"), spoken_text(transcript)).rate <= 0.02
    assert len(transcript.speakers) == 1


@pytest.mark.parametrize("expected", ["", "PM+, Fredrikstad, livsmestring, Afghanistan"])
def test_nothing_is_invented_in_silence_and_noise(shared_audio, tmp_path, expected):
    transcript = transcript_of(
        shared_audio / "no_king_with_60s_silence_30s_noise.wav", tmp_path, language="no", hotwords=expected
    )
    times = [word.start_ms for turn in transcript.turns for word in turn.words]
    assert not [at for at in times if 31_700 <= at < 121_700]
    assert len(times) > 100


def test_two_norwegian_voices_are_two_speakers(shared_audio, tmp_path):
    transcript = transcript_of(shared_audio / "no_2spk_king_storting.wav", tmp_path, language="no")
    assert len(transcript.speakers) == 2
    king, parliament = (
        {turn.speaker for turn in transcript.turns for word in turn.words if start <= word.start_ms < end}
        for start, end in ((1_000, 30_000), (32_000, 38_000))
    )
    assert len(king) == len(parliament) == 1
    assert king != parliament


def test_silence_becomes_an_empty_transcript(tmp_path, write):
    import numpy as np

    path = write(tmp_path / "silence.wav", np.zeros(16_000 * 5, np.float32), 16_000)
    transcript = transcript_of(path, tmp_path / "job")
    assert (transcript.turns, transcript.language) == ((), "und")


def test_batched_recognition_gives_word_times_too(short_call, tmp_path):
    transcript = transcript_of(short_call, tmp_path, recognition="batched", language="en")
    assert "hello" in spoken_text(transcript).lower()
    assert all(word.end_ms > word.start_ms - 1 for turn in transcript.turns for word in turn.words)
    assert transcript.made_by["engines"]["recognition"] == "whisperX, batched"


def tiny_aligner(folder):
    """A wav2vec2 model of the right form with random weights: it places words, though not well."""
    import json

    from transformers import (
        Wav2Vec2Config,
        Wav2Vec2CTCTokenizer,
        Wav2Vec2FeatureExtractor,
        Wav2Vec2ForCTC,
        Wav2Vec2Processor,
    )

    letters = {
        letter: number
        for number, letter in enumerate(["<pad>", "<s>", "</s>", "<unk>", "|", *"abcdefghijklmnopqrstuvwxyz'"])
    }
    (folder / "vocab.json").write_text(json.dumps(letters))
    Wav2Vec2Processor(Wav2Vec2FeatureExtractor(), Wav2Vec2CTCTokenizer(str(folder / "vocab.json"))).save_pretrained(
        folder
    )
    shape = {"hidden_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 16}
    positions = {"num_conv_pos_embeddings": 16, "num_conv_pos_embedding_groups": 2}
    config = Wav2Vec2Config(vocab_size=len(letters), conv_dim=(8,) * 7, **shape, **positions)
    Wav2Vec2ForCTC(config).save_pretrained(folder)
    return folder


@pytest.mark.filterwarnings("ignore")  # transformers announces its own next version
def test_an_alignment_model_in_a_local_folder_places_the_words(short_call, tmp_path):
    folder = tmp_path / "aligner"
    folder.mkdir()
    plain = transcript_of(short_call, tmp_path / "plain", language="en")
    aligned = transcript_of(short_call, tmp_path / "aligned", language="en", alignment=str(tiny_aligner(folder)))
    assert spoken_text(aligned).split() == spoken_text(plain).split()
    assert aligned.made_by["engines"]["word_times"] == "whisperX alignment"
    assert list(aligned.made_by["models"]["alignment"]["sha256"]) == ["model.safetensors"]
    words = [word for turn in aligned.turns for word in turn.words]
    assert all(0 <= word.end_ms - word.start_ms <= LONGEST_WORD_MS for word in words)
    assert all(
        any(span.start_ms <= word.start_ms and word.end_ms <= span.end_ms for span in aligned.heard.speech)
        for word in words
    )
