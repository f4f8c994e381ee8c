"""Reading and listening at the desk in a real browser: finding, lines, where one was, uncertain words, pedals."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from core.clock import new_id
from study import Study
from study.playback import make_playable
from tests.browser.desks import there_are
from tests.sounds import tone
from transcripts.model import Speaker, Transcript, Turn, Word

pytestmark = pytest.mark.browser

Desk = Any  # the page with the desk open; playwright may be absent where types are checked
LINE_WIDTH = 80

TALK = (
    "Kan du fortelle hvordan det var å begynne som hjelper i programmet, og hva som var vanskelig de første ukene?",
    "Ja, i begynnelsen var jeg usikker. Mestring er et stort ord, men jeg mestret mer enn jeg trodde 🙂 da jeg kom.",
    "Og pa\u030a jobben, hvordan gikk det med <b>søvnen</b> der?",
    "كنت خائفة في البداية، لكنني تعلمت في المجموعة أن أستمع قبل أن أتكلم.",
    "Jeg lærte pusteøvelsen på kurset, og da ble det roligere om natten, både for meg og dem jeg møtte som hjelper.",
)
UNSURE = ("vanskelig", "stort", "خائفة")

SELECT = """([turn, start, end]) => {
    const node = document.querySelectorAll('.iw-text')[turn].firstChild;
    document.querySelector('.iw-turns').focus({ preventScroll: true });
    document.getSelection().setBaseAndExtent(node, start, node, end);
}"""
IN_VIEW = """(turn) => {
    const view = document.querySelector('.iw-scroller').getBoundingClientRect();
    const box = document.querySelectorAll('.iw-turn')[turn].getBoundingClientRect();
    return box.top < view.bottom && box.bottom > view.top;
}"""
NUMBERS = """() => [...document.querySelectorAll('.iw-lines span')].map((span) => {
    const box = span.getBoundingClientRect();
    return [span.dataset.line, box.top + box.height / 2];
})"""
HEIGHT_OF = """([turn, at]) => {
    const range = document.createRange();
    range.setStart(document.querySelectorAll('.iw-text')[turn].firstChild, at);
    range.setEnd(document.querySelectorAll('.iw-text')[turn].firstChild, at + 1);
    const box = range.getClientRects()[0];
    return box.top + box.height / 2;
}"""


def turn_of(number: int) -> Turn:
    text = TALK[number % len(TALK)]
    words: list[Word] = []
    position, clock = 0, number * 10_000
    for token in text.split(" "):
        sure = 0.31 if any(token.startswith(word) for word in UNSURE) else 0.93
        words.append(Word(position, position + len(token), clock, clock + 280, sure))
        position, clock = position + len(token) + 1, clock + 300
    return Turn(new_id(), f"SPEAKER_0{number % 3}", text, number * 10_000, clock, tuple(words))


@pytest.fixture
def read(new_study: Callable[..., Any], visit: Callable[..., Any]) -> Callable[..., tuple[Any, Any, Desk]]:
    """Open an interview of some turns at the desk: `study, interview, page = read(40)`."""

    def go(turns: int = 40, sound: Path | None = None) -> tuple[Any, Any, Desk]:
        made = new_study()
        interview = made.study.add_interview(made.person, label="H03", languages=("no", "ar"))
        speakers = tuple(Speaker(f"SPEAKER_0{n}") for n in range(3))
        talk = Transcript("no", tuple(turn_of(n) for n in range(turns)), speakers, {"model": "made up"})
        made.study.keep_transcript(made.person, interview.id, talk, machine_made=True)
        if sound:
            add_sound(made, interview, sound)
        page = visit(made, "code")
        ready(page)
        return made, interview, page

    return go


def add_sound(made: Any, interview: Any, folder: Path) -> None:
    """Half a minute that can be played."""
    study: Study = made.study
    recording = study.receive_file(made.person, tone(folder / "tone.wav", seconds=30), label=interview.label)
    make_playable(study, recording, folder)


def ready(page: Desk) -> None:
    page.locator(".iw-desk[data-ready='1']").wait_for()


def saved(page: Desk) -> None:
    page.locator(".iw-desk[data-pending='0']").wait_for()


def select(page: Desk, turn: int, start: int, end: int) -> None:
    page.evaluate(SELECT, [turn, start, end])


def found(page: Desk, count: int) -> None:
    page.locator(f".iw-desk[data-found='{count}']").wait_for()


def painted(page: Desk, name: str) -> list[str]:
    """The words a highlight lies on."""
    words: list[str] = page.evaluate(
        """(name) => [...(CSS.highlights.get(name) ?? [])].map((range) =>
            range.startContainer.data.slice(range.startOffset, range.endOffset))""",
        name,
    )
    return words


# --- finding


def test_what_is_found_is_counted_painted_gone_through_and_can_be_coded(read: Any) -> None:
    made, interview, page = read(10)
    select(page, 0, 0, 0)
    page.keyboard.press("Control+f")
    page.keyboard.type("MESTR")
    found(page, 4)
    there_are(1, page.get_by_role("search").get_by_text("1 of 4"))
    assert painted(page, "iw-found-now") == ["Mestr"]
    assert sorted(painted(page, "iw-found")) == ["Mestr", "mestr", "mestr"]
    page.keyboard.press("Enter")
    assert painted(page, "iw-found-now") == ["mestr"]
    page.keyboard.press("Shift+Enter")
    page.keyboard.press("Shift+Enter")
    page.get_by_text("4 of 4").wait_for()
    page.keyboard.press("Escape")
    there_are(0, page.locator(".iw-desk[data-found]"))
    assert painted(page, "iw-found") == []
    page.keyboard.press("1")
    saved(page)
    (coding,) = made.study.desk.open(made.person, interview.id).codings
    turn = made.study.transcript(made.person, interview.id).turns[6]
    assert (coding.passage.start_turn, coding.passage.end_turn) == (turn.id, turn.id)
    assert turn.text[coding.passage.start : coding.passage.end] == "mestr"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("på", ["pa\u030a", "på"]),
        ("pa\u030a", ["pa\u030a", "på"]),
        ("LÆRTE", ["lærte"]),
        ("laerte", []),
        ("sovnen", []),
        ("المجموعه", ["المجموعة"]),
        ("خائفه", ["خائفة"]),
        ("<b>", ["<b>"]),
        ("🙂", ["🙂"]),
        (".*", []),
    ],
)
def test_letters_are_found_as_people_mean_them(read: Any, typed: str, words: list[str]) -> None:
    _, _, page = read(5)
    page.locator(".iw-turns").focus()
    page.keyboard.press("/")
    page.get_by_role("textbox", name="Find in this interview").fill(typed)
    found(page, len(words))
    assert sorted(painted(page, "iw-found-now") + painted(page, "iw-found")) == sorted(words)


def test_the_list_shows_every_hit_in_its_words_and_leads_there(read: Any) -> None:
    _, _, page = read(200)
    page.locator(".iw-head").get_by_role("button", name="Find in this interview").click()
    page.keyboard.type("hjelper")
    found(page, 80)
    page.get_by_role("button", name="List").click()
    entries = page.locator(".iw-hit")
    there_are(80, entries)
    assert "for meg og dem jeg møtte som hjelper." in entries.nth(1).inner_text()
    assert entries.nth(1).locator("mark").inner_text() == "hjelper"
    page.get_by_role("textbox", name="Find in this interview").focus()
    page.keyboard.press("ArrowDown")
    for _ in range(60):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.get_by_text("61 of 80").wait_for()
    there_are(1, page.locator(".iw-hit[aria-current]"))
    assert page.evaluate(IN_VIEW, 150)
    assert painted(page, "iw-found-now") == ["hjelper"]


def test_far_from_what_is_seen_nothing_is_painted(read: Any, wait_until: Callable[..., None]) -> None:
    _, _, page = read(400)
    page.keyboard.press("Control+f")
    page.keyboard.type("e")
    page.locator(".iw-desk[data-found]").wait_for()
    total = int(page.locator(".iw-desk").get_attribute("data-found"))
    assert 0 < len(painted(page, "iw-found")) < total / 2
    page.evaluate("() => { const s = document.querySelector('.iw-scroller'); s.scrollTop = s.scrollHeight / 2; }")
    wait_until(
        page,
        """(() => { const view = document.querySelector('.iw-scroller').getBoundingClientRect();
            return [...CSS.highlights.get('iw-found')].some((range) => {
                const box = range.startContainer.parentNode.getBoundingClientRect();
                return box.top > view.top && box.bottom < view.bottom; }); })()""",
    )


# --- line numbers, text size


def stored_lines(turns: int) -> dict[str, list[int]]:
    """Turn and UTF-16 offset at which each line begins, by its name: 7 is the first of turn 7, 7.2 its second."""
    places = {}
    for turn in range(turns):
        text = TALK[turn % len(TALK)]
        at = 0
        for number, line in enumerate(textwrap.wrap(text, LINE_WIDTH, break_on_hyphens=False), 1):
            at = text.index(line, at)
            name = f"{turn + 1}" if number == 1 else f"{turn + 1}.{number}"
            places[name] = [turn, len(text[:at].encode("utf-16-le")) // 2]
            at += len(line)
    return places


@pytest.mark.parametrize(("width", "larger"), [(1280, 0), (1024, 0), (1280, 3)])
def test_a_line_has_the_same_number_in_every_window_and_at_every_size(read: Any, width: int, larger: int) -> None:
    _, _, page = read(12)
    page.set_viewport_size({"width": width, "height": 800})
    page.locator(".iw-turns").focus()
    page.keyboard.press("Shift+L")
    for _ in range(larger):
        page.keyboard.press(">")
    page.locator(".iw-lines span").first.wait_for()
    page.wait_for_timeout(200)
    expected = stored_lines(12)
    numbers = page.evaluate(NUMBERS)
    assert len(numbers) > 10
    for name, height in numbers:
        assert abs(page.evaluate(HEIGHT_OF, expected[name]) - height) < 4, name


def test_the_lines_of_the_selected_words_are_said(read: Any) -> None:
    _, _, page = read(6)
    page.locator(".iw-turns").focus()
    page.keyboard.press("Shift+L")
    select(page, 1, 3, 6)
    page.get_by_text("Line 2", exact=True).wait_for()
    select(page, 1, 3, 100)
    page.get_by_text("Lines 2–2.2", exact=True).wait_for()
    page.keyboard.press("Shift+L")
    assert page.get_by_text("Lines 2–2.2").is_hidden()


def test_size_and_density_are_remembered_and_lead_nobody_away(read: Any) -> None:
    _, _, page = read(120)
    page.evaluate("() => document.querySelectorAll('.iw-turn')[60].scrollIntoView({ block: 'start' })")
    select(page, 60, 0, 0)
    plain = page.evaluate("() => document.querySelector('.iw-turns').clientHeight")
    for _ in range(3):
        page.keyboard.press(">")
    assert page.evaluate("() => document.querySelector('.iw-turns').clientHeight") > plain
    assert page.evaluate(IN_VIEW, 60)
    page.keyboard.press("<")
    page.keyboard.press("<")
    page.keyboard.press("<")
    page.keyboard.press("Shift+D")
    assert page.evaluate("() => document.querySelector('.iw-turns').clientHeight") < plain
    assert page.evaluate(IN_VIEW, 60)
    page.keyboard.press(">")
    page.reload()
    ready(page)
    there_are(1, page.locator(".iw-desk.iw-is-compact"))
    page.get_by_role("button", name="View", exact=True).click()
    assert page.get_by_text("110 %").is_visible()


def test_tab_comes_into_the_text_where_one_reads(read: Any, wait_until: Callable[..., None]) -> None:
    _, _, page = read(120)
    page.evaluate("() => document.querySelectorAll('.iw-turn')[60].scrollIntoView({ block: 'start' })")
    page.wait_for_timeout(300)
    page.locator(".iw-head").get_by_role("button", name="All keys").focus()
    page.keyboard.press("Tab")
    wait_until(
        page,
        """document.activeElement === document.querySelector('.iw-turns')
            && document.getSelection().anchorNode === document.querySelectorAll('.iw-text')[60].firstChild""",
    )
    assert page.evaluate(IN_VIEW, 60)


# --- going somewhere, and having been somewhere


def test_a_time_a_turn_and_a_line_are_gone_to(read: Any) -> None:
    _, _, page = read(200)
    page.locator(".iw-turns").focus()
    for typed, turn in (("25:04", 150), ("#33", 32), ("#2.2", 1)):
        page.keyboard.press("g")
        page.get_by_role("textbox", name="Time, turn or line").fill("never")
        page.keyboard.press("Enter")
        assert "Type a time" in page.get_by_role("alert").inner_text()
        page.get_by_role("textbox", name="Time, turn or line").fill(typed)
        page.keyboard.press("Enter")
        assert page.evaluate(IN_VIEW, turn)
        assert page.evaluate(
            "(turn) => document.getSelection().anchorNode === document.querySelectorAll('.iw-text')[turn].firstChild",
            turn,
        )
    assert page.evaluate("document.getSelection().anchorOffset") == stored_lines(2)["2.2"][1]


def test_one_goes_on_where_one_stopped_also_in_another_browser(
    read: Any, browser: Any, server: Any, wait_until: Callable[..., None]
) -> None:
    from ui.gate import tokened_address

    made, interview, page = read(120)
    there_are(0, page.get_by_text("You stopped at"))
    page.evaluate("() => document.querySelectorAll('.iw-turn')[80].scrollIntoView({ block: 'start' })")
    with page.expect_response(lambda answer: answer.url.endswith("/place")) as kept:
        page.mouse.wheel(0, 1)
    assert kept.value.status == 204
    turn = made.study.transcript(made.person, interview.id).turns[80]
    place = made.study.desk.open(made.person, interview.id).place
    assert (place.turn_id, place.ms) == (turn.id, turn.start_ms)
    other = browser.new_context(viewport={"width": 1280, "height": 800}, reduced_motion="reduce", locale="en-GB")
    other.request.get(tokened_address(server.port, server.token))
    later = other.new_page()
    later.goto(f"{server.address}/code?study={made.study.id}")
    ready(later)
    assert not later.evaluate(IN_VIEW, 80)
    later.get_by_text("You stopped at 13:20.").wait_for()
    later.get_by_role("button", name="Go on where you stopped").click()
    wait_until(later, f"({IN_VIEW})(80)")
    there_are(0, later.get_by_text("You stopped at"))
    other.close()


def test_the_header_says_how_far_one_has_coded(read: Any) -> None:
    _, _, page = read(120)
    assert page.locator(".iw-coded").is_hidden()
    select(page, 70, 4, 12)
    page.keyboard.press("1")
    select(page, 3, 0, 4)
    page.keyboard.press("1")
    saved(page)
    page.get_by_role("button", name="Coded to 11:40").wait_for()
    page.evaluate("() => { document.querySelector('.iw-scroller').scrollTop = 0; }")
    page.keyboard.press("Shift+G")
    assert page.evaluate(IN_VIEW, 70)
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    saved(page)
    assert page.locator(".iw-coded").is_hidden()


# --- uncertain words


def test_uncertain_words_are_underlined_counted_said_and_gone_through(read: Any) -> None:
    _, _, page = read(5)
    page.locator(".iw-turns").focus()
    assert painted(page, "iw-unsure") == []
    page.keyboard.press("Shift+Q")
    assert painted(page, "iw-unsure") == ["vanskelig", "stort", "خائفة"]
    described = page.locator(".iw-text").nth(1).get_attribute("aria-describedby")
    assert page.evaluate("(id) => document.getElementById(id).textContent", described) == "Uncertain: stort"
    select(page, 0, 0, 0)
    for word in ("vanskelig", "stort", "خائفة", "vanskelig"):
        page.keyboard.press("u")
        assert painted(page, "iw-found-now") == [word]
    page.keyboard.press("Shift+U")
    assert painted(page, "iw-found-now") == ["خائفة"]
    page.keyboard.press("Shift+V")
    menu = page.get_by_role("group", name="View")
    there_are(1, menu.get_by_text("3 words"))
    menu.get_by_label("Less sure than").select_option("0.3")
    there_are(1, menu.get_by_text("0 words"))
    assert painted(page, "iw-unsure") == []


# --- the View menu, keys


def test_the_view_menu_is_used_by_keyboard(read: Any) -> None:
    _, _, page = read(5)
    page.locator(".iw-turns").focus()
    page.keyboard.press("Shift+V")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "Smaller text"
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    there_are(1, page.locator(".iw-desk.iw-is-compact"))
    page.keyboard.press("Escape")
    assert page.locator(".iw-view").is_hidden()
    assert page.evaluate("document.activeElement.textContent") == "View"
    page.keyboard.press("Enter")
    page.locator(".iw-turns").click()
    assert page.locator(".iw-view").is_hidden()


@pytest.mark.parametrize(("width", "height"), [(1024, 700), (1280, 800)])
def test_nothing_is_cut_off_in_a_small_window(read: Any, width: int, height: int) -> None:
    _, _, page = read(12)
    page.set_viewport_size({"width": width, "height": height})
    page.keyboard.press("Control+f")
    page.keyboard.type("hjelper")
    page.keyboard.press("Escape")
    page.keyboard.press("Shift+L")
    page.keyboard.press("Shift+V")
    too_wide = page.evaluate(
        """() => [...document.querySelectorAll('.iw-desk, .iw-head, .iw-player, .iw-find-bar, .iw-view, .iw-middle')]
            .filter((part) => part.scrollWidth > part.clientWidth + 1).map((part) => part.className)"""
    )
    assert too_wide == []
    box = page.locator(".iw-view").bounding_box()
    assert box["y"] + box["height"] <= height


# --- listening


@pytest.fixture
def listen(read: Any, tmp_path: Path) -> tuple[Any, Any, Desk]:
    return read(3, sound=tmp_path)


def position(page: Desk) -> float:
    return float(page.locator(".iw-slider").input_value())


def play_until(page: Desk, wait_until: Callable[..., None], ms: int) -> None:
    page.keyboard.press("Space")
    wait_until(page, f"Number(document.querySelector('.iw-slider').value) >= {ms}")
    page.keyboard.press("Space")
    page.get_by_role("button", name="Play", exact=True).wait_for()


@pytest.mark.parametrize(("choice", "back"), [(None, 5_000), ("2000", 2_000), ("0", 0)])
def test_playing_on_goes_back_as_far_as_one_likes(
    listen: Any, wait_until: Callable[..., None], choice: str | None, back: int
) -> None:
    _, _, page = listen
    if choice is not None:
        page.get_by_role("button", name="View", exact=True).click()
        page.get_by_label("Go back when playing on").select_option(choice)
        page.keyboard.press("Escape")
    page.locator(".iw-slider").fill("15000")
    page.locator(".iw-turns").focus()
    play_until(page, wait_until, 16_000)
    paused = position(page)
    page.evaluate(
        """() => { window.lowest = Infinity; const look = () => {
            window.lowest = Math.min(window.lowest, Number(document.querySelector('.iw-slider').value));
            requestAnimationFrame(look); }; look(); }"""
    )
    page.keyboard.press("Space")
    if back:
        wait_until(page, f"window.lowest <= {paused - back + 450}")
    else:
        wait_until(page, f"Number(document.querySelector('.iw-slider').value) >= {paused + 500}")
    assert page.evaluate("window.lowest") >= paused - back - 450


def test_the_selected_words_are_repeated(listen: Any, wait_until: Callable[..., None]) -> None:
    made, interview, page = listen
    turn = made.study.transcript(made.person, interview.id).turns[1]
    first, last = turn.words[2], turn.words[4]
    page.evaluate(
        """() => { window.heard = []; new MutationObserver(() => window.heard.push(
            document.querySelector('.iw-desk').dataset.spoken)).observe(
            document.querySelector('.iw-desk'), { attributes: true, attributeFilter: ['data-spoken'] }); }"""
    )
    select(page, 1, first.start, last.end)
    page.keyboard.press("Shift+R")
    page.get_by_role("button", name="Repeating 0:10–0:11").wait_for()
    wait_until(page, f"window.heard.filter((word) => word === {json.dumps(turn.id + ':2')}).length >= 3")
    heard = {word for word in page.evaluate("window.heard") if word}
    assert heard <= {f"{turn.id}:{n}" for n in (2, 3, 4, 5)}  # the fifth begins as the repetition ends
    page.keyboard.press("Shift+R")
    assert page.locator(".iw-repeat").is_hidden()
    wait_until(page, f"window.heard.includes({json.dumps(turn.id + ':7')})")


def test_a_pedal_plays_while_one_types_and_its_keys_are_chosen(listen: Any, wait_until: Callable[..., None]) -> None:
    _, _, page = listen
    field = page.get_by_role("searchbox", name="Filter codes")
    field.fill("Ide")
    page.keyboard.press("F4")
    page.get_by_role("button", name="Pause", exact=True).wait_for()
    page.keyboard.press("F4")
    page.get_by_role("button", name="Play", exact=True).wait_for()
    assert field.input_value() == "Ide"
    page.get_by_role("button", name="View", exact=True).click()
    page.get_by_role("button", name="Foot pedal").click()
    page.get_by_role("button", name="Change the key for: Forward").click()
    page.keyboard.press("j")
    assert "types or moves the caret" in page.get_by_role("alert").inner_text()
    page.keyboard.press("Control+z")
    assert "Undo" in page.get_by_role("alert").inner_text()
    page.keyboard.press("F9")
    page.get_by_role("button", name="Done").click()
    page.reload()
    ready(page)
    before = position(page)
    page.get_by_role("searchbox", name="Filter codes").focus()
    page.keyboard.press("F9")
    wait_until(page, f"Number(document.querySelector('.iw-slider').value) >= {before + 4_900}")
    page.locator(".iw-turns").focus()
    page.keyboard.press("?")
    assert "F9" in page.locator(".iw-keys").inner_text()
