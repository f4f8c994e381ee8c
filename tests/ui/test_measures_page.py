"""The page of questionnaires drawn by Streamlit's own test runner."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from core.design import Person
from measures.model import Occasion
from study import Study
from ui.markdown import WORD_JOINER
from ui.measures_chart import mean_chart
from ui.routes import small_file

HOSTILE = "<script>alert(1)</script> [x](http://evil.invalid) **K01**"


def words(at: Any) -> str:
    parts = [at.title, at.subheader, at.markdown, at.caption, at.error, at.warning, at.info, at.toast]
    return bare("\n".join(element.value for elements in parts for element in elements))


def bare(text: str) -> str:
    """The text as it is read: without the marks that keep Streamlit from formatting it."""
    return text.replace("\\", "").replace(WORD_JOINER, "")


def press(at: Any, label: str) -> Any:
    next(button for button in at.button if button.label == label).click()
    at.run()
    assert not at.exception
    return at


@pytest.fixture
def study(at_hand: Any) -> Study:
    made: Study = at_hand.study
    return made


@pytest.fixture
def kari(at_hand: Any) -> Person:
    made: Person = at_hand.person
    return made


def test_an_empty_study_is_told_the_next_step_in_every_tab(draw: Callable[..., Any], at_hand: Any) -> None:
    said = words(draw("measures", at_hand))
    for title in ("No clients yet", "Nobody to enter answers for", "No scores yet", "A scale belongs to a wave"):
        assert title in said


def test_a_client_is_added_and_refused_when_a_participant_has_that_name(
    draw: Callable[..., Any], at_hand: Any, study: Study, kari: Person
) -> None:
    study.add_participant(kari, "H03")
    at = draw("measures", at_hand)
    label = next(field for field in at.text_input if field.label == "Label")
    label.set_value("H03")
    press(at, "Add")
    assert "is a participant's pseudonym" in bare(at.error[0].value)
    label = next(field for field in at.text_input if field.label == "Label")
    label.set_value("K01")
    press(at, "Add")
    assert [client.label for client in study.clients(kari)] == ["K01"]


def test_answers_are_typed_kept_and_corrected(
    draw: Callable[..., Any], at_hand: Any, study: Study, kari: Person
) -> None:
    client = study.add_client(kari, "K01")
    at = draw("measures", at_hand)
    at.selectbox(key="entry_client").set_value(client.id).run()
    for label, answer in (("Problem 1", "4"), ("Function", "3"), ("Wellbeing", "9")):
        next(field for field in at.text_input if field.label == label).set_value(answer)
    press(at, "Keep")
    assert "item 4: 9 is outside 0 to 5" in bare(at.error[0].value)
    next(field for field in at.text_input if field.label == "Wellbeing").set_value("2")
    press(at, "Keep")
    assert "Total: 13.00 (3 of 4 items answered)" in words(at)
    (kept,) = study.client_forms(kari)
    assert kept.form.answers == (4, None, 3, 2)
    next(field for field in at.text_input if field.label == "Problem 2").set_value("1")
    press(at, "Correct")
    assert study.client_forms(kari)[0].form.answers == (4, 1, 3, 2)
    assert "What was entered: 2" in [expander.label for expander in at.expander]


def test_results_show_figures_rules_and_the_warning(
    draw: Callable[..., Any], at_hand: Any, study: Study, kari: Person
) -> None:
    for number, answer in enumerate((1, 2), 1):
        client = study.add_client(kari, f"K0{number}")
        study.record_answers(kari, client.id, "hscl-25", Occasion.BEFORE, (answer,) * 25)
    at = draw("measures", at_hand)
    table = next(each.value for each in at.dataframe if "SD" in each.value.columns)
    first = table.iloc[0]
    assert (first["Score"], first["n"], first["Mean"], first["Missing"]) == ("Mean of 25 items", 2, 1.5, 0)
    said = words(at)
    assert "1.75 is a screening convention (Winokur et al. 1984" in said
    assert "3 lines rest on fewer than 5 people" in said
    assert "Download descriptives (CSV)" in [each.proto.label for each in at.get("link_button")]
    assert "Download HSCL-25 forms (CSV)" not in [each.proto.label for each in at.get("link_button")]
    at.checkbox(key="forms_one_by_one").check().run()
    assert "Download HSCL-25 forms (CSV)" in [each.proto.label for each in at.get("link_button")]


def test_the_picture_shows_what_the_table_says(study: Study, kari: Person) -> None:
    for number, answer in enumerate((1, 3), 1):
        client = study.add_client(kari, f"K0{number}")
        study.record_answers(kari, client.id, "hscl-25", Occasion.BEFORE, (answer,) * 25)
    rows = [row for row in study.descriptives(kari) if row.kind.name == "mean"]
    drawn = mean_chart(rows).to_dict()
    points = [value for values in drawn["datasets"].values() for value in values] if "datasets" in drawn else [
        value for layer in drawn["layer"] for value in layer.get("data", drawn.get("data", {})).get("values", [])
    ]  # fmt: skip
    point = next(each for each in points if "mean" in each)
    assert (point["n"], point["mean"], point["sd"]) == (2, 2.0, 1.41)
    assert any(each.get("value") == 1.75 for each in points)


def test_a_table_is_looked_at_before_it_is_taken(
    draw: Callable[..., Any], at_hand: Any, study: Study, kari: Person
) -> None:
    content = b"client,occasion,1,2,3,4\r\nK01,before,1,2,3,4\r\nK02,sometime,1,2,3,4"
    file = small_file.SmallFile("p.csv", content)
    small_file._keep((study.id, kari.id, "measures-psychlops"), file)
    at = draw("measures", at_hand)
    assert "Row 3: “sometime” is no occasion" in words(at)
    assert study.clients(kari) == ()
    press(at, "Take it")
    assert [client.label for client in study.clients(kari)] == ["K01"]
    assert small_file.kept(study, kari, "measures-psychlops") is None


def test_a_client_is_linked_withdrawn_and_erased_each_with_its_question(
    draw: Callable[..., Any], at_hand: Any, study: Study, kari: Person
) -> None:
    h03, client = study.add_participant(kari, "H03", "helper"), study.add_client(kari, "K01")
    at = draw("measures", at_hand)
    at.selectbox(key="one_client").set_value(client.id).run()
    next(box for box in at.selectbox if box.label == "Participant").set_value(h03.id)
    press(at, "Link")
    assert "Write the reason why" in bare(at.error[0].value)
    next(box for box in at.selectbox if box.label == "Participant").set_value(h03.id)
    next(area for area in at.text_area if area.label == "Reason").set_value("agreed in writing")
    press(at, "Link")
    assert study.client_links(kari)[0].reason == "agreed in writing"
    press(at, "Withdraw")
    assert study.clients(kari)[0].withdrawn_on is None  # not ticked
    next(box for box in at.checkbox if "has withdrawn" in box.label).check()
    press(at, "Withdraw")
    assert study.clients(kari)[0].withdrawn_on is not None
    at.toggle(key=f"erase_client_{client.id}").set_value(True).run()
    assert next(button for button in at.button if button.label == "Erase for good").disabled
    at.text_input(key=f"typed_client_{client.id}").set_value("K01").run()
    press(at, "Erase for good")
    assert study.clients(kari) == ()


def test_an_own_scale_is_described_and_answered(
    draw: Callable[..., Any], at_hand: Any, study: Study, kari: Person
) -> None:
    wave, h03 = study.add_wave(kari, "Wave 1"), study.add_participant(kari, "H03", "helper")
    at = draw("measures", at_hand)
    next(field for field in at.text_input if field.label == "Name").set_value("Belonging")
    next(area for area in at.text_area if area.label == "Items, one to a line").set_value("At home here\n\nLonely\n")
    next(field for field in at.text_input if field.label == "Reversed items").set_value("2")
    at.button[[button.label for button in at.button].index("Add", 1)].click()
    at.run()
    assert not at.exception
    (scale,) = study.scales(kari)
    assert (scale.wave_id, scale.items, scale.reversed) == (wave.id, ("At home here", "Lonely"), (2,))
    at.selectbox(key="answers_participant").set_value(h03.id).run()
    for label, answer in (("1  At home here", "5"), ("2  Lonely", "1")):
        next(field for field in at.text_input if bare(field.label) == label).set_value(answer)
    next(button for button in at.button if button.label == "Keep").click()
    at.run()
    (kept,) = study.scale_forms(kari)
    assert kept.score.value == 5


def test_hostile_names_are_shown_as_text(draw: Callable[..., Any], at_hand: Any, study: Study, kari: Person) -> None:
    client = study.add_client(kari, HOSTILE)
    study.record_answers(kari, client.id, "hscl-25", Occasion.BEFORE, (1,) * 25)
    wave = study.add_wave(kari, HOSTILE)
    scale = study.add_scale(kari, wave.id, HOSTILE, [HOSTILE], 1, 5)
    person = study.add_participant(kari, "H03")
    study.record_scale_answers(kari, scale.id, person.id, [3])
    at = draw("measures", at_hand)
    at.selectbox(key="one_client").set_value(client.id).run()
    at.selectbox(key="answers_participant").set_value(person.id).run()
    assert not at.exception
    shown = [e.value for elements in (at.markdown, at.caption, at.subheader) for e in elements]
    assert not any("<script>" in value or "](http" in value for value in shown)
    labels = [field.label for field in (*at.text_input, *at.selectbox, *at.checkbox)]
    assert not any("<script>" in label or "](http" in label for label in labels)
