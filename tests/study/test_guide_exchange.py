"""Interview guides as tables: out and in again, what a table would change, and which rows cannot be taken."""

from __future__ import annotations

import pytest

from codebooks.model import Code
from core.design import Person
from core.errors import InputError
from core.guide import Asked
from study import Study
from study.people_columns import NoColumnError
from study.people_exports import TableFormat

LEFT_OUT = "is left out. The template has those that are taken."


@pytest.fixture
def hope(study: Study, kari: Person) -> Code:
    return study.add_code(kari, {"en": "Hope; or not", "no": "Håp, kanskje"})


def texts(study: Study, kari: Person, wave: str = "Wave 1") -> list[dict[str, str]]:
    (wave_id,) = [each.id for each in study.waves(kari) if each.label == wave]
    return [dict(question.text) for question in study.questions(kari, wave_id)]


@pytest.mark.parametrize("table_format", TableFormat)
def test_a_guide_taken_out_comes_in_again_elsewhere_and_changes_nothing_at_home(
    study: Study, kari: Person, hope: Code, table_format: TableFormat
) -> None:
    wave = study.add_wave(kari, "Wave 1")
    study.add_question(kari, wave.id, {"no": '=HYPERLINK("http://x")', "ar": "ماذا\nيعني الدور؟"}, [hope.id])
    study.add_question(kari, wave.id, {"en": "What; is, hard?"})
    file = study.export_guides(kari, table_format=table_format)
    at_home = study.preview_guides(kari, file.content, file.name)
    assert (len(at_home.unchanged), at_home.problems) == (2, ())
    for question in study.questions(kari):
        study.delete_question(kari, question.id)
    study.import_guides(kari, file.content, file.name)
    assert texts(study, kari) == [
        {"no": '=HYPERLINK("http://x")', "ar": "ماذا\nيعني الدور؟"},
        {"en": "What; is, hard?"},
    ]
    assert [question.code_ids for question in study.questions(kari)] == [(hope.id,), ()]


def test_good_rows_are_taken_and_bad_ones_listed_with_number_and_reason(study: Study, kari: Person, hope: Code) -> None:
    retired = study.add_code(kari, "Gone")
    study.retire_code(kari, retired.id)
    rows = (
        "Bølge;Nr;Koder;Question (no);Engelsk;No.",
        "1;;Håp, kanskje;Hva nå?;What now?;1",
        ";;;Uten bølge;;2",
        "1;;Glede;Ukjent kode;;3",
        "1;;Gone;Borte;;4",
        "1;;;;;5",
        "1;null;;Feil nummer;;6",
        "1;;;Hva nå?;;7",
        "Wave 2;;Hope; or not;Og så?;;8",
        f"1;;;{'x' * 2001};;9",
        "1;;;Født 01019012345;;10",
    )
    content = "\n".join(rows).replace("Hope; or not", '"Hope; or not"').encode()
    preview = study.preview_guides(kari, content, "g.csv")
    assert study.questions(kari) == () and len(preview.new) == 2
    plan = study.import_guides(kari, content, "g.csv")
    assert [(problem.line, problem.message) for problem in plan.problems][0][1].endswith(LEFT_OUT)
    assert [problem.line for problem in plan.problems] == [1, 3, 4, 5, 6, 7, 8, 10, 11]
    assert "no code “Glede”" in plan.problems[2].message and "row 2" in plan.problems[6].message
    assert texts(study, kari) == [{"no": "Hva nå?", "en": "What now?"}]
    assert texts(study, kari, "Wave 2") == [{"no": "Og så?"}]
    assert {question.code_ids for question in study.questions(kari)} == {(hope.id,)}


def test_what_the_study_says_otherwise_is_replaced_only_when_asked_and_marks_stay(study: Study, kari: Person) -> None:
    wave = study.add_wave(kari, "Wave 1")
    first = study.add_question(kari, wave.id, {"no": "Hva er tungt?"})
    interview = study.add_interview(kari, label="W1-H03", wave="Wave 1")
    study.mark_asked(kari, interview.id, first.id, Asked.ASKED)
    content = b"Wave,Number,Question (no),Question (en)\nwave 1,1,Hva er tyngst?,What is hardest?\n"
    plan = study.import_guides(kari, content, "g.csv")
    assert [(c.before, c.after) for row in plan.changing for c in row.changes] == [("Hva er tungt?", "Hva er tyngst?")]
    assert texts(study, kari) == [{"no": "Hva er tungt?", "en": "What is hardest?"}]
    study.import_guides(kari, content, "g.csv", overwrite=True)
    assert texts(study, kari) == [{"no": "Hva er tyngst?", "en": "What is hardest?"}]
    assert [mark.question_id for mark in study.marks(kari)] == [first.id]


def test_words_tell_questions_before_numbers_do(study: Study, kari: Person) -> None:
    wave = study.add_wave(kari, "Wave 1")
    for text in ("En", "To"):
        study.add_question(kari, wave.id, {"no": text})
    content = b"Wave,Number,Question (no)\n1,1,En\n1,2,Midt imellom\n1,3,To\n"
    plan = study.import_guides(kari, content, "g.csv", overwrite=True)
    assert [len(rows) for rows in (plan.new, plan.changing, plan.unchanged)] == [1, 0, 2]
    assert texts(study, kari) == [{"no": "En"}, {"no": "To"}, {"no": "Midt imellom"}]


def test_the_template_is_an_empty_table_of_questions_and_other_tables_are_none(study: Study, kari: Person) -> None:
    for table_format in TableFormat:
        file = study.export_guide_template(kari, table_format)
        plan = study.preview_guides(kari, file.content, file.name)
        assert (plan.rows, plan.problems) == ((), ())
    with pytest.raises(NoColumnError):
        study.preview_guides(kari, b"Pseudonym\nH03\n", "p.csv")
    with pytest.raises(InputError):
        study.preview_guides(kari, b"\x00\x01", "p.xlsx")
