"""Participants and interviews from tables: good rows are taken, bad ones listed, nothing is replaced unasked."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook

import sheets
from core.design import AttributeKind, Consent, DatedRole, DatedValue, InterviewKind, Participant, Person
from core.errors import InputError
from study import Study
from study.people_columns import NoColumnError
from study.people_exports import TableFormat
from study.people_templates import TemplateKind


def csv(*lines: str, separator: str = ",", encoding: str = "utf-8") -> bytes:
    return "\r\n".join(line.replace("|", separator) for line in lines).encode(encoding)


def workbook(*rows: tuple[object, ...]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def people(study: Study, kari: Person) -> dict[str, Participant]:
    return {participant.pseudonym: participant for participant in study.participants(kari)}


def said(problems: object) -> list[str]:
    return [str(problem) for problem in problems]  # type: ignore[attr-defined]


# --- participants

NORWEGIAN = (
    "Pseudonym|Rolle|Rolle siden|Sted|Samtykke gitt|Opptak|Sitering|Mors språk",
    "H03|hjelper|01.02.2025|Bergen|15.01.2025|ja|nei|Dari",
    "H03|veileder|2026-03-01|||||",
    "V01|veileder||Fredrikstad||||Arabisk: العربية",
)


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_norwegian_headings_any_separator_any_encoding(
    study: Study, kari: Person, separator: str, encoding: str
) -> None:
    tongue = study.add_attribute(kari, "Mors språk")
    content = csv(*NORWEGIAN, separator=separator, encoding=encoding)
    plan = study.preview_participants(kari, content, "deltakere.csv")
    assert (len(plan.new), len(plan.adding), plan.problems) == (2, 1, ())
    assert study.participants(kari) == ()
    study.import_participants(kari, content, "deltakere.csv")
    h03, v01 = people(study, kari)["H03"], people(study, kari)["V01"]
    assert h03.roles == (DatedRole("hjelper", date(2025, 2, 1)), DatedRole("veileder", date(2026, 3, 1)))
    assert h03.consents == (Consent(date(2025, 1, 15), recording=True),)
    assert [site.name for site in study.sites(kari)] == ["Bergen", "Fredrikstad"]
    assert v01.attributes == (DatedValue(tongue.id, "Arabisk: العربية"),)


def test_windows_letters_from_a_norwegian_excel(study: Study, kari: Person) -> None:
    content = csv("Deltaker|Sted", "Åse-1|Tromsø", separator=";", encoding="cp1252")
    study.import_participants(kari, content, "fra excel.csv")
    assert list(people(study, kari)) == ["Åse-1"] and study.sites(kari)[0].name == "Tromsø"


def test_a_workbook_with_real_days_and_numbers(study: Study, kari: Person) -> None:
    months = study.add_attribute(kari, "Months in Norway", AttributeKind.NUMBER)
    content = workbook(
        ("Pseudonym", "Role", "Role since", "Months in Norway", "Attributes since"),
        ("H03", "helper", date(2025, 2, 1), 14.5, date(2026, 3, 1)),
        ("H04", "helper", None, "=1+1", None),
    )
    plan = study.import_participants(kari, content, "people.xlsx")
    assert people(study, kari)["H03"].attributes == (DatedValue(months.id, "14.5", date(2026, 3, 1)),)
    assert "formula" in said(plan.problems)[0] and plan.problems[0].line == 3
    assert "H04" not in people(study, kari)


def test_bad_rows_are_listed_with_number_and_reason_and_good_ones_taken(study: Study, kari: Person) -> None:
    study.add_attribute(kari, "Age band", AttributeKind.CHOICE, ["18-29", "30-44"])
    gone = study.add_participant(kari, "H99")
    study.withdraw(kari, gone.id, date(2026, 1, 1))
    content = csv(
        "pseudonym|role|role since|age band|consent to recording|navn|shoe size",
        "H01|helper|yesterday||||",
        "|helper|||||",
        "H02|helper||99||Kari|44",
        "H03|helper|||yes||",
        "H04|helper||18-29|||",
        "H99|helper|||||",
        "H05|01019912345|||||",
        "h04|supervisor|||||",
    )
    plan = study.import_participants(kari, content, "people.csv")
    assert set(people(study, kari)) == {"H04", "H99"}
    assert [problem.line for problem in plan.problems] == [1, 1, 2, 3, 4, 5, 7, 8, 9]
    listed = "\n".join(said(plan.problems))
    for words in (
        "“navn” looks as if it named real people",
        "“shoe size” is not known",
        "“yesterday” is not a day",
        "Give a pseudonym",
        "none of the choices of “Age band”: 18-29, 30-44",
        "consent of “H03” without a day",
        "“H99” has withdrawn",
        "national identity number",
        "“H04” is already helper. Say since when they are supervisor",
    ):
        assert words in listed
    assert people(study, kari)["H99"].roles == ()


def test_nothing_is_replaced_unless_asked_for(study: Study, kari: Person) -> None:
    age = study.add_attribute(kari, "Age", AttributeKind.NUMBER)
    h03 = study.add_participant(kari, "H03", "helper", date(2025, 1, 1))
    study.set_site(kari, h03.id, study.add_site(kari, "Bergen").id)
    study.set_value(kari, h03.id, age.id, "40")
    content = csv("pseudonym|role|role since|site|age", "h03|Helper|2025-02-01|Oslo|41")
    before = people(study, kari)
    plan = study.import_participants(kari, content, "people.csv")
    assert people(study, kari) == before
    (row,) = plan.changing
    assert [(change.before, change.after) for change in row.changes] == [
        ("Bergen", "Oslo"),
        ("2025-01-01", "2025-02-01"),
        ("40", "41"),
    ]
    study.import_participants(kari, content, "people.csv", overwrite=True)
    changed = people(study, kari)["H03"]
    assert changed.roles == (DatedRole("helper", date(2025, 2, 1)),)
    assert changed.attributes == (DatedValue(age.id, "41"),)
    assert {site.id: site.name for site in study.sites(kari)}[changed.site_id or ""] == "Oslo"


def test_the_same_table_twice_adds_nothing(study: Study, kari: Person) -> None:
    study.add_attribute(kari, "Mors språk")
    study.import_participants(kari, csv(*NORWEGIAN), "p.csv")
    before = people(study, kari)
    plan = study.import_participants(kari, csv(*NORWEGIAN), "p.csv", overwrite=True)
    assert people(study, kari) == before and len(plan.unchanged) == 3


def test_rows_that_contradict_each_other_are_said(study: Study, kari: Person) -> None:
    plan = study.import_participants(kari, csv("pseudonym|site", "H03|Bergen", "H03|Oslo"), "p.csv")
    assert "This row says “Oslo” for the site of “H03”, an earlier row says “Bergen”" in said(plan.problems)[0]
    assert len(people(study, kari)) == 1


def test_a_refused_row_leaves_no_half_of_itself(study: Study, kari: Person) -> None:
    study.add_attribute(kari, "Age", AttributeKind.NUMBER)
    study.import_participants(kari, csv("pseudonym|site|age", "H03|Bergen|old"), "p.csv")
    assert study.participants(kari) == () and study.sites(kari) == ()


@pytest.mark.parametrize("content", [b"", b"\x00\x01", csv("name|role", "H03|helper"), b"PK\x03\x04 no"])
def test_what_is_no_table_of_participants_is_refused_in_words(study: Study, kari: Person, content: bytes) -> None:
    with pytest.raises(InputError) as refused:
        study.preview_participants(kari, content, "p.csv")
    assert "p.csv" in str(refused.value)


# --- interviews


def test_interviews_with_their_waves_sites_and_participants(study: Study, kari: Person) -> None:
    h03, h04 = study.add_participant(kari, "H03"), study.add_participant(kari, "H04")
    content = csv(
        "Intervju|Type|Bølge|Sted|Dato|Deltakere|Språk|Intervjuer|Tolk|Gjennomføring|Ramme|Feltnotater",
        "W1-H03|individuelt|1|Bergen|01.03.2026|h03|norsk, dari|Kari||på Teams|hjemme|Regn.",
        'W1-gruppe|fokusgruppe|1|Bergen|02.03.2026|"H03, H04"|no|Kari|Amal|||',
        "W1-H09|individuelt|1||03.03.2026|H09|||||",
        "w1-h03|individuelt|1|||||||||",
        "W1-X|par||||||||||",
        separator=";",
    )
    plan = study.import_interviews(kari, content, "intervjuer.csv")
    assert [problem.line for problem in plan.problems] == [4, 5, 6]
    assert "There is no participant “H09”" in str(plan.problems[0])
    assert "“w1-h03” stands in row 2 already" in str(plan.problems[1])
    alone, group = study.interviews(kari)
    assert (alone.label, alone.kind, alone.held_on) == ("W1-H03", InterviewKind.INDIVIDUAL, date(2026, 3, 1))
    assert (alone.languages, alone.mode, alone.setting, alone.field_notes) == (
        ("no", "prs"),
        "på Teams",
        "hjemme",
        "Regn.",
    )
    assert (group.kind, group.interpreter) == (InterviewKind.FOCUS_GROUP, "Amal")
    assert set(group.participant_ids) == {h03.id, h04.id}
    assert [wave.label for wave in study.waves(kari)] == ["Wave 1"]


def test_an_interview_is_filled_in_and_replaced_only_when_asked(study: Study, kari: Person) -> None:
    h03, h04 = study.add_participant(kari, "H03"), study.add_participant(kari, "H04")
    made = study.add_interview(kari, label="W1-H03", wave="Wave 1", participant_ids=[h04.id])
    study.change_interview(kari, made.id, mode="by telephone")
    content = csv("interview|wave|date|mode|participants|kind", "w1-h03|1|2026-03-01|by video|H03|individual")
    plan = study.import_interviews(kari, content, "i.csv")
    (found,) = study.interviews(kari)
    assert (found.held_on, found.mode) == (date(2026, 3, 1), "by telephone")
    assert set(found.participant_ids) == {h03.id, h04.id}
    assert [(c.what, c.before, c.after) for c in plan.changing[0].changes] == [
        ("How it was held", "by telephone", "by video")
    ]
    study.import_interviews(kari, content, "i.csv", overwrite=True)
    assert study.interviews(kari)[0].mode == "by video"
    assert len(study.import_interviews(kari, content, "i.csv", overwrite=True).unchanged) == 1


def test_languages_nobody_knows_are_said(study: Study, kari: Person) -> None:
    plan = study.preview_interviews(kari, csv("interview|language", "W1|Klingonsk"), "i.csv")
    assert "“Klingonsk” is no language" in str(plan.problems[0])
    with pytest.raises(NoColumnError, match="no column “Interview”"):
        study.preview_interviews(kari, csv("wave|language", "1|no"), "i.csv")


# --- templates


@pytest.mark.parametrize("table_format", list(TableFormat))
def test_a_template_has_the_columns_an_import_takes(study: Study, kari: Person, table_format: TableFormat) -> None:
    study.add_attribute(kari, "=Age band", AttributeKind.CHOICE, ["18-29", "30-44"])
    for kind, preview in (
        (TemplateKind.PARTICIPANTS, study.preview_participants),
        (TemplateKind.INTERVIEWS, study.preview_interviews),
    ):
        made = study.export_template(kari, kind, table_format)
        assert made.name.endswith(f".{table_format}") and f"{kind} template" in made.name
        plan = preview(kari, made.content, made.name)
        assert plan.rows == () and plan.problems == ()
        assert all(use.is_taken for use in plan.columns)


def test_the_workbook_offers_the_studys_own_words(study: Study, kari: Person) -> None:
    study.add_site(kari, "Bergen")
    study.add_site(kari, "Fredrikstad")
    study.add_attribute(kari, "Age band", AttributeKind.CHOICE, ["18-29", "30-44"])
    content = study.export_template(kari, TemplateKind.PARTICIPANTS).content
    book = load_workbook(BytesIO(content))
    offered = {rule.formula1 for rule in book["participants"].data_validations.dataValidation}
    assert {'"Bergen,Fredrikstad"', '"18-29,30-44"', '"yes,no"'} <= offered
    explained = [row[0] for row in book["columns"].iter_rows(values_only=True)]
    assert explained[1:] == [cell for cell in sheets.read(content, "t").rows[0].cells]
