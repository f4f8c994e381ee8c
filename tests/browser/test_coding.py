"""Coding as a person does it all day: several codes at once, ends, seams, filters, the table; and the disk after."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.conftest import TALK
from tests.browser.desks import coded, drag, first_codes, ready, saved, select, there_are

pytestmark = pytest.mark.browser

Desk = Any

SELECTED = "document.getSelection().toString()"
ANSWER = TALK[1][1]


def at(page: Desk, turn: int, words: str) -> None:
    """Select words of a turn."""
    start = TALK[turn % len(TALK)][1].index(words)
    select(page, turn, start, start + len(words))


def put(page: Desk, turn: int, words: str, *keys: str) -> None:
    """Put codes on words by their number keys, and let go of the selection."""
    at(page, turn, words)
    for key in keys:
        page.keyboard.press(key)
    saved(page)
    page.keyboard.press("Escape")


def flags(made: Any) -> list[bool]:
    return [coding.discuss for coding in made.study.desk.open(made.person, made.interview.id).codings]


def notice(page: Desk) -> str:
    return str(page.locator(".iw-notice").last.inner_text())


# --- choosing codes


def test_several_codes_are_ticked_put_on_together_and_undone_together(open_desk: Any) -> None:
    made, page = open_desk()
    at(page, 1, "usikker")
    page.keyboard.press("c")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    assert page.locator(".iw-ticked").inner_text().startswith("2 codes: ")
    page.keyboard.press("Enter")
    saved(page)
    assert sorted(coded(made)) == sorted((name, "usikker") for name in first_codes(made, 2))
    page.keyboard.press("Control+z")
    saved(page)
    assert coded(made) == []
    assert notice(page).startswith("Undone: codes put on together")
    page.keyboard.press("Control+y")
    saved(page)
    assert len(coded(made)) == 2


def test_space_is_a_letter_while_a_name_is_typed_and_the_definition_is_shown(open_desk: Any) -> None:
    made, page = open_desk()
    wanted = next(code for _, code in made.codebook.walk() if " " in code.name["en"])
    at(page, 1, "usikker")
    page.keyboard.press("c")
    page.keyboard.type(wanted.name["en"].upper())
    assert wanted.definition["en"][:30] in page.locator(".iw-palette .iw-definition").inner_text()
    page.keyboard.press("Enter")
    saved(page)
    assert coded(made) == [(wanted.name["en"], "usikker")]


def test_a_pinned_code_has_the_first_key_also_after_a_reload(open_desk: Any) -> None:
    made, page = open_desk()
    twelfth = [code for _, code in made.codebook.walk()][11]
    page.locator(f"[data-pin='{twelfth.id}']").click()
    assert page.locator(f"[data-pin='{twelfth.id}'] kbd").inner_text() == "1"
    page.reload()
    ready(page)
    put(page, 1, "usikker", "1")
    assert coded(made) == [(twelfth.name["en"], "usikker")]
    assert page.locator(f"[data-pin='{twelfth.id}']").get_attribute("aria-pressed") == "true"


def test_a_code_that_was_used_gets_a_key_and_the_others_keep_theirs(open_desk: Any) -> None:
    made, page = open_desk()
    codes = [code for _, code in made.codebook.walk()]
    at(page, 1, "usikker")
    page.locator(f".iw-code[data-code='{codes[11].id}']").click()
    saved(page)
    keys = page.locator(".iw-pin kbd").all_inner_texts()
    assert sorted(keys) == [str(n) for n in range(1, 10)]
    assert page.locator(f"[data-pin='{codes[11].id}'] kbd").inner_text() == "9"
    assert page.locator(f"[data-pin='{codes[0].id}'] kbd").inner_text() == "1"


def test_a_code_is_named_by_the_participants_own_words(open_desk: Any) -> None:
    made, page = open_desk()
    at(page, 1, "veldig usikker på meg selv,")
    page.keyboard.press("i")
    saved(page)
    assert coded(made) == [("veldig usikker på meg selv", "veldig usikker på meg selv,")]
    code = next(code for code in made.codebook.codes if code.name["en"] == "veldig usikker på meg selv")
    assert code.definition["en"].startswith("In vivo")


# --- selecting


def test_the_selection_grows_to_sentence_turn_and_speaker_and_shrinks_again(open_desk: Any) -> None:
    _, page = open_desk()
    select(page, 3, 30, 30)
    grown = []
    for _ in range(4):
        page.keyboard.press("w")
        grown.append(page.evaluate(SELECTED))
    assert grown[0] == "følte"
    assert grown[1].startswith("Jeg følte") and grown[1].endswith("for andre.")
    assert grown[2] == TALK[3][1]
    assert TALK[4][1] in grown[3]
    page.keyboard.press("Shift+W")
    page.keyboard.press("Shift+W")
    assert page.evaluate(SELECTED) == grown[1]


def test_with_snapping_the_pointer_takes_whole_words(open_desk: Any) -> None:
    made, page = open_desk()
    select(page, 1, 0, 0)
    page.keyboard.press("z")
    assert "whole words" in notice(page)
    drag(page, 1, 8, 16)
    page.keyboard.press("1")
    saved(page)
    assert [words for _, words in coded(made)] == ["begynnelsen"]
    page.reload()
    ready(page)
    drag(page, 4, 5, 12)
    page.keyboard.press("1")
    saved(page)
    assert all(
        words in TALK[4][1].replace(".", " ").replace("،", " ").split(" ") for words in coded(made)[1][1].split(" ")
    )


# --- coded segments


def test_ends_are_moved_by_keys_word_by_word_and_back_by_undo(open_desk: Any) -> None:
    made, page = open_desk()
    put(page, 1, "usikker", "1")
    page.keyboard.press(".")
    page.keyboard.press("]")
    page.keyboard.press("[")
    saved(page)
    assert [words for _, words in coded(made)] == ["veldig usikker på"]
    page.keyboard.press("Alt+Shift+ArrowLeft")
    saved(page)
    assert [words for _, words in coded(made)] == ["veldig usikker"]
    for _ in range(3):
        page.keyboard.press("Control+z")
    saved(page)
    assert [words for _, words in coded(made)] == ["usikker"]


def test_the_end_of_a_stripe_is_dragged_to_another_turn(open_desk: Any) -> None:
    made, page = open_desk()
    put(page, 1, "usikker", "1")
    handle = page.locator(".iw-stripe .iw-end[data-edge=end]").bounding_box()
    goal = page.locator(".iw-text").nth(2).bounding_box()
    page.mouse.move(handle["x"] + 3, handle["y"] + 4)
    page.mouse.down()
    page.mouse.move(handle["x"] + 3, (handle["y"] + goal["y"]) / 2, steps=3)
    page.mouse.move(handle["x"] + 3, goal["y"] + goal["height"] / 2, steps=3)
    page.mouse.up()
    saved(page)
    ((_, words),) = coded(made)
    assert words.startswith("usikker på meg selv")
    assert words.endswith("/ Hva betydde det for deg")


def test_a_segment_gets_another_code_and_whose_it_was_is_said(open_desk: Any) -> None:
    made, page = open_desk()
    ola = made.study.person("Ola")
    turn = made.study.transcript(made.person, made.interview.id).turns[1]
    start = ANSWER.index("usikker")
    codes = [code for _, code in made.codebook.walk()]
    operation = {
        "seq": 1, "kind": "code", "id": "a" * 32, "code": codes[0].id, "quote": "usikker",
        "turn_revisions": {turn.id: 0},
        "passage": {"start_turn": turn.id, "start": start, "end_turn": turn.id, "end": start + 7},
    }  # fmt: skip
    made.study.desk.apply(ola, made.interview.id, "olas-client", [operation])
    page.reload()
    ready(page)
    page.locator(".iw-stripe").click()
    page.keyboard.press("r")
    page.keyboard.type(codes[3].name["en"])
    page.keyboard.press("Enter")
    saved(page)
    assert coded(made) == [(codes[3].name["en"], "usikker")]
    assert "(coded by Ola)" in notice(page)
    assert codes[3].name["en"] in page.locator(".iw-popover").inner_text()


def test_a_segment_is_broken_in_two_at_the_caret_and_made_one_again(open_desk: Any) -> None:
    made, page = open_desk()
    put(page, 1, "veldig usikker på meg", "1")
    caret = ANSWER.index("på meg")
    select(page, 1, caret, caret)
    page.keyboard.press("b")
    saved(page)
    assert {words for _, words in coded(made)} == {"veldig usikker", "på meg"}
    page.keyboard.press(".")
    page.keyboard.press("o")
    saved(page)
    assert [words for _, words in coded(made)] == ["veldig usikker på meg"]
    for left in (2, 1):
        page.keyboard.press("Control+z")
        saved(page)
        assert len(coded(made)) == left


def test_where_several_segments_hold_the_caret_it_asks_which_to_break(open_desk: Any) -> None:
    made, page = open_desk()
    put(page, 1, "veldig usikker på meg", "1", "2")
    caret = ANSWER.index("på meg")
    select(page, 1, caret, caret)
    page.keyboard.press("b")
    page.locator(".iw-which .iw-code").nth(1).click()
    saved(page)
    assert sorted(words for _, words in coded(made)) == ["på meg", "veldig usikker", "veldig usikker på meg"]


def test_what_is_to_be_discussed_is_marked_everywhere_and_can_be_shown_alone(open_desk: Any) -> None:
    made, page = open_desk()
    put(page, 1, "usikker", "1", "2")
    page.keyboard.press(".")
    page.keyboard.press("d")
    saved(page)
    assert sorted(flags(made)) == [False, True]
    assert page.locator(".iw-stripe.iw-is-discuss").get_attribute("aria-label").endswith("to discuss")
    page.keyboard.press("x")
    page.get_by_label("Only what is to be discussed").check()
    page.get_by_role("button", name="Done").click()
    there_are(1, page.locator(".iw-stripe"))
    assert "Showing 1 of 2 coded segments" in page.locator(".iw-filtered").inner_text()
    page.locator(".iw-turns").focus()
    page.keyboard.press("Shift+X")
    there_are(2, page.locator(".iw-stripe"))


# --- filter, names


def test_a_filter_by_code_holds_for_text_stripes_counts_and_table(open_desk: Any) -> None:
    made, page = open_desk()
    put(page, 1, "usikker", "1", "2")  # the second lies below the first
    other = next(n for n, (depth, _) in enumerate(made.codebook.walk()) if n and depth == 0)
    put(page, 3, "trygghet", str(other + 1))
    page.keyboard.press("x")
    page.locator(".iw-filter-codes input").first.check()
    page.keyboard.press("Escape")
    page.locator(".iw-filtered").wait_for()
    there_are(2, page.locator(".iw-stripe"))
    assert page.locator(".iw-count").nth(other).inner_text() == "–"
    there_are(2, page.locator(".iw-text[aria-describedby]"))
    there_are(1, page.locator(".iw-turn-codes li:visible"))
    page.get_by_role("tab", name="Segments").click()
    there_are(2, page.locator(".iw-row"))
    at(page, 6, "pusteøvelsen")
    page.keyboard.press(str(other + 1))
    saved(page)
    assert "a filter leaves it out" in notice(page)
    page.locator(".iw-filtered").get_by_role("button", name="Show all").click()
    there_are(4, page.locator(".iw-row"))


def test_names_stand_beside_their_stripes_and_never_over_one_another(open_desk: Any) -> None:
    _, page = open_desk()
    for n, words in enumerate(("usikker", "veldig usikker", "på meg selv", "meg selv, men")):
        put(page, 1, words, *(str(1 + (n * 2 + k) % 9) for k in range(2)))
    page.set_viewport_size({"width": 1500, "height": 800})
    page.locator(".iw-turns").focus()
    page.keyboard.press("h")
    names = page.locator(".iw-stripe-name")
    names.first.wait_for()
    boxes = [names.nth(n).bounding_box() for n in range(names.count())]
    assert len(boxes) >= 4
    for above, below in zip(boxes, boxes[1:], strict=False):
        assert above["y"] + above["height"] <= below["y"] + 0.5
    stripes = page.locator(".iw-stripe").last.bounding_box()
    assert all(box["x"] >= stripes["x"] for box in boxes)
    page.keyboard.press("h")
    assert not names.first.is_visible()


# --- the table, and many at once


def test_the_table_is_worked_by_keyboard_alone(open_desk: Any) -> None:
    made, page = open_desk()
    put(page, 1, "usikker", "1")
    put(page, 3, "trygghet", "2")
    put(page, 6, "pusteøvelsen", "3")
    page.keyboard.press("t")
    rows = page.locator(".iw-row")
    assert [row.split("\n")[-1] for row in rows.all_inner_texts()] == ["usikker", "trygghet", "pusteøvelsen"]
    page.keyboard.press("ArrowDown")
    assert page.locator(".iw-row[aria-selected=true]").inner_text().endswith("trygghet")
    page.keyboard.press("d")
    page.keyboard.press("r")
    page.keyboard.type(first_codes(made, 5)[4])
    page.keyboard.press("Enter")
    saved(page)
    page.locator(".iw-table").focus()
    page.keyboard.press("Home")
    page.keyboard.press("Delete")
    saved(page)
    assert [words for _, words in coded(made)] == ["trygghet", "pusteøvelsen"]
    assert (first_codes(made, 5)[4], "trygghet") in coded(made)
    assert page.locator(".iw-row[aria-selected=true]").inner_text().endswith("trygghet")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.classList.contains('iw-turns')")
    there_are(1, page.locator(".iw-stripe.iw-is-chosen"))


def test_the_table_reads_as_a_table_and_can_be_sifted_and_sorted(open_desk: Any) -> None:
    _, page = open_desk()
    put(page, 1, "usikker", "2")
    put(page, 3, "trygghet", "1")
    page.keyboard.press("t")
    grid = page.get_by_role("grid", name="Coded segments")
    assert grid.get_attribute("aria-rowcount") == "3"
    assert page.get_by_role("columnheader").all_inner_texts() == ["Code", "Coder", "Time", "Marks", "Words"]
    page.get_by_label("Order").select_option("code")
    assert page.locator(".iw-row").first.inner_text().endswith("trygghet")
    page.get_by_label("Filter segments").fill("USIKKER")
    there_are(1, page.locator(".iw-row"))


def test_everything_a_voice_says_is_coded_after_a_preview_and_undone_as_one(open_desk: Any) -> None:
    made, page = open_desk()
    at(page, 1, "usikker")
    page.keyboard.press("v")
    dialog = page.locator(".iw-many")
    assert dialog.get_by_role("button", name="Code 4 passages").is_enabled()
    dialog.locator(".iw-many-row input").nth(1).uncheck()
    dialog.get_by_label("Code", exact=True).select_option(index=2)
    dialog.get_by_role("button", name="Code 3 passages").click()
    saved(page)
    assert sorted(coded(made)) == sorted((first_codes(made, 3)[2], TALK[n][1]) for n in (1, 4, 6))
    page.locator(".iw-turns").focus()
    page.keyboard.press("v")
    there_are(3, dialog.get_by_text("coded already"))
    page.keyboard.press("Escape")
    page.reload()
    ready(page)
    page.get_by_role("button", name="Undo").click()
    saved(page)
    assert coded(made) == []


def test_every_hit_of_a_search_is_coded_after_a_look_and_one_undo_takes_all_back(open_desk: Any) -> None:
    made, page = open_desk()
    button = page.locator(".iw-find-bar").get_by_role("button", name="Code…")
    page.locator(".iw-turns").focus()
    page.keyboard.press("/")
    assert button.is_disabled()
    page.keyboard.type("ve")
    button.click()
    dialog = page.locator(".iw-many")
    rows = dialog.locator(".iw-many-row span").all_inner_texts()
    assert rows == ["veldig", "veilederen", "veien", "underveis", "hvert", "pusteøvelsen"]
    dialog.locator(".iw-many-row input").nth(3).uncheck()
    dialog.get_by_role("button", name="Code 5 passages").click()
    saved(page)
    name = first_codes(made, 1)[0]
    assert sorted(words for _, words in coded(made)) == sorted([*rows[:3], *rows[4:]])
    assert {code for code, _ in coded(made)} == {name}
    button.click()
    there_are(5, dialog.get_by_text("coded already"))
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Undo").click()
    saved(page)
    assert coded(made) == []
    assert page.locator(".iw-find-bar input").input_value() == "ve"


def test_each_turns_codes_are_in_a_list_for_screen_readers(open_desk: Any) -> None:
    made, page = open_desk()
    put(page, 3, "trygghet", "1")
    put(page, 1, "usikker", "1", "2")
    first, second = first_codes(made, 2)
    items = page.get_by_role("list", name="Codes of each turn").get_by_role("listitem").all_inner_texts()
    assert items == [f"Turn 2, Speaker 2: {first}, {second}", f"Turn 4, Speaker 2: {first}"]
