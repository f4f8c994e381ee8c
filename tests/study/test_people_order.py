"""Waves and sites are renamed, dated, moved, and deleted while nothing needs them."""

from __future__ import annotations

from datetime import date

import pytest

from core.design import Person
from core.errors import NotFoundError
from study import Study
from study.design import EndsBeforeItBeginsError, NameTakenError
from study.people_order import NotTheSameWavesError, StillUsedError

SPRING, SUMMER = date(2026, 3, 1), date(2026, 6, 30)


def test_a_wave_gets_another_label_and_other_days(study: Study, kari: Person) -> None:
    wave = study.add_wave(kari, "Wave 1")
    study.change_wave(kari, wave.id, label=" Wave 1,  spring ", starts_on=SPRING, ends_on=SUMMER)
    (found,) = study.waves(kari)
    assert (found.label, found.starts_on, found.ends_on) == ("Wave 1, spring", SPRING, SUMMER)


def test_a_wave_does_not_end_before_it_begins(study: Study, kari: Person) -> None:
    wave = study.add_wave(kari, "Wave 1", SPRING, SPRING)
    with pytest.raises(EndsBeforeItBeginsError, match="begin on 2026-06-30 and end on 2026-03-01"):
        study.change_wave(kari, wave.id, label="Wave 1", starts_on=SUMMER, ends_on=SPRING)
    with pytest.raises(EndsBeforeItBeginsError):
        study.add_wave(kari, "Wave 2", SUMMER, SPRING)


def test_two_waves_do_not_share_a_label(study: Study, kari: Person) -> None:
    study.add_wave(kari, "Wave 1")
    second = study.add_wave(kari, "Wave 2")
    with pytest.raises(NameTakenError, match="wave “Wave 1”"):
        study.change_wave(kari, second.id, label="Wave 1")
    with pytest.raises(NotFoundError):
        study.change_wave(kari, "0" * 32, label="Wave 3")


def test_waves_are_put_in_order_all_of_them_or_none(study: Study, kari: Person) -> None:
    one, two, three = (study.add_wave(kari, f"Wave {n}").id for n in (1, 2, 3))
    study.order_waves(kari, (three, one, two))
    assert [wave.id for wave in study.waves(kari)] == [three, one, two]
    with pytest.raises(NotTheSameWavesError):
        study.order_waves(kari, (one, two))
    with pytest.raises(NotTheSameWavesError):
        study.order_waves(kari, (one, two, two))


def test_a_wave_that_is_used_is_not_deleted_and_the_refusal_says_by_what(study: Study, kari: Person) -> None:
    interview = study.add_interview(kari, label="W1-H03", wave="Wave 1")
    (wave,) = study.waves(kari)
    h04 = study.add_participant(kari, "H04")
    study.record_absence(kari, h04.id, wave.id, "ill")
    question = study.add_question(kari, wave.id, {"en": "How are you?"})
    with pytest.raises(StillUsedError) as refused:
        study.delete_wave(kari, wave.id)
    assert "1 interview, 1 question of the interview guide, 1 reason for an absence" in str(refused.value)
    study.change_interview(kari, interview.id, wave_id=None)
    study.record_absence(kari, h04.id, wave.id, "")
    study.delete_question(kari, question.id)
    study.delete_wave(kari, wave.id)
    assert study.waves(kari) == ()


def test_a_site_is_renamed_and_deleted_while_nothing_belongs_to_it(study: Study, kari: Person) -> None:
    bergen, oslo = study.add_site(kari, "Bergn"), study.add_site(kari, "Oslo")
    study.rename_site(kari, bergen.id, "Bergen")
    with pytest.raises(NameTakenError):
        study.rename_site(kari, oslo.id, "Bergen")
    h03 = study.add_participant(kari, "H03")
    study.set_site(kari, h03.id, bergen.id)
    with pytest.raises(StillUsedError, match="“Bergen” cannot be deleted while these belong to it: 1 participant"):
        study.delete_site(kari, bergen.id)
    study.delete_site(kari, oslo.id)
    assert [site.name for site in study.sites(kari)] == ["Bergen"]
