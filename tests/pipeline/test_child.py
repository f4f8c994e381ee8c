"""The engines' process may crash, fail, hang or be stopped: a person always gets an answer in plain words."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import pipeline
from pipeline import child
from pipeline.child import EngineCrashedError, EngineError, JobCancelledError
from pipeline.engines.devices import Device, choose_device, is_card_failure
from pipeline.media import FileReader, NotARecordingError
from pipeline.offline import VARIABLES
from pipeline.settings import TranscriptionSettings

ROOT = Path(pipeline.__file__).parents[1]

#: Takes the place of the engines in the child: a module found before all others, which replaces `pipeline.job.run`.
FAKE = """
import ctypes, os, sys, time
import pipeline.job
from pipeline.progress import Progress
from transcripts.model import Transcript

def run(reader, settings, checkpoint, on_progress, *, only_cpu_because=""):
    on_progress(Progress("recognise", 0.5, 1.0))
    print("a library prints to standard output")
    {action}
    return Transcript("no", (), (), {{"only_cpu_because": only_cpu_because}})

pipeline.job.run = run
"""


@pytest.fixture
def engine_that(tmp_path, monkeypatch):
    """Make the child's engine do something else than transcribe."""

    def make(action):
        (tmp_path / "sitecustomize.py").write_text(FAKE.format(action=action), encoding="utf-8")
        monkeypatch.syspath_prepend(str(tmp_path))

    return make


@pytest.fixture
def job(tmp_path):
    return FileReader(tmp_path / "interview.wav", "abc"), TranscriptionSettings(device="cpu"), tmp_path / "job"


def never():
    return False


def test_progress_and_result_come_back_although_libraries_print(engine_that, job):
    engine_that("pass")
    told = []
    transcript = pipeline.transcribe(*job, told.append, never)
    assert transcript.language == "no"
    assert [progress.fraction for progress in told] == [0.5]


def test_a_native_abort_is_an_error_in_plain_words(engine_that, job):
    engine_that("os.abort()")
    with pytest.raises(EngineCrashedError, match="stopped suddenly"):
        pipeline.transcribe(*job, lambda _: None, never)


def test_a_library_that_raises_is_an_error_in_plain_words(engine_that, job):
    engine_that("raise ValueError(' '.join(['her', 'brother']))")
    with pytest.raises(EngineError, match=r"failed \(ValueError\)"):
        pipeline.transcribe(*job, lambda _: None, never)
    log = (job[2] / child.LOG).read_text(encoding="utf-8")
    assert "ValueError" in log
    assert "her brother" not in log, "an exception may carry what somebody said"


def test_what_libraries_log_is_kept_without_its_text(engine_that, job):
    engine_that(
        "import logging; said = ' '.join(['her', 'brother']); logging.getLogger('whisperx').warning(said); print(said)"
    )
    pipeline.transcribe(*job, lambda _: None, never)
    log = (job[2] / child.LOG).read_text(encoding="utf-8")
    assert "whisperx" in log
    assert "her brother" not in log


def test_an_error_with_words_of_its_own_keeps_them(job):
    job[0].path.write_text("This is no recording.")
    with pytest.raises(NotARecordingError, match="not a sound or video recording"):
        pipeline.transcribe(*job, lambda _: None, never)


def test_a_cancelled_job_ends_its_process(engine_that, job):
    engine_that("open(str(checkpoint / 'pid'), 'w').write(str(os.getpid())); time.sleep(60)")
    pid = job[2] / "pid"
    with pytest.raises(JobCancelledError):
        pipeline.transcribe(*job, lambda _: None, lambda: pid.exists() and bool(pid.read_text()))
    with pytest.raises(ProcessLookupError):
        os.kill(int(pid.read_text()), 0)


@pytest.mark.parametrize("failure", ["raise RuntimeError('CUDA failed with error out of memory')", "os.abort()"])
def test_when_the_graphics_card_fails_the_processor_takes_over_and_the_record_says_so(engine_that, job, failure):
    engine_that(f"if not only_cpu_because: {failure}")
    reader, _, checkpoint = job
    transcript = pipeline.transcribe(reader, TranscriptionSettings(device="cuda"), checkpoint, lambda _: None, never)
    assert transcript.made_by["only_cpu_because"] in ("CUDA failed with error out of memory", "signal SIGABRT")


def test_a_child_whose_parent_is_killed_ends_itself(engine_that, job, tmp_path):
    engine_that("open(str(checkpoint / 'pid'), 'w').write(str(os.getpid())); time.sleep(60)")
    program = (
        "import sys; from pathlib import Path; import pipeline; from pipeline.media import FileReader;"
        "from pipeline.settings import TranscriptionSettings;"
        f"pipeline.transcribe(FileReader(Path('x'), 'x'), TranscriptionSettings(device='cpu'), Path({str(job[2])!r}),"
        " lambda _: None, lambda: False)"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(tmp_path), str(ROOT)])}
    parent = subprocess.Popen([sys.executable, "-c", program], env=environment)
    pid = job[2] / "pid"
    assert eventually(lambda: pid.exists() and pid.read_text())
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    assert eventually(lambda: not is_running(int(pid.read_text())))


def eventually(holds, seconds=20.0):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if holds():
            return True
        time.sleep(0.05)
    return False


def is_running(pid):
    """Whether a process still runs; one that has ended but was not yet collected does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def test_the_processor_is_chosen_when_told_so():
    assert choose_device(TranscriptionSettings(device="cpu", threads=3)) == Device("cpu", "int8", 3)
    assert (
        choose_device(TranscriptionSettings(device="cuda", compute_type="float32"), only_cpu=True).compute_type
        == "int8"
    )


def test_only_failures_of_the_card_are_failures_of_the_card():
    assert is_card_failure(RuntimeError("Library cublas64_12.dll is not found or cannot be loaded"))
    assert not is_card_failure(RuntimeError("Unsupported model binary version"))
    assert not is_card_failure(ValueError("cuda"))


def test_importing_the_pipeline_loads_no_engine():
    heavy = (
        "torch",
        "whisperx",
        "pyannote.audio",
        "faster_whisper",
        "ctranslate2",
        "transformers",
        "av",
        "numpy",
        "scipy",
    )
    program = f"import sys, pipeline; print([m for m in {heavy!r} if m in sys.modules])"
    told = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"


def test_telemetry_is_silenced_before_the_engines_process_imports_anything(engine_that, job):
    engine_that("(checkpoint / 'environment').write_text(repr(dict(os.environ)))")
    pipeline.transcribe(*job, lambda _: None, never)
    environment = (job[2] / "environment").read_text()
    assert all(f"'{name}': '{value}'" in environment for name, value in VARIABLES.items())
