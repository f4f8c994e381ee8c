"""The Codebook page drawn by Streamlit's own test runner: empty, filled, and refused in plain words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from codebooks.model import CodeStatus, in_language
from core.design import Consent
from study import registry
from study.code_examples import ExampleKind
from ui.codebook import tree as tree_of_codes
from ui.codebook.counting import Shown
from ui.routes import small_file

ROOT = Path(__file__).resolve().parents[2]
HOSTILE = "<script>alert(1)</script> [x](http://evil.invalid) **هبة** :material/lock:"
TABS = ("Themes", "Versions", "Recoding list", "In and out")


def words(at: Any) -> str:
    """Everything a person reads on the page."""
    parts = [at.title, at.header, at.subheader, at.markdown, at.caption, at.text, at.error, at.warning, at.info]
    return (
        "\n".join(element.value for elements in parts for element in elements).replace("\\", "").replace("\u2060", "")
    )


def press(at: Any, label: str) -> Any:
    """Press the button whose label begins like this, and draw the page again."""
    next(button for button in at.button if button.label.replace("\\", "").startswith(label)).click()
    at.run()
    assert not at.exception
    return at


def show_tab(at: Any, label: str, key: str = "codebook_tabs") -> Any:
    at.session_state[key] = label
    at.run()
    assert not at.exception
    return at


def code_named(at_hand: Any, name: str) -> Any:
    return next(c for c in at_hand.study.codebook(at_hand.person).codes if name in c.name.values())


@pytest.fixture
def without_codes(at_hand: Any, tmp_path: Path) -> Iterator[Any]:
    study = registry.create(tmp_path / "without", "PM+ Malmö", "Kari Nordmann", codebook=None)
    yield type(at_hand)(study, study.person("Kari Nordmann"))
    registry.close(study)


# --- empty


def test_a_study_without_codes_is_led_to_the_first_one(draw: Callable[..., Any], without_codes: Any) -> None:
    at = draw("codebook", without_codes)
    assert "No codes yet" in words(at)
    at.text_input(key="new_name_no").set_value("Håp")
    at.text_input(key="new_name_en").set_value("Hope")
    press(at, "Add code")
    (code,) = without_codes.study.codebook(without_codes.person).codes
    assert code.name == {"no": "Håp", "en": "Hope"}
    assert code.author == "Kari Nordmann"
    assert "Hope" in words(at)


@pytest.mark.parametrize("label", TABS)
def test_every_part_draws_without_codes_and_with_a_shipped_codebook(
    draw: Callable[..., Any], without_codes: Any, at_hand: Any, label: str
) -> None:
    for study in (without_codes, at_hand):
        show_tab(draw("codebook", study), label)


def test_empty_parts_say_what_they_are_for(draw: Callable[..., Any], at_hand: Any) -> None:
    at = draw("codebook", at_hand)
    assert "No themes yet" in words(show_tab(at, "Themes"))
    assert "No version yet" in words(show_tab(at, "Versions"))
    assert "Nothing to read again" in words(show_tab(at, "Recoding list"))


# --- a code


def test_a_name_that_is_taken_is_refused_in_words(draw: Callable[..., Any], at_hand: Any) -> None:
    at = draw("codebook", at_hand)
    at.text_input(key="new_name_en").set_value("Coping")
    press(at, "Add code")
    assert "There is already a code" in at.error[0].value


def test_what_is_typed_is_kept_until_it_is_saved(draw: Callable[..., Any], at_hand: Any) -> None:
    at = draw("codebook", at_hand)
    definition = next(field for field in at.text_area if field.label == "Definition (English)")
    definition.set_value(HOSTILE).run()
    assert "Not saved yet" in words(at)
    press(at, "Save")
    first = next(code for _, code in at_hand.study.codebook(at_hand.person).walk())
    assert first.definition["en"] == HOSTILE
    assert first.definition["no"]
    assert "Not saved yet" not in words(at)
    press(at, "Undo")
    assert next(field for field in at.text_area if field.label == "Definition (English)").value != HOSTILE


def test_somebody_elses_new_words_are_not_overwritten(draw: Callable[..., Any], at_hand: Any) -> None:
    at = draw("codebook", at_hand)
    next(field for field in at.text_area if field.label == "Definition (English)").set_value("Mine").run()
    first = next(code for _, code in at_hand.study.codebook(at_hand.person).walk())
    ola = at_hand.study.person("Ola")
    at_hand.study.define_code(ola, first.id, definition={"en": "Ola’s"})
    press(at, "Save")
    assert "Ola has changed" in at.error[0].value.replace("\\", "")
    assert next(c for c in at_hand.study.codebook(ola).codes if c.id == first.id).definition == {"en": "Ola’s"}


def test_a_code_is_agreed_on_and_its_history_tells(draw: Callable[..., Any], at_hand: Any) -> None:
    at = press(draw("codebook", at_hand), "Agree on it")
    first = next(code for _, code in at_hand.study.codebook(at_hand.person).walk())
    assert first.status is CodeStatus.AGREED
    assert "Kari Nordmann" in words(show_tab(at, "History", "code_tabs"))


def test_where_nobody_looked_there_is_no_zero(draw: Callable[..., Any], at_hand: Any) -> None:
    interview = at_hand.add_transcript()
    at = show_tab(draw("codebook", at_hand), "Numbers", "code_tabs")
    assert "not looked for" in words(at)
    at_hand.study.mark_looked_for(at_hand.person, interview.id)
    at.run()
    assert "not looked for" not in words(at)
    assert "1 of 1" in words(at)


def test_a_code_without_segments_says_whether_anybody_has_looked(draw: Callable[..., Any], at_hand: Any) -> None:
    def said() -> str:
        return words(show_tab(draw("codebook", at_hand), "Segments", "code_tabs"))

    assert "There is no transcript to code yet" in said()
    interview = at_hand.add_transcript()
    assert "looked for in 0 of 1 interviews" in said()
    at_hand.study.mark_looked_for(at_hand.person, interview.id)
    assert "this is a true 0" in said()


def test_a_segment_becomes_an_example_and_is_approved(draw: Callable[..., Any], at_hand: Any) -> None:
    interview = at_hand.add_transcript()
    quote = at_hand.code(interview, 1, 0, 14)
    at = show_tab(draw("codebook", at_hand), "Segments", "code_tabs")
    assert quote in words(at)
    press(at, "Use as anchor")
    at = show_tab(at, "Meaning", "code_tabs")
    assert quote in words(at)
    assert "Nobody has said whose voice this is" in words(at)
    assert next(toggle for toggle in at.toggle if toggle.label.startswith("Approved")).disabled
    participant = at_hand.study.add_participant(at_hand.person, "H03", "helper")
    naming = {"seq": 1, "kind": "name_speaker", "speaker": "SPEAKER_01", "participant_id": participant.id}
    client = "00000000-0000-4000-8000-000000000000"
    at_hand.study.desk.apply(at_hand.person, interview.id, client, [{**naming, "role": None, "name": ""}])
    at_hand.study.record_consent(at_hand.person, participant.id, Consent(date(2026, 3, 1), quotation=True))
    at.run()
    assert "H03 has agreed to being quoted (2026-03-01)." in words(at)
    next(toggle for toggle in at.toggle if toggle.label.startswith("Approved")).set_value(True).run()
    first = next(code for _, code in at_hand.study.codebook(at_hand.person).walk())
    (example,) = [e for e in at_hand.study.code_examples(at_hand.person, first.id) if e.kind is ExampleKind.ANCHOR]
    assert example.approved
    assert not example.constructed


# --- themes, versions, the recoding list


def test_a_theme_gathers_codes(draw: Callable[..., Any], at_hand: Any) -> None:
    at = show_tab(draw("codebook", at_hand), "Themes")
    at.text_input(key="new_theme_en").set_value(HOSTILE)
    at.multiselect(key="new_theme_codes").set_value([code_named(at_hand, "Coping").id])
    press(at, "Add theme")
    (theme,) = at_hand.study.codebook(at_hand.person).themes
    assert in_language(theme.name) == " ".join(HOSTILE.split())
    assert HOSTILE in words(at)


def test_versions_are_frozen_and_compared_in_words(draw: Callable[..., Any], at_hand: Any) -> None:
    at = show_tab(draw("codebook", at_hand), "Versions")
    at.text_input[0].set_value("Wave 1")
    press(at, "Freeze")
    at_hand.study.rename_code(at_hand.person, code_named(at_hand, "Coping").id, {"en": "Managing", "no": "Mestring"})
    at.run()
    assert "is now called “Managing”" in words(at)


def test_a_new_code_is_ticked_off_the_recoding_list(draw: Callable[..., Any], at_hand: Any) -> None:
    at_hand.code(at_hand.add_transcript(), 1, 0, 14)
    at_hand.study.add_code(at_hand.person, "Hope")
    at = show_tab(draw("codebook", at_hand), "Recoding list")
    assert "Re-read Wave 1 for “Hope”" in words(at)
    next(box for box in at.checkbox if box.label == "Read again").check().run()
    assert at_hand.study.recoding_list(at_hand.person).done == 1


# --- in and out


def test_a_file_is_looked_at_before_anything_happens(
    draw: Callable[..., Any], at_hand: Any, ask: Callable[..., Any], in_browser: Callable[..., str]
) -> None:
    at = draw("codebook", at_hand)
    session = in_browser("Kari Nordmann")
    table = b"name (en),definition (en)\nHope,Looking forward\nCoping,Another meaning\n"
    headers = {"X-Workbench": "1", "X-File-Name": "codes.csv"}
    ask(
        "PUT", small_file.address(at_hand.study, "codebook"), session, content=table, headers=headers
    ).raise_for_status()
    show_tab(at, "In and out")
    boxes = {box.label: box.value for box in at.checkbox}
    assert boxes == {"Hope": True, "Coping": False}
    before = code_named(at_hand, "Coping").definition
    press(at, "Bring in 1")
    assert code_named(at_hand, "Hope").definition == {"en": "Looking forward"}
    assert code_named(at_hand, "Coping").definition == before
    assert not at.checkbox


# --- the component


def test_a_move_that_arrives_late_finds_its_place(at_hand: Any) -> None:
    codebook = at_hand.study.codebook(at_hand.person)
    first, second, third = codebook.children(None)[:3]
    tree_of_codes.move_before(at_hand.study, at_hand.person, third.id, None, second.id)
    assert [c.id for c in at_hand.study.codebook(at_hand.person).children(None)[:3]] == [first.id, third.id, second.id]
    tree_of_codes.move_before(at_hand.study, at_hand.person, first.id, second.id, "gone since")
    assert at_hand.study.codebook(at_hand.person).children(second.id)[-1].id == first.id


def test_retired_codes_are_in_the_tree_only_when_asked_for(at_hand: Any) -> None:
    code = at_hand.study.add_code(at_hand.person, "Hope")
    at_hand.study.retire_code(at_hand.person, code.id)
    codebook = at_hand.study.codebook(at_hand.person)
    for asked in (False, True):
        data = tree_of_codes.tree_json(codebook, None, lambda _: Shown("", ""), with_retired=asked)
        assert (code.id in {each["id"] for each in data["codes"]}) is asked
