"""The voices of an interview as the page Speakers shows them, and what is done to them through the desk's own log."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from core.design import Interview, Person
from core.errors import NotFoundError
from study import Study
from study.base import NotAMemberError
from study.voice_review import VoiceReview
from tests.desks import Browser
from tests.voices import SAID, WORD_MS, numbered, talk


@pytest.fixture
def group(study: Study, kari: Person) -> Interview:
    """A focus group of four voices, each of which speaks twice."""
    made = study.add_interview(kari, label="FG-1", wave="Wave 1")
    study.keep_transcript(kari, made.id, talk(numbered(4), rounds=2), machine_made=True)
    return made


@pytest.fixture
def desk(study: Study, kari: Person, group: Interview) -> Browser:
    return Browser(study, kari, group.id)


def review(study: Study, kari: Person, group: Interview) -> VoiceReview:
    found = study.review_voices(kari, group.id)
    assert found is not None
    return found


def labels(study: Study, kari: Person, group: Interview) -> list[str]:
    return [voice.speaker.label for voice in review(study, kari, group).voices]


def own_turns(desk: Browser, label: str) -> list[str]:
    return [turn.id for turn in desk.turns if turn.speaker == label]


def test_each_voice_says_how_much_it_speaks_and_gives_samples(study: Study, kari: Person, group: Interview) -> None:
    voices = review(study, kari, group).voices
    assert [voice.speaker.label for voice in voices] == numbered(4)
    assert {(voice.turns, voice.speech_ms, voice.is_named) for voice in voices} == {(2, 2 * len(SAID) * WORD_MS, False)}
    assert all(len(voice.samples) == 2 for voice in voices)


def test_merging_keeps_codings_and_undo_brings_the_voice_back(
    study: Study, kari: Person, group: Interview, desk: Browser
) -> None:
    desk.send(desk.coding_of("hjelper", "Identity", turn=1))
    desk.do("set_speaker", turns=own_turns(desk, "SPEAKER_01"), speaker="SPEAKER_00")
    assert labels(study, kari, group) == ["SPEAKER_00", "SPEAKER_02", "SPEAKER_03"]
    assert review(study, kari, group).voices[0].turns == 4
    assert desk.coded_words() == ["hjelper"]
    desk.do("undo")
    assert labels(study, kari, group) == numbered(4)
    assert desk.coded_words() == ["hjelper"]


def test_a_stretch_goes_to_a_new_voice_whose_name_is_told_beforehand(
    study: Study, kari: Person, group: Interview, desk: Browser
) -> None:
    new = review(study, kari, group).new_label
    assert new == "SPEAKER_04"
    assert desk.refusal("set_speaker", turns=own_turns(desk, "SPEAKER_01")[1:], speaker=new) is None
    assert labels(study, kari, group) == [*numbered(4), "SPEAKER_04"]
    desk.do("undo")
    assert labels(study, kari, group) == numbered(4)


def test_the_voices_of_somebody_who_has_withdrawn_are_not_shown(
    study: Study, kari: Person, group: Interview, desk: Browser
) -> None:
    desk.do("name_speaker", speaker="SPEAKER_02", new_participant={"pseudonym": "H07", "role": "helper"})
    (h07,) = study.participants(kari)
    study.withdraw(kari, h07.id, date(2026, 6, 1))
    found = review(study, kari, group)
    assert "SPEAKER_02" not in str(found.to_json()) and "H07" not in str(found.to_json())
    with pytest.raises(NotFoundError):
        study.turns_of_voice(kari, group.id, "SPEAKER_02")


def test_it_says_whether_anything_was_done_since(study: Study, kari: Person, group: Interview, desk: Browser) -> None:
    before = review(study, kari, group)
    assert not study.voices_changed(kari, group.id, before.revision, before.transcript_id)
    desk.do("name_speaker", speaker="SPEAKER_00", role="interviewer")
    assert study.voices_changed(kari, group.id, before.revision, before.transcript_id)
    assert review(study, kari, group).voices[0].is_named


def test_an_interview_without_a_transcript_has_no_voices(study: Study, kari: Person) -> None:
    made = study.add_interview(kari, label="W2-H01")
    assert study.review_voices(kari, made.id) is None


def test_who_does_not_work_in_the_study_sees_no_voice(study: Study, group: Interview) -> None:
    stranger = Person("0" * 32, "Stranger")
    calls: list[Any] = [
        lambda: study.review_voices(stranger, group.id),
        lambda: study.turns_of_voice(stranger, group.id, "SPEAKER_00"),
        lambda: study.voices_changed(stranger, group.id, 0, ""),
        lambda: study.make_voice_profiles(stranger, group.id),
        lambda: study.compare_voices(stranger, group.id),
        lambda: study.decline_voice(stranger, group.id, "SPEAKER_00", "0" * 32),
    ]
    for call in calls:
        with pytest.raises(NotAMemberError):
            call()
