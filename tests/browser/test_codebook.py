"""The Codebook page in a real browser: moving codes by mouse and by keyboard, merging, undoing, 500 codes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from core.clock import new_id
from tests.browser.desks import there_are

pytestmark = pytest.mark.browser

MOST_MS_FOR_500_CODES = 3_000  #: One second on a machine of one's own; tests share theirs.


@pytest.fixture
def open_tree(visit: Callable[..., Any]) -> Callable[[Any], Any]:
    """Open the Codebook page and wait for the tree."""

    def go(at_hand: Any) -> Any:
        page = visit(at_hand, "codebook")
        page.locator(".wt-tree[data-ready='1'] .wt-row").first.wait_for()
        return page

    return go


def row(page: Any, name: str) -> Any:
    return page.locator(".wt-row").filter(has=page.locator(".wt-name").get_by_text(name, exact=True))


def named(at_hand: Any, name: str) -> Any:
    return next(code for code in at_hand.codebook.codes if name in code.name.values())


def children(at_hand: Any, name: str) -> list[str]:
    return [code.name["en"] for code in at_hand.codebook.children(named(at_hand, name).id)]


def saved(page: Any, settled: Callable[[Any], None]) -> None:
    page.locator(".wt-tree[data-pending='0']").wait_for()
    settled(page)


def put_on_first_turn(at_hand: Any, code_id: str) -> None:
    turn = at_hand.study.transcript(at_hand.person, at_hand.interview.id).turns[1]
    operation = {
        "seq": 1, "kind": "code", "id": new_id(), "code": code_id, "quote": turn.text[:30],
        "passage": {"start_turn": turn.id, "start": 0, "end_turn": turn.id, "end": 30}, "turn_revisions": {turn.id: 0},
    }  # fmt: skip
    client = "00000000-0000-4000-8000-" + new_id()[:12]
    answer = at_hand.study.desk.apply(at_hand.person, at_hand.interview.id, client, [operation])
    assert answer["results"][0]["refused"] is None


def test_codes_move_by_keyboard_and_the_move_can_be_undone(
    new_study: Callable[..., Any], open_tree: Callable[[Any], Any], settled: Callable[[Any], None]
) -> None:
    made = new_study()
    before = children(made, "Identity")
    page = open_tree(made)
    row(page, before[1]).click()
    page.locator("h3", has_text=before[1]).wait_for()
    settled(page)
    for key in ("Alt+ArrowUp", "Alt+ArrowDown", "Alt+ArrowDown"):  # faster than the server answers
        page.keyboard.press(key)
    saved(page, settled)
    assert children(made, "Identity")[:3] == [before[0], before[2], before[1]]
    page.keyboard.press("Alt+ArrowLeft")
    saved(page, settled)
    assert named(made, before[1]).parent_id is None
    assert row(page, before[1]).get_attribute("aria-level") == "1"
    page.keyboard.press("Alt+ArrowRight")
    saved(page, settled)
    assert children(made, "Identity")[-1] == before[1]
    page.get_by_role("button", name="Undo").click()
    page.get_by_text("Undone: ").first.wait_for()
    settled(page)
    assert named(made, before[1]).parent_id is None


def test_a_code_is_dragged_below_another_and_not_below_itself(
    new_study: Callable[..., Any], open_tree: Callable[[Any], Any], settled: Callable[[Any], None]
) -> None:
    made = new_study()
    page = open_tree(made)
    name = children(made, "Identity")[0]
    drag(page, row(page, name), row(page, "Coping"))
    saved(page, settled)
    assert children(made, "Coping")[-1] == name
    drag(page, row(page, "Identity"), row(page, children(made, "Identity")[0]))
    saved(page, settled)
    assert named(made, "Identity").parent_id is None


def drag(page: Any, what: Any, onto: Any) -> None:
    start, end = what.bounding_box(), onto.bounding_box()
    page.mouse.move(start["x"] + 90, start["y"] + start["height"] / 2)
    page.mouse.down()
    page.mouse.move(start["x"] + 96, start["y"] + start["height"], steps=3)
    page.mouse.move(end["x"] + 90, end["y"] + end["height"] / 2, steps=5)
    page.mouse.up()


def test_two_codes_are_merged_and_apart_again(
    interview_study: Callable[..., Any], open_tree: Callable[[Any], Any], settled: Callable[[Any], None]
) -> None:
    made = interview_study()
    source, target = (named(made, name) for name in children(made, "Identity")[:2])
    put_on_first_turn(made, source.id)
    page = open_tree(made)
    row(page, source.name["en"]).click()
    page.locator("h3", has_text=source.name["en"]).wait_for()
    page.get_by_role("button", name="Merge").click()
    window = page.get_by_role("dialog")
    window.get_by_text("1 coded segment moves.").wait_for()
    window.get_by_role("combobox").click()
    page.keyboard.type(target.name["en"])
    page.get_by_role("option", name=target.name["en"]).first.click()
    window.get_by_role("button", name="Merge", exact=True).click()
    window.wait_for(state="detached")
    settled(page)
    assert made.study.code_segments(made.person, target.id).total == 1
    there_are(0, row(page, source.name["en"]))
    page.get_by_role("button", name="Undo").click()
    row(page, source.name["en"]).wait_for()
    assert made.study.code_segments(made.person, source.id).total == 1


def test_a_segment_leads_to_its_place_at_the_desk(
    interview_study: Callable[..., Any], open_tree: Callable[[Any], Any], settled: Callable[[Any], None]
) -> None:
    made = interview_study(turns=200)
    first = next(code for _, code in made.codebook.walk())
    put_on_first_turn(made, first.id)
    page = open_tree(made)
    page.get_by_role("tab", name="Segments").click()
    page.get_by_role("link", name="Open at the desk").click()
    page.locator(".iw-desk[data-ready='1'] .iw-popover").get_by_text(first.name["en"]).wait_for()


def test_five_hundred_codes_are_drawn_at_once_and_found(
    new_study: Callable[..., Any], open_tree: Callable[[Any], Any]
) -> None:
    made = new_study()
    import_codes(made, 500)
    page = open_tree(made)
    page.get_by_role("tab", name="Themes").click()
    page.get_by_text("No themes yet").wait_for()
    took = page.evaluate(
        """async () => {
          const began = performance.now();
          [...document.querySelectorAll("[role=tab]")].find((tab) => tab.textContent === "Codes").click();
          while (!document.querySelector(".wt-row")?.offsetParent) await new Promise((done) => setTimeout(done, 10));
          return performance.now() - began;
        }"""
    )
    assert took < MOST_MS_FOR_500_CODES
    assert page.locator(".wt-row").count() > 500
    page.get_by_role("searchbox", name="Filter codes").fill("number 499")
    there_are(1, page.locator(".wt-row"))


def import_codes(at_hand: Any, count: int) -> None:
    table = "name (en)\n" + "".join(f"Number {number}\n" for number in range(count))
    preview = at_hand.study.preview_codebook(at_hand.person, table.encode(), "codes.csv")
    at_hand.study.import_codebook(at_hand.person, preview, [code.key for code in preview.codes])
