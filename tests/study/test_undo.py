"""Undo after somebody's later work: carried along, or refused with a name, and never in the way of the step before."""

from __future__ import annotations

import pytest

from core.clock import new_id
from tests.desks import Browser
from tests.study.test_desk_segments import coded, place, state
from tests.study.test_redactions import redact_of
from tests.study.test_words import accepted, edit


def test_undo_once_more_leaves_what_cannot_be_undone_and_takes_back_the_step_before(
    browser: Browser, olas_browser: Browser
) -> None:
    coded(browser, "bra")
    tungt = coded(browser, "tungt")
    olas_browser.do("flag", id=tungt, discuss=True)
    told = str(browser.refusal("undo"))
    assert told.startswith("Ola has changed this coded segment since") and "Undo again to leave this step" in told
    assert [words for _, words, _ in state(browser)] == ["bra", "tungt"]
    assert browser.refusal("undo") is None
    assert [words for _, words, _ in state(browser)] == ["tungt"]
    assert browser.refusal("undo") == "There is nothing of yours to undo in this interview."
    assert browser.refusal("redo") is None
    assert [words for _, words, _ in state(browser)] == ["bra", "tungt"]


def test_what_was_refused_can_be_undone_when_the_later_work_is_taken_back(
    browser: Browser, olas_browser: Browser
) -> None:
    coding = coded(browser, "tungt")
    olas_browser.do("flag", id=coding, discuss=True)
    assert browser.refusal("undo")
    accepted(olas_browser.do("undo"))
    assert browser.refusal("undo") is None and state(browser) == []


def test_a_step_that_was_left_still_bars_others_from_undoing_what_it_builds_on(
    browser: Browser, olas_browser: Browser
) -> None:
    coding = coded(browser, "tungt")
    olas_browser.do("flag", id=coding, discuss=True)
    browser.do("recode", id=coding, code=browser.code_named("Identity"))
    for _ in range(2):
        olas_browser.do("undo")  # refused, then left
    accepted(browser.do("undo"))
    assert str(browser.refusal("undo")).startswith("Ola has changed this coded segment since")


def test_what_somebody_has_done_again_later_is_later_work(browser: Browser, olas_browser: Browser) -> None:
    coding = coded(browser, "tungt")
    olas_browser.do("move_coding", id=coding, **place(browser, "var det tungt"))
    olas_browser.do("undo")
    browser.do("move_coding", id=coding, **place(browser, "det tungt"))
    accepted(olas_browser.do("redo"))
    assert str(browser.refusal("undo")).startswith("Ola has changed this coded segment since")
    assert [words for _, words, _ in state(browser)] == ["var det tungt"]


def test_words_that_went_and_came_back_are_covered_again(browser: Browser) -> None:
    coding = coded(browser, "det tungt")
    browser.do("move_coding", id=coding, **place(browser, "tungt"))
    edit(browser, "var det tungt", "var tungt")
    accepted(browser.do("undo")), accepted(browser.do("undo"))
    assert [words for _, words, _ in state(browser)] == ["det tungt"]


@pytest.mark.parametrize("kind", ["move_coding", "code"])
def test_no_words_and_no_revisions_vouch_for_nothing(browser: Browser, kind: str) -> None:
    coding = coded(browser, "tungt")
    fields = place(browser, "bra") | {"quote": "", "turn_revisions": {}}
    asked = coding if kind == "move_coding" else new_id()
    assert "has changed since you selected it" in str(
        browser.refusal(kind, id=asked, code=browser.code_named("Coping"), **fields)
    )
    assert [words for _, words, _ in state(browser)] == ["tungt"]


def test_no_words_and_no_revisions_vouch_for_none_of_many(browser: Browser) -> None:
    fields = place(browser, "bra")
    many = [{"id": new_id(), "code": browser.code_named("Coping"), "passage": fields["passage"], "quote": ""}]
    assert browser.refusal("code_many", codings=many, turn_revisions={})
    assert browser.refusal("code_many", codings=many, turn_revisions=fields["turn_revisions"]) is None
    assert [words for _, words, _ in state(browser)] == ["bra"]


def test_after_words_were_replaced_an_earlier_place_is_not_guessed(browser: Browser, olas_browser: Browser) -> None:
    coding = coded(browser, "var det tungt")
    browser.do("move_coding", id=coding, **place(browser, "tungt"))
    accepted(olas_browser.send(redact_of(olas_browser, "går", "en lengre erstatning", seal=False)))
    assert "Ola has replaced words" in str(browser.refusal("undo"))
    assert browser.coded_words() == ["tungt"]


def test_after_words_were_replaced_an_edit_is_undone_and_codes_stay_on_their_words(
    browser: Browser, olas_browser: Browser
) -> None:
    coded(browser, "i fjor")
    edit(browser, "Det går bra 😊 nå, men", "Men")
    edit(browser, "var det tungt", "var det bra")
    accepted(olas_browser.send(redact_of(olas_browser, "bra", "et langt ord", seal=False)))
    accepted(browser.do("undo")), accepted(browser.do("undo"))
    assert browser.coded_words() == ["i fjor"]


def test_a_coding_on_the_review_list_is_not_recoded_and_it_is_said_where_it_is(
    browser: Browser, olas_browser: Browser
) -> None:
    coding = coded(browser, "tungt")
    edit(olas_browser, "tungt", "1234")
    for kind, fields in {"recode": {"code": browser.code_named("Identity")}, "flag": {"discuss": True}}.items():
        refused = str(browser.refusal(kind, id=coding, **fields))
        assert refused.startswith("Ola has changed the words of this coded segment: it is on the review list")


def test_a_taken_away_part_that_lost_its_words_meanwhile_comes_back_standing(
    browser: Browser, olas_browser: Browser
) -> None:
    first, second = coded(browser, "i fjor"), coded(browser, "var det tungt")
    browser.do("join_codings", ids=[first, second], into=first)
    edit(olas_browser, "var det tungt", "1234")
    accepted(browser.do("undo"))
    assert browser.coded_words() == ["i fjor"]
    review = browser.study.desk.open(browser.person, browser.interview_id).review
    assert [entry["coding"]["id"] for entry in review] == [second]


def test_many_codes_done_again_return_to_the_review_list_where_their_words_have_gone(
    browser: Browser, olas_browser: Browser
) -> None:
    places = [place(browser, "tungt"), place(browser, "bra")]
    many = [
        {"id": new_id(), "code": browser.code_named("Coping"), "passage": each["passage"], "quote": each["quote"]}
        for each in places
    ]
    browser.do("code_many", codings=many, turn_revisions=places[0]["turn_revisions"])
    accepted(browser.do("undo"))
    edit(olas_browser, "tungt", "1234")
    accepted(browser.do("redo"))
    desk = browser.study.desk.open(browser.person, browser.interview_id)
    assert browser.coded_words() == ["bra"] and [entry["coding"]["id"] for entry in desk.review] == [many[0]["id"]]
    accepted(browser.do("undo"))
    desk = browser.study.desk.open(browser.person, browser.interview_id)
    assert desk.codings == () and desk.review == ()


def test_naming_a_voice_is_not_undone_over_a_later_name(browser: Browser, olas_browser: Browser) -> None:
    browser.do("name_speaker", speaker="SPEAKER_00", role="interviewer", name="Tone")
    olas_browser.do("name_speaker", speaker="SPEAKER_00", role="interviewer", name="Siri")
    refused = str(browser.refusal("undo"))
    assert refused.startswith("Ola has said since who the voice “SPEAKER_00” is, so this cannot be undone.")
    assert browser.study.desk.open(browser.person, browser.interview_id).speakers[0].name == "Siri"
