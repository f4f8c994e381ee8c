"""Transcripts that were made elsewhere: looked at first, then taken, with everybody in their place."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path

import pytest

from core.design import Interview, InterviewKind, Person
from study import Study, worker
from study.base import NotAMemberError
from study.desk import NoTranscriptError
from study.transcript_exports import NoNumbersError, TranscriptFormat, TranscriptNumbers
from study.transcript_import import (
    ImportDetails,
    NoInterviewNameError,
    UnknownSpeakerError,
    WhoSpeaks,
    WithdrawnSpeakerError,
)
from tests.desks import Browser
from tests.sounds import tone
from transcripts.reading import ReadingChoices, TranscriptReading, read

TALK = "I: Hvordan gikk det?\n\nKari Nordmann: Kanarifuglen sang i gruva.\n\nI: Fint.\n\nKari Nordmann: Ja."


def reading(text: str = TALK) -> TranscriptReading:
    return read(text.encode(), "H03.txt")


def everything_below(folder: Path) -> bytes:
    return b"\n".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_a_preview_shows_turns_and_speakers_and_writes_nothing(study: Study, kari: Person) -> None:
    before = everything_below(study.folder)

    found = study.preview_transcript(kari, TALK.encode(), "H03.txt", ReadingChoices())

    assert [(s.label, s.turns, s.words) for s in found.speakers] == [("I", 2, 4), ("Kari Nordmann", 2, 5)]
    assert everything_below(study.folder) == before


def test_a_preview_is_for_members_only(study: Study) -> None:
    with pytest.raises(NotAMemberError):
        study.preview_transcript(Person("nobody", "Ukjent"), b"I: Hei", "x.txt")


def test_a_new_interview_gets_the_transcript_and_everything_said_about_it(study: Study, kari: Person) -> None:
    h03 = study.add_participant(kari, "H03", "helper")
    details = ImportDetails(
        label="W1-H03",
        kind=InterviewKind.INDIVIDUAL,
        wave="1",
        site="Bergen",
        held_on=date(2026, 3, 5),
        language="no",
        speakers={"I": WhoSpeaks(role="interviewer"), "Kari Nordmann": WhoSpeaks(participant_id=h03.id)},
        by_a_person=True,
    )

    taken = study.take_transcript(kari, reading(), details)

    interview = study.interview_named(kari, "W1-H03")
    assert (interview.held_on, interview.languages, interview.participant_ids) == (date(2026, 3, 5), ("no",), (h03.id,))
    assert taken.is_current and taken.turns == 4
    transcript = study.transcript(kari, interview.id)
    assert transcript is not None
    assert [turn.text for turn in transcript.turns][1] == "Kanarifuglen sang i gruva."
    assert [(s.label, s.participant_id, s.role, s.name) for s in transcript.speakers] == [
        ("SPEAKER_00", None, "interviewer", ""),
        ("SPEAKER_01", h03.id, None, ""),
    ]
    (version,) = study.versions(kari, interview.id)
    assert not version.machine_made
    assert version.made_by["imported"]["kind"] == "txt"  # type: ignore[index]
    assert b"Kari Nordmann" not in everything_below(study.folder)


def test_a_planned_interview_keeps_its_details_and_gains_its_participant(study: Study, kari: Person) -> None:
    planned = study.add_interview(kari, label="W2-H05", wave="Wave 2", languages=["ar"])
    details = ImportDetails(
        interview_id=planned.id,
        wave="Wave 9",
        speakers={"Kari Nordmann": WhoSpeaks(new_pseudonym="H05", role="helper")},
    )

    taken = study.take_transcript(kari, reading(), details)

    (h05,) = study.participants(kari)
    after = study.interview(kari, planned.id)
    assert (h05.pseudonym, h05.role_on(None), after.participant_ids) == ("H05", "helper", (h05.id,))
    assert (after.wave_id, len(study.waves(kari))) == (planned.wave_id, 1)
    assert taken.interview.id == planned.id
    (version,) = study.versions(kari, planned.id)
    assert (version.language, version.machine_made) == ("ar", True)


def test_a_pseudonym_the_study_has_is_that_participant(study: Study, kari: Person) -> None:
    h03 = study.add_participant(kari, "H03", "helper")

    study.take_transcript(
        kari, reading(), ImportDetails(label="a", speakers={"Kari Nordmann": WhoSpeaks(new_pseudonym=" h03 ")})
    )

    assert [p.id for p in study.participants(kari)] == [h03.id]


def test_speakers_nobody_has_mapped_keep_the_name_of_the_file(study: Study, kari: Person) -> None:
    taken = study.take_transcript(kari, reading(), ImportDetails(label="a"))

    transcript = study.transcript(kari, taken.interview.id)
    assert transcript is not None
    assert [(s.label, s.name) for s in transcript.speakers] == [("SPEAKER_00", "I"), ("SPEAKER_01", "Kari Nordmann")]


def test_what_cannot_be_taken_is_refused_and_nothing_is_written(study: Study, kari: Person) -> None:
    gone = study.add_participant(kari, "H09", "helper")
    study.withdraw(kari, gone.id, date(2026, 1, 1))

    with pytest.raises(WithdrawnSpeakerError):
        study.take_transcript(
            kari, reading(), ImportDetails(label="a", speakers={"I": WhoSpeaks(participant_id=gone.id)})
        )
    with pytest.raises(UnknownSpeakerError, match="I, Kari Nordmann"):
        study.take_transcript(kari, reading(), ImportDetails(label="a", speakers={"X": WhoSpeaks()}))
    with pytest.raises(NoInterviewNameError):
        study.take_transcript(kari, reading(), ImportDetails(label="  "))
    assert (study.interviews(kari), study.versions(kari)) == ((), ())


def test_a_coded_transcript_stays_current_and_that_is_said(
    study: Study, kari: Person, interview: Interview, browser: Browser
) -> None:
    before = study.transcript(kari, interview.id)
    code = study.codebook(kari).codes[0].id
    turn = browser.turns[0]
    passage = {"start_turn": turn.id, "start": 0, "end_turn": turn.id, "end": 3}
    browser.do("code", id="c" * 32, code=code, passage=passage, quote=turn.text[:3], turn_revisions={})

    taken = study.take_transcript(kari, reading(), ImportDetails(interview_id=interview.id))

    assert (taken.is_current, taken.codings, taken.version) == (False, 1, 2)
    assert study.transcript(kari, interview.id) == before


def test_a_transcript_nobody_has_coded_is_followed_by_the_new_one(
    study: Study, kari: Person, interview: Interview
) -> None:
    taken = study.take_transcript(kari, reading(), ImportDetails(interview_id=interview.id))

    current = study.transcript(kari, interview.id)
    assert taken.is_current and taken.version == 2
    assert current is not None and len(current.turns) == 4


def test_nothing_of_a_file_is_left_behind_and_erasing_takes_what_was_kept(
    study: Study, kari: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    temporary, home = tmp_path / "tmp", tmp_path / "home"
    temporary.mkdir()
    monkeypatch.setenv("WORKBENCH_HOME", str(home))
    for variable in ("TMPDIR", "TEMP", "TMP"):
        monkeypatch.setenv(variable, str(temporary))
    monkeypatch.setattr(tempfile, "tempdir", None)
    h03 = study.add_participant(kari, "H03", "helper")

    found = study.preview_transcript(kari, TALK.encode(), "H03.txt")
    study.preview_transcript(kari, TALK.encode("utf-16"), "H03.txt")
    assert everything_below(temporary) == b""
    study.take_transcript(
        kari, found, ImportDetails(label="Gulfjær", speakers={"Kari Nordmann": WhoSpeaks(participant_id=h03.id)})
    )
    assert b"Kanarifugl" in everything_below(study.folder)
    study.erase_participant(kari, h03.id)

    left = everything_below(tmp_path)
    assert [word for word in (b"Kanarifugl", b"gruva", b"Kari Nordmann", b"H03") if word in left] == []


def test_words_of_who_has_withdrawn_are_absent_from_an_imported_transcript_and_its_exports(
    study: Study, kari: Person
) -> None:
    h03 = study.add_participant(kari, "H03", "helper")
    taken = study.take_transcript(
        kari, reading(), ImportDetails(label="a", speakers={"Kari Nordmann": WhoSpeaks(participant_id=h03.id)})
    )
    study.withdraw(kari, h03.id, date(2026, 4, 1))

    for wanted in (TranscriptFormat.TXT, TranscriptFormat.VTT, TranscriptFormat.JSON):
        assert b"Kanarifugl" not in study.export_transcript(kari, taken.interview.id, wanted).content


def test_sound_attached_later_can_be_played_and_is_not_transcribed(study: Study, kari: Person, tmp_path: Path) -> None:
    taken = study.take_transcript(kari, reading("[0:00:00] I: Hei.\n[0:00:01] B: Ja."), ImportDetails(label="W1-H03"))

    recording = study.receive_file(kari, tone(tmp_path / "h03.wav"), label="W1-H03")
    assert recording.interview_id == taken.interview.id
    assert study.desk.open(kari, taken.interview.id).recording is None
    study.prepare_playback(kari, recording.id)
    assert [job.only_playback for job in study.jobs(kari)] == [True]
    worker.work(study, idle_seconds=0)

    desk = study.desk.open(kari, taken.interview.id)
    assert desk.recording is not None and desk.recording.id == recording.id
    assert study.playback(kari, recording.id) is not None
    assert [job.state for job in study.jobs(kari)] == ["done"]
    assert len(study.versions(kari, taken.interview.id)) == 1
    assert list((study.folder / "jobs").glob("[0-9a-f]" * 32)) == []


def test_sound_of_a_coded_transcript_can_be_made_ready_too(
    study: Study, kari: Person, interview: Interview, browser: Browser, tmp_path: Path
) -> None:
    turn = browser.turns[0]
    passage = {"start_turn": turn.id, "start": 0, "end_turn": turn.id, "end": 3}
    code = study.codebook(kari).codes[0].id
    browser.do("code", id="c" * 32, code=code, passage=passage, quote=turn.text[:3], turn_revisions={})
    recording = study.receive_file(kari, tone(tmp_path / "h03.wav"), label="W1-H03")

    job = study.prepare_playback(kari, recording.id)
    study.cancel(kari, job.id)
    study.retry(kari, job.id)
    study.choose_device(kari, job.id, "cpu")
    worker.work(study, idle_seconds=0)

    assert study.playback(kari, recording.id) is not None
    assert len(study.versions(kari)) == 1


def test_a_transcript_leaves_as_word_text_and_subtitles(study: Study, kari: Person, interview: Interview) -> None:
    files = {wanted: study.export_transcript(kari, interview.id, wanted) for wanted in TranscriptFormat}

    assert files[TranscriptFormat.DOCX].content.startswith(b"PK")
    assert files[TranscriptFormat.VTT].content.startswith(b"WEBVTT W1-H03")
    assert files[TranscriptFormat.TXT].name.startswith("PM+ Bergen transcript W1-H03 ")
    numbered = study.export_transcript(kari, interview.id, TranscriptFormat.TXT, TranscriptNumbers.TURNS).content
    assert b"\n1\t[0:00:00] " in numbered and b"\n2\t" in numbered


def test_numbers_that_a_format_cannot_carry_and_missing_transcripts_are_said(
    study: Study, kari: Person, interview: Interview
) -> None:
    with pytest.raises(NoNumbersError):
        study.export_transcript(kari, interview.id, TranscriptFormat.TXT, TranscriptNumbers.LINES)
    with pytest.raises(NoNumbersError):
        study.export_transcript(kari, interview.id, TranscriptFormat.VTT, TranscriptNumbers.TURNS)
    empty = study.add_interview(kari, label="W1-H09")
    with pytest.raises(NoTranscriptError):
        study.export_transcript(kari, empty.id, TranscriptFormat.DOCX)


def test_what_leaves_as_word_or_json_comes_back(study: Study, kari: Person, interview: Interview) -> None:
    before = study.transcript(kari, interview.id)
    assert before is not None

    for wanted in (TranscriptFormat.DOCX, TranscriptFormat.JSON, TranscriptFormat.TXT, TranscriptFormat.VTT):
        back = study.preview_transcript(kari, study.export_transcript(kari, interview.id, wanted).content, "x")
        assert [turn.text for turn in back.turns] == [turn.text for turn in before.turns], wanted
        exact = wanted in (TranscriptFormat.JSON, TranscriptFormat.VTT)
        starts = [(turn.start_ms or 0) // (1 if exact else 1000) for turn in back.turns]
        assert starts == [(turn.start_ms or 0) // (1 if exact else 1000) for turn in before.turns], wanted
    numbered = study.export_transcript(kari, interview.id, TranscriptFormat.DOCX, TranscriptNumbers.TURNS).content
    assert [t.text for t in study.preview_transcript(kari, numbered, "x").turns] == [t.text for t in before.turns]
