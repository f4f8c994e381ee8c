"""How recordings are heard is chosen on the page, and goes into the order with the dropped file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from storage import job_rows
from tests.browser.desks import choose
from tests.sounds import tone

pytestmark = pytest.mark.browser


def test_channels_and_expected_words_go_into_the_order(
    new_study: Any, visit: Any, settled: Any, wait_until: Any, tmp_path: Path
) -> None:
    at_hand = new_study()
    page = visit(at_hand, "recordings")
    page.get_by_text("How it is heard").click()
    expected = page.get_by_role("textbox", name="Names and terms to expect")
    expected.fill("Fredrikstad, PM+")
    expected.press("Enter")
    settled(page)
    choose(page, page.get_by_role("combobox", name="Microphones"), "One speaker on each of two channels")
    settled(page)
    page.locator(".wu-input").set_input_files(tone(tmp_path / "W1-H03.wav"))
    wait_until(page, "document.body.innerText.includes('W1-H03')")
    page.locator("[class*=st-key-card_interview_]").wait_for()
    with at_hand.study.database.read() as connection:
        (job,) = job_rows.read_jobs(connection)
    assert (job.settings["channels"], job.settings["hotwords"]) == ("speakers", "Fredrikstad, PM+")
