"""The pages in a real browser: nothing from outside, nothing run that was only text, nothing lost on the way."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest

from core.clock import new_id
from tests.browser.desks import there_are

pytestmark = pytest.mark.browser

PAGES = ("", "people", "guide", "recordings", "code", "cases", "codebook", "measures", "export", "backup")
HOSTILE = (
    "<img src=http://evil.invalid/a.png onerror=document.title='hit'>",
    "![](http://evil.invalid/b.png)",
    "[x](javascript:document.title='hit')",
    "http://evil.invalid",
    "www.evil.invalid",
    "a@evil.invalid",
    ":material/lock: :smile:",
    ":red[red] $x$ **b** _i_ `c` ~~s~~ -> <- --",
)


def code_first_passage(at_hand: Any) -> str:
    """Put the first code on the beginning of the second turn; the words."""
    turn = at_hand.study.transcript(at_hand.person, at_hand.interview.id).turns[1]
    quote = turn.text[:30]
    _, code = next(at_hand.codebook.walk())
    operation = {
        "seq": 1,
        "kind": "code",
        "id": new_id(),
        "code": code.id,
        "quote": quote,
        "passage": {"start_turn": turn.id, "start": 0, "end_turn": turn.id, "end": 30},
        "turn_revisions": {turn.id: 0},
    }
    client = "00000000-0000-4000-8000-" + new_id()[:12]
    answer = at_hand.study.desk.apply(at_hand.person, at_hand.interview.id, client, [operation])
    assert answer["results"][0]["refused"] is None
    return quote


def sample_recording() -> Path:
    package = importlib.util.find_spec("pyannote.audio")
    assert package and package.origin
    return Path(package.origin).parent / "sample" / "sample.wav"


def test_a_browser_without_the_token_sees_the_closed_page(browser: Any, server: Any) -> None:
    stranger = browser.new_context()
    tab = stranger.new_page()
    sockets: list[str] = []
    tab.on("websocket", lambda socket: sockets.append(socket.url))
    answer = tab.goto(server.address)
    assert answer.status == 403
    assert tab.get_by_role("heading", name="The workbench is closed in this browser").is_visible()
    assert sockets == []
    stranger.close()


def test_the_token_leaves_the_address_bar(browser: Any, server: Any, settled: Callable[[Any], None]) -> None:
    fresh = browser.new_context()
    tab = fresh.new_page()
    tab.goto(f"{server.address}/?token={server.token}")
    settled(tab)
    assert server.token not in tab.url
    (cookie,) = [c for c in fresh.cookies() if c["name"] == f"workbench-{server.port}"]
    assert (cookie["httpOnly"], cookie["sameSite"], cookie["path"]) == (True, "Strict", "/")
    assert "workbench" not in tab.evaluate("document.cookie")
    fresh.close()


def test_a_local_file_that_leads_to_the_address_opens_the_workbench(
    browser: Any, server: Any, tmp_path: Path, settled: Callable[[Any], None]
) -> None:
    link = tmp_path / "open.html"
    link.write_text(f'<a href="{server.address}/?token={server.token}">open</a>')
    fresh = browser.new_context()
    tab = fresh.new_page()
    tab.goto(link.as_uri())
    tab.get_by_text("open").click()
    settled(tab)
    assert tab.url.startswith(server.address)
    assert server.token not in tab.url
    fresh.close()


def test_every_page_draws_an_empty_study_without_errors_or_foreign_requests(
    new_study: Callable[..., Any], visit: Callable[..., Any]
) -> None:
    made = new_study()
    for path in PAGES:
        page = visit(made, path)
        assert page.get_by_test_id("stException").count() == 0
        assert page.get_by_test_id("stSidebar").get_by_text("PM+ Bergen").is_visible()
        assert page.get_by_test_id("stSidebar").get_by_text("Kari Nordmann").is_visible()


def test_hostile_names_are_shown_as_they_were_typed(
    interview_study: Callable[..., Any], visit: Callable[..., Any]
) -> None:
    made = interview_study(label=HOSTILE[0], title=HOSTILE[5])
    for text in HOSTILE:
        made.study.add_participant(made.person, text, text)
        made.study.add_wave(made.person, text)
        made.study.add_site(made.person, text)
        made.study.add_interview(made.person, label=f"{text} ", wave=text, site=text) if text != HOSTILE[0] else None
    for path in PAGES:
        page = visit(made, path)
        assert page.title() != "hit"
        links = page.locator(
            "[data-testid=stMarkdownContainer] a, [data-testid=stText] a, [data-testid=stMarkdownContainer] img"
        )
        there_are(0, links)
    page = visit(made, "people")
    for text in HOSTILE:
        shown = page.locator("[data-testid=stMarkdownContainer] strong").all_inner_texts()
        assert text in [each.replace("\u2060", "") for each in shown]


def test_quotes_leave_as_word_and_csv_through_our_own_route(
    interview_study: Callable[..., Any], visit: Callable[..., Any], tmp_path: Path
) -> None:
    made = interview_study()
    quote = code_first_passage(made)
    page = visit(made, "export")
    for name, ending in (("Download Word", ".docx"), ("Download CSV", ".csv")):
        with page.expect_download() as download:
            page.get_by_role("link", name=name).click()
        assert download.value.suggested_filename.endswith(ending)
        download.value.save_as(tmp_path / f"quotes{ending}")
    assert any(quote in paragraph.text for paragraph in docx.Document(str(tmp_path / "quotes.docx")).paragraphs)
    assert quote in (tmp_path / "quotes.csv").read_text(encoding="utf-8-sig")


def test_tabs_go_on_after_the_server_was_killed_and_started_again(
    interview_study: Callable[..., Any], visit: Callable[..., Any], server: Any, settled: Callable[[Any], None]
) -> None:
    page = visit(interview_study(label="H07"), "recordings")
    server.kill()
    server.start()
    page.reload()
    settled(page)
    assert page.get_by_text("H07").first.is_visible()
    page.get_by_test_id("stSidebarNav").get_by_role("link", name="People").click()
    page.get_by_role("heading", name="People").wait_for()
    assert page.get_by_test_id("stSidebar").get_by_text("Kari Nordmann").is_visible()


def test_several_files_are_uploaded_one_after_the_other_and_refusals_are_said(
    new_study: Callable[..., Any], visit: Callable[..., Any], tmp_path: Path, settled: Callable[[Any], None]
) -> None:
    made = new_study()
    page = visit(made, "recordings")
    page.get_by_text("Transcribe at once").click()
    settled(page)
    sound = sample_recording().read_bytes()
    files = [tmp_path / name for name in ("Intervju Åse.wav", "مقابلة.wav", "not sound.wav")]
    for number, file in enumerate(files):
        file.write_bytes(sound + b"\0" * 2 * number if "not" not in file.name else b"Dear diary")
    page.locator(".wu-input").set_input_files(files)
    page.locator(".wu-item[data-state=failed]").wait_for()
    there_are(2, page.locator(".wu-item[data-state=added]"))
    assert page.locator(".wu-item[data-state=failed] .wu-note").inner_text()
    settled(page)
    assert {i.label for i in made.study.interviews(made.person)} == {"Intervju Åse", "مقابلة"}
    page.get_by_text("Not transcribed yet").nth(1).wait_for()
    there_are(2, page.get_by_text("Not transcribed yet"))


def test_the_drop_zone_takes_dropped_files_and_answers_the_keyboard(
    new_study: Callable[..., Any], visit: Callable[..., Any], settled: Callable[[Any], None]
) -> None:
    page = visit(new_study(), "recordings")
    page.locator(".wu-root[data-ready='1']").wait_for()
    for key in ("Enter", "Space"):
        with page.expect_file_chooser():
            page.locator(".wu-choose").press(key)
    page.locator(".wu-drop").evaluate(
        """zone => {
            const data = new DataTransfer();
            data.items.add(new File(["no sound"], "<b>notes</b>.txt", { type: "text/plain" }));
            zone.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
        }"""
    )
    failed = page.locator(".wu-item[data-state=failed]")
    failed.wait_for()
    assert failed.locator(".wu-name").inner_text() == "<b>notes</b>.txt"
    page.get_by_role("button", name="Hide: <b>notes</b>.txt").click()
    there_are(0, failed)


def test_an_upload_can_be_cancelled_and_leaves_nothing_behind(
    new_study: Callable[..., Any], visit: Callable[..., Any], context: Any
) -> None:
    made = new_study()
    page = visit(made, "recordings")
    page.locator(".wu-root[data-ready='1']").wait_for()
    slow = context.new_cdp_session(page)
    slow.send("Network.enable")
    slow.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": 200_000},
    )
    page.locator(".wu-input").set_input_files(
        {"name": "long.wav", "mimeType": "audio/wav", "buffer": sample_recording().read_bytes() * 4}
    )
    page.locator(".wu-item[data-state=sending]").wait_for()
    page.get_by_role("button", name="Cancel: long.wav").click()
    there_are(0, page.locator(".wu-item"))
    for _ in range(100):
        left = [path for path in (made.study.folder / "media").rglob("*") if path.is_file()]
        if not left:
            break
        page.wait_for_timeout(50)
    assert left == []
    assert made.study.interviews(made.person) == ()
