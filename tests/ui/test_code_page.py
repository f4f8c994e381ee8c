"""The Code page before there is anything to code, and which interview it opens."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from streamlit.testing.v1 import AppTest

from pipeline.settings import TranscriptionSettings


def words_of(at: AppTest) -> str:
    return " ".join(element.value for element in [*at.subheader, *at.markdown])


def shown(at: AppTest) -> dict[str, Any]:
    """What the desk on the page was given."""
    (component,) = at.get("bidi_component")
    return dict(json.loads(component.proto.json))


def test_without_recordings_it_sends_people_to_add_one(draw: Callable[..., AppTest], at_hand: Any) -> None:
    at = draw("code", at_hand)
    assert "Nothing to code yet" in words_of(at)
    assert at.get("page_link")[0].proto.page == "recordings"


def test_a_transcript_on_its_way_is_announced(draw: Callable[..., AppTest], at_hand: Any, shared_audio: Path) -> None:
    recording = at_hand.study.receive_file(at_hand.person, shared_audio / "norwegian-short-3s.16k.wav")
    assert "No transcript yet" in words_of(draw("code", at_hand))
    at_hand.study.enqueue(at_hand.person, recording.interview_id, TranscriptionSettings(language="no"))
    assert "The first transcript is on its way" in words_of(draw("code", at_hand))


def test_it_opens_the_first_interview_and_offers_the_others(draw: Callable[..., AppTest], at_hand: Any) -> None:
    first, second = at_hand.add_transcript("H03"), at_hand.add_transcript("V01")
    at_hand.study.add_interview(at_hand.person, label="not transcribed")
    data = shown(draw("code", at_hand))
    assert data["interview"]["id"] == first.id
    assert [interview["id"] for interview in data["interviews"]] == [first.id, second.id]


def test_the_interview_in_the_address_is_opened(draw: Callable[..., AppTest], at_hand: Any) -> None:
    at_hand.add_transcript("H03")
    second = at_hand.add_transcript("V01")
    at = draw("code", at_hand)
    at.query_params["interview"] = second.id
    at.run()
    assert shown(at)["interview"]["id"] == second.id
