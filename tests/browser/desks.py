"""What hands do at the desk in the browser, and what is on the disk afterwards: shared by the desk's tests."""

from __future__ import annotations

from typing import Any

Desk = Any  # the page with the desk open; playwright may be absent where types are checked

PATIENCE_MS = 10_000
BOXES = """([turn, start, end]) => {
    const text = document.querySelectorAll('.iw-text')[turn];
    text.scrollIntoView({ block: 'center' });
    const range = document.createRange();
    range.setStart(text.firstChild, start);
    range.setEnd(text.firstChild, end);
    const boxes = [...range.getClientRects()], last = boxes[boxes.length - 1];
    const middle = (box) => (box.top + box.bottom) / 2;
    return { left: boxes[0].left, top: middle(boxes[0]), right: last.right, bottom: middle(last),
             rtl: getComputedStyle(text).direction === 'rtl' || /^[\\u0590-\\u06ff]/.test(text.textContent) };
}"""
SELECT = """([turn, start, end]) => {
    const node = document.querySelectorAll('.iw-text')[turn].firstChild;
    document.querySelector('.iw-turns').focus({ preventScroll: true });
    document.getSelection().setBaseAndExtent(node, start, node, end);
}"""


def ready(page: Desk) -> None:
    page.locator(".iw-desk[data-ready='1']").wait_for()


def saved(page: Desk) -> None:
    page.locator(".iw-desk[data-pending='0']").wait_for()


def there_are(count: int, found: Any) -> None:
    """Wait until a locator finds so many elements: what a key changes may be drawn with the next frame."""
    from playwright.sync_api import expect

    expect(found).to_have_count(count, timeout=PATIENCE_MS)


def drag(page: Desk, turn: int, start: int, end: int) -> None:
    """Select characters of a turn with the mouse. Offsets are the browser's."""
    box = page.evaluate(BOXES, [turn, start, end])
    begin, stop = (box["right"] - 1, box["left"] + 1) if box["rtl"] else (box["left"] + 1, box["right"] - 1)
    page.mouse.move(begin, box["top"])
    page.mouse.down()
    page.mouse.move((begin + stop) / 2, box["bottom"], steps=4)
    page.mouse.move(stop, box["bottom"], steps=4)
    page.mouse.up()


def click_into(page: Desk, turn: int, at: int = 0) -> None:
    box = page.evaluate(BOXES, [turn, at, at + 1])
    page.mouse.click(box["left"] + 1, box["top"])


def select(page: Desk, turn: int, start: int, end: int) -> None:
    page.evaluate(SELECT, [turn, start, end])


def coded(made: Any) -> list[tuple[str, str]]:
    """What is on the disk: (code, words) of every coding, turns joined by " / "."""
    turns = {turn.id: turn for turn in made.study.transcript(made.person, made.interview.id).turns}
    order = list(turns)
    names = {code.id: code.name["en"] for code in made.codebook.codes}
    found = []
    for coding in made.study.desk.open(made.person, made.interview.id).codings:
        passage = coding.passage
        first, last = order.index(passage.start_turn), order.index(passage.end_turn)
        texts = [turns[i].text for i in order[first : last + 1]]
        texts[-1] = texts[-1][: passage.end]
        texts[0] = texts[0][passage.start :]
        found.append((names[coding.code_id], " / ".join(texts)))
    return found


def first_codes(made: Any, count: int) -> list[str]:
    return [code.name["en"] for _, code in made.codebook.walk()][:count]


def choose(page: Desk, box: Any, option: str) -> None:
    """Choose an option of one of Streamlit's select boxes. A rerun that ends meanwhile closes the list: it is opened
    again."""
    from playwright.sync_api import TimeoutError as NotThereError

    found = page.get_by_role("option", name=option).first
    for _ in range(6):
        box.click()
        try:
            return found.click(timeout=PATIENCE_MS / 2)
        except NotThereError:
            continue
    raise AssertionError(f"never offered: {option}")
