"""Marks “to discuss” from the pages: seen at the desk, taken back there, refused with the reason."""

from __future__ import annotations

import pytest

from core.design import Person
from core.errors import NotFoundError
from study import Study
from study.discussing import NotMarkedError
from tests.desks import Browser


def marks(browser: Browser) -> list[bool]:
    return [coding.discuss for coding in browser.study.desk.open(browser.person, browser.interview_id).codings]


def test_a_mark_is_set_and_cleared_and_the_desk_can_take_it_back(study: Study, kari: Person, browser: Browser) -> None:
    coding = browser.coding_of("tungt", "Coping")
    browser.send(coding)
    before = study.desk.open(kari, browser.interview_id).revision
    study.mark_to_discuss(kari, coding["id"], True)
    assert marks(browser) == [True]
    assert study.desk.open(kari, browser.interview_id).revision > before  # open desks look again
    study.mark_to_discuss(kari, coding["id"], False)
    assert marks(browser) == [False]
    browser.do("undo")
    assert marks(browser) == [True]


def test_a_mark_that_stands_already_is_no_step_to_undo(study: Study, kari: Person, browser: Browser) -> None:
    coding = browser.coding_of("tungt", "Coping")
    browser.send(coding)
    study.mark_to_discuss(kari, coding["id"], False)
    browser.do("undo")
    assert browser.coded_words() == []


def test_what_is_gone_is_not_marked(study: Study, kari: Person, browser: Browser, olas_browser: Browser) -> None:
    coding = browser.coding_of("tungt", "Coping")
    browser.send(coding)
    olas_browser.do("uncode", id=coding["id"])
    with pytest.raises(NotMarkedError, match="Ola has removed “Coping” from this passage"):
        study.mark_to_discuss(kari, coding["id"], True)
    with pytest.raises(NotFoundError):
        study.mark_to_discuss(kari, "0" * 32, True)
