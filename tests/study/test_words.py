"""Words are corrected at the desk: codings stay on them, and every step can be taken back."""

from __future__ import annotations

from typing import Any

import pytest

from coding.model import Memo
from core.clock import new_id, now
from core.design import Person
from storage import memo_rows
from study import ExportFormat, QuoteChoices, Study
from tests.desks import ANSWER, FOLLOW_UP, QUESTION, Browser


def edit_of(browser: Browser, text: str, *, turn: int = 1, **changed: Any) -> dict[str, Any]:
    """The operation that gives a turn another text, numbered and ready to be sent."""
    spoken = browser.turns[turn]
    edit = {"turn": spoken.id, "revision": spoken.revision, "text_id": new_id(), "text": text}
    return browser.numbered("edit_turns", edits=[{**edit, **changed}])


def edit(browser: Browser, old: str, new: str, *, turn: int = 1) -> dict[str, Any]:
    """Replace some words of a turn; must not be refused."""
    text = browser.turns[turn].text
    assert old in text
    return accepted(browser.send(edit_of(browser, text.replace(old, new), turn=turn)))


def accepted(answer: dict[str, Any]) -> dict[str, Any]:
    assert [result["refused"] for result in answer["results"]] == [None] * len(answer["results"])
    return answer


def texts(browser: Browser) -> list[str]:
    return [turn.text for turn in browser.turns]


def state(browser: Browser) -> Any:
    """All that undo must bring back: turns without their revision, codings, the review list."""
    desk = browser.study.desk.open(browser.person, browser.interview_id)
    turns = [(t.id, t.speaker, t.text, t.start_ms, t.end_ms, t.words, t.checked) for t in browser.turns]
    codings = sorted((c.id, c.passage) for c in desk.codings)
    return turns, codings, [entry["coding"]["id"] for entry in desk.review]


def split_of(browser: Browser, at: str, *, turn: int = 1, speaker: str | None = None) -> dict[str, Any]:
    spoken = browser.turns[turn]
    return browser.numbered(
        "split_turn",
        turn=spoken.id,
        revision=spoken.revision,
        at=spoken.text.index(at),
        new_turn=new_id(),
        text_id=new_id(),
        new_text_id=new_id(),
        speaker=speaker,
    )


def join_of(browser: Browser, first: int) -> dict[str, Any]:
    one, two = browser.turns[first : first + 2]
    return browser.numbered(
        "join_turns",
        first=one.id,
        second=two.id,
        revisions={one.id: one.revision, two.id: two.revision},
        text_id=new_id(),
    )


# --- editing


def test_an_edited_turn_reads_as_typed_and_its_codings_stay_on_their_words(browser: Browser) -> None:
    browser.send(browser.coding_of("nå, men", "Coping"), browser.coding_of("tungt", "Coping"))
    answer = edit(browser, "bra 😊 nå, men", "veldig bra 😊😊 nå, jo, men")
    (turn,) = answer["changes"]["turns"]
    assert turn["text"] == "Det går veldig bra 😊😊 nå, jo, men i fjor var det tungt." and turn["revision"] == 1
    assert browser.coded_words() == ["nå, jo, men", "tungt"]
    assert len(answer["changes"]["codings"]) == 2


def test_only_line_breaks_become_spaces(browser: Browser) -> None:
    accepted(browser.send(edit_of(browser, " Det  går\r\n<b>\u202e\tbra\n")))
    assert texts(browser)[1] == " Det  går <b>\u202e\tbra "


def test_a_turn_cannot_lose_all_its_words(browser: Browser) -> None:
    answer = browser.send(edit_of(browser, " \n"))
    assert "cannot be without words" in answer["results"][0]["refused"]
    assert texts(browser)[1] == ANSWER


def test_search_and_replace_is_one_step(browser: Browser) -> None:
    edits = [
        {"turn": turn.id, "revision": 0, "text_id": new_id(), "text": turn.text.replace("det", "dette")}
        for turn in browser.turns[:2]
    ]
    accepted(browser.do("edit_turns", edits=edits))
    assert "dette" in texts(browser)[0] and "dette" in texts(browser)[1]
    accepted(browser.do("undo"))
    assert texts(browser) == [QUESTION, ANSWER, FOLLOW_UP]


def test_undo_brings_text_times_codings_and_mark_back_exactly_and_redo_does_it_again(browser: Browser) -> None:
    browser.send(browser.coding_of("nå, men", "Coping"), browser.coding_of("tungt", "Coping"))
    browser.send(browser.coding_of("går", "Coping", turn=0))
    before = state(browser)
    edit(browser, "Hvordan går", "Så hvordan gikk", turn=0)
    edit(browser, "tungt", "ille")
    after = state(browser)
    for _ in range(2):
        accepted(browser.do("undo")), accepted(browser.do("undo"))
        assert state(browser) == before
        accepted(browser.do("redo")), accepted(browser.do("redo"))
        assert state(browser) == after


def test_the_mark_checked_stays_where_the_editor_set_it_and_goes_where_somebody_else_did(
    browser: Browser, olas_browser: Browser
) -> None:
    browser.do("check", turns=[turn.id for turn in browser.turns])
    assert edit(browser, "tungt", "tungt nok")["changes"]["turns"][0]["checked"].startswith("Kari, ")
    assert edit(olas_browser, "tungt", "ille")["changes"]["turns"][0]["checked"] is None
    assert olas_browser.do("undo")["changes"]["turns"][0]["checked"].startswith("Kari, ")


def test_an_edit_sent_twice_is_done_once(browser: Browser) -> None:
    operation = edit_of(browser, "Kort.")
    first, second = browser.send(operation), browser.send(operation)
    assert first["changes"] == second["changes"] and browser.turns[1].revision == 1


# --- the review list


def test_a_coding_none_of_whose_words_survive_waits_with_before_and_after(browser: Browser) -> None:
    coding = browser.coding_of("i fjor", "Coping")
    browser.send(coding)
    changes = edit(browser, "i fjor", "den gang")["changes"]
    assert browser.coded_words() == [] and changes["removed"] == [coding["id"]]
    (entry,) = changes["review"]
    assert (entry["before"], entry["by"], entry["turn"]) == ("i fjor", "Kari", browser.turns[1].id)
    assert entry["now"] == texts(browser)[1] and entry["coding"]["start"] == ANSWER.index("i fjor")
    assert browser.study.snapshot(browser.person).codings == ()
    assert browser.study.desk.open(browser.person, browser.interview_id).to_json()["review"] == [entry]


def test_it_is_put_on_other_words_by_a_person_and_that_can_be_taken_back(browser: Browser) -> None:
    coding = browser.coding_of("i fjor", "Coping")
    browser.send(coding)
    edit(browser, "i fjor", "den gang")
    turn = browser.turns[1]
    start = turn.text.index("den gang")
    passage = {"start_turn": turn.id, "start": start, "end_turn": turn.id, "end": start + 8}
    settled = accepted(
        browser.do("settle_review", coding=coding["id"], passage=passage, turn_revisions={turn.id: turn.revision})
    )
    assert settled["changes"]["review"] == [] and browser.coded_words() == ["den gang"]
    assert len(accepted(browser.do("undo"))["changes"]["review"]) == 1
    assert browser.coded_words() == []
    accepted(browser.do("redo"))
    assert browser.coded_words() == ["den gang"]


def test_or_removed_and_the_edit_cannot_be_undone_over_somebodys_choice(
    browser: Browser, olas_browser: Browser
) -> None:
    coding = browser.coding_of("i fjor", "Coping")
    browser.send(coding)
    edit(browser, "i fjor", "den gang")
    assert accepted(olas_browser.do("settle_review", coding=coding["id"], remove=True))["changes"]["review"] == []
    assert "Ola has dealt with a code" in str(browser.refusal("undo"))
    accepted(olas_browser.do("undo"))
    assert browser.refusal("undo") is None
    assert browser.coded_words() == ["i fjor"]


def test_who_put_the_code_can_take_it_back_while_it_waits(browser: Browser, olas_browser: Browser) -> None:
    browser.send(browser.coding_of("i fjor", "Coping"))
    edit(olas_browser, "i fjor", "den gang")
    assert accepted(browser.do("undo"))["changes"]["review"] == []
    assert len(accepted(browser.do("redo"))["changes"]["review"]) == 1
    browser.do("undo")
    accepted(olas_browser.do("undo"))
    assert browser.coded_words() == []
    accepted(browser.do("redo"))
    assert browser.coded_words() == ["i fjor"]


# --- two people


def test_a_turn_that_was_joined_comes_back_with_the_speaker_it_had(browser: Browser) -> None:
    edit(browser, "tungt", "veldig tungt")  # its text was kept while it was still the other speaker's
    first, second = browser.turns[:2]
    accepted(browser.do("set_speaker", turns=[second.id], speaker="SPEAKER_02"))
    seen = {first.id: first.revision, second.id: second.revision}
    accepted(browser.do("join_turns", first=first.id, second=second.id, revisions=seen, text_id=new_id()))
    accepted(browser.do("undo"))
    assert [turn.speaker for turn in browser.turns[:2]] == [first.speaker, "SPEAKER_02"]


def test_the_second_of_two_editors_sees_both_texts_and_keeps_their_own(browser: Browser, olas_browser: Browser) -> None:
    olas = edit_of(olas_browser, ANSWER.replace("tungt", "svært tungt"))
    edit(browser, "tungt", "veldig tungt")
    (result,) = olas_browser.send(olas)["results"]
    assert result["refused"].startswith("Kari changed this turn while you did (20")
    conflict = result["conflict"]
    assert conflict["text"].endswith("var det veldig tungt.") and conflict["yours"].endswith("var det svært tungt.")
    assert (conflict["by"], conflict["revision"], "merged" in conflict) == ("Kari", 1, False)
    (draft,) = olas_browser.study.desk.open(olas_browser.person, olas_browser.interview_id).to_json()["drafts"]
    assert draft["text"] == conflict["yours"] and draft["text_id"] == conflict["draft"]
    assert browser.study.desk.open(browser.person, browser.interview_id).to_json()["drafts"] == []
    assert olas_browser.send(olas)["results"] == [result]


def test_where_they_changed_different_words_both_changes_in_one_text_are_offered_not_made(
    browser: Browser, olas_browser: Browser
) -> None:
    olas = edit_of(olas_browser, ANSWER.replace("Det går", "Jo, det går"))
    edit(browser, "tungt", "veldig tungt")
    conflict = olas_browser.send(olas)["results"][0]["conflict"]
    assert conflict["merged"] == "Jo, det går bra 😊 nå, men i fjor var det veldig tungt."
    assert "Jo" not in texts(browser)[1]


def test_the_second_chooses_and_may_take_that_back(browser: Browser, olas_browser: Browser) -> None:
    olas = edit_of(olas_browser, ANSWER.replace("tungt", "svært tungt"))
    edit(browser, "tungt", "veldig tungt")
    conflict = olas_browser.send(olas)["results"][0]["conflict"]
    chosen = {"turn": conflict["turn"], "revision": conflict["revision"], "text": conflict["yours"]}
    answer = accepted(olas_browser.do("settle_draft", text_id=conflict["draft"], new_text_id=new_id(), **chosen))
    assert answer["changes"]["drafts"] == [] and texts(browser)[1] == conflict["yours"]
    back = accepted(olas_browser.do("undo"))
    assert [draft["text"] for draft in back["changes"]["drafts"]] == [conflict["yours"]]
    assert texts(browser)[1].endswith("veldig tungt.")
    accepted(olas_browser.do("redo"))
    assert texts(browser)[1] == conflict["yours"]


def test_the_second_chooses_the_others_text_and_may_take_that_back(browser: Browser, olas_browser: Browser) -> None:
    olas = edit_of(olas_browser, ANSWER.replace("tungt", "svært tungt"))
    edit(browser, "tungt", "veldig tungt")
    conflict = olas_browser.send(olas)["results"][0]["conflict"]
    chosen = {"turn": conflict["turn"], "revision": conflict["revision"], "text": conflict["text"]}
    accepted(olas_browser.do("settle_draft", text_id=conflict["draft"], new_text_id=new_id(), **chosen))
    for step, waiting in (("undo", [conflict["yours"]]), ("redo", [])):
        answer = accepted(olas_browser.do(step))
        assert [draft["text"] for draft in answer["changes"]["drafts"]] == waiting
        assert texts(browser)[1] == conflict["text"]


def test_a_code_on_a_word_that_is_undone_and_done_again_is_on_it_again(browser: Browser, olas_browser: Browser) -> None:
    edit(browser, "var det tungt.", "var det tungt. Ja.")
    olas_browser.send(olas_browser.coding_of("det tungt. Ja.", "Coping"))
    accepted(browser.do("undo"))
    assert browser.coded_words() == ["det tungt."]
    accepted(browser.do("redo"))
    assert browser.coded_words() == ["det tungt. Ja."]
    accepted(browser.do("undo"))
    accepted(olas_browser.do("undo"))
    assert browser.coded_words() == []


def test_a_draft_goes_with_a_joined_turn_and_comes_back_with_it(browser: Browser, olas_browser: Browser) -> None:
    olas = edit_of(olas_browser, ANSWER.replace("tungt", "svært tungt"))
    edit(browser, "tungt", "veldig tungt")
    olas_browser.send(olas)
    first, second = browser.turns[:2]

    def waits_at() -> list[str]:
        return [draft["turn"] for draft in browser.study.desk.open(olas_browser.person, browser.interview_id).drafts]

    accepted(browser.send(join_of(browser, 0)))
    assert waits_at() == [first.id]
    accepted(browser.do("undo"))
    assert waits_at() == [second.id]


def test_a_draft_can_be_dropped_by_its_author_alone(browser: Browser, olas_browser: Browser) -> None:
    olas = edit_of(olas_browser, ANSWER.replace("tungt", "svært tungt"))
    edit(browser, "tungt", "veldig tungt")
    draft = olas_browser.send(olas)["results"][0]["conflict"]["draft"]
    assert browser.refusal("settle_draft", text_id=draft, drop=True)
    assert accepted(olas_browser.do("settle_draft", text_id=draft, drop=True))["changes"]["drafts"] == []
    assert len(accepted(olas_browser.do("undo"))["changes"]["drafts"]) == 1


def test_choosing_on_an_old_text_again_keeps_the_newer_draft_only(browser: Browser, olas_browser: Browser) -> None:
    olas = edit_of(olas_browser, ANSWER.replace("tungt", "svært tungt"))
    edit(browser, "tungt", "veldig tungt")
    conflict = olas_browser.send(olas)["results"][0]["conflict"]
    edit(browser, "veldig", "så")
    chosen = {"turn": conflict["turn"], "revision": conflict["revision"], "text": "Noe tredje."}
    answer = olas_browser.do("settle_draft", text_id=conflict["draft"], new_text_id=new_id(), **chosen)
    assert answer["results"][0]["conflict"]["yours"] == "Noe tredje."
    assert [draft["text"] for draft in answer["changes"]["drafts"]] == ["Noe tredje."]


def test_an_edit_cannot_be_undone_once_somebody_has_edited_on_top(browser: Browser, olas_browser: Browser) -> None:
    edit(browser, "tungt", "veldig tungt")
    edit(olas_browser, "veldig", "svært")
    assert str(browser.refusal("undo")).startswith("Ola has changed this turn since")
    accepted(olas_browser.do("undo"))
    assert browser.refusal("undo") is None


def test_an_edit_cannot_be_undone_once_somebody_has_coded_what_is_new_in_it(
    browser: Browser, olas_browser: Browser
) -> None:
    edit(browser, "tungt", "tungt, altså ille")
    olas_browser.send(olas_browser.coding_of("ille", "Coping"))
    assert "Ola has coded words that are only there since" in str(browser.refusal("undo"))


def test_codes_put_since_are_carried_along_when_an_edit_is_undone(browser: Browser, olas_browser: Browser) -> None:
    edit(browser, "Det går", "Jo, det går")
    olas_browser.send(olas_browser.coding_of("tungt", "Coping"))
    accepted(browser.do("undo"))
    assert browser.coded_words() == ["tungt"] and texts(browser)[1] == ANSWER


# --- codes on their way while somebody edits


def test_a_code_put_on_an_older_text_is_carried_forward_through_every_change(
    browser: Browser, olas_browser: Browser
) -> None:
    operation = browser.coding_of("tungt", "Coping")
    edit(olas_browser, "Det går", "Jo, det går")
    edit(olas_browser, "tungt", "tyngt")
    accepted(olas_browser.send(split_of(olas_browser, "men i fjor")))
    accepted(olas_browser.send(join_of(olas_browser, 2)))
    edit(olas_browser, "i fjor", "den gang", turn=2)
    answer = accepted(browser.send(operation))
    (coding,) = answer["changes"]["codings"]
    turn = browser.turns[2]
    assert turn.text[coding["start"] : coding["end"]] == "tyngt" and coding["start_turn"] == turn.id


@pytest.mark.parametrize(("edited", "into", "parts"), [
    ("Det går", "Jo, det går", ["går bra", "😊 nå, men i fjor"]),
    ("😊 nå", "og godt nå", ["går bra", "og godt nå, men i fjor"]),
    ("bra", "ganske bra", ["går ganske bra", "😊 nå, men i fjor"]),
    ("bra 😊 nå", "bra nå", ["går bra", "nå, men i fjor"]),
])  # fmt: skip
def test_a_segment_is_split_where_the_caret_was_in_an_older_text(
    browser: Browser, olas_browser: Browser, edited: str, into: str, parts: list[str]
) -> None:
    coding = browser.coding_of("går bra 😊 nå, men i fjor", "Coping")
    browser.send(coding)
    turn = browser.turns[1]
    at = {"turn": turn.id, "offset": turn.text.index("😊")}
    split = browser.numbered("split_coding", id=coding["id"], new_id=new_id(), at=at, turn_revisions={turn.id: 0})
    edit(olas_browser, edited, into)
    accepted(olas_browser.send(join_of(olas_browser, 0)))
    accepted(browser.send(split))
    text = browser.turns[0].text
    codings = browser.study.desk.open(browser.person, browser.interview_id).codings
    assert sorted(text[c.passage.start : c.passage.end] for c in codings) == sorted(parts)
    accepted(browser.do("undo"))
    assert len(browser.study.desk.open(browser.person, browser.interview_id).codings) == 1


def test_a_segment_is_not_split_where_the_words_around_the_caret_are_gone(
    browser: Browser, olas_browser: Browser
) -> None:
    coding = browser.coding_of("i fjor var det tungt", "Coping")
    browser.send(coding)
    turn = browser.turns[1]
    at = {"turn": turn.id, "offset": turn.text.index("det tungt")}
    split = browser.numbered("split_coding", id=coding["id"], new_id=new_id(), at=at, turn_revisions={turn.id: 0})
    edit(olas_browser, "var det", "oss")
    assert "have been changed by somebody" in browser.send(split)["results"][0]["refused"]


def test_it_is_refused_where_its_words_are_gone_or_were_never_so(browser: Browser, olas_browser: Browser) -> None:
    gone = browser.coding_of("tungt", "Coping")
    never = {**browser.coding_of("i fjor", "Coping"), "quote": "i går!"}
    edit(olas_browser, "tungt", "bra")
    assert "have been changed by somebody" in browser.send(gone)["results"][0]["refused"]
    assert "has changed since you selected it" in browser.send(never)["results"][0]["refused"]


def test_a_code_on_a_turn_that_was_joined_meanwhile_lands_in_the_joined_turn(
    browser: Browser, olas_browser: Browser
) -> None:
    operation = browser.coding_of("tungt", "Coping")
    accepted(olas_browser.send(join_of(olas_browser, 0)))
    (coding,) = accepted(browser.send(operation))["changes"]["codings"]
    assert browser.turns[0].text[coding["start"] : coding["end"]] == "tungt"


# --- splitting and joining


def test_a_split_makes_two_turns_and_codings_stay_on_their_words(browser: Browser) -> None:
    browser.send(browser.coding_of("bra", "Coping"), browser.coding_of("tungt", "Coping"))
    browser.send(browser.coding_of("nå, men i fjor", "Coping"))
    before = state(browser)
    answer = accepted(browser.send(split_of(browser, "men i fjor", speaker="SPEAKER_02")))
    assert texts(browser)[1:3] == ["Det går bra 😊 nå,", "men i fjor var det tungt."]
    assert answer["changes"]["order"] == [turn.id for turn in browser.turns]
    assert [s["label"] for s in answer["changes"]["speakers"]] == ["SPEAKER_00", "SPEAKER_01", "SPEAKER_02"]
    first, second = browser.turns[1:3]
    assert (first.start_ms, first.end_ms, second.end_ms) == (1500, second.start_ms, 5000)
    codings = {c.id: c.passage for c in browser.study.desk.open(browser.person, browser.interview_id).codings}
    assert sorted((p.start_turn == first.id, p.end_turn == second.id) for p in codings.values()) == [
        (False, True),
        (True, False),
        (True, True),
    ]
    undone = accepted(browser.do("undo"))
    assert undone["changes"]["turns_removed"] == [second.id] and len(undone["changes"]["speakers"]) == 2
    assert state(browser) == before
    accepted(browser.do("redo"))
    assert [turn.id for turn in browser.turns][1:3] == [first.id, second.id]


def test_a_join_takes_codings_and_memos_along_and_undo_gives_them_back(
    study: Study, kari: Person, browser: Browser
) -> None:
    browser.send(browser.coding_of("tungt", "Coping"), browser.coding_of("går", "Coping", turn=0))
    second = browser.turns[1].id
    with study.database.write() as connection:
        memo_rows.insert_memo(connection, Memo(new_id(), "turn", second, "Nøkkelsted.", kari.id, now()))
    before = state(browser)
    answer = accepted(browser.send(join_of(browser, 0)))
    assert texts(browser) == [f"{QUESTION} {ANSWER}", FOLLOW_UP]
    assert answer["changes"]["turns_removed"] == [second] and len(answer["changes"]["order"]) == 2
    assert sorted(browser.coded_words()) == ["går", "tungt"]
    assert [memo.about_id for memo in study.snapshot(kari).memos] == [browser.turns[0].id]
    accepted(browser.do("undo"))
    assert state(browser) == before
    assert [memo.about_id for memo in study.snapshot(kari).memos] == [second]
    accepted(browser.do("redo"))
    assert texts(browser) == [f"{QUESTION} {ANSWER}", FOLLOW_UP]


def test_only_neighbours_are_joined_and_only_as_they_were_seen(browser: Browser, olas_browser: Browser) -> None:
    first, _, third = browser.turns
    revisions = {first.id: 0, third.id: 0}
    refused = browser.refusal("join_turns", first=first.id, second=third.id, revisions=revisions, text_id=new_id())
    assert "do not follow each other" in str(refused)
    join = join_of(browser, 0)
    edit(olas_browser, "tungt", "ille")
    assert "Ola has changed this turn since" in browser.send(join)["results"][0]["refused"]


def test_a_split_cannot_be_undone_once_somebody_has_worked_on_a_part(browser: Browser, olas_browser: Browser) -> None:
    accepted(browser.send(split_of(browser, "men i fjor")))
    edit(olas_browser, "tungt", "ille", turn=2)
    assert "Ola has changed this turn since" in str(browser.refusal("undo"))
    accepted(olas_browser.do("undo"))
    olas_browser.do("check", turns=[browser.turns[2].id])
    assert "Ola has checked turn 3 since" in str(browser.refusal("undo"))


def test_a_cut_at_the_edge_of_a_turn_is_refused(browser: Browser) -> None:
    assert "no words on one side" in browser.send(split_of(browser, "Det går"))["results"][0]["refused"]


# --- whose voice


def test_turns_are_given_to_another_voice_or_a_new_one(browser: Browser) -> None:
    turn = browser.turns[1].id
    accepted(browser.do("set_speaker", turns=[turn], speaker="SPEAKER_00"))
    answer = accepted(browser.do("set_speaker", turns=[turn], speaker="SPEAKER_02"))
    assert [s["label"] for s in answer["changes"]["speakers"]][-1] == "SPEAKER_02"
    assert answer["changes"]["turns"][0]["speaker"] == "SPEAKER_02"
    back = accepted(browser.do("undo"))["changes"]
    assert back["turns"][0]["speaker"] == "SPEAKER_00" and len(back["speakers"]) == 2
    accepted(browser.do("undo"))
    assert browser.turns[1].speaker == "SPEAKER_01"
    assert "no speaker" in str(browser.refusal("set_speaker", turns=[turn], speaker="SPEAKER_09"))


def test_a_voice_given_since_by_somebody_else_stays(browser: Browser, olas_browser: Browser) -> None:
    turn = browser.turns[1].id
    browser.do("set_speaker", turns=[turn], speaker="SPEAKER_00")
    olas_browser.do("set_speaker", turns=[turn], speaker="SPEAKER_02")
    assert "another speaker since" in str(browser.refusal("undo"))


# --- what the study is used for


def test_counts_and_quotes_read_the_corrected_words(study: Study, kari: Person, browser: Browser) -> None:
    browser.send(browser.coding_of("tungt", "Coping"), browser.coding_of("går bra", "Coping"))
    edit(browser, "går bra", "går ganske bra")
    accepted(browser.send(split_of(browser, "men i fjor")))
    edit(browser, "tungt", "tyngt", turn=2)
    content = study.export_quotes(kari, QuoteChoices(), ExportFormat.CSV).content.decode("utf-8-sig")
    assert "går ganske bra" in content and "tyngt" in content and "tungt" not in content


# --- what the log may hold


def test_the_log_holds_no_words(study: Study, browser: Browser, olas_browser: Browser) -> None:
    browser.send(browser.coding_of("tungt", "Coping"))
    olas = edit_of(olas_browser, "Spurvehauk fløy")
    edit(browser, "tungt", "kanarifugl")
    olas_browser.send(olas)
    accepted(browser.send(split_of(browser, "kanarifugl")))
    accepted(browser.send(join_of(browser, 1)))
    browser.do("undo")
    with study.database.read() as connection:
        log = str(connection.exec_driver_sql("SELECT payload, inverse, refusal FROM operation").all())
        log += str(connection.exec_driver_sql("SELECT * FROM audit").all())
    assert not [word for word in ("kanarifugl", "Spurvehauk", "fjor", "tungt") if word in log]


@pytest.mark.parametrize(
    "damage",
    [
        {"edits": []},
        {"edits": [7]},
        {"edits": None},
        {"edits": [{"turn": "x"}]},
        {"edits": [{"turn": "0" * 32, "revision": 0, "text_id": "1" * 32, "text": "x"}]},
        {"edits": [{"turn": "0" * 32, "revision": 0, "text_id": "1" * 32}]},
        {"kind": "texts", "turns": [[1]], "moved": {"a": 1}, "lost": 3},
        {"kind": "split_turn", "turn": 4},
        {"kind": "join_turns", "first": "0" * 32, "second": "0" * 32, "revisions": {}, "text_id": "1" * 32},
        {"kind": "set_speaker", "turns": ["0" * 32], "speaker": "SPEAKER_00"},
        {"kind": "settle_draft", "text_id": "0" * 32, "drop": True},
        {"kind": "settle_review", "coding": "0" * 32, "remove": True},
        {"kind": "voices", "before": 3, "turns": "no"},
    ],
)
def test_nonsense_is_refused_and_the_next_operation_goes_on(browser: Browser, damage: dict[str, Any]) -> None:
    answer = browser.send({**browser.numbered("edit_turns"), **damage}, browser.coding_of("bra", "Coping"))
    assert answer["results"][0]["refused"] and answer["results"][1]["refused"] is None


def test_nobody_brings_back_a_text_of_another_turn_or_anothers_draft(browser: Browser, olas_browser: Browser) -> None:
    olas = edit_of(olas_browser, "Olas utkast.")
    edit(browser, "tungt", "ille")
    draft = olas_browser.send(olas)["results"][0]["conflict"]["draft"]
    stolen = edit_of(browser, "x")
    del stolen["edits"][0]["text"]
    stolen["edits"][0]["text_id"] = draft
    assert "could not be understood" in browser.send(stolen)["results"][0]["refused"]
