"""Downloads are made when they are asked for, for the person and the study they were offered to."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import docx
import pytest

from coding.retrieval import SegmentFilter
from study import ExportFormat, QuoteChoices, registry
from ui.routes import download

pytestmark = pytest.mark.usefixtures("table")


@pytest.fixture
def get(in_browser: Callable[[], str], ask: Callable[..., Any]) -> Callable[[str], Any]:
    """Follow a link in a browser that has come through the gate."""
    session_id = in_browser()
    return lambda address: ask("GET", address, session_id)


def test_a_word_file_comes_with_its_name_and_kind(get: Callable[[str], Any], at_hand: Any) -> None:
    quote = at_hand.code(at_hand.add_transcript(), 1, 0, 15)
    answer = get(download.offer(at_hand.study, at_hand.person.id, QuoteChoices(), ExportFormat.DOCX))
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("application/vnd.openxmlformats")
    assert "attachment; filename=" in answer.headers["content-disposition"]
    assert any(quote in paragraph.text for paragraph in docx.Document(io.BytesIO(answer.content)).paragraphs)


def test_what_is_coded_after_the_offer_is_in_the_file(get: Callable[[str], Any], at_hand: Any) -> None:
    interview = at_hand.add_transcript()
    at_hand.code(interview, 1, 0, 15)
    address = download.offer(at_hand.study, at_hand.person.id, QuoteChoices(), ExportFormat.CSV)
    later = at_hand.code(interview, 2, 0, 9)
    assert later in get(address).content.decode("utf-8-sig")


def test_the_same_choices_keep_their_address(at_hand: Any) -> None:
    first = download.offer(at_hand.study, "p", QuoteChoices(), ExportFormat.CSV)
    assert download.offer(at_hand.study, "p", QuoteChoices(), ExportFormat.CSV) == first
    assert download.offer(at_hand.study, "p", QuoteChoices(SegmentFilter(roles=("helper",))), ExportFormat.CSV) != first
    assert download.offer(at_hand.study, "q", QuoteChoices(), ExportFormat.CSV) != first


def test_nothing_to_export_is_said_in_words(get: Callable[[str], Any], at_hand: Any) -> None:
    at_hand.add_transcript()
    answer = get(download.offer(at_hand.study, at_hand.person.id, QuoteChoices(), ExportFormat.CSV))
    assert answer.status_code == 409
    assert "nothing to export" in answer.json()["error"]


def test_another_person_cannot_use_the_link(
    at_hand: Any, in_browser: Callable[[str], str], ask: Callable[..., Any]
) -> None:
    at_hand.code(at_hand.add_transcript(), 1, 0, 15)
    address = download.offer(at_hand.study, at_hand.person.id, QuoteChoices(), ExportFormat.CSV)
    assert ask("GET", address, in_browser("Ola Hansen")).status_code == 403


def test_the_link_does_not_open_another_study(get: Callable[[str], Any], at_hand: Any, tmp_path: Any) -> None:
    at_hand.code(at_hand.add_transcript(), 1, 0, 15)
    token = download.offer(at_hand.study, at_hand.person.id, QuoteChoices(), ExportFormat.CSV).rpartition("/")[2]
    second = registry.create(tmp_path / "second", "Second", "Kari Nordmann")
    assert get(f"/studies/{second.id}/exports/{token}").status_code == 403
    registry.close(second)


def test_a_made_up_link_opens_nothing(get: Callable[[str], Any], at_hand: Any) -> None:
    assert get(f"/studies/{at_hand.study.id}/exports/made-up").status_code == 403
    assert get("/studies/made-up/exports/made-up").status_code == 404


def test_old_offers_are_forgotten(at_hand: Any) -> None:
    first = download.offer(at_hand.study, "p", QuoteChoices(), ExportFormat.CSV)
    for n in range(download.MOST_OFFERS):
        download.offer(at_hand.study, str(n), QuoteChoices(), ExportFormat.CSV)
    assert download.offer(at_hand.study, "p", QuoteChoices(), ExportFormat.CSV) != first


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("Sitater.docx", "attachment; filename=\"Sitater.docx\"; filename*=UTF-8''Sitater.docx"),
        ('å"\r\nx.csv', "attachment; filename=\"____x.csv\"; filename*=UTF-8''%C3%A5%22%0D%0Ax.csv"),
    ],
)
def test_file_names_cannot_break_out_of_the_header(name: str, header: str) -> None:
    assert download.attachment(name) == header
