"""Clients and their questionnaires: entered, corrected, described; never joined to participants without a reason."""

from __future__ import annotations

from datetime import date

import pytest

from core.design import Person
from core.errors import NotFoundError
from measures.descriptives import Descriptive
from measures.forms import Client
from measures.model import Occasion
from study import Study
from study.base import MissingTextError, NotAMemberError
from study.design import NameTakenError
from study.measures_clients import LikeAParticipantError, LinkedAlreadyError, NoReasonError, WithdrawnClientError
from study.measures_forms import (
    BadAnswersError,
    EnteredAlreadyError,
    NothingAnsweredError,
    ReplacedMeanwhileError,
    WrongNumberOfAnswersError,
)
from study.people_words import IdentityNumberError

DAY = date(2026, 3, 1)
TWOS = (2,) * 25


@pytest.fixture
def k01(study: Study, kari: Person) -> Client:
    return study.add_client(kari, "K01")


def audited(study: Study) -> list[str]:
    with study.database.read() as connection:
        return list(connection.exec_driver_sql("SELECT verb FROM audit ORDER BY number").scalars())


def hscl(study: Study, kari: Person, client: Client, mean: int, occasion: Occasion = Occasion.BEFORE) -> str:
    return study.record_answers(kari, client.id, "hscl-25", occasion, (mean,) * 25).form.id


# --- clients


def test_clients_are_cases_of_their_own(study: Study, kari: Person) -> None:
    study.add_client(kari, " K02 ")
    study.add_client(kari, "K01")
    assert [client.label for client in study.clients(kari)] == ["K01", "K02"]
    assert study.participants(kari) == ()
    assert study.snapshot(kari).participants == ()


@pytest.mark.parametrize("label", ["K01", "k01", " K01  "])
def test_two_clients_cannot_carry_one_label(study: Study, kari: Person, k01: Client, label: str) -> None:
    with pytest.raises(NameTakenError, match="already a client"):
        study.add_client(kari, label)


def test_a_label_that_would_join_client_and_participant_silently_is_refused(
    study: Study, kari: Person, k01: Client
) -> None:
    study.add_participant(kari, "H03", "helper")
    with pytest.raises(LikeAParticipantError, match="only joined by a link with a reason"):
        study.add_client(kari, "h03")
    with pytest.raises(LikeAParticipantError):
        study.rename_client(kari, k01.id, "H03")


def test_a_label_says_something_and_names_nobody(study: Study, kari: Person) -> None:
    with pytest.raises(MissingTextError):
        study.add_client(kari, "  ")
    with pytest.raises(IdentityNumberError):
        study.add_client(kari, "01019912345")


def test_only_members_of_the_study_may_see_or_write(study: Study, kari: Person, k01: Client) -> None:
    stranger = Person("0" * 32, "Stranger")
    for verb in (
        lambda: study.clients(stranger),
        lambda: study.client_forms(stranger),
        lambda: study.descriptives(stranger),
        lambda: study.add_client(stranger, "K09"),
        lambda: study.record_answers(stranger, k01.id, "hscl-25", Occasion.BEFORE, TWOS),
        lambda: study.erase_client(stranger, k01.id),
        lambda: study.export_descriptives(stranger),
    ):
        with pytest.raises(NotAMemberError):
            verb()


# --- forms


def test_a_form_is_kept_with_its_day_and_scored(study: Study, kari: Person, k01: Client) -> None:
    kept = study.record_answers(kari, k01.id, "hscl-25", Occasion.BEFORE, ["1", *TWOS[1:]], DAY)
    (found,) = study.client_forms(kari)
    assert found == kept
    assert found.form.answers == (1, *TWOS[1:]) and found.form.filled_in_on == DAY
    assert [score.value for score in found.scores] == [49 / 25, 19 / 10, 2]


def test_answers_that_cannot_be_are_listed_and_nothing_is_kept(study: Study, kari: Person, k01: Client) -> None:
    with pytest.raises(BadAnswersError, match="item 2: 9 is outside 0 to 5") as refused:
        study.record_answers(kari, k01.id, "psychlops", Occasion.BEFORE, [1, 9, "x", 2])
    assert len(refused.value.problems) == 2
    with pytest.raises(WrongNumberOfAnswersError, match="has 4 items, and 3 answers"):
        study.record_answers(kari, k01.id, "psychlops", Occasion.BEFORE, [1, 2, 3])
    with pytest.raises(NothingAnsweredError):
        study.record_answers(kari, k01.id, "psychlops", Occasion.BEFORE, ["", None, "-", ""])
    with pytest.raises(NotFoundError, match="questionnaire “phq-9”"):
        study.record_answers(kari, k01.id, "phq-9", Occasion.BEFORE, [1])
    assert study.client_forms(kari) == ()


def test_one_form_per_occasion_and_correcting_keeps_what_was_there(
    study: Study, kari: Person, ola: Person, k01: Client
) -> None:
    first = hscl(study, kari, k01, 2)
    with pytest.raises(EnteredAlreadyError, match="Correct that form instead"):
        hscl(study, kari, k01, 3)
    corrected = study.correct_answers(ola, first, (3,) * 25, DAY)
    assert [each.form.id for each in study.client_forms(kari)] == [corrected.form.id]
    old, new = study.form_history(kari, k01.id, "hscl-25", Occasion.BEFORE)
    assert old.form.answers == TWOS and old.form.entry.replaced_by == ola.id
    assert new.form.answers == (3,) * 25 and new.form.entry.by == ola.id and new.form.entry.replaced_at is None
    assert audited(study)[-2:] == ["record_answers", "correct_answers"]


def test_two_people_cannot_correct_one_form_over_each_other(
    study: Study, kari: Person, ola: Person, k01: Client
) -> None:
    first = hscl(study, kari, k01, 2)
    study.correct_answers(kari, first, (3,) * 25)
    with pytest.raises(ReplacedMeanwhileError, match="meanwhile"):
        study.correct_answers(ola, first, (4,) * 25)
    assert study.client_forms(kari)[0].form.answers == (3,) * 25


def test_a_wrong_correction_leaves_the_form_as_it_was(study: Study, kari: Person, k01: Client) -> None:
    first = hscl(study, kari, k01, 2)
    with pytest.raises(BadAnswersError):
        study.correct_answers(kari, first, (7,) * 25)
    assert [each.form.id for each in study.client_forms(kari)] == [first]


def test_a_removed_form_counts_no_more_stays_in_the_history_and_may_be_entered_anew(
    study: Study, kari: Person, k01: Client
) -> None:
    study.remove_form(kari, hscl(study, kari, k01, 2))
    assert study.client_forms(kari) == () and study.descriptives(kari) == ()
    hscl(study, kari, k01, 4)
    assert len(study.form_history(kari, k01.id, "hscl-25", Occasion.BEFORE)) == 2


# --- descriptives


def test_descriptives_count_who_has_a_score_and_who_has_not(study: Study, kari: Person) -> None:
    clients = [study.add_client(kari, f"K{number:02}") for number in range(1, 6)]
    for client, answer in zip(clients, (1, 2, 3), strict=False):
        hscl(study, kari, client, answer)
    study.record_answers(kari, clients[3].id, "hscl-25", Occasion.BEFORE, (1,) + (None,) * 24)
    hscl(study, kari, clients[0], 1, Occasion.LATER)
    rows = {(row.kind.name, row.occasion): row.figures for row in study.descriptives(kari, "hscl-25")}
    assert rows["mean", Occasion.BEFORE] == Descriptive(n=3, mean=2.0, sd=1.0, incomplete=1, without_form=1)
    assert rows["mean", Occasion.LATER] == Descriptive(n=1, mean=1.0, sd=None, incomplete=0, without_form=4)
    assert {occasion for _, occasion in rows} == {Occasion.BEFORE, Occasion.LATER}
    assert study.descriptives(kari, "psychlops") == ()


# --- withdrawal


def test_a_client_who_withdraws_leaves_every_score_table_and_export_and_can_come_back(
    study: Study, kari: Person, k01: Client
) -> None:
    k02 = study.add_client(kari, "K02")
    hscl(study, kari, k01, 4)
    hscl(study, kari, k02, 2)
    study.withdraw_client(kari, k01.id, DAY)
    assert [each.form.client_id for each in study.client_forms(kari)] == [k02.id]
    assert study.form_history(kari, k01.id, "hscl-25", Occasion.BEFORE) == ()
    assert [(row.figures.n, row.figures.mean, row.figures.missing) for row in study.descriptives(kari)][0] == (
        1,
        2.0,
        0,
    )
    assert b"K01" not in study.export_client_forms(kari, "hscl-25").content
    with pytest.raises(WithdrawnClientError):
        hscl(study, kari, k01, 1, Occasion.AFTER)
    study.take_back_client_withdrawal(kari, k01.id)
    assert len(study.client_forms(kari)) == 2


# --- links


def test_a_link_has_a_reason_a_person_and_a_moment_and_undoing_it_leaves_that_to_be_seen(
    study: Study, kari: Person, ola: Person, k01: Client
) -> None:
    h03 = study.add_participant(kari, "H03", "helper")
    with pytest.raises(NoReasonError, match="Write the reason why “K01” and “H03” are linked"):
        study.link_client(kari, k01.id, h03.id, "  ")
    link = study.link_client(kari, k01.id, h03.id, "Was a client first; agreed in writing")
    with pytest.raises(LinkedAlreadyError, match="linked to “H03” already"):
        study.link_client(kari, k01.id, h03.id, "again")
    study.undo_client_link(ola, link.id)
    (seen,) = study.client_links(kari)
    assert (seen.reason, seen.made_by, seen.undone_by) == ("Was a client first; agreed in writing", kari.id, ola.id)
    assert seen.undone_at is not None
    with pytest.raises(NotFoundError):
        study.undo_client_link(kari, link.id)
    study.link_client(kari, k01.id, h03.id, "after all")
    assert audited(study)[-3:] == ["link_client", "undo_client_link", "link_client"]


def test_links_of_people_who_have_withdrawn_are_not_shown(study: Study, kari: Person, k01: Client) -> None:
    h03 = study.add_participant(kari, "H03", "helper")
    study.link_client(kari, k01.id, h03.id, "agreed")
    study.withdraw(kari, h03.id, DAY)
    assert study.client_links(kari) == ()
    study.take_back_withdrawal(kari, h03.id)
    study.withdraw_client(kari, k01.id, DAY)
    assert study.client_links(kari) == ()


# --- exports


def test_the_exported_table_says_n_and_warns_of_small_groups_and_names_nobody(
    study: Study, kari: Person, k01: Client
) -> None:
    hscl(study, kari, k01, 2)
    file = study.export_descriptives(kari)
    header, first, *_ = file.content.decode("utf-8-sig").split("\r\n")
    assert file.name.startswith("PM+ Bergen questionnaires") and file.name.endswith(".csv")
    assert header.startswith('"questionnaire","score","occasion","n","mean","sd","missing"')
    assert first == '"HSCL-25","mean","before","1","2.000","","0","0","0","fewer than 5 people: they may be recognised"'
    assert b"K01" not in file.content
    assert audited(study)[-1] == "export_questionnaires"


def test_forms_one_by_one_leave_only_when_asked_for(study: Study, kari: Person, k01: Client) -> None:
    study.record_answers(kari, k01.id, "psychlops", Occasion.AFTER, [4, None, 3, 2], DAY)
    study.record_answers(kari, k01.id, "psychlops", Occasion.BEFORE, [4, None, None, 2])
    lines = study.export_client_forms(kari, "psychlops").content.decode("utf-8-sig").split("\r\n")
    assert lines == [
        '"client","questionnaire","occasion","date","items","answered","total","item_1","item_2","item_3","item_4"',
        '"K01","PSYCHLOPS","before","","4","2","","4","","","2"',
        '"K01","PSYCHLOPS","after-14-days","2026-03-01","4","3","13.000","4","","3","2"',
        "",
    ]
    assert audited(study)[-1] == "export_psychlops_forms"
