"""Questions of interview guides and the codes they aim at: merged, split, retired, deleted, and all of it undone."""

from __future__ import annotations

import pytest

from codebooks.model import Code, CodeStatus
from codebooks.tree import RetiredCodeError
from core.design import Person, Wave
from core.guide import Question
from study import Study
from study.guide_links import QuestionsLinkedError


@pytest.fixture
def wave(study: Study, kari: Person) -> Wave:
    return study.add_wave(kari, "Wave 1")


@pytest.fixture
def old(study: Study, kari: Person) -> Code:
    return study.add_code(kari, "Tired")


@pytest.fixture
def new(study: Study, kari: Person) -> Code:
    return study.add_code(kari, "Worn out")


@pytest.fixture
def question(study: Study, kari: Person, wave: Wave, old: Code) -> Question:
    return study.add_question(kari, wave.id, {"no": "Hva er tungt?"}, [old.id])


def aims(study: Study, kari: Person) -> list[set[str]]:
    return [set(question.code_ids) for question in study.questions(kari)]


def test_a_merge_takes_the_questions_along_and_undo_and_redo_too(
    study: Study, kari: Person, wave: Wave, old: Code, new: Code, question: Question
) -> None:
    study.add_question(kari, wave.id, {"no": "Og ellers?"}, [old.id, new.id])
    study.merge_codes(kari, old.id, new.id)
    assert aims(study, kari) == [{new.id}, {new.id}]
    study.undo_codebook(kari)
    assert aims(study, kari) == [{old.id}, {old.id, new.id}]
    study.redo_codebook(kari)
    assert aims(study, kari) == [{new.id}, {new.id}]
    assert study.codebook_overview(kari).questions == {new.id: 2}


def test_undoing_a_merge_leaves_deleted_questions_away_and_new_links_alone(
    study: Study, kari: Person, wave: Wave, old: Code, new: Code, question: Question
) -> None:
    later = study.add_question(kari, wave.id, {"no": "Og ellers?"})
    study.merge_codes(kari, old.id, new.id)
    study.delete_question(kari, question.id)
    study.change_question(kari, later.id, later.text, [new.id])
    study.undo_codebook(kari)
    assert aims(study, kari) == [{new.id}]


def test_deleting_a_code_says_how_many_questions_aim_at_it_and_undo_links_them_again(
    study: Study, kari: Person, old: Code, question: Question
) -> None:
    with pytest.raises(QuestionsLinkedError, match="“Tired” is what 1 question in the"):
        study.delete_code(kari, old.id)
    assert aims(study, kari) == [{old.id}]
    study.delete_code(kari, old.id, with_questions=True)
    assert aims(study, kari) == [set()]
    study.undo_codebook(kari)
    assert aims(study, kari) == [{old.id}]


def test_retiring_a_code_says_so_and_keeps_the_link_but_no_other_question_gets_it(
    study: Study, kari: Person, wave: Wave, old: Code, question: Question
) -> None:
    for retire in (study.retire_code, lambda p, i: study.set_code_status(p, i, CodeStatus.RETIRED)):
        with pytest.raises(QuestionsLinkedError):
            retire(kari, old.id)
    study.retire_code(kari, old.id, with_questions=True)
    assert aims(study, kari) == [{old.id}]
    study.change_question(kari, question.id, {"no": "Hva er tyngst?"}, [old.id])
    with pytest.raises(RetiredCodeError):
        study.add_question(kari, wave.id, {"no": "Og ellers?"}, [old.id])
    later = study.add_wave(kari, "Wave 2")
    assert [copy.code_ids for copy in study.copy_guide(kari, wave.id, later.id)] == [()]


def test_a_finished_split_retires_the_old_code_with_its_questions_only_when_told(
    study: Study, kari: Person, old: Code, question: Question
) -> None:
    split = study.split_code(kari, old.id, ["Tired of work", "Tired at home"], below=False)
    assert aims(study, kari) == [{old.id}]
    with pytest.raises(QuestionsLinkedError):
        study.finish_split(kari, split.id)
    study.finish_split(kari, split.id, with_questions=True)
    assert aims(study, kari) == [{old.id}] and study.splits(kari) == ()


def test_no_undo_takes_a_code_away_from_a_question(study: Study, kari: Person, ola: Person, wave: Wave) -> None:
    code = study.add_code(kari, "Pride")
    study.add_question(ola, wave.id, {"no": "Hva er du stolt av?"}, [code.id])
    with pytest.raises(QuestionsLinkedError):
        study.undo_codebook(kari)
    study.retire_code(kari, code.id, with_questions=True)
    study.unretire_code(kari, code.id)
    study.undo_codebook(kari)  # retired with its questions, as it was
    study.redo_codebook(kari)
    study.add_question(ola, wave.id, {"no": "Og ellers?"}, [code.id])
    with pytest.raises(QuestionsLinkedError, match="what 1 question"):
        study.undo_codebook(kari)
    assert aims(study, kari) == [{code.id}, {code.id}]
