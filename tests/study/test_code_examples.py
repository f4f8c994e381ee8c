"""A code's examples, themes, and what of the codebook may leave the study; withdrawal and erasure reach all of it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from codebooks import tree
from codebooks.model import Code
from core.clock import new_id
from core.design import Consent, Interview, Person
from study import Study, registry
from study.code_examples import ExampleKind, NoExampleError, SegmentGoneError
from study.quotation import NoConsentToQuoteError
from tests.desks import Browser
from transcripts.model import Speaker, Transcript, Turn

THEIRS = "Kanarifuglen sang i gruva hele natten"
ANCHOR, BORDERLINE = ExampleKind.ANCHOR, ExampleKind.BORDERLINE


@pytest.fixture
def h03(study: Study, kari: Person) -> Interview:
    """An interview with H03 alone."""
    made = study.add_interview(kari, label="W1-H03", wave="Wave 1")
    turns = (Turn(new_id(), "SPEAKER_00", "Hvordan gikk det?"), Turn(new_id(), "SPEAKER_01", THEIRS + "."))
    speakers = (Speaker("SPEAKER_00"), Speaker("SPEAKER_01"))
    study.keep_transcript(kari, made.id, Transcript("no", turns, speakers), machine_made=True)
    return made


@pytest.fixture
def desk(study: Study, kari: Person, h03: Interview) -> Browser:
    browser = Browser(study, kari, h03.id)
    browser.do("name_speaker", speaker="SPEAKER_00", role="interviewer")
    browser.do("name_speaker", speaker="SPEAKER_01", new_participant={"pseudonym": "H03", "role": "helper"})
    study.record_consent(kari, study.participants(kari)[0].id, Consent(date(2026, 2, 1), quotation=True))
    return browser


@pytest.fixture
def hope(study: Study, kari: Person) -> Code:
    typed = {"en": "I look ahead now."}
    return study.add_code(kari, "Hope", anchor_example=typed, borderline_example={"en": "Some days."})


@pytest.fixture
def coding(study: Study, desk: Browser, hope: Code) -> str:
    operation = desk.coding_of(THEIRS, "Hope")
    desk.send(operation)
    return str(operation["id"])


def shared(study: Study, person: Person, code: Code) -> Code:
    return tree.find(study.codebook_to_share(person), code.id)


def test_constructed_examples_may_always_leave(study: Study, kari: Person, hope: Code) -> None:
    assert [(e.kind, e.constructed, e.approved) for e in study.code_examples(kari, hope.id)] == [
        (ANCHOR, True, True),
        (BORDERLINE, True, True),
    ]
    assert shared(study, kari, hope) == hope


def test_a_linked_segment_is_shown_inside_and_stays_out_until_it_is_approved(
    study: Study, kari: Person, hope: Code, coding: str
) -> None:
    study.link_example(kari, hope.id, ANCHOR, coding)
    anchor, _ = study.code_examples(kari, hope.id)
    assert (anchor.text, anchor.coding_id, anchor.approved) == ({"no": THEIRS}, coding, False)
    assert shared(study, kari, hope) == hope, "the constructed text stands in for it"
    study.approve_example(kari, hope.id, ANCHOR)
    code = shared(study, kari, hope)
    assert (code.anchor_example, code.examples_constructed) == ({"no": THEIRS}, False)
    study.undo_codebook(kari)
    assert shared(study, kari, hope) == hope
    study.unlink_example(kari, hope.id, ANCHOR)
    assert study.code_examples(kari, hope.id)[0].coding_id is None
    study.undo_codebook(kari)
    assert study.code_examples(kari, hope.id)[0].coding_id == coding


def test_typed_words_of_interviews_stay_out_until_each_is_approved_and_again_when_changed(
    study: Study, kari: Person, hope: Code
) -> None:
    study.define_code(kari, hope.id, examples_constructed=False)
    assert shared(study, kari, hope).anchor_example == shared(study, kari, hope).borderline_example == {}
    study.approve_example(kari, hope.id, ANCHOR)
    assert shared(study, kari, hope).anchor_example == {"en": "I look ahead now."}
    assert shared(study, kari, hope).borderline_example == {}
    study.define_code(kari, hope.id, anchor_example={"en": "Other words."})
    assert shared(study, kari, hope).anchor_example == {}


def test_only_what_is_there_can_be_linked_or_approved(study: Study, kari: Person, hope: Code, desk: Browser) -> None:
    with pytest.raises(SegmentGoneError):
        study.link_example(kari, hope.id, ANCHOR, "0" * 32)
    bare = study.add_code(kari, "Rest")
    with pytest.raises(NoExampleError, match="“Rest” has no such example"):
        study.approve_example(kari, bare.id, ANCHOR)


def test_a_withdrawn_participants_example_is_gone_at_once(study: Study, kari: Person, hope: Code, coding: str) -> None:
    study.link_example(kari, hope.id, ANCHOR, coding)
    study.approve_example(kari, hope.id, ANCHOR)
    study.withdraw(kari, study.participants(kari)[0].id, date(2026, 3, 1))
    assert ANCHOR not in {e.kind for e in study.code_examples(kari, hope.id)}
    assert shared(study, kari, hope) == hope
    assert study.recoding_list(kari).total == 0


def test_only_who_has_agreed_to_being_quoted_is_approved_and_who_takes_it_back_is_no_more(
    study: Study, kari: Person, hope: Code, desk: Browser, coding: str
) -> None:
    (h03,) = study.participants(kari)
    study.link_example(kari, hope.id, ANCHOR, coding)
    study.approve_example(kari, hope.id, ANCHOR)
    (voice,) = study.code_examples(kari, hope.id)[0].voices
    assert voice.in_words() == "H03 has agreed to being quoted (2026-02-01)."
    study.record_consent(kari, h03.id, Consent(date(2026, 3, 1), recording=True))
    assert shared(study, kari, hope) == hope, "the newest record holds, also for what was approved before"
    with pytest.raises(NoConsentToQuoteError, match=r"The newest consent of H03 \(2026-03-01\) does not allow"):
        study.approve_example(kari, hope.id, ANCHOR)
    study.approve_example(kari, hope.id, ANCHOR, approved=False)
    study.record_consent(kari, h03.id, Consent(date(2026, 4, 1), quotation=True))
    study.approve_example(kari, hope.id, ANCHOR)
    assert shared(study, kari, hope).anchor_example == {"no": THEIRS}


def test_a_voice_without_a_name_and_a_participant_without_consent_are_not_quoted_and_staff_needs_none(
    study: Study, kari: Person, hope: Code, desk: Browser
) -> None:
    asked = desk.coding_of("Hvordan gikk det?", "Hope", turn=0)
    desk.send(asked)
    study.link_example(kari, hope.id, ANCHOR, asked["id"])
    assert study.code_examples(kari, hope.id)[0].voices == ()
    study.approve_example(kari, hope.id, ANCHOR)
    desk.do("name_speaker", speaker="SPEAKER_00", role=None, name="")
    with pytest.raises(NoConsentToQuoteError, match="Nobody has said whose voice this is"):
        study.approve_example(kari, hope.id, ANCHOR)
    desk.do("name_speaker", speaker="SPEAKER_00", new_participant={"pseudonym": "H04", "role": "helper"})
    with pytest.raises(NoConsentToQuoteError, match="No consent of H04 is recorded"):
        study.approve_example(kari, hope.id, ANCHOR)


def bytes_below(folder: Path) -> bytes:
    return b"\n".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_an_erased_participant_leaves_nothing_in_codebook_history_versions_and_the_way_back(
    study: Study, kari: Person, hope: Code, coding: str, h03: Interview
) -> None:
    study.link_example(kari, hope.id, BORDERLINE, coding)
    study.mark_looked_for(kari, h03.id)
    study.define_code(kari, hope.id, anchor_example={"no": THEIRS}, examples_constructed=False)
    study.freeze_codebook(kari, "Wave 1", "Note: " + THEIRS)
    theme = study.add_theme(kari, "Onwards", THEIRS, [hope.id])
    study.change_theme(kari, theme.id, memo="In our own words.")
    study.define_code(kari, hope.id, anchor_example={"en": "Constructed."}, examples_constructed=True)
    (split,) = (study.split_code(kari, hope.id, ["Trust"]),)
    study.sort_segments(kari, split.id, None, split.part_ids[0])
    assert THEIRS.encode() in bytes_below(study.folder)
    report = study.erase_participant(kari, study.participants(kari)[0].id)
    assert report.problems == () and report.plan.echoes == ()
    assert b"Kanarifugl" not in bytes_below(study.folder)
    (version,) = study.codebook_versions(kari)
    assert tree.find(version.codebook, hope.id).anchor_example == {"no": "[erased]"}
    assert study.looking(kari).marks == () and study.recoding_list(kari).tasks == ()
    assert [e.coding_id for e in study.code_examples(kari, hope.id)] == [None, None]
    folder = study.folder
    registry.close_all()
    assert registry.open_study(folder).codebook_overview(kari).splits[0].left == 0


def test_a_theme_that_repeats_their_words_is_pointed_out(study: Study, kari: Person, desk: Browser) -> None:
    study.add_theme(kari, "Onwards", "Jf. fuglen som sang i gruva, hele natten.")
    plan = study.plan_erasure(kari, study.participants(kari)[0].id)
    assert [(echo.kind, echo.name) for echo in plan.echoes] == [("theme", "Onwards")]


def test_themes_gather_codes_and_can_be_taken_back(study: Study, kari: Person, hope: Code) -> None:
    rest = study.add_code(kari, "Rest")
    theme = study.add_theme(kari, {"en": "Onwards", "no": "Videre"}, "They go on.", [hope.id])
    study.change_theme(kari, theme.id, name="Forwards", code_ids=[rest.id, hope.id])
    (changed,) = study.codebook(kari).themes
    assert (changed.name, changed.memo) == ({"en": "Forwards", "no": "Videre"}, "They go on.")
    assert changed.code_ids == (rest.id, hope.id)
    study.delete_theme(kari, theme.id)
    assert study.codebook(kari).themes == ()
    assert study.undo_codebook(kari) == "changed the theme “Forwards”"
    study.undo_codebook(kari)
    assert study.codebook(kari).themes == (theme,)
    study.delete_code(kari, rest.id)
    assert study.codebook(kari).themes[0].code_ids == (hope.id,)
