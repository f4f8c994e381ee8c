"""Several coders: alone and unseen until an interview is released, or together; each coding in its round."""

from __future__ import annotations

from typing import Any

import pytest

from coding.model import RoundKind
from core.clock import new_id
from core.design import Person
from core.errors import NotFoundError
from study import Study
from study.design import NameTakenError
from study.round_rules import (
    FinishedHereError,
    NotACoderError,
    NotIndependentError,
    ReleasedError,
    RoundClosedError,
)
from study.rounds import CoderHasBegunError, TooFewCodersError
from tests.desks import conversation
from tests.rounds import RoundBrowser, Team


@pytest.fixture
def team(study: Study) -> Team:
    return Team.of(study)


# --- rounds themselves


def test_a_study_begins_with_one_round_of_the_whole_team(study: Study, kari: Person) -> None:
    (first,) = study.rounds(kari)
    assert (first.label, first.kind, first.closed) == ("Shared coding", RoundKind.CONSENSUS, False)
    assert study.current_round(kari) == first


def test_an_independent_round_names_at_least_two_coders(team: Team) -> None:
    with pytest.raises(TooFewCodersError, match="at least two"):
        team.study.add_round(team.kari, "Ola alone", RoundKind.INDEPENDENT, (team.ola, team.ola))
    with pytest.raises(TooFewCodersError):
        team.study.name_coders(team.kari, team.alone.id, (team.kari,))
    with pytest.raises(NotFoundError):
        team.study.name_coders(team.kari, team.alone.id, (team.kari, Person(new_id(), "Stranger")))


def test_two_rounds_do_not_share_a_name_and_a_round_can_be_renamed(team: Team) -> None:
    with pytest.raises(NameTakenError):
        team.study.add_round(team.kari, " each ALONE ", RoundKind.CONSENSUS)
    with pytest.raises(NameTakenError):
        team.study.rename_round(team.kari, team.alone.id, "Shared coding")
    assert team.study.rename_round(team.kari, team.alone.id, "EACH alone").label == "EACH alone"
    assert team.study.round_named(team.ola, "each alone ").id == team.alone.id


def test_nobody_is_named_in_a_round_of_the_whole_team(team: Team) -> None:
    with pytest.raises(NotIndependentError):
        team.study.name_coders(team.kari, team.together.id, (team.kari, team.ola))
    with pytest.raises(NotIndependentError):
        team.study.mark_finished(team.kari, team.together.id, team.interview_id)


def test_a_coder_who_has_begun_stays_named(team: Team) -> None:
    desk = team.desk(team.ola)
    coding = desk.code("tungt", "Coping", team.alone)
    desk.do("uncode", id=coding["id"])
    with pytest.raises(CoderHasBegunError, match="Ola has begun to code in “Each alone”"):
        team.study.name_coders(team.kari, team.alone.id, (team.kari, team.ida))
    named = team.study.name_coders(team.kari, team.alone.id, (team.kari, team.ola, team.ida))
    assert set(named.coder_ids) == {team.kari.id, team.ola.id, team.ida.id}


def test_without_a_coder_who_never_began_what_the_others_have_finished_is_released(team: Team) -> None:
    team.study.name_coders(team.kari, team.alone.id, (team.kari, team.ola, team.ida))
    coding = team.desk(team.ola).code("tungt", "Coping", team.alone)
    team.both_finish()
    assert coding["id"] not in team.desk(team.kari).sees()
    team.study.name_coders(team.kari, team.alone.id, (team.kari, team.ola))
    assert coding["id"] in team.desk(team.kari).sees()


# --- the round one works in


def test_everybody_chooses_their_own_round(team: Team) -> None:
    team.study.choose_round(team.kari, team.alone.id)
    assert team.study.current_round(team.kari) == team.alone
    assert team.study.current_round(team.ola) == team.together
    assert team.study.desk.open(team.kari, team.interview_id).to_json()["round"] == team.alone.id


def test_only_open_rounds_of_ones_own_can_be_chosen(team: Team) -> None:
    with pytest.raises(NotACoderError, match="“Each alone” is coded by Kari, Ola"):
        team.study.choose_round(team.ida, team.alone.id)
    team.study.close_round(team.kari, team.alone.id)
    with pytest.raises(RoundClosedError):
        team.study.choose_round(team.kari, team.alone.id)


def test_who_works_in_a_round_that_is_closed_is_back_in_the_teams(team: Team) -> None:
    team.study.choose_round(team.kari, team.alone.id)
    team.study.close_round(team.ola, team.alone.id)
    assert team.study.current_round(team.kari) == team.together
    team.study.reopen_round(team.ola, team.alone.id)
    assert team.study.current_round(team.kari) == team.alone


def test_where_no_open_round_is_ones_own_coding_says_so(team: Team) -> None:
    team.study.close_round(team.kari, team.together.id)
    assert team.study.current_round(team.ida) is None
    assert "no open round for you" in str(team.desk(team.ida).code("tungt", "Coping")["refused"])


# --- operations in mixed rounds


def test_waiting_operations_land_in_the_round_they_were_made_in(team: Team) -> None:
    desk = team.desk(team.kari)
    first = desk.coding_of("bra", "Coping") | {"round": team.alone.id}
    second = desk.coding_of("fjor", "Coping") | {"round": team.together.id}
    third = desk.coding_of("tungt", "Coping")  # a page that does not say: the round the person works in
    team.study.choose_round(team.kari, team.alone.id)
    desk.send(first, second, third)
    rounds = {c.id: c.round_id for c in team.study.desk.open(team.kari, team.interview_id).codings}
    assert [rounds[each["id"]] for each in (first, second, third)] == [team.alone.id, team.together.id, team.alone.id]


def test_an_outbox_with_refused_operations_in_mixed_rounds_moves_on(team: Team) -> None:
    team.study.mark_finished(team.kari, team.alone.id, team.interview_id)
    desk, olas = team.desk(team.kari), team.desk(team.ola)
    sent = [
        desk.coding_of("bra", "Coping") | {"round": team.alone.id},
        desk.coding_of("bra", "Coping") | {"round": team.together.id},
        desk.coding_of("fjor", "Coping") | {"round": "0" * 32},
        desk.coding_of("fjor", "Coping") | {"round": "no round"},
        desk.coding_of("tungt", "Coping") | {"round": team.together.id, "turn_revisions": {}, "quote": "other words"},
        desk.coding_of("tungt", "Coping") | {"round": team.together.id},
    ]
    olas.code("tungt", "Coping", team.together)
    answer = desk.send(*sent)
    assert answer["acknowledged"] == 6
    refused = [result["refused"] for result in answer["results"]]
    assert [bool(reason) for reason in refused] == [True, False, True, True, True, False]
    assert "marked this interview as finished" in str(refused[0])
    assert desk.send(*sent)["results"] == answer["results"]
    assert sorted(desk.coded_words()) == ["bra", "tungt", "tungt"]


def test_nothing_more_is_coded_in_a_closed_round_nor_taken_away(team: Team) -> None:
    desk = team.desk(team.kari)
    coding = desk.code("tungt", "Coping", team.alone)
    team.study.close_round(team.ola, team.alone.id)
    assert "The round “Each alone” is closed" in str(desk.code("bra", "Coping", team.alone)["refused"])
    assert "closed" in str(desk.refusal("uncode", id=coding["id"]))
    assert "closed" in str(desk.refusal("undo"))


def test_who_is_not_named_codes_nothing_in_the_round(team: Team) -> None:
    assert "is coded by Kari, Ola" in str(team.desk(team.ida).code("bra", "Coping", team.alone)["refused"])


# --- finished and released


def test_the_last_coders_mark_releases_and_only_then_is_anything_seen(team: Team) -> None:
    karis, olas, idas = team.desk(team.kari), team.desk(team.ola), team.desk(team.ida)
    of_kari = karis.code("tungt", "Coping", team.alone)["id"]
    of_ola = olas.code("tungt", "Coping", team.alone)["id"]
    assert (karis.sees(), olas.sees(), idas.sees()) == ({of_kari}, {of_ola}, set())
    team.study.mark_finished(team.kari, team.alone.id, team.interview_id)
    assert (karis.sees(), olas.sees(), idas.sees()) == ({of_kari}, {of_ola}, set())
    assert team.study.mark_finished(team.ola, team.alone.id, team.interview_id).released
    assert karis.sees() == olas.sees() == idas.sees() == {of_kari, of_ola}


def test_finishing_waits_its_turn_in_the_outbox_and_can_be_undone_until_released(team: Team) -> None:
    karis, olas = team.desk(team.kari), team.desk(team.ola)
    coding = karis.coding_of("tungt", "Coping") | {"round": team.alone.id}
    answer = karis.send(coding, karis.numbered("finish", round=team.alone.id))
    assert [result["refused"] for result in answer["results"]] == [None, None]
    assert answer["changes"]["rounds"][1]["finished"] == [team.kari.id]
    assert "Take the mark back first" in str(karis.refusal("uncode", id=coding["id"]))
    assert karis.do("undo")["changes"]["rounds"][1]["finished"] == []
    assert karis.refusal("redo") is None
    assert olas.refusal("finish", round=team.alone.id) is None
    for kind in ("undo", "unfinish"):
        assert "has been released in “Each alone”" in str(karis.refusal(kind, round=team.alone.id))


def test_what_was_released_is_changed_by_nobody(team: Team) -> None:
    coding = team.desk(team.ola).code("tungt", "Coping", team.alone)["id"]
    team.both_finish()
    assert "stays as it is" in str(team.desk(team.kari).refusal("uncode", id=coding))
    assert "stays as it is" in str(team.desk(team.ola).refusal("undo"))
    assert "stays as it is" in str(team.desk(team.ola).code("bra", "Coping", team.alone)["refused"])
    with pytest.raises(ReleasedError):
        team.study.unmark_finished(team.ola, team.alone.id, team.interview_id)


def test_who_takes_the_mark_back_codes_on(team: Team) -> None:
    desk = team.desk(team.kari)
    team.study.mark_finished(team.kari, team.alone.id, team.interview_id)
    assert FinishedHereError("Each alone").template.split("“")[0] in str(
        desk.code("bra", "Coping", team.alone)["refused"]
    )
    team.study.unmark_finished(team.kari, team.alone.id, team.interview_id)
    assert desk.code("bra", "Coping", team.alone)["refused"] is None


def test_only_who_is_named_finishes(team: Team) -> None:
    with pytest.raises(NotACoderError):
        team.study.mark_finished(team.ida, team.alone.id, team.interview_id)


def test_progress_says_who_has_finished_and_nothing_of_what_was_coded(team: Team) -> None:
    team.desk(team.kari).code("tungt", "Coping", team.alone)
    team.study.mark_finished(team.ola, team.alone.id, team.interview_id)
    (row,) = team.study.round_progress(team.ida, team.alone.id)
    assert (row.interview_label, row.finished_by, row.released) == ("W1-H03", (team.ola.id,), False)


# --- nothing leaks on the side


def test_a_code_with_hidden_work_on_it_is_refused_without_saying_whose_or_how_much(team: Team) -> None:
    code = team.desk(team.kari).add_code("Håp")
    desk = team.desk(team.ola)
    desk.send({**desk.coding_of("bra", "Coping"), "code": code, "round": team.alone.id})
    reason = str(team.desk(team.kari).refusal("undo"))
    told = "Somebody in an independent round has put “Håp” on a passage, so adding it cannot be undone."
    assert reason == told + " Undo again to leave this step as it is and take back the one before it."
    for verb in (team.study.delete_code, team.study.retire_code):
        with pytest.raises(Exception, match="somebody's work in an independent round"):
            verb(team.kari, code)
    assert team.study.uncode_all(team.kari, code) == 0
    assert len(desk.sees()) == 1


def test_counts_and_segments_of_the_codebook_leave_hidden_work_out(team: Team) -> None:
    desk = team.desk(team.ola)
    desk.code("bra", "Coping", team.alone)
    code = desk.code_named("Coping")
    for person, count in ((team.ola, 1), (team.kari, 0), (team.ida, 0)):
        assert team.study.codebook_overview(person).uses.segments(code) == count
        assert team.study.code_segments(person, code).total == count
        assert len(team.study.snapshot(person).codings) == count
    team.both_finish()
    assert team.study.codebook_overview(team.ida).uses.segments(code) == 1


def test_a_merge_reaches_hidden_codings_and_counts_only_those_one_sees(team: Team) -> None:
    karis, olas = team.desk(team.kari), team.desk(team.ola)
    for desk in (karis, olas):
        desk.code("bra", "Coping", team.alone)
    report = team.study.merge_codes(team.kari, karis.code_named("Coping"), karis.code_named("Identity"))
    assert (report.moved, report.folded) == (1, 0)
    codings = team.study.desk.open(team.ola, team.interview_id).codings
    assert [c.code_id for c in codings] == [olas.code_named("Identity")]


def test_a_split_is_sorted_by_each_for_what_they_see(team: Team) -> None:
    karis, olas = team.desk(team.kari), team.desk(team.ola)
    karis.code("bra", "Coping", team.alone)
    of_ola = olas.code("fjor", "Coping", team.alone)["id"]
    split = team.study.split_code(team.kari, karis.code_named("Coping"), ["Coping alone"])
    assert (split.left, team.study.split_worklist(team.kari, split.id).total) == (1, 1)
    with pytest.raises(Exception, match="not waiting to be sorted"):
        team.study.sort_segments(team.kari, split.id, [of_ola], split.part_ids[0])
    assert team.study.sort_segments(team.kari, split.id, None, split.part_ids[0]) == 1
    with pytest.raises(Exception, match="independent round"):
        team.study.finish_split(team.kari, split.id)
    assert team.study.split(team.ola, split.id).left == 1


def test_marks_of_what_was_looked_for_and_the_recoding_list_stay_hidden_too(team: Team) -> None:
    team.study.choose_round(team.ola, team.alone.id)
    team.study.mark_looked_for(team.ola, team.interview_id)
    code = team.desk(team.kari).add_code("Håp")
    for person, seen in ((team.ola, True), (team.kari, False)):
        looking = team.study.looking(person)
        assert bool(looking.marks) is seen
        assert bool(team.study.recoding_list(person).of_code(code).total) is seen
        assert bool(team.study.snapshot(person).looking.marks) is seen
    team.both_finish()
    assert team.study.looking(team.kari).marks


def test_a_hidden_coding_shown_as_an_example_is_shown_to_its_coder_only(team: Team) -> None:
    from study.code_examples import ExampleKind, SegmentGoneError

    desk = team.desk(team.ola)
    coding = desk.code("tungt", "Coping", team.alone)["id"]
    code = desk.code_named("Coping")
    with pytest.raises(SegmentGoneError):
        team.study.link_example(team.kari, code, ExampleKind.ANCHOR, coding)
    team.study.link_example(team.ola, code, ExampleKind.ANCHOR, coding)
    assert coding in [example.coding_id for example in team.study.code_examples(team.ola, code)]
    assert coding not in [example.coding_id for example in team.study.code_examples(team.kari, code)]


def test_memos_on_hidden_codings_are_their_authors_alone(team: Team) -> None:
    from coding.model import Memo
    from core.clock import now
    from storage import memo_rows

    coding = team.desk(team.ola).code("tungt", "Coping", team.alone)["id"]
    with team.study.database.write() as connection:
        memo_rows.insert_memo(connection, Memo(new_id(), "coding", coding, "tvil", team.ola.id, now()))
        memo_rows.insert_memo(connection, Memo(new_id(), "interview", team.interview_id, "støy", team.ola.id, now()))
    assert [memo.text for memo in team.study.snapshot(team.kari).memos] == ["støy"]
    assert len(team.study.snapshot(team.ola).memos) == 2
    team.both_finish()
    assert len(team.study.snapshot(team.kari).memos) == 2


def test_nobody_touches_or_finds_a_hidden_coding_by_its_identifier(team: Team) -> None:
    olas, karis = team.desk(team.ola), team.desk(team.kari)
    coding = olas.code("tungt", "Coping", team.alone)["id"]
    unknown = karis.do("uncode", id=new_id())["results"][0]["refused"]
    assert karis.refusal("uncode", id=coding) == unknown
    again = karis.coding_of("tungt", "Coping") | {"id": coding, "round": team.together.id}
    assert karis.send(again)["results"][0]["refused"] == unknown
    assert olas.sees() == {coding}


def test_somebody_elses_outbox_is_not_answered(team: Team) -> None:
    from coding.operations.fields import BadOperationError

    olas, karis = team.desk(team.ola), team.desk(team.kari)
    operation = olas.coding_of("tungt", "Coping") | {"round": team.alone.id}
    olas.send(operation)
    karis.client = olas.client
    with pytest.raises(BadOperationError):
        karis.send(operation)


# --- the words change under what others code alone


def edit(browser: RoundBrowser, text: str, turn: int = 1) -> dict[str, Any]:
    before = browser.turns[turn]
    change = {"turn": before.id, "revision": before.revision, "text_id": new_id(), "text": text}
    return browser.do("edit_turns", edits=[change])


def test_a_correction_carries_hidden_codings_along_and_tells_nothing_of_them(team: Team) -> None:
    olas, karis = team.desk(team.ola), team.desk(team.kari)
    coding = olas.code("tungt", "Coping", team.alone)["id"]
    assert coding not in str(edit(karis, "Nå går det bra 😊, men i fjor var det veldig tungt."))
    assert olas.coded_words() == ["tungt"]
    assert coding not in str(karis.do("undo")) and olas.coded_words() == ["tungt"]


def test_a_hidden_coding_that_lost_its_words_waits_for_its_coder_alone(team: Team) -> None:
    olas, karis = team.desk(team.ola), team.desk(team.kari)
    coding, since = olas.code("tungt", "Coping", team.alone)["id"], karis.revision
    told = edit(karis, "Det går bra 😊 nå.")
    assert coding not in str(told) and "review" not in told["changes"]
    assert team.study.desk.open(team.kari, team.interview_id).review == ()
    assert coding not in str(team.desk(team.ida).asks(since))
    (waiting,) = team.study.desk.open(team.ola, team.interview_id).review
    assert (waiting["coding"]["id"], waiting["before"]) == (coding, "tungt")
    assert coding not in str(karis.do("undo"))
    assert olas.sees() == {coding} and olas.coded_words() == ["tungt"]


def test_what_somebody_codes_unseen_does_not_stand_in_the_way_of_undo(team: Team) -> None:
    """A refusal would tell that they have coded, and where: their coding waits for them on the review list."""
    olas, karis = team.desk(team.ola), team.desk(team.kari)
    edit(karis, "Det går bra 😊 nå, men i fjor var det tungt. Søvnen er bedre.")
    coding = olas.code("Søvnen", "Coping", team.alone)["id"]
    answer = karis.do("undo")
    assert answer["results"][0]["refused"] is None and coding not in str(answer)
    assert [each["coding"]["id"] for each in team.study.desk.open(team.ola, team.interview_id).review] == [coding]


def test_what_would_happen_to_hidden_codings_is_not_in_the_plan_of_another_version(team: Team) -> None:
    olas = team.desk(team.ola)
    first = team.study.versions(team.ola, team.interview_id)[0].id
    olas.code("tungt", "Coping", team.alone)
    other = team.study.keep_transcript(team.ola, team.interview_id, conversation(), machine_made=True)
    plans = [team.study.plan_adoption(person, team.interview_id, other) for person in (team.ola, team.kari)]
    assert [plan.stay + plan.move for plan in plans] == [1, 0]
    team.study.adopt_transcript(team.kari, team.interview_id, other)
    assert olas.coded_words() == ["tungt"]
    team.study.adopt_transcript(team.kari, team.interview_id, first)
    assert olas.coded_words() == ["tungt"]


# --- work on coded segments


def test_released_codings_stay_as_they_are_and_can_be_flagged(team: Team) -> None:
    olas, karis = team.desk(team.ola), team.desk(team.kari)
    coding, other = (olas.code("tungt", code, team.alone)["id"] for code in ("Coping", "Identity"))
    team.both_finish()
    identity = karis.code_named("Identity")
    place = {"turn": karis.turns[1].id, "offset": 39}
    assert "released" in str(karis.refusal("recode", id=coding, code=identity))
    assert "released" in str(karis.refusal("split_coding", id=coding, at=place, new_id=new_id()))
    assert "released" in str(olas.refusal("join_codings", ids=[coding, other], into=coding))
    assert karis.refusal("flag", id=coding, discuss=True) is None
    assert karis.refusal("undo") is None


def test_several_codes_at_once_go_into_the_round_the_operation_names(team: Team) -> None:
    karis = team.desk(team.kari)
    one, two = (karis.coding_of(words, "Identity") for words in ("bra", "tungt"))
    codings = [{name: each[name] for name in ("id", "code", "passage", "quote")} for each in (one, two)]
    fields = {"codings": codings, "turn_revisions": one["turn_revisions"]}
    assert karis.refusal("code_many", **fields, round=team.alone.id) is None
    codings = team.study.desk.open(team.kari, team.interview_id).codings
    assert {coding.round_id for coding in codings} == {team.alone.id}
    team.study.mark_finished(team.kari, team.alone.id, team.interview_id)
    assert "as finished" in str(karis.refusal("undo")) and len(karis.sees()) == 2


def test_a_link_of_a_memo_to_a_hidden_coding_is_hidden(team: Team) -> None:
    coding = team.desk(team.ola).code("tungt", "Coping", team.alone)["id"]
    memo = team.study.write_memo(team.ola, "interview", team.interview_id, "se her")
    team.study.link_memo(team.ola, memo.id, "coding", coding)
    assert [link.target_id for link in team.study.snapshot(team.ola).memo_links] == [coding]
    assert team.study.snapshot(team.kari).memo_links == ()
    with pytest.raises(NotFoundError):
        team.study.write_memo(team.kari, "coding", coding, "tvil")
