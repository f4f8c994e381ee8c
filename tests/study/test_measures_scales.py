"""Scales of the study's own: per wave, for participants, unchanged once they are answered."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from core.design import Participant, Person
from measures.own import BadScaleError, OwnScale, Scoring
from study import Study
from study.design import NameTakenError
from study.measures_forms import BadAnswersError, EnteredAlreadyError, ReplacedMeanwhileError
from study.measures_scales import ScaleUsedError, WithdrawnParticipantError
from study.people_order import StillUsedError

ITEMS = ("I like the work", "I would rather do something else", "I am paid fairly")


@pytest.fixture
def scale(study: Study, kari: Person) -> OwnScale:
    wave = study.add_wave(kari, "Wave 1")
    return study.add_scale(kari, wave.id, "Job satisfaction", ITEMS, 1, 5, reversed_items=[2], most_missing=1)


@pytest.fixture
def h03(study: Study, kari: Person) -> Participant:
    return study.add_participant(kari, "H03", "helper")


def test_a_scale_is_kept_as_it_was_described(study: Study, kari: Person, scale: OwnScale) -> None:
    assert study.scales(kari) == (scale,)
    assert (scale.items, scale.reversed, scale.scoring, scale.most_missing) == (ITEMS, (2,), Scoring.MEAN, 1)
    by_itself = study.add_scale(kari, scale.wave_id, "Ten items", [f"i{n}" for n in range(10)], 0, 3)
    assert by_itself.most_missing == 2  # a fifth


def test_a_scale_that_cannot_be_scored_is_refused(study: Study, kari: Person, scale: OwnScale) -> None:
    with pytest.raises(BadScaleError, match="no item 4 to reverse"):
        study.add_scale(kari, scale.wave_id, "Other", ITEMS, 1, 5, reversed_items=[4])
    with pytest.raises(NameTakenError, match="job SATISFACTION"):
        study.add_scale(kari, scale.wave_id, "job SATISFACTION", ITEMS, 1, 5)


def test_answers_are_scored_corrected_and_described(
    study: Study, kari: Person, ola: Person, scale: OwnScale, h03: Participant
) -> None:
    kept = study.record_scale_answers(kari, scale.id, h03.id, [5, 1, None])
    assert kept.score.value == 5  # 5 and 6 - 1
    with pytest.raises(EnteredAlreadyError):
        study.record_scale_answers(kari, scale.id, h03.id, [1, 1, 1])
    with pytest.raises(BadAnswersError):
        study.correct_scale_answers(kari, kept.form.id, [6, 1, 1])
    corrected = study.correct_scale_answers(ola, kept.form.id, [4, 2, 1], date(2026, 4, 1))
    assert corrected.score.value == 3  # 4 + 4 + 1 = 9 of three
    with pytest.raises(ReplacedMeanwhileError):
        study.remove_scale_form(kari, kept.form.id)
    assert [each.form.answers for each in study.scale_form_history(kari, scale.id, h03.id)] == [
        (5, 1, None), (4, 2, 1),
    ]  # fmt: skip
    (row,) = study.scale_descriptives(kari)
    assert (row.scale, row.figures.n, row.figures.mean, row.figures.sd) == (scale, 1, 3, None)
    assert row.figures.without_form is None
    study.remove_scale_form(kari, corrected.form.id)
    assert study.scale_descriptives(kari) == () and study.scale_forms(kari, h03.id) == ()


def test_a_scale_with_answers_keeps_its_items_and_only_its_name_can_change(
    study: Study, kari: Person, scale: OwnScale, h03: Participant
) -> None:
    changed = study.change_scale(kari, replace(scale, highest=7))
    study.record_scale_answers(kari, scale.id, h03.id, [7, 1, 2])
    with pytest.raises(ScaleUsedError, match="has 1 forms, so its items and scoring stay"):
        study.change_scale(kari, replace(changed, highest=5))
    with pytest.raises(ScaleUsedError):
        study.delete_scale(kari, scale.id)
    study.change_scale(kari, replace(changed, name="Satisfaction"))
    assert [each.name for each in study.scales(kari)] == ["Satisfaction"]


def test_the_same_items_serve_in_another_wave_and_are_answered_apart(
    study: Study, kari: Person, scale: OwnScale, h03: Participant
) -> None:
    second = study.add_wave(kari, "Wave 2")
    copy = study.copy_scale(kari, scale.id, second.id)
    with pytest.raises(NameTakenError):
        study.copy_scale(kari, scale.id, second.id)
    study.record_scale_answers(kari, scale.id, h03.id, [1, 5, 1])
    study.record_scale_answers(kari, copy.id, h03.id, [5, 1, 5])
    assert [(row.scale.wave_id, row.figures.mean) for row in study.scale_descriptives(kari)] == [
        (scale.wave_id, 1), (second.id, 5),
    ]  # fmt: skip
    exported = study.export_descriptives(kari).content.decode("utf-8-sig")
    assert '"Job satisfaction","mean","Wave 2","1","5.000",""' in exported and "H03" not in exported


def test_a_wave_with_a_scale_cannot_be_deleted_and_an_unused_scale_can(
    study: Study, kari: Person, scale: OwnScale
) -> None:
    with pytest.raises(StillUsedError):
        study.delete_wave(kari, scale.wave_id)
    study.delete_scale(kari, scale.id)
    study.delete_wave(kari, scale.wave_id)


def test_who_has_withdrawn_is_in_no_score(study: Study, kari: Person, scale: OwnScale, h03: Participant) -> None:
    study.record_scale_answers(kari, scale.id, h03.id, [1, 5, 1])
    study.withdraw(kari, h03.id, date(2026, 5, 1))
    assert study.scale_forms(kari) == () and study.scale_descriptives(kari) == ()
    assert study.scale_form_history(kari, scale.id, h03.id) == ()
    with pytest.raises(WithdrawnParticipantError, match="H03"):
        study.record_scale_answers(kari, scale.id, h03.id, [1, 5, 1])
    study.take_back_withdrawal(kari, h03.id)
    assert len(study.scale_forms(kari)) == 1
