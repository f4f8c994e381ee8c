"""Conventions of a study, and what stands beside the words: flags and marks, of what may be seen only."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from core.clock import new_id
from core.design import Interview, InterviewKind, Person
from core.errors import NotFoundError
from core.spans import TimeSpan
from study import Study, registry
from study.conventions import (
    BadAnnotationError,
    BadKeyError,
    BadPausesError,
    SameKeyError,
    TooManyAnnotationsError,
)
from study.transcript_exports import TranscriptFormat, TranscriptNumbers
from tests.desks import Browser
from tests.study.test_erasure import OTHERS, THEIRS, found, scene
from transcripts.conventions import ENGLISH, Annotation, Conventions, OverlapSigns
from transcripts.heard import Flag, FlagKind, Heard
from transcripts.model import Speaker, Transcript, Turn, Word
from transcripts.reading import read

SPEECH = (TimeSpan(0, 500), TimeSpan(1_500, 2_000), TimeSpan(5_000, 6_000))
FLAGS = (Flag(FlagKind.DOUBTFUL, 0, 500), Flag(FlagKind.SPEECH_WITHOUT_TEXT, 5_200, 5_900))


@pytest.fixture
def heard_interview(study: Study, kari: Person) -> Interview:
    made = study.add_interview(kari, label="W1-V01")
    words = (Word(0, 2, 0, 500), Word(3, 6, 1_500, 2_000))
    turns = (
        Turn(new_id(), "SPEAKER_00", "Ja nei", 0, 2_000, words),
        Turn(new_id(), "SPEAKER_01", "Å", 5_000, 6_000, (Word(0, 1, 5_000, 6_000),)),
    )
    voices = (Speaker("SPEAKER_00"), Speaker("SPEAKER_01"))
    transcript = Transcript("no", turns, voices, heard=Heard(speech=SPEECH, flags=FLAGS))
    study.keep_transcript(kari, made.id, transcript, machine_made=True)
    return made


def beside(study: Study, person: Person, interview: Interview) -> Any:
    (version,) = study.versions(person, interview.id)
    return json.loads(study.beside(person, interview.id, version.id))


def test_as_long_as_nothing_is_chosen_transcripts_look_as_before(study: Study, kari: Person) -> None:
    assert study.conventions(kari) == Conventions()


def test_what_is_chosen_holds_for_everybody(study: Study, kari: Person, ola: Person) -> None:
    chosen = Conventions(pauses=True, overlaps=OverlapSigns.SLASHES, timestamps=False, annotations=ENGLISH)
    assert study.set_conventions(kari, chosen) == chosen
    assert study.conventions(ola) == chosen


def test_annotations_are_tidied_as_they_are_typed(study: Study, kari: Person) -> None:
    kept = study.set_conventions(kari, Conventions(annotations=(Annotation(" [ler  lavt] ", "L"),)))
    assert kept.annotations == (Annotation("ler lavt", "l"),)
    assert kept.annotations[0].written == "[ler lavt]"


@pytest.mark.parametrize(
    ("conventions", "error"),
    [
        (Conventions(annotations=(Annotation("", "l"),)), BadAnnotationError),
        (Conventions(annotations=(Annotation("a] b", "l"),)), BadAnnotationError),
        (Conventions(annotations=(Annotation("ler\u202e", "l"),)), BadAnnotationError),
        (Conventions(annotations=(Annotation("x" * 41, "l"),)), BadAnnotationError),
        (Conventions(annotations=(Annotation("ler", "ll"),)), BadKeyError),
        (Conventions(annotations=(Annotation("ler", "j"),)), BadKeyError),
        (Conventions(annotations=(Annotation("ler", "."),)), BadKeyError),
        (Conventions(annotations=(Annotation("ler", "l"), Annotation("le", "L"))), SameKeyError),
        (Conventions(annotations=tuple(Annotation("x", chr(0x61 + n)) for n in range(9)) * 3), TooManyAnnotationsError),
        (Conventions(short_pause_ms=2_000, long_pause_ms=2_000), BadPausesError),
        (Conventions(short_pause_ms=0), BadPausesError),
        (Conventions(long_pause_ms=60_001), BadPausesError),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_changes(
    study: Study, kari: Person, conventions: Conventions, error: type[Exception]
) -> None:
    with pytest.raises(error):
        study.set_conventions(kari, conventions)
    assert study.conventions(kari) == Conventions()


def test_flags_and_marks_stand_beside_the_words(study: Study, kari: Person, heard_interview: Interview) -> None:
    study.set_conventions(kari, Conventions(pauses=True))
    found = beside(study, kari, heard_interview)
    first, second = _turns(study, kari, heard_interview)
    assert found["flags"] == [["doubtful", 0, 500], ["speech_without_text", 5_200, 5_900]]
    assert found["marks"] == {first.id: [[3, "(..)", "pause"]], second.id: [[0, "(3 s)", "pause"]]}
    assert found["annotations"][0] == ["[ler]", "l"]


def _turns(study: Study, person: Person, interview: Interview) -> tuple[Turn, ...]:
    transcript = study.transcript(person, interview.id)
    assert transcript is not None
    return transcript.turns


def test_without_marks_chosen_none_are_worked_out(study: Study, kari: Person, heard_interview: Interview) -> None:
    assert beside(study, kari, heard_interview)["marks"] is None


def test_of_a_transcript_that_a_person_typed_nothing_is_flagged(
    study: Study, kari: Person, interview: Interview
) -> None:
    assert beside(study, kari, interview)["flags"] is None


def test_marks_never_change_a_stored_word(study: Study, kari: Person, heard_interview: Interview) -> None:
    study.set_conventions(kari, Conventions(pauses=True, overlaps=OverlapSigns.BRACKETS))
    assert [turn.text for turn in _turns(study, kari, heard_interview)] == ["Ja nei", "Å"]


def test_another_interviews_transcript_is_not_handed_out(
    study: Study, kari: Person, heard_interview: Interview, interview: Interview
) -> None:
    (version,) = study.versions(kari, heard_interview.id)
    with pytest.raises(NotFoundError):
        study.beside(kari, interview.id, version.id)


def test_what_a_participant_who_withdrew_said_is_neither_flagged_nor_marked(
    study: Study, kari: Person, heard_interview: Interview
) -> None:
    study.set_conventions(kari, Conventions(pauses=True))
    gone = study.add_participant(kari, "H09", role="helper")
    speaker = {"seq": 1, "kind": "name_speaker", "speaker": "SPEAKER_01", "participant_id": gone.id}
    study.desk.apply(kari, heard_interview.id, new_id(), [speaker])
    study.withdraw(kari, gone.id, date(2026, 5, 1))
    found = beside(study, kari, heard_interview)
    assert [flag[0] for flag in found["flags"]] == ["doubtful"]
    (first,) = _turns(study, kari, heard_interview)
    assert list(found["marks"]) == [first.id]


def test_erasing_a_participant_reaches_what_was_typed_for_them_and_taken_back(tmp_path: Path) -> None:
    made = scene(tmp_path / "study", InterviewKind.FOCUS_GROUP, OTHERS, THEIRS, OTHERS)
    try:
        for undone in (True, False):
            ids = {"new_turn": new_id(), "text_id": new_id()}
            where = {"beside": made.browser.turns[0].id, "speaker": "SPEAKER_01", "text": "Ja, kanarifugl i gruva."}
            assert made.browser.refusal("insert_turn", **where, **ids) is None
            if undone:
                made.browser.do("undo")
        made.name("SPEAKER_00", "H04")
        h03 = made.name("SPEAKER_01", "H03")
        assert "gruva" in found(tmp_path / "study")
        made.study.erase_participant(made.kari, h03)
        assert "gruva" not in found(tmp_path / "study")
        assert [turn.text for turn in made.browser.turns] == [OTHERS, "[erased]", "[erased]", OTHERS]
    finally:
        registry.close_all()


def test_changing_one_thing_keeps_the_rest(study: Study, kari: Person) -> None:
    study.set_conventions(kari, Conventions(pauses=True, annotations=ENGLISH))
    study.set_conventions(kari, replace(study.conventions(kari), pauses=False))
    assert study.conventions(kari) == Conventions(annotations=ENGLISH)


# --- transcripts as files


def exported(study: Study, person: Person, interview: Interview, form: str, **choices: Any) -> str:
    content = study.export_transcript(person, interview.id, TranscriptFormat(form), **choices).content
    return "\n".join(p.text for p in Document(BytesIO(content)).paragraphs) if form == "docx" else content.decode()


MARKED = Conventions(pauses=True, overlaps=OverlapSigns.BRACKETS)


@pytest.mark.parametrize("form", ["docx", "txt", "vtt"])
def test_files_for_reading_show_the_marks_and_say_what_they_mean(
    study: Study, kari: Person, heard_interview: Interview, form: str
) -> None:
    study.set_conventions(kari, MARKED)
    text = exported(study, kari, heard_interview, form)
    assert "Ja (..) nei" in text and "(3 s) Å" in text
    assert "pause of 0.5 to 2 s" in text and "spoken while somebody else speaks" in text


def test_the_legend_stands_at_the_end_of_the_word_document(
    study: Study, kari: Person, heard_interview: Interview
) -> None:
    study.set_conventions(kari, MARKED)
    text = exported(study, kari, heard_interview, "docx")
    assert text.index("(3 s) Å") < text.index("Signs in this transcript") < text.index("pause of 0.5")


@pytest.mark.parametrize("form", ["docx", "txt", "vtt"])
def test_the_bare_words_can_be_had(study: Study, kari: Person, heard_interview: Interview, form: str) -> None:
    study.set_conventions(kari, MARKED)
    text = exported(study, kari, heard_interview, form, with_marks=False)
    assert "Ja nei" in text and "(..)" not in text and "pause" not in text


def test_json_keeps_the_words_as_stored_and_the_marks_beside_them(
    study: Study, kari: Person, heard_interview: Interview
) -> None:
    study.set_conventions(kari, MARKED)
    turn = json.loads(exported(study, kari, heard_interview, "json"))["turns"][0]
    assert (turn["text"], turn["marks"]) == ("Ja nei", [{"offset": 3, "text": "(..)"}])


def test_times_and_line_numbers_follow_the_conventions_unless_an_export_says_otherwise(
    study: Study, kari: Person, heard_interview: Interview
) -> None:
    study.set_conventions(kari, Conventions(timestamps=False, line_numbers=False))
    assert "[0:00:05]" not in exported(study, kari, heard_interview, "docx")
    assert "[0:00:05]" not in exported(study, kari, heard_interview, "txt")
    assert "Line numbers depend" not in exported(study, kari, heard_interview, "docx")
    assert "Line numbers depend" in exported(study, kari, heard_interview, "docx", numbers=TranscriptNumbers.LINES)


@pytest.mark.parametrize("form", ["docx", "txt", "vtt", "json"])
def test_every_file_says_machine_rendering_until_all_is_compared(
    study: Study, kari: Person, heard_interview: Interview, form: str
) -> None:
    wanted = {"docx": "machine's rendering", "json": '"machine_rendering": true'}.get(form, "machine rendering")
    browser = Browser(study, kari, heard_interview.id)
    first, second = (turn.id for turn in browser.turns)
    browser.do("check", turns=[first])
    assert wanted in exported(study, kari, heard_interview, form)
    browser.do("check", turns=[second])
    assert wanted not in exported(study, kari, heard_interview, form)


@pytest.mark.parametrize("form", ["txt", "vtt", "json"])
def test_what_a_file_says_in_front_is_not_read_back_as_talk(
    study: Study, kari: Person, heard_interview: Interview, form: str
) -> None:
    study.set_conventions(kari, MARKED)
    content = exported(study, kari, heard_interview, form, with_marks=form == "json").encode()
    assert [turn.text for turn in read(content, f"x.{form}").turns] == ["Ja nei", "Å"]
