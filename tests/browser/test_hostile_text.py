"""Words that try to be something else: in transcript, speaker, code and memo they are words, and nothing but words.

Every text asks for an address with PROBE in it or sets `document.probe`; whichever happens fails the test.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from core.clock import new_id
from tests.browser.desks import Desk, coded, first_codes, ready, saved, select, there_are
from transcripts.model import Speaker, Transcript, Turn, Word

pytestmark = pytest.mark.browser
OWN_LINKS_ASIDE = ".iw-desk :is(script, style, img, a:not(.iw-all-voices))"

PROBE = "hostile-probe"
WORD = "a" * 1_000_000

MARKUP = (
    f"<script>document.probe=1</script><img src='/{PROBE}.png' onerror='document.probe=1'><b>fet</b> &amp; &#60;i&#62;"
)
LINKS = (
    f"[kall](javascript:document.probe=1) javascript:document.probe=1 ![x](/{PROBE}.png) http://example.invalid/{PROBE}"
)
TEMPLATES = (
    "{{7*7}} ${document.probe=1} $x^2$ :material/delete: :red[rød] `kode` </textarea></style>"
    f"<style>@import '/{PROBE}.css'"
)
OVERRIDES = "Filen heter \u202egnp.exe\u202c og \u2066\u05d0\u05d1\u2069 \u061c\u200f\u200e ferdig \u202ealdri lukket"
INVISIBLE = "\u200bu\u200bsyn\u200dlig\u2060 \ufeffmidt\u00ad i\u200b"
JOINED = "Familien 👩‍👩‍👧‍👦 og 🏳️‍🌈, legen 👩🏽‍⚕️, e\u0301n, 𝒶𝒷 ferdig"
CONTROLS = "\u2028linje\u2029avsnitt\u0085neste\x7f \U000e0041\U000e007f slutt"

TEXTS = (MARKUP, LINKS, TEMPLATES, OVERRIDES, INVISIBLE, JOINED, CONTROLS)
NAMES = {
    "markup": f"<img src=/{PROBE}.gif onerror=document.probe=1>",
    "links": f"[H03](javascript:document.probe=1) ![](/{PROBE}) **f**",
    "overrides": "\u202eoverstyrt\u202c :red[rød]",
    "joined": "👩‍👩‍👧‍👦\u200b $x$",
}


@pytest.fixture
def watched(page: Any) -> Iterator[Any]:
    """The page; the test fails when a text has been fetched from or has run, or has opened a window."""
    found: list[str] = []
    page.on("request", lambda request: found.append(request.url) if PROBE in request.url else None)
    page.on("dialog", lambda dialog: (found.append(dialog.message), dialog.dismiss()))
    page.on("popup", lambda popup: found.append(popup.url))
    yield page
    assert page.evaluate("document.probe") is None
    assert found == []


def with_texts(made: Any, texts: tuple[str, ...], speaker: str = "SPEAKER_00") -> None:
    """Give the interview these turns; every word has a time, as a recogniser would give it."""
    turns = tuple(
        Turn(new_id(), speaker, text, n * 1000, n * 1000 + 900, (Word(0, len(text), n * 1000, n * 1000 + 900, 0.3),))
        for n, text in enumerate(texts)
    )
    transcript = Transcript("no", turns, (Speaker(speaker),), {"model": NAMES["markup"]})
    made.study.keep_transcript(made.person, made.interview.id, transcript, machine_made=True)


@pytest.fixture
def open_texts(
    interview_study: Callable[..., Any], visit: Callable[..., Any], watched: Any
) -> Callable[..., tuple[Any, Desk]]:
    """Make a study whose interview has these turns, and open it at the desk."""

    def go(*texts: str, speaker: str = "SPEAKER_00", **details: Any) -> tuple[Any, Desk]:
        made = interview_study(**details)
        with_texts(made, texts, speaker)
        page = visit(made, "code")
        ready(page)
        return made, page

    return go


def shown(page: Desk) -> list[str]:
    """What stands in each turn, as the browser holds it."""
    return page.evaluate("[...document.querySelectorAll('.iw-text')].map((text) => text.textContent)")


# --- in the transcript


def test_the_words_are_shown_as_they_are_stored(open_texts: Any) -> None:
    _, page = open_texts(*TEXTS)
    assert shown(page) == list(TEXTS)
    inside = "[...document.querySelectorAll('.iw-text')].map((text) => text.childNodes.length)"
    assert page.evaluate(inside) == [1] * len(TEXTS), "one text node, whatever it says"
    assert page.locator(".iw-turns :is(script, style, img, a, b, i, textarea)").count() == 0


@pytest.mark.parametrize("turn", range(len(TEXTS)))
def test_every_stretch_of_hostile_words_is_coded_at_its_code_points(open_texts: Any, turn: int) -> None:
    """The first half, the second half and all of it: what is on the disk is what was selected in the browser."""
    made, page = open_texts(*TEXTS)
    text = TEXTS[turn]
    middle = text.index(" ", len(text) // 3)
    for key, (start, end) in enumerate([(0, middle), (middle + 1, len(text)), (0, len(text))]):
        select(page, turn, units(text, start), units(text, end))
        page.keyboard.press(str(key + 1))
    saved(page)
    # The browser leaves white space at the edges out; to JavaScript a byte order mark is white space too.
    edges = " \ufeff\u2028\u2029"
    wanted = [text[:middle].strip(edges), text[middle + 1 :].strip(edges), text.strip(edges)]
    assert [words for _, words in coded(made)] == wanted
    there_are(3, page.locator(".iw-stripe"))


def test_a_selection_by_keyboard_never_ends_inside_a_character(open_texts: Any) -> None:
    made, page = open_texts(JOINED)
    start = JOINED.index("👩")
    select(page, 0, units(JOINED, start), units(JOINED, start))
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("1")
    saved(page)
    assert [words for _, words in coded(made)] == ["👩‍👩‍👧‍👦"]


def test_an_override_that_is_never_closed_ends_with_its_turn(open_texts: Any) -> None:
    _, page = open_texts(OVERRIDES, "Neste replikk")
    order = """() => {
        const text = document.querySelectorAll('.iw-text')[1].firstChild, range = document.createRange();
        const left = (at) => {
            range.setStart(text, at);
            range.setEnd(text, at + 1);
            return range.getBoundingClientRect().left;
        };
        return left(0) < left(5);
    }"""
    assert page.evaluate(order), "the next turn still reads from left to right"
    heads = page.locator(".iw-speaker").all_inner_texts()
    assert heads == ["Speaker 1", "Speaker 1"]


# --- a word without an end


def test_a_word_of_a_megabyte_is_read_coded_and_removed(open_texts: Any) -> None:
    made, page = open_texts("Først", f"Da sa hun {WORD} og gikk", "Sist 🙂 av alt")
    assert [len(text) for text in shown(page)] == [5, 10 + len(WORD) + 8, 13]
    select(page, 1, 10, 10 + len(WORD))
    page.keyboard.press("1")
    select(page, 2, 5, 7)
    page.keyboard.press("2")
    saved(page)
    assert [words for _, words in coded(made)] == [WORD, "🙂"]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "it breaks instead of widening the page"
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    saved(page)
    assert coded(made) == []


def test_offsets_after_a_megabyte_of_pairs_are_right(open_texts: Any) -> None:
    made, page = open_texts("😀" * 250_000 + " slutt")
    select(page, 0, 500_001, 500_006)
    page.keyboard.press("1")
    saved(page)
    assert [words for _, words in coded(made)] == ["slutt"]


# --- in names and memos


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_speakers_interviews_and_codes_are_called_what_they_are_called(open_texts: Any, name: str) -> None:
    made, page = open_texts("Bare noen ord.", speaker=name, label=name)
    assert page.locator(".iw-speaker").text_content() == name
    assert page.locator(".iw-interview option").text_content() == name
    code = made.study.add_code(made.person, name)
    made.study.define_code(made.person, code.id, definition={"en": MARKUP + LINKS})
    page.reload()
    ready(page)
    select(page, 0, 0, 4)
    page.keyboard.press("c")
    page.get_by_role("combobox", name="Find a code").fill(name)
    page.keyboard.press("Enter")
    saved(page)
    assert coded(made) == [(name, "Bare")]
    page.locator(".iw-stripe").hover()
    assert page.locator(".iw-stripe-label").text_content() == name
    page.locator(".iw-stripe").click()
    assert name in page.locator(".iw-popover").text_content()
    page.locator(f'.iw-code[data-code="{code.id}"]').hover()
    assert MARKUP in page.locator(".iw-definition").first.text_content()
    assert page.locator(OWN_LINKS_ASIDE).count() == 0


def test_a_new_code_and_a_new_participant_may_have_any_name(open_texts: Any) -> None:
    made, page = open_texts("Bare noen ord.")
    select(page, 0, 0, 4)
    page.keyboard.press("n")
    page.get_by_label("Name of the code").fill(NAMES["markup"])
    page.get_by_role("button", name="Make the code").click()
    page.locator(".iw-speaker").click()
    page.get_by_placeholder("Pseudonym").fill(NAMES["links"])
    page.get_by_role("button", name="Save").click()
    saved(page)
    assert coded(made) == [(NAMES["markup"], "Bare")]
    assert page.locator(".iw-speaker").text_content() == NAMES["links"]
    assert page.locator(OWN_LINKS_ASIDE).count() == 0


@pytest.mark.parametrize(
    "text", TEXTS, ids=["markup", "links", "templates", "overrides", "invisible", "joined", "controls"]
)
def test_memos_are_shown_as_text(
    new_study: Callable[..., Any], visit: Callable[..., Any], watched: Any, text: str
) -> None:
    made = new_study()
    participant = made.study.add_participant(made.person, "H03")
    made.study.add_participant_memo(made.person, participant.id, text)
    page = visit(made, "cases", case=participant.id)
    memo = page.locator("[class*=st-key-card_memo_] [data-testid=stText]")
    assert memo.text_content() == text.strip()
    assert memo.locator("script, style, img, a, b, i").count() == 0


def test_hostile_words_found_again_on_other_pages_stay_words(
    open_texts: Any, visit: Callable[..., Any], settled: Callable[[Any], None]
) -> None:
    made, page = open_texts(*TEXTS)
    for turn, text in enumerate(TEXTS):
        select(page, turn, 0, units(text, len(text)))
        page.keyboard.press("1")
    saved(page)
    page = visit(made, "export")
    assert first_codes(made, 1)[0] in page.locator("[data-testid=stMain]").inner_text()
    page = visit(made, "cases")
    page = visit(made, "codebook")
    settled(page)


def units(text: str, points: int) -> int:
    """UTF-16 units of the first code points, as the browser counts."""
    return len(text[:points].encode("utf-16-le")) // 2
