"""The versions of a transcript on their page: which is in use, what differs, what was corrected, what is sealed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from streamlit.testing.v1 import AppTest

from core.clock import new_id
from tests.desks import Browser
from tests.study.test_redactions import redact_of
from tests.study.test_words import accepted, edit
from transcripts.aligning import Part, PartKind
from ui.transcript_versions import turn_markdown


def words_of(at: AppTest) -> str:
    return " ".join(element.value for element in [*at.subheader, *at.markdown, *at.caption])


def test_without_transcripts_it_says_where_they_come_from(draw: Callable[..., AppTest], at_hand: Any) -> None:
    assert "Versions appear here" in words_of(draw("versions", at_hand))


def test_it_lists_versions_compares_two_and_takes_another_into_use(draw: Callable[..., AppTest], at_hand: Any) -> None:
    interview = at_hand.add_transcript()
    at_hand.code(interview, 1, 0, 9)
    browser = Browser(at_hand.study, at_hand.person, interview.id)
    transcript = at_hand.study.transcript(at_hand.person, interview.id)
    turns = tuple(replace(turn, id=new_id(), text=turn.text.replace("usikker", "sikker")) for turn in transcript.turns)
    version = at_hand.study.keep_transcript(
        at_hand.person, interview.id, replace(transcript, turns=turns), machine_made=True
    )
    at = draw("versions", at_hand)
    assert "Version 1" in words_of(at) and "Version 2" in words_of(at) and "Nobody has corrected" in words_of(at)
    at.toggle(key=f"compare_{interview.id}").set_value(True).run()
    assert "Jeg var :red[~~usikker~~] :green-background[+sikker]\\, men" in words_of(
        at
    ) and "1 of 16 words are gone" in words_of(at)
    at.button(key=f"adopt_{version}").click().run()
    assert "1 coded segment stays on its words" in words_of(at)
    at.button(key=f"adopt_now_{version}").click().run()
    assert not at.exception
    assert "sikker" in browser.turns[1].text.split()[2]


def test_it_tells_corrections_without_words_and_shows_sealed_words_only_when_asked(
    draw: Callable[..., AppTest], at_hand: Any
) -> None:
    interview = at_hand.add_transcript()
    browser = Browser(at_hand.study, at_hand.person, interview.id)
    edit(browser, "usikker", "veldig usikker")
    accepted(browser.send(redact_of(browser, "støttet", "hjalp", seal=True)))
    at = draw("versions", at_hand)
    table = at.dataframe[0].value
    assert list(table["What"]) == ["Words replaced by a substitute", "Words changed"]
    assert list(table["Words added"]) == ["–", "1"]
    assert "støttet" not in words_of(at) and "hjalp" in words_of(at)
    (entry,) = at_hand.study.sealed_words(at_hand.person)
    at.button(key=f"show_{entry.redaction_id}").click().run()
    assert "støttet" in words_of(at)


def test_other_peoples_words_are_never_formatting() -> None:
    assert turn_markdown((Part(PartKind.GONE, "**[x](javascript:y)**"),)).startswith(":red[~~\\*\\*\\[x")
