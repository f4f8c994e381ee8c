"""Interview guides: questions in order and in languages, linked to codes; what was asked, by whom it was marked."""

from __future__ import annotations

import pytest

from coding.asked import summarise_guide
from core.design import Person, Wave
from core.errors import NotFoundError
from core.guide import Asked
from study import Study
from study.base import MissingTextError, TooLongError
from study.people_guides import NotTheSameQuestionsError, OtherWaveError


@pytest.fixture
def wave(study: Study, kari: Person) -> Wave:
    return study.add_wave(kari, "Wave 1")


def texts(study: Study, kari: Person, wave: Wave) -> list[str]:
    return [question.text["no"] for question in study.questions(kari, wave.id)]


def test_questions_keep_their_languages_their_codes_and_their_order(study: Study, kari: Person, wave: Wave) -> None:
    _, code = next(study.codebook(kari).walk())
    first = study.add_question(
        kari, wave.id, {"no": "Hva betyr rollen?", "en": " ", "ar": "ماذا يعني الدور؟"}, [code.id]
    )
    second = study.add_question(kari, wave.id, {"no": "Hva er tungt?"})
    assert first.text == {"no": "Hva betyr rollen?", "ar": "ماذا يعني الدور؟"}
    study.order_questions(kari, wave.id, (second.id, first.id))
    assert texts(study, kari, wave) == ["Hva er tungt?", "Hva betyr rollen?"]
    study.change_question(kari, second.id, {"no": "Hva er tyngst?"}, [code.id, code.id])
    assert study.questions(kari, wave.id)[0].code_ids == (code.id,)
    study.delete_question(kari, first.id)
    assert texts(study, kari, wave) == ["Hva er tyngst?"]


def test_a_question_needs_words_a_wave_and_codes_that_exist(study: Study, kari: Person, wave: Wave) -> None:
    with pytest.raises(MissingTextError):
        study.add_question(kari, wave.id, {"no": " "})
    with pytest.raises(TooLongError):
        study.add_question(kari, wave.id, {"no": "x" * 2001})
    with pytest.raises(NotFoundError):
        study.add_question(kari, wave.id, {"no": "Hva?"}, ["0" * 32])
    with pytest.raises(NotFoundError):
        study.add_question(kari, "0" * 32, {"no": "Hva?"})
    question = study.add_question(kari, wave.id, {"no": "Hva?"})
    with pytest.raises(NotTheSameQuestionsError):
        study.order_questions(kari, wave.id, (question.id, question.id))


def test_a_guide_is_copied_to_the_next_wave_and_lives_on_by_itself(study: Study, kari: Person, wave: Wave) -> None:
    study.add_question(kari, wave.id, {"no": "En"})
    study.add_question(kari, wave.id, {"no": "To"})
    later = study.add_wave(kari, "Wave 2")
    study.add_question(kari, later.id, {"no": "Først"})
    copies = study.copy_guide(kari, wave.id, later.id)
    study.change_question(kari, copies[0].id, {"no": "Én"})
    assert texts(study, kari, later) == ["Først", "Én", "To"]
    assert texts(study, kari, wave) == ["En", "To"]


def test_marks_say_who_and_when_and_the_summary_counts_interviews(
    study: Study, kari: Person, ola: Person, wave: Wave
) -> None:
    question = study.add_question(kari, wave.id, {"no": "Hva?"})
    one, two, three, four = (study.add_interview(kari, label=f"W1-H0{n}", wave="Wave 1").id for n in range(1, 5))
    study.mark_asked(kari, one, question.id, Asked.NOT_ASKED)
    study.mark_asked(ola, one, question.id, Asked.ASKED)
    study.mark_asked(kari, two, question.id, Asked.UNPROMPTED)
    study.mark_asked(kari, three, question.id, Asked.NOT_ASKED)
    study.mark_asked(kari, four, question.id, Asked.ASKED)
    study.mark_asked(kari, four, question.id, None)
    marks = {mark.interview_id: mark for mark in study.marks(kari)}
    assert marks[one].marked_by == ola.id and marks[one].marked_at.tzinfo
    (summary,) = summarise_guide(study.snapshot(kari), wave.id)
    assert (summary.asked, summary.unprompted, summary.not_asked) == (
        frozenset({one}),
        frozenset({two}),
        frozenset({three}),
    )
    assert summary.unmarked == {four} and summary.covered == {one, two} and len(summary.among) == 4


def test_a_question_of_one_wave_is_not_asked_in_another(study: Study, kari: Person, wave: Wave) -> None:
    question = study.add_question(kari, wave.id, {"no": "Hva?"})
    elsewhere = study.add_interview(kari, label="W2-H03", wave="Wave 2")
    with pytest.raises(OtherWaveError, match="“W2-H03” does not belong"):
        study.mark_asked(kari, elsewhere.id, question.id, Asked.ASKED)
    here = study.add_interview(kari, label="W1-H03", wave="Wave 1")
    study.mark_asked(kari, here.id, question.id, Asked.ASKED)
    study.change_interview(kari, here.id, wave_id=elsewhere.wave_id)
    (summary,) = summarise_guide(study.snapshot(kari), wave.id)
    assert summary.among == summary.asked == frozenset()
