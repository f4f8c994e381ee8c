"""Clients' answers from tables: good rows are taken, bad ones listed, nothing is replaced unasked."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook

from core.design import Person
from core.errors import InputError
from measures.model import Occasion
from study import Study, registry
from study.people_columns import NoColumnError
from tests.study.test_commands import Command

NORWEGIAN = (
    "Klient;Tidspunkt;Dato;hscl_" + ";hscl_".join(map(str, range(1, 26))),
    "K01;før;01.03.2026;" + ";".join("2" * 25),
    "K01;etter 6 mnd;2026-09-01;" + ";".join("1" * 25),
    "k02;T0;;" + ";".join(["", *"3" * 24]),
)
PSYCHLOPS = "Client,Occasion,Date,1,2,3,4"


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    return Command(monkeypatch, capsys)


def csv(*lines: str) -> bytes:
    return "\r\n".join(lines).encode()


def kept(study: Study, kari: Person) -> dict[tuple[str, Occasion], tuple[int | None, ...]]:
    labels = {client.id: client.label for client in study.clients(kari)}
    return {(labels[each.form.client_id], each.form.occasion): each.form.answers for each in study.client_forms(kari)}


def test_a_norwegian_table_brings_clients_and_answers(study: Study, kari: Person) -> None:
    plan = study.preview_answers(kari, csv(*NORWEGIAN), "hscl.csv", "hscl-25")
    assert (len(plan.new), plan.new_clients, plan.problems) == (3, ("K01", "k02"), ())
    assert study.clients(kari) == ()
    study.import_answers(kari, csv(*NORWEGIAN), "hscl.csv", "hscl-25")
    assert kept(study, kari) == {
        ("K01", Occasion.BEFORE): (2,) * 25,
        ("K01", Occasion.LATER): (1,) * 25,
        ("k02", Occasion.BEFORE): (None, *(3,) * 24),
    }
    assert study.client_forms(kari)[0].form.filled_in_on == date(2026, 3, 1)


def test_a_workbook_is_read_alike(study: Study, kari: Person) -> None:
    book = Workbook()
    book.active.append(["client", "occasion", "date", *(f"S{number}" for number in range(1, 13))])
    book.active.append(["K01", "during", date(2026, 4, 1), *[3] * 12])
    book.active.append(["K02", "during", None, "=1+1", *[3] * 11])
    written = BytesIO()
    book.save(written)
    plan = study.import_answers(kari, written.getvalue(), "whodas.xlsx", "whodas-12")
    assert kept(study, kari) == {("K01", Occasion.DURING): (3,) * 12}
    assert [problem.line for problem in plan.problems] == [3]


@pytest.mark.parametrize(
    "heading", ["1", "01", "item 1", "Item_1", "q1", "Q01", "psychlops1", "PSYCHLOPS_1", "Ledd 1", "Problem 1"]
)
def test_item_columns_are_known_by_what_teams_call_them(study: Study, kari: Person, heading: str) -> None:
    plan = study.preview_answers(kari, csv(f"client,occasion,{heading}", "K01,pre,5"), "p.csv", "psychlops")
    assert plan.rows[0].answers == (5, None, None, None)
    assert "not answered: 2, 3, 4" in str(plan.problems[0])


def test_bad_rows_are_listed_with_number_and_reason_and_the_others_are_taken(study: Study, kari: Person) -> None:
    study.add_participant(kari, "H03", "helper")
    gone = study.add_client(kari, "K99")
    study.withdraw_client(kari, gone.id, date(2026, 1, 1))
    content = csv(
        f"{PSYCHLOPS},navn",
        "K01,before,,1,2,3,4,",
        "K02,before,,1,2,3,9,",
        "K03,sometime,,1,2,3,4,",
        "K04,,,1,2,3,4,",
        ",before,,1,2,3,4,",
        "H03,before,,1,2,3,4,",
        "K99,before,,1,2,3,4,",
        "k01,pre,,4,3,2,1,",
        "K05,before,03/04/2026,1,2,3,4,",
        "K06,before,,,,,,",
        "01019912345,before,,1,2,3,4,",
        "K07,before,,x,y,9,-1,",
        "K02,before,,1,2,3,4,",
    )
    plan = study.import_answers(kari, content, "p.csv", "psychlops")
    assert kept(study, kari) == {("K01", Occasion.BEFORE): (1, 2, 3, 4), ("K02", Occasion.BEFORE): (1, 2, 3, 4)}
    assert [problem.line for problem in plan.problems] == [1, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13]
    listed = "\n".join(map(str, plan.problems))
    for words in (
        "“navn” looks as if it named real people", "item 4: 9 is outside 0 to 5", "“sometime” is no occasion",
        "The occasion is empty", "Give a label", "“H03” is a participant's pseudonym", "“K99” has withdrawn",
        "An earlier row is also about “k01”", "“03/04/2026” is not a day", "No item of “PSYCHLOPS” is answered",
        "national identity number", "item 1: “x” is not a whole number", "and 1 more items",
    ):  # fmt: skip
        assert words in listed


def test_the_same_table_twice_adds_nothing(study: Study, kari: Person) -> None:
    study.import_answers(kari, csv(*NORWEGIAN), "h.csv", "hscl-25")
    plan = study.import_answers(kari, csv(*NORWEGIAN), "h.csv", "hscl-25", overwrite=True)
    assert (len(plan.new), len(plan.changing), len(plan.unchanged)) == (0, 0, 3)
    assert len(study.client_forms(kari)) == 3


def test_other_answers_are_taken_as_corrections_only_when_asked_for(study: Study, kari: Person) -> None:
    study.import_answers(kari, csv(PSYCHLOPS, "K01,before,2026-03-01,1,2,3,4"), "p.csv", "psychlops")
    other = csv(PSYCHLOPS, "K01,before,,4,3,2,1")
    assert len(study.import_answers(kari, other, "p.csv", "psychlops").changing) == 1
    assert kept(study, kari) == {("K01", Occasion.BEFORE): (1, 2, 3, 4)}
    study.import_answers(kari, other, "p.csv", "psychlops", overwrite=True)
    assert kept(study, kari) == {("K01", Occasion.BEFORE): (4, 3, 2, 1)}
    (client,) = study.clients(kari)
    old, new = study.form_history(kari, client.id, "psychlops", Occasion.BEFORE)
    assert old.form.answers == (1, 2, 3, 4) and new.form.filled_in_on == date(2026, 3, 1)


@pytest.mark.parametrize("content", [b"", b"occasion,1\r\nbefore,2", b"client,occasion\r\nK01,before", b"PK\x03\x04"])
def test_what_is_no_table_of_answers_is_refused_in_words(study: Study, kari: Person, content: bytes) -> None:
    with pytest.raises(InputError):
        study.preview_answers(kari, content, "x.csv", "psychlops")


def test_a_table_without_items_says_which_column_it_lacks(study: Study, kari: Person) -> None:
    with pytest.raises(NoColumnError, match="hscl-25 1"):
        study.preview_answers(kari, b"client,occasion\r\nK01,before", "x.csv", "hscl-25")


# --- the command line


def test_the_command_line_looks_first_then_takes_and_shows(run: Command, tmp_path: Path) -> None:
    folder, table = tmp_path / "s", tmp_path / "hscl.csv"
    assert run("new", folder, "--as", "Kari").code == 0
    assert run("measures", "show", folder).out == "No questionnaire has been entered.\n"
    table.write_bytes(csv(*NORWEGIAN, "K03;aldri;;" + ";".join("1" * 25)))
    looked = run("measures", "import", folder, table, "--instrument", "hscl-25")
    assert "new: 3\nnew clients: 2\n" in looked.out and "Nothing was done yet." in looked.out
    assert "hscl.csv line 5: “aldri” is no occasion" in looked.err
    assert run("measures", "show", folder).out == "No questionnaire has been entered.\n"
    assert run("measures", "import", folder, table, "--instrument", "hscl-25", "--apply").code == 0
    shown = run("measures", "show", folder).out.splitlines()
    assert shown[0] == (
        "HSCL-25\tmean\tbefore\tn 2\tmean 2.50\tsd 0.71\tmissing 0\tfewer than 5 people: they may be recognised"
    )
    assert run("measures", "show", folder, "--out", tmp_path / "out.csv").code == 0
    assert (tmp_path / "out.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert run("measures", "import", folder, tmp_path / "none.csv", "--instrument", "hscl-25").code == 2
    registry.close_all()
