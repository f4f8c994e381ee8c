"""The codebook as the team works on it: every verb, what it does to coded segments, and the way back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from codebooks import tree
from codebooks.difference import Scope
from codebooks.model import Code, CodeStatus
from coding.model import Round, RoundKind
from core.clock import new_id
from core.design import Interview, Person
from storage import coding_rows
from study import Study
from study.base import MissingTextError, NotAMemberError
from study.codebook_changes import (
    CodedSinceError,
    CodeInUseError,
    LaterWorkError,
    NothingToRedoInCodebookError,
    NothingToUndoInCodebookError,
)
from study.codebook_codes import CodeChangedMeanwhileError
from study.codebook_merging import AlreadySplittingError, Definition, NoPartsError, NotAPartError, NotOnTheWorklistError
from tests.desks import ANSWER, QUESTION, Browser

Put = Callable[..., str]


@pytest.fixture
def hope(study: Study, kari: Person) -> Code:
    return study.add_code(kari, "Hope")


@pytest.fixture
def future(study: Study, kari: Person) -> Code:
    return study.add_code(kari, "Future")


def put(browser: Browser, code: Code | str, words: str = "tungt") -> str:
    """Code some words of the answer; the coding's id."""
    operation = browser.coding_of(words, "Coping") | {"code": code if isinstance(code, str) else code.id}
    assert browser.send(operation)["results"][0]["refused"] is None
    return str(operation["id"])


def segments(study: Study, person: Person, code: Code | str) -> list[str]:
    code_id = code if isinstance(code, str) else code.id
    return [segment.text for segment in study.code_segments(person, code_id).segments]


def named(study: Study, person: Person, name: str) -> Code:
    return next(code for code in study.codebook(person).codes if code.name.get("en") == name)


# --- single codes


def test_a_new_code_says_who_added_it_and_gets_a_colour_of_its_branch(study: Study, kari: Person) -> None:
    parent = named(study, kari, "Coping")
    code = study.add_code(kari, {"en": "Hope", "no": "Håp"}, parent.id, position=0, definition={"en": "Looking ahead."})
    assert (code.author, code.created_at is not None, code.definition) == ("Kari", True, {"en": "Looking ahead."})
    assert study.codebook(kari).children(parent.id)[0] == code
    assert study.undo_codebook(kari) == "added “Hope”"
    assert code not in study.codebook(kari).codes
    assert study.redo_codebook(kari) == "added “Hope”"
    assert study.codebook(kari).children(parent.id)[0] == code


def test_a_code_is_renamed_in_one_language_or_in_all(study: Study, kari: Person, hope: Code) -> None:
    assert study.rename_code(kari, hope.id, "Trust").name == {"en": "Trust"}
    assert study.rename_code(kari, hope.id, {"en": "Trust", "no": "Tillit"}).name == {"en": "Trust", "no": "Tillit"}
    assert study.rename_code(kari, hope.id, "Faith").name == {"en": "Faith", "no": "Tillit"}
    with pytest.raises(MissingTextError):
        study.rename_code(kari, hope.id, "  ")
    with pytest.raises(tree.CodeNameTakenError):
        study.rename_code(kari, hope.id, "coping")


def test_two_people_do_not_write_over_each_other(study: Study, kari: Person, ola: Person, hope: Code) -> None:
    study.define_code(ola, hope.id, definition={"en": "Ola's."}, seen=hope)
    with pytest.raises(CodeChangedMeanwhileError, match="Ola has changed “Hope” while you were writing"):
        study.define_code(kari, hope.id, definition={"en": "Kari's."}, seen=hope)
    changed = study.define_code(kari, hope.id, when_to_use={"en": "Often."}, seen=hope)  # another text
    assert (changed.definition, changed.when_to_use) == ({"en": "Ola's."}, {"en": "Often."})


def test_status_colour_and_place_change_and_come_back(study: Study, kari: Person, hope: Code, future: Code) -> None:
    before = study.codebook(kari)
    study.set_code_status(kari, hope.id, CodeStatus.AGREED)
    study.recolour_code(kari, hope.id, "#775099")
    study.move_code(kari, hope.id, future.id)
    study.move_code(kari, future.id, None, 0)
    after = study.codebook(kari)
    for _ in range(4):
        study.undo_codebook(kari)
    assert study.codebook(kari) == before
    for _ in range(4):
        study.redo_codebook(kari)
    assert study.codebook(kari) == after


def test_what_changes_nothing_is_no_step(study: Study, kari: Person, hope: Code, future: Code) -> None:
    study.undo_codebook(kari)
    study.recolour_code(kari, hope.id, hope.colour)
    assert study.redo_codebook(kari) == "added “Future”"


def test_a_code_in_use_is_neither_retired_nor_deleted(study: Study, kari: Person, browser: Browser, hope: Code) -> None:
    put(browser, hope)
    for verb in (study.retire_code, study.delete_code):
        with pytest.raises(CodeInUseError, match="“Hope” stands on 1 coded segment.*Merge it.*take it off") as refusal:
            verb(kari, hope.id)
        assert refusal.value.segments == 1


def test_a_code_taken_off_everything_can_go_and_come_back(
    study: Study, kari: Person, browser: Browser, olas_browser: Browser, hope: Code
) -> None:
    codings = {put(browser, hope), put(olas_browser, hope, "bra")}
    assert study.uncode_all(kari, hope.id) == 2
    study.delete_code(kari, hope.id)
    assert tree.find(study.codebook(kari), hope.id).status is CodeStatus.RETIRED, "codings may come back to it"
    assert browser.refusal("undo") is None, "Kari took her own coding away already"
    study.undo_codebook(kari)
    study.undo_codebook(kari)
    assert {c.id for c in study.snapshot(kari).codings} == codings


def test_an_unused_code_is_deleted_and_comes_back_whole(study: Study, kari: Person, hope: Code) -> None:
    whole = study.define_code(kari, hope.id, definition={"en": "Looking ahead."})
    study.delete_code(kari, hope.id)
    assert hope.id not in {code.id for code in study.codebook(kari).codes}
    study.undo_codebook(kari)
    assert tree.find(study.codebook(kari), hope.id) == whole
    study.retire_code(kari, hope.id)
    assert study.unretire_code(kari, hope.id) == whole


# --- merge


def test_a_merge_moves_segments_and_folds_twins(
    study: Study, kari: Person, browser: Browser, olas_browser: Browser, hope: Code, future: Code
) -> None:
    twin, kept = put(browser, hope, "tungt"), put(browser, future, "tungt")
    others = {put(browser, hope, "bra"), put(olas_browser, hope, "tungt")}
    report = study.merge_codes(kari, hope.id, future.id)
    assert (report.moved, report.folded) == (2, 1)
    codings = {c.id: c.code_id for c in study.snapshot(kari).codings}
    assert codings == dict.fromkeys({kept} | others, future.id)
    assert not tree.find(study.codebook(kari), hope.id).is_living
    assert study.undo_codebook(kari) == "merged “Hope”, “Future”"
    codings = {c.id: c.code_id for c in study.snapshot(kari).codings}
    assert codings == {kept: future.id, twin: hope.id} | dict.fromkeys(others, hope.id)
    study.redo_codebook(kari)
    assert {c.id for c in study.snapshot(kari).codings} == {kept} | others


def test_twins_are_of_one_round(study: Study, kari: Person, browser: Browser, hope: Code, future: Code) -> None:
    one, other = put(browser, hope), put(browser, future)
    second = Round(new_id(), "Second", RoundKind.INDEPENDENT)
    with study.database.write() as connection:
        coding_rows.insert_round(connection, second)
        connection.exec_driver_sql("UPDATE coding SET round_id = ? WHERE id = ?", (second.id, one))
    assert study.merge_codes(kari, hope.id, future.id).folded == 0
    assert {c.id for c in study.snapshot(kari).codings} == {one, other}


def test_memos_themes_and_the_chosen_definition_follow_a_merge(
    study: Study, kari: Person, hope: Code, future: Code
) -> None:
    study.define_code(kari, hope.id, definition={"en": "Looking ahead."})
    study.write_code_memo(kari, hope.id, "Closer to trust?")
    theme = study.add_theme(kari, "Onwards", "How they go on.", [hope.id])
    study.merge_codes(kari, hope.id, future.id, Definition.OF_SOURCE)
    assert [memo.text for memo in study.code_memos(kari, future.id)] == ["Closer to trust?"]
    assert study.codebook(kari).themes[0].code_ids == (future.id,)
    assert tree.find(study.codebook(kari), future.id).definition == {"en": "Looking ahead."}
    study.undo_codebook(kari)
    assert [memo.text for memo in study.code_memos(kari, hope.id)] == ["Closer to trust?"]
    assert study.codebook(kari).themes == (theme,)


def test_a_coding_taken_away_before_a_merge_comes_back_with_a_living_code(
    study: Study, kari: Person, browser: Browser, hope: Code, future: Code
) -> None:
    coding = put(browser, hope)
    browser.do("uncode", id=coding)
    study.merge_codes(kari, hope.id, future.id)
    assert browser.refusal("undo") is None
    assert {c.id: c.code_id for c in study.snapshot(kari).codings} == {coding: future.id}


def test_the_desk_is_told_that_codes_have_moved(study: Study, kari: Person, browser: Browser, hope: Code) -> None:
    put(browser, hope)
    before = study.desk.open(kari, browser.interview_id).revision
    study.merge_codes(kari, hope.id, named(study, kari, "Coping").id)
    assert study.desk.open(kari, browser.interview_id).revision == before + 1
    assert "is retired" in str(browser.send(browser.coding_of("bra", "Coping") | {"code": hope.id})["results"][0])


# --- split


def test_a_splits_worklist_is_sorted_one_by_one_or_in_bulk_by_anybody_at_any_time(
    study: Study, kari: Person, ola: Person, browser: Browser, hope: Code
) -> None:
    words = [put(browser, hope, text) for text in ("bra", "fjor", "tungt", "går")]
    split = study.split_code(kari, hope.id, ["Trust", {"en": "Plans", "no": "Planer"}])
    trust, plans = split.part_ids
    assert (split.sorted, split.left) == (0, 4)
    assert study.sort_segments(kari, split.id, [words[0]], trust) == 1
    assert study.sort_segments(ola, split.id, [words[1]], hope.id) == 1, "it stays where it is"
    waiting = study.split_worklist(ola, split.id)
    assert (waiting.total, {s.coding.id for s in waiting.segments}) == (2, {words[2], words[3]})
    assert study.sort_segments(ola, split.id, None, plans) == 2
    assert (segments(study, kari, trust), segments(study, kari, hope)) == (["bra"], ["fjor"])
    with pytest.raises(CodeInUseError):
        study.finish_split(kari, split.id)
    study.finish_split(kari, split.id, retire=False)
    assert study.splits(kari) == ()


def test_the_parts_take_the_place_of_a_code_split_altogether(
    study: Study, kari: Person, browser: Browser, hope: Code
) -> None:
    put(browser, hope)
    split = study.split_code(kari, hope.id, ["Trust", "Plans"])
    study.sort_segments(kari, split.id, None, split.part_ids[0])
    study.finish_split(kari, split.id)
    top = [code.name["en"] for code in study.codebook(kari).children(None)]
    assert top[-3:] == ["Hope", "Trust", "Plans"]
    assert not tree.find(study.codebook(kari), hope.id).is_living
    for _ in range(3):
        study.undo_codebook(kari)
    assert tree.find(study.codebook(kari), hope.id) == hope
    assert segments(study, kari, hope) == ["tungt"]


def test_sorting_is_undone_step_by_step(study: Study, kari: Person, browser: Browser, hope: Code) -> None:
    coding = put(browser, hope)
    split = study.split_code(kari, hope.id, ["Trust"])
    study.sort_segments(kari, split.id, [coding], hope.id)
    assert study.split(kari, split.id).left == 0
    study.undo_codebook(kari)
    assert study.split(kari, split.id).left == 1
    study.redo_codebook(kari)
    assert study.split(kari, split.id).left == 0


def test_a_split_asks_for_what_it_needs(study: Study, kari: Person, browser: Browser, hope: Code, future: Code) -> None:
    coding = put(browser, hope)
    with pytest.raises(NoPartsError):
        study.split_code(kari, hope.id, [])
    split = study.split_code(kari, hope.id, ["Trust"])
    with pytest.raises(AlreadySplittingError, match="“Hope” is being split already"):
        study.split_code(kari, hope.id, ["Plans"])
    with pytest.raises(NotAPartError):
        study.sort_segments(kari, split.id, [coding], future.id)
    browser.do("uncode", id=coding)
    with pytest.raises(NotOnTheWorklistError, match="1 of these segments"):
        study.sort_segments(kari, split.id, [coding], split.part_ids[0])


# --- undo beside others


def test_undo_is_ones_own(study: Study, kari: Person, ola: Person, hope: Code) -> None:
    with pytest.raises(NothingToUndoInCodebookError):
        study.undo_codebook(ola)
    with pytest.raises(NothingToRedoInCodebookError):
        study.redo_codebook(kari)
    study.add_code(ola, "Rest")
    study.undo_codebook(kari)
    assert "Rest" in [code.name["en"] for code in study.codebook(kari).codes]


def test_undo_is_refused_by_name_where_somebody_has_built_on_it(
    study: Study, kari: Person, ola: Person, olas_browser: Browser, hope: Code, future: Code
) -> None:
    study.rename_code(ola, future.id, "Tomorrow")
    with pytest.raises(LaterWorkError, match="Ola has changed “Tomorrow” since"):
        study.undo_codebook(kari)
    study.undo_codebook(ola)
    put(olas_browser, future)
    with pytest.raises(CodedSinceError, match="Ola has coded with “Future” since"):
        study.undo_codebook(kari)


def test_undoing_a_merge_is_refused_when_the_segments_have_gone_on(
    study: Study, kari: Person, ola: Person, browser: Browser, hope: Code, future: Code
) -> None:
    put(browser, hope)
    study.merge_codes(kari, hope.id, future.id)
    study.merge_codes(ola, future.id, named(study, kari, "Coping").id)
    with pytest.raises(LaterWorkError, match="Ola has changed"):
        study.undo_codebook(kari)
    study.undo_codebook(ola)
    study.undo_codebook(kari)
    assert segments(study, kari, hope) == ["tungt"]


def test_undo_leaves_alone_what_somebody_else_changed_meanwhile(
    study: Study, kari: Person, ola: Person, hope: Code
) -> None:
    study.rename_code(kari, hope.id, "Trust")
    study.recolour_code(ola, hope.id, "#775099")
    study.undo_codebook(kari)
    code = tree.find(study.codebook(kari), hope.id)
    assert (code.name, code.colour) == ({"en": "Hope"}, "#775099")


def test_a_subcode_of_somebody_keeps_the_code_above_it(
    study: Study, kari: Person, ola: Person, hope: Code, browser: Browser
) -> None:
    study.add_code(ola, "Trust", hope.id)
    with pytest.raises(LaterWorkError, match="Ola"):
        study.undo_codebook(kari)
    at_desk = new_id()
    browser.do("add_code", id=at_desk, name="Plans", parent_id=None, colour=None)
    study.add_code(ola, "Dreams", at_desk)
    assert "Ola has changed “Plans” since" in str(browser.refusal("undo"))


# --- history


def test_history_tells_who_did_what_also_of_deleted_codes(study: Study, kari: Person, ola: Person, hope: Code) -> None:
    study.define_code(ola, hope.id, definition={"en": "Looking ahead."}, scope=Scope.WIDENED)
    study.undo_codebook(ola)
    study.delete_code(kari, hope.id)
    today = date.today()
    told = [entry.in_words().replace(str(entry.row.at.date()), "today") for entry in study.code_history(kari, hope.id)]
    assert told == [
        "Kari, today: deleted “Hope”",
        "Ola, today: took back: defined “Hope”",
        "Ola, today: defined “Hope”",
        "Kari, today: added “Hope”",
    ], today
    defined = study.code_history(kari, hope.id)[2]
    assert defined.fields() == (("definition", "", "Looking ahead."),)


# --- counts and segments


def test_counts_are_of_passages_per_code_coder_round_and_wave(
    study: Study, kari: Person, ola: Person, browser: Browser, olas_browser: Browser, interview: Interview, hope: Code
) -> None:
    put(browser, hope, "tungt")
    put(olas_browser, hope, "tungt")
    put(olas_browser, hope, "bra")
    uses = study.codebook_overview(kari).uses
    (round_,) = study.codebook_overview(kari).rounds
    assert uses.segments(hope.id) == uses.segments(hope.id, round_.id) == 2, "the same words count once"
    assert uses.per_coder(hope.id) == {kari.id: 1, ola.id: 2}
    assert uses.per_wave(hope.id) == {interview.wave_id: 2}
    assert uses.per_round(hope.id) == {round_.id: 2}
    assert uses.segments("0" * 32) == 0


def test_withdrawn_participants_are_in_no_count_and_no_list(
    study: Study, kari: Person, browser: Browser, hope: Code
) -> None:
    browser.do("name_speaker", speaker="SPEAKER_01", new_participant={"pseudonym": "H03", "role": "helper"})
    put(browser, hope)
    assert study.codebook_overview(kari).uses.segments(hope.id) == 1
    study.withdraw(kari, study.participants(kari)[0].id, date(2026, 3, 1))
    assert study.codebook_overview(kari).uses.segments(hope.id) == 0
    assert study.code_segments(kari, hope.id).total == 0
    with pytest.raises(CodeInUseError):
        study.retire_code(kari, hope.id)


def test_an_older_transcript_counts_no_more(study: Study, kari: Person, browser: Browser, hope: Code) -> None:
    put(browser, hope)
    from tests.desks import conversation

    version = study.keep_transcript(kari, browser.interview_id, conversation(), machine_made=True)
    assert study.codebook_overview(kari).uses.segments(hope.id) == 1, "the coded one stays current"
    with study.database.write() as connection:
        connection.exec_driver_sql("UPDATE interview SET current_transcript_id = ?", (version,))
    assert study.codebook_overview(kari).uses.segments(hope.id) == 0


def test_a_segment_is_shown_with_the_talk_around_it(study: Study, kari: Person, browser: Browser, hope: Code) -> None:
    put(browser, hope, "nå, men")
    (segment,) = study.code_segments(kari, hope.id).segments
    assert (segment.text, segment.interview_label, segment.coder_name) == ("nå, men", "W1-H03", "Kari")
    assert segment.before == QUESTION + "\n" + ANSWER[: ANSWER.index("nå")]
    assert segment.after.startswith(" i fjor var det tungt.\n")
    assert (segment.start_ms, segment.language) == (1500, "no")


def test_strangers_change_nothing(study: Study, hope: Code) -> None:
    stranger = Person(new_id(), "Stranger")
    for verb in (study.codebook_overview, study.undo_codebook, study.recoding_list, study.codebook_to_share):
        with pytest.raises(NotAMemberError):
            verb(stranger)
