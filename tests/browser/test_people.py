"""People, attrition, cases and interview guides in a real browser."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.browser

TABLE = (
    "Pseudonym;Rolle;Rolle siden;Sted\r\n"
    "H03;hjelper;01.02.2025;Bergen\r\n"
    "مساعدة;hjelper;;Tromsø\r\n"
    "<img src=x onerror=document.title='hit'>;hjelper;i fjor;\r\n"
)


def open_tab(page: Any, name: str, settled: Callable[[Any], None]) -> None:
    page.get_by_role("tab", name=name, exact=True).click()
    page.locator(f"[role=tab][aria-selected=true]:has-text('{name}')").wait_for()
    settled(page)


def test_a_table_from_a_norwegian_excel_is_dropped_looked_at_and_taken(
    new_study: Callable[..., Any], visit: Callable[..., Any], settled: Callable[[Any], None]
) -> None:
    made = new_study()
    page = visit(made, "people")
    open_tab(page, "Import", settled)
    page.locator(".wu-root[data-ready='1']").wait_for()
    excel = {"name": "deltakere.csv", "mimeType": "text/csv", "buffer": TABLE.encode("utf-16")}
    page.locator(".wu-input").set_input_files(excel)
    page.get_by_text("1 problem").wait_for()
    assert page.get_by_text("“i fjor” is not a day").is_visible()
    assert page.title() != "hit" and made.study.participants(made.person) == ()
    page.get_by_role("button", name="Take it").click()
    page.locator(".wu-root[data-ready='1']").wait_for()
    settled(page)
    assert {p.pseudonym for p in made.study.participants(made.person)} == {"H03", "مساعدة"}


def test_the_attrition_table_leaves_as_numbers_that_name_nobody(
    new_study: Callable[..., Any],
    visit: Callable[..., Any],
    settled: Callable[[Any], None],
    tmp_path: Path,
) -> None:
    made = new_study()
    people = [made.study.add_participant(made.person, name, "helper") for name in ("H03", "H04")]
    made.study.add_interview(made.person, label="W1-H03", wave="Wave 1", participant_ids=[people[0].id])
    page = visit(made, "people")
    open_tab(page, "Attrition", settled)
    page.get_by_text("of 2 · 1 individual").wait_for()
    page.get_by_test_id("stDataFrame").locator("canvas").first.wait_for()  # it grows while it loads
    file = tmp_path / "attrition.csv"
    with page.expect_download() as arrived:
        page.get_by_role("link", name="Download CSV").click()
    arrived.value.save_as(file)
    with file.open(encoding="utf-8-sig", newline="") as lines:
        (row,) = csv.DictReader(lines)
    assert (row["wave"], row["interviewed"], row["participants"]) == ("Wave 1", "1", "2")
    assert "H03" not in file.read_text(encoding="utf-8-sig")


def test_a_line_leads_to_the_case_and_the_case_to_the_transcript(
    interview_study: Callable[..., Any], visit: Callable[..., Any], settled: Callable[[Any], None]
) -> None:
    made = interview_study()
    h03 = made.study.add_participant(made.person, "H03", "helper", date(2025, 1, 1))
    made.study.change_interview(made.person, made.interview.id, participant_ids=(h03.id,), held_on=date(2026, 3, 5))
    page = visit(made, "people")
    page.get_by_role("link", name="Case", exact=True).click()
    page.get_by_role("heading", name="Cases").wait_for()
    settled(page)
    assert page.get_by_text("helper, 14 months").is_visible()
    page.get_by_test_id("stMain").get_by_role("link", name="Code", exact=True).first.click()
    page.locator(".st-key-desk").wait_for()


def test_a_question_is_written_and_marked_by_clicking(
    interview_study: Callable[..., Any], visit: Callable[..., Any], settled: Callable[[Any], None]
) -> None:
    made = interview_study()
    page = visit(made, "guide")
    page.get_by_role("button", name="Add a question").click()
    page.get_by_role("dialog").get_by_role("textbox", name="Norwegian (bokmål)", exact=True).fill(
        "Hva betyr rollen for deg?"
    )
    page.get_by_role("dialog").get_by_role("button", name="Save").click()
    page.get_by_text("Hva betyr rollen for deg?").first.wait_for()
    settled(page)
    open_tab(page, "Was it asked?", settled)
    page.get_by_role("button", name="Came up by itself").or_(page.get_by_text("Came up by itself")).first.click()
    page.get_by_text("Marked by Kari Nordmann").wait_for()
    assert [str(mark.asked) for mark in made.study.marks(made.person)] == ["unprompted"]
