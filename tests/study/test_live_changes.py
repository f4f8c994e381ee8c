"""What one desk hears of another's work: all that one may see, and of the rest not even an identifier."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import event

from core.clock import new_id
from core.errors import NotFoundError
from study import Study
from study.desk.presence import SECONDS, Presence
from tests.desks import conversation
from tests.rounds import RoundBrowser, Team


@pytest.fixture
def team(study: Study) -> Team:
    return Team.of(study)


@pytest.fixture
def karis(team: Team) -> RoundBrowser:
    return team.desk(team.kari)


@pytest.fixture
def olas(team: Team) -> RoundBrowser:
    return team.desk(team.ola)


def test_nothing_new_is_told_in_a_handful_of_reads(team: Team, karis: RoundBrowser) -> None:
    since, statements = karis.revision, list[str]()
    with team.study.database.read() as connection:
        event.listen(connection.engine, "before_cursor_execute", lambda *call: statements.append(call[2]))
    answer = karis.asks(since)
    assert answer == {"revision": since, "codebook": 0, "changes": {}, "reload": False, "present": []}
    assert len([sql for sql in statements if sql.startswith("SELECT")]) <= 3


def test_codes_put_on_and_taken_off_arrive(karis: RoundBrowser, olas: RoundBrowser) -> None:
    since = karis.revision
    kept, gone = olas.code("bra", "Coping")["id"], olas.code("tungt", "Coping")["id"]
    olas.do("uncode", id=gone)
    changes = karis.asks(since)["changes"]
    assert [coding["id"] for coding in changes["codings"]] == [kept]
    assert changes["removed"] == [gone]
    assert karis.asks(since + 2)["changes"]["removed"] == [gone]
    assert karis.asks(since + 3)["changes"] == {}


def test_what_somebody_takes_back_or_does_again_arrives(karis: RoundBrowser, olas: RoundBrowser) -> None:
    coding = olas.code("bra", "Coping")["id"]
    since = karis.revision
    olas.do("undo")
    assert karis.asks(since)["changes"]["removed"] == [coding]
    olas.do("redo")
    assert [c["id"] for c in karis.asks(since + 1)["changes"]["codings"]] == [coding]


def test_checks_names_and_new_codes_arrive(karis: RoundBrowser, olas: RoundBrowser) -> None:
    since, stamp, turn = karis.revision, karis.asks(0)["codebook"], olas.turns[0].id
    olas.do("check", turns=[turn])
    olas.do("name_speaker", speaker="SPEAKER_00", role="interviewer")
    olas.add_code("Håp")
    changes = karis.asks(since, codebook_stamp=stamp)["changes"]
    assert changes["checked"][turn].startswith("Ola, ")
    assert changes["speakers"][0]["role"] == "interviewer"
    assert "Håp" in [code["name"] for code in changes["codes"]]


def test_what_was_refused_changes_nothing_and_tells_nothing(karis: RoundBrowser, olas: RoundBrowser) -> None:
    since = karis.revision
    olas.do("uncode", id=new_id())
    changes = karis.asks(since)["changes"]
    assert (changes["codings"], changes["removed"]) == ([], [])


def test_a_code_edited_on_the_codebook_page_arrives_by_its_stamp(team: Team, karis: RoundBrowser) -> None:
    before = karis.asks(karis.revision)
    team.study.rename_code(team.ola, karis.code_named("Coping"), "Mestring 2")
    answer = karis.asks(before["revision"], codebook_stamp=before["codebook"])
    assert "Mestring 2" in [code["name"] for code in answer["changes"]["codes"]]
    assert karis.asks(before["revision"], codebook_stamp=answer["codebook"])["changes"] == {}


def test_what_was_done_elsewhere_makes_everything_be_told(team: Team, karis: RoundBrowser) -> None:
    coding = karis.code("bra", "Coping")["id"]
    since = karis.revision
    target = karis.code_named("Identity")
    team.study.merge_codes(team.ola, karis.code_named("Coping"), target)
    answer = karis.asks(since)
    assert [(c["id"], c["code"]) for c in answer["state"]["codings"]] == [(coding, target)]
    assert [each[0] for each in answer["order"]] == [turn.id for turn in karis.turns]


def test_who_withdraws_is_not_in_the_order_of_turns_any_more(team: Team, karis: RoundBrowser) -> None:
    karis.do("name_speaker", speaker="SPEAKER_01", new_participant={"pseudonym": "H03", "role": "helper"})
    since, turns = karis.revision, karis.turns
    (participant,) = team.study.participants(team.kari)
    team.study.withdraw(team.ola, participant.id, date(2026, 5, 1))
    assert [each[0] for each in karis.asks(since)["order"]] == [turns[0].id, turns[2].id]


def test_another_transcript_says_read_it_anew(team: Team, karis: RoundBrowser) -> None:
    version = team.study.desk.open(team.kari, team.interview_id).version.id
    since = karis.revision
    team.study.keep_transcript(team.ola, team.interview_id, conversation(), machine_made=True)
    answer = karis.asks(since, transcript_id=version)
    assert (answer["reload"], answer["changes"]) == (True, {})


def test_a_revision_from_before_a_restored_backup_makes_everything_be_told(karis: RoundBrowser) -> None:
    assert "state" in karis.asks(karis.revision + 7)


def test_no_interview_no_changes(team: Team) -> None:
    with pytest.raises(NotFoundError):
        team.study.desk.changes_since(team.kari, new_id(), 0)


# --- rounds


def test_of_hidden_work_not_even_identifiers_arrive(team: Team, karis: RoundBrowser, olas: RoundBrowser) -> None:
    since = karis.revision
    kept = olas.code("bra", "Coping", team.alone)["id"]
    gone = olas.code("tungt", "Coping", team.alone)["id"]
    olas.do("uncode", id=gone)
    told = str(karis.asks(since))
    assert kept not in told
    assert gone not in told


def test_with_the_last_mark_everything_hidden_arrives(team: Team, karis: RoundBrowser, olas: RoundBrowser) -> None:
    of_kari = karis.code("tungt", "Coping", team.alone)["id"]
    of_ola = olas.code("bra", "Coping", team.alone)["id"]
    karis.do("finish", round=team.alone.id)
    since = karis.revision
    olas.do("finish", round=team.alone.id)
    changes = karis.asks(since)["changes"]
    assert {coding["id"] for coding in changes["codings"]} == {of_kari, of_ola}
    assert changes["rounds"][1]["released"]


def test_a_mark_made_on_the_rounds_page_arrives_too(team: Team, karis: RoundBrowser, olas: RoundBrowser) -> None:
    of_ola = olas.code("bra", "Coping", team.alone)["id"]
    since = karis.revision
    team.both_finish()
    assert of_ola in [coding["id"] for coding in karis.asks(since)["state"]["codings"]]


# --- who is here


def test_who_else_is_here_is_told_by_name(team: Team, karis: RoundBrowser, olas: RoundBrowser) -> None:
    olas.asks(0)
    assert karis.asks(0)["present"] == [{"id": team.ola.id, "name": "Ola"}]
    assert team.desk(team.ida).asks(0)["present"] == [
        {"id": team.kari.id, "name": "Kari"},
        {"id": team.ola.id, "name": "Ola"},
    ]


def test_who_has_not_been_heard_of_for_a_while_has_left(team: Team) -> None:
    clock = [0.0]
    presence = Presence(lambda: clock[0])
    presence.seen(team.ola, team.interview_id)
    clock[0] = SECONDS
    assert presence.others(team.kari, team.interview_id)
    clock[0] = SECONDS + 0.1
    assert presence.others(team.kari, team.interview_id) == []


# --- undo that somebody's later work forbids


def refused(browser: RoundBrowser) -> str:
    """Why an undo was refused; every such sentence also says what undo does next."""
    reason = str(browser.refusal("undo"))
    goes_on = " Undo again to leave this step as it is and take back the one before it."
    assert reason.endswith(goes_on)
    return reason.removesuffix(goes_on)


def test_undoing_a_check_names_who_has_taken_it_off_and_which_turn(karis: RoundBrowser, olas: RoundBrowser) -> None:
    karis.do("check", turns=[karis.turns[1].id])
    olas.do("uncheck", turns=[karis.turns[1].id])
    assert refused(karis) == "Ola has taken the mark off turn 2 since, so this cannot be undone."


def test_undoing_an_uncheck_names_who_has_checked_again(karis: RoundBrowser, olas: RoundBrowser) -> None:
    turns = [karis.turns[1].id]
    karis.do("check", turns=turns)
    karis.do("uncheck", turns=turns)
    olas.do("check", turns=turns)
    assert refused(karis) == "Ola has checked turn 2 since, so this cannot be undone."


def test_a_mark_does_not_come_back_on_words_that_were_changed_since(karis: RoundBrowser, olas: RoundBrowser) -> None:
    turn = karis.turns[1]
    karis.do("check", turns=[turn.id])
    karis.do("uncheck", turns=[turn.id])
    edit = {"turn": turn.id, "revision": turn.revision, "text_id": new_id(), "text": turn.text + " Nei."}
    olas.do("edit_turns", edits=[edit])
    reason = refused(karis)
    assert reason.startswith("The words of turn 2 have been changed since, so the old mark on them cannot come back.")


def put_in(browser: RoundBrowser, text: str) -> None:
    ids = {"new_turn": new_id(), "text_id": new_id(), "beside": browser.turns[0].id}
    browser.do("insert_turn", speaker="SPEAKER_00", start_ms=None, end_ms=None, before=False, text=text, **ids)


def test_a_turn_that_was_put_in_comes_back_to_where_it_stood(karis: RoundBrowser, olas: RoundBrowser) -> None:
    put_in(karis, "Ja.")
    put_in(olas, "Mm.")
    before = [turn.text for turn in karis.turns]
    assert karis.refusal("undo") is None
    assert karis.refusal("redo") is None
    assert [turn.text for turn in karis.turns] == before


def test_a_correction_that_corrects_nothing_can_be_undone_and_done_again(karis: RoundBrowser) -> None:
    turn = karis.turns[1]
    karis.do("edit_turns", edits=[{"turn": turn.id, "revision": turn.revision, "text_id": new_id(), "text": turn.text}])
    assert karis.refusal("undo") is None
    assert karis.refusal("redo") is None
    assert karis.turns[1].text == turn.text


def test_undoing_a_speakers_name_names_who_has_named_it_since(karis: RoundBrowser, olas: RoundBrowser) -> None:
    karis.do("name_speaker", speaker="SPEAKER_00", role="interviewer")
    olas.do("name_speaker", speaker="SPEAKER_00", role="interpreter")
    assert refused(karis) == "Ola has said since who the voice “SPEAKER_00” is, so this cannot be undone."
    assert olas.refusal("undo") is None
    assert karis.refusal("undo") is None


def test_a_participant_somebody_else_has_named_a_voice_after_stays_in_the_interview(
    team: Team, karis: RoundBrowser, olas: RoundBrowser
) -> None:
    karis.do("name_speaker", speaker="SPEAKER_00", new_participant={"pseudonym": "H03", "role": "helper"})
    (participant,) = team.study.participants(team.kari)
    olas.do("name_speaker", speaker="SPEAKER_01", participant_id=participant.id)
    assert karis.refusal("undo") is None
    assert team.study.interview(team.kari, team.interview_id).participant_ids == (participant.id,)
    assert [p.pseudonym for p in team.study.participants(team.kari)] == ["H03"]


def test_undoing_a_new_code_names_who_has_written_about_it(team: Team, karis: RoundBrowser) -> None:
    code = karis.add_code("Håp")
    team.study.define_code(team.ola, code, definition={"en": "Looking forward."})
    assert refused(karis) == "Ola has changed “Håp” since, so this cannot be undone or done again."


def test_undoing_a_new_code_names_who_has_noted_something_on_it(team: Team, karis: RoundBrowser) -> None:
    team.study.write_code_memo(team.ola, karis.add_code("Håp"), "Ser jeg også.")
    assert refused(karis) == "Ola has changed “Håp” since, so this cannot be undone or done again."
