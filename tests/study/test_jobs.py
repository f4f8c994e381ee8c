"""The queue and its worker. What stands in for the speech engines here only says when and how they end."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import pipeline
from core.design import Person, Recording
from core.spans import TimeSpan
from pipeline.checkpoint import Checkpoint
from pipeline.child import EngineError, JobCancelledError
from pipeline.models.errors import CannotTranslateError
from pipeline.progress import Progress
from pipeline.results import HeardSegment, HeardWord, Recognition
from pipeline.settings import TranscriptionSettings
from storage import job_rows
from storage.job_rows import JobState
from study import Study, worker
from study.jobs import AlreadyQueuedError, NothingToTranscribeError
from tests.desks import Browser, conversation
from tests.sounds import tone
from transcripts.model import Transcript
from transcripts.translations import Gloss, GlossLine

SETTINGS = TranscriptionSettings(language="no", speakers=2)
Engine = Callable[..., Any]


@pytest.fixture
def recording(study: Study, kari: Person, tmp_path: Path) -> Recording:
    return study.receive_file(kari, tone(tmp_path / "a.wav"), label="W1-H03")


def engines(monkeypatch: pytest.MonkeyPatch, behave: Engine) -> None:
    monkeypatch.setattr(pipeline, "transcribe", behave)


def succeed(reader: Any, settings: Any, checkpoint: Path, on_progress: Any, is_cancelled: Any) -> Any:
    assert settings == SETTINGS
    (checkpoint / "recognise.json").write_text("canary words")
    on_progress(Progress("recognise", 0.5, 12.0))
    return conversation()


def state(study: Study, person: Person) -> JobState:
    return study.jobs(person)[-1].state


def test_a_waiting_job_becomes_a_transcript_a_playback_copy_and_no_leftovers(
    study: Study, kari: Person, recording: Recording, monkeypatch: pytest.MonkeyPatch
) -> None:
    engines(monkeypatch, succeed)
    job = study.enqueue(kari, recording.interview_id, SETTINGS)
    assert state(study, kari) is JobState.WAITING
    assert worker.work(study, idle_seconds=0)
    assert state(study, kari) is JobState.DONE
    transcript = study.transcript(kari, recording.interview_id)
    assert transcript is not None and len(transcript.turns) == 3
    playback = study.playback(kari, recording.id)
    assert playback is not None and playback.path.stat().st_size > 0
    assert not study.job_folder(job.id).exists()


def test_progress_is_seen_while_the_job_runs(
    study: Study, kari: Person, recording: Recording, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []

    def look(*arguments: Any) -> Any:
        result = succeed(*arguments)
        seen.extend(study.jobs(kari))
        return result

    engines(monkeypatch, look)
    study.enqueue(kari, recording.interview_id, SETTINGS)
    worker.work(study, idle_seconds=0)
    assert [(s.state, s.stage, s.fraction, s.seconds_left) for s in seen] == [
        (JobState.RUNNING, "recognise", 0.5, 12.0)
    ]


def test_a_job_that_fails_says_why_and_can_be_tried_again(
    study: Study, kari: Person, recording: Recording, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*arguments: Any) -> Any:
        raise EngineError("no memory", "engines.log")

    engines(monkeypatch, fail)
    job = study.enqueue(kari, recording.interview_id, SETTINGS)
    worker.work(study, idle_seconds=0)
    (failed,) = study.jobs(kari)
    assert failed.state is JobState.FAILED
    assert failed.error
    engines(monkeypatch, succeed)
    study.retry(kari, job.id)
    worker.work(study, idle_seconds=0)
    assert state(study, kari) is JobState.DONE


def test_a_waiting_job_can_be_cancelled_and_a_running_one_is_asked_to_stop(
    study: Study, kari: Person, recording: Recording, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = study.enqueue(kari, recording.interview_id, SETTINGS)
    study.cancel(kari, job.id)
    assert state(study, kari) is JobState.CANCELLED

    def stop(reader: Any, settings: Any, checkpoint: Path, on_progress: Any, is_cancelled: Callable[[], bool]) -> Any:
        assert not is_cancelled()
        study.cancel(kari, job.id)
        assert is_cancelled()
        raise JobCancelledError

    engines(monkeypatch, stop)
    study.retry(kari, job.id)
    worker.work(study, idle_seconds=0)
    assert state(study, kari) is JobState.CANCELLED
    assert study.transcript(kari, recording.interview_id) is None


def test_a_job_whose_worker_died_goes_on_but_not_for_ever(
    study: Study, kari: Person, recording: Recording, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = study.enqueue(kari, recording.interview_id, SETTINGS)
    for _ in range(worker.MOST_ATTEMPTS):
        with study.database.write() as connection:
            job_rows.start_job(connection, job.id)
        assert state(study, kari) is JobState.RUNNING  # and then the plug is pulled
    engines(monkeypatch, succeed)
    worker.work(study, idle_seconds=0)
    (failed,) = study.jobs(kari)
    assert failed.state is JobState.FAILED
    assert (
        failed.error == "The job was interrupted 3 times. Look whether the machine has enough memory, then try again."
    )


def test_one_worker_per_study(study: Study, kari: Person, recording: Recording) -> None:
    study.enqueue(kari, recording.interview_id, SETTINGS)
    with study.worker_lock():
        assert not worker.work(study, idle_seconds=0)
        study.ensure_worker()  # does not start a second one
    assert state(study, kari) is JobState.WAITING


def test_an_interview_is_queued_once_and_only_with_a_recording(
    study: Study, kari: Person, recording: Recording
) -> None:
    study.enqueue(kari, recording.interview_id, SETTINGS)
    with pytest.raises(AlreadyQueuedError):
        study.enqueue(kari, recording.interview_id, SETTINGS)
    empty = study.add_interview(kari, label="W1-H04")
    with pytest.raises(NothingToTranscribeError, match="Add one on the Recordings page"):
        study.enqueue(kari, empty.id, SETTINGS)


def test_a_new_transcript_of_a_coded_interview_stands_beside_the_current_one(
    study: Study, kari: Person, recording: Recording, monkeypatch: pytest.MonkeyPatch
) -> None:
    def code_meanwhile(*arguments: Any) -> Any:
        study.keep_transcript(kari, recording.interview_id, conversation(), machine_made=True)
        browser = Browser(study, kari, recording.interview_id)
        browser.send(browser.coding_of("tungt", "Coping"))
        return succeed(*arguments)

    engines(monkeypatch, code_meanwhile)
    study.enqueue(kari, recording.interview_id, SETTINGS)
    worker.work(study, idle_seconds=0)
    assert Browser(study, kari, recording.interview_id).coded_words() == ["tungt"]
    assert [v.is_current for v in study.versions(kari, recording.interview_id)] == [True, False]
    study.enqueue(kari, recording.interview_id, SETTINGS)
    worker.work(study, idle_seconds=0)
    assert [v.is_current for v in study.versions(kari, recording.interview_id)] == [True, False, False, False]


def test_words_that_a_crash_left_in_a_finished_jobs_folder_are_removed(
    study: Study, kari: Person, recording: Recording, monkeypatch: pytest.MonkeyPatch
) -> None:
    engines(monkeypatch, succeed)
    job = study.enqueue(kari, recording.interview_id, SETTINGS)
    worker.work(study, idle_seconds=0)
    study.job_folder(job.id).mkdir()
    (study.job_folder(job.id) / "recognise.json").write_text("canary words")
    worker.work(study, idle_seconds=0)
    assert not study.job_folder(job.id).exists()


def test_a_running_job_that_is_paused_stops_rests_and_goes_on(
    study: Study, kari: Person, recording: Recording, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = study.enqueue(kari, recording.interview_id, SETTINGS)

    def pause(reader: Any, settings: Any, checkpoint: Path, on_progress: Any, is_cancelled: Callable[[], bool]) -> Any:
        study.pause(kari, job.id)
        assert state(study, kari) is JobState.PAUSING
        assert is_cancelled()
        raise JobCancelledError

    engines(monkeypatch, pause)
    worker.work(study, idle_seconds=0)
    assert state(study, kari) is JobState.PAUSED
    engines(monkeypatch, succeed)
    worker.work(study, idle_seconds=0)
    assert state(study, kari) is JobState.PAUSED, "nobody has said that it shall go on"
    study.resume(kari, job.id)
    worker.work(study, idle_seconds=0)
    assert state(study, kari) is JobState.DONE


def test_a_job_whose_worker_died_while_pausing_rests(study: Study, kari: Person, recording: Recording) -> None:
    job = study.enqueue(kari, recording.interview_id, SETTINGS)
    with study.database.write() as connection:
        job_rows.start_job(connection, job.id)
    study.pause(kari, job.id)
    worker.work(study, idle_seconds=0)
    assert state(study, kari) is JobState.PAUSED


def test_a_paused_job_can_be_cancelled_and_a_finished_one_is_not_paused(
    study: Study, kari: Person, recording: Recording
) -> None:
    job = study.enqueue(kari, recording.interview_id, SETTINGS)
    study.pause(kari, job.id)
    study.cancel(kari, job.id)
    study.pause(kari, job.id)
    assert state(study, kari) is JobState.CANCELLED


def test_forty_recordings_wait_in_their_order_and_one_can_be_put_first(
    study: Study, kari: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = []
    for number in range(40):
        recording = study.receive_file(kari, tone(tmp_path / f"{number}.wav", hertz=200 + number), label=f"W1-{number}")
        study.enqueue(kari, recording.interview_id, SETTINGS)
    labels = {interview.id: interview.label for interview in study.interviews(kari)}

    def note(reader: Any, settings: Any, checkpoint: Path, on_progress: Any, is_cancelled: Any) -> Any:
        order.append(next(labels[job.interview_id] for job in study.jobs(kari) if job.state is JobState.RUNNING))
        return succeed(reader, settings, checkpoint, on_progress, is_cancelled)

    waiting = {labels[job.interview_id]: job.id for job in study.jobs(kari)}
    study.put_first(kari, waiting["W1-30"])
    study.put_first(kari, waiting["W1-20"])
    study.pause(kari, waiting["W1-0"])
    engines(monkeypatch, note)
    worker.work(study, idle_seconds=0)
    usual = [f"W1-{number}" for number in range(1, 40) if number not in (20, 30)]
    assert order == ["W1-20", "W1-30", *usual]


class PlugPulledError(BaseException):
    """The worker's process ends in the middle of a job."""


def test_a_wave_of_forty_ends_right_although_one_fails_one_is_paused_and_the_worker_dies(
    study: Study, kari: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(40):
        recording = study.receive_file(kari, tone(tmp_path / f"{number}.wav", hertz=200 + number), label=f"W1-{number}")
        study.enqueue(kari, recording.interview_id, SETTINGS)
    labels = {interview.id: interview.label for interview in study.interviews(kari)}
    ids = {labels[job.interview_id]: job.id for job in study.jobs(kari)}
    begun: list[str] = []

    def behave(reader: Any, settings: Any, checkpoint: Path, on_progress: Any, is_cancelled: Any) -> Any:
        now = next(labels[job.interview_id] for job in study.jobs(kari) if job.state is JobState.RUNNING)
        begun.append(now)
        if now == "W1-7":
            raise EngineError("no memory", "engines.log")
        if now == "W1-9" and begun.count(now) == 1:
            raise PlugPulledError
        if now == "W1-11" and begun.count(now) == 1:
            study.pause(kari, ids[now])
            raise JobCancelledError
        return succeed(reader, settings, checkpoint, on_progress, is_cancelled)

    engines(monkeypatch, behave)
    study.put_first(kari, ids["W1-39"])
    study.pause(kari, ids["W1-3"])
    study.cancel(kari, ids["W1-5"])
    with pytest.raises(PlugPulledError):
        worker.work(study, idle_seconds=0)
    assert begun[0] == "W1-39" and begun[-1] == "W1-9"
    assert worker.work(study, idle_seconds=0), "the next worker takes the lock of the one that died"

    def ended(wanted: JobState) -> list[str]:
        return [labels[job.interview_id] for job in study.jobs(kari) if job.state is wanted]

    assert begun.count("W1-9") == 2
    assert set(ended(JobState.PAUSED)) == {"W1-3", "W1-11"}
    assert (ended(JobState.FAILED), ended(JobState.CANCELLED)) == (["W1-7"], ["W1-5"])
    assert len(ended(JobState.DONE)) == 36
    study.resume(kari, ids["W1-3"])
    study.resume(kari, ids["W1-11"])
    study.retry(kari, ids["W1-5"])
    study.retry(kari, ids["W1-7"])
    worker.work(study, idle_seconds=0)
    assert ended(JobState.FAILED) == ["W1-7"], "it failed again, and only it"
    assert len(ended(JobState.DONE)) == 39
    assert all(begun.count(label) == 1 for label in set(begun) - {"W1-7", "W1-9", "W1-11"}), "nothing is done twice"


def test_a_job_that_fails_late_keeps_its_words(
    study: Study, kari: Person, recording: Recording, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard = HeardSegment("Det går bra.", 0, 900, (HeardWord("Det", 0, 300), HeardWord("går", 300, 600)))

    def fail_late(reader: Any, settings: Any, folder: Path, on_progress: Any, is_cancelled: Any) -> Any:
        checkpoint = Checkpoint(folder)
        checkpoint.begin(reader.sha256, settings.to_json())
        checkpoint.save("recognise", Recognition("no", None, (TimeSpan(0, 900),), (heard,)), {"seconds": 1.0})
        raise EngineError("no memory", "engines.log")

    engines(monkeypatch, fail_late)
    job = study.enqueue(kari, recording.interview_id, SETTINGS)
    worker.work(study, idle_seconds=0)
    (failed,) = study.jobs(kari)
    assert failed.state is JobState.FAILED
    assert failed.error is not None and failed.error.endswith(
        "The words are kept: the transcript has one speaker for all."
    )
    kept = study.transcript(kari, recording.interview_id)
    assert kept is not None
    assert [(turn.speaker, turn.text) for turn in kept.turns] == [("SPEAKER_00", "Det går")]
    assert kept.made_by["missing"] == ["diarize", "assign_speakers"]
    engines(monkeypatch, succeed)
    study.retry(kari, job.id)
    worker.work(study, idle_seconds=0)
    whole = study.transcript(kari, recording.interview_id)
    assert whole is not None and len(whole.turns) == 3


def test_a_gloss_is_ordered_without_touching_the_transcript_and_kept_by_the_worker(
    study: Study, kari: Person, recording: Recording, monkeypatch: pytest.MonkeyPatch
) -> None:
    study.keep_transcript(kari, recording.interview_id, conversation(), machine_made=True)
    job = study.order_gloss(kari, recording.interview_id)
    assert job.settings["gloss"] == "only"
    gloss = Gloss("en", (GlossLine(0, 900, "How are you?"),), {"model": "whisper-base"})
    engines(monkeypatch, lambda *_: Transcript("no", (), (), gloss=gloss))
    assert worker.work(study, idle_seconds=0)
    assert state(study, kari) is JobState.DONE
    (version,) = study.versions(kari, recording.interview_id)
    assert study.desk.open(kari, recording.interview_id).gloss is not None
    assert b"How are you?" in study.desk.transcript_json(kari, recording.interview_id, version.id)


def test_a_gloss_is_not_ordered_of_a_model_that_cannot_translate(
    study: Study, kari: Person, recording: Recording, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.glossing.can_translate", lambda _: False)
    with pytest.raises(CannotTranslateError):
        study.order_gloss(kari, recording.interview_id)
    assert study.jobs(kari) == ()
