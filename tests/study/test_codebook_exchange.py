"""Codebooks leave the study without words of interviews, and come in only as far as a person has chosen."""

from __future__ import annotations

import re
from datetime import date
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from codebooks.formats.files import CodebookFormat
from codebooks.incoming import Standing
from core.design import Consent, Interview, Person
from storage import coding_rows
from study import Study
from study.code_examples import ExampleKind
from study.codebook_changes import CodeInUseError
from study.codebook_exchange import (
    CodebookFile,
    CodebookOffer,
    CodebookTemplate,
    NoTemplateError,
    NothingChosenError,
    PreviewOutdatedError,
)
from tests.desks import Browser

CANARY = "i fjor var det tungt"
TABLE = "name_en,definition_en,parent\nIdentity,Another definition.,\nHope,What people hope for.,Identity\n"


def everything_in(content: bytes) -> str:
    """All text of a file, whatever it is packed in."""
    if not content.startswith(b"PK"):
        return content.decode()
    packed = ZipFile(BytesIO(content))
    return "\n".join(re.sub("<[^>]+>", "", packed.read(name).decode(errors="replace")) for name in packed.namelist())


def preview(study: Study, person: Person, text: str = TABLE):
    return study.preview_codebook(person, text.encode(), "koder.csv")


@pytest.fixture
def linked(study: Study, kari: Person, interview: Interview, browser: Browser) -> str:
    """A code whose anchor example is a coded segment; its id."""
    operation = browser.coding_of(CANARY, "Coping")
    assert browser.send(operation)["results"][0]["refused"] is None
    study.link_example(kari, operation["code"], ExampleKind.ANCHOR, operation["id"])
    participant = study.add_participant(kari, "H03")
    named = browser.refusal("name_speaker", speaker="SPEAKER_01", participant_id=participant.id, role=None, name="")
    assert named is None
    study.record_consent(kari, participant.id, Consent(date(2026, 3, 1), quotation=True))
    return str(operation["code"])


# --- going out


@pytest.mark.parametrize("form", CodebookFile)
def test_the_codebook_is_handed_out_in_every_form(study: Study, kari: Person, form: CodebookFile) -> None:
    made = study.export_codebook(kari, form)

    assert re.fullmatch(rf"PM\+ Bergen codebook \d{{4}}-\d\d-\d\d\.{form}", made.name)
    assert "From helped to helper" in everything_in(made.content)
    assert CodebookOffer(form)(study, kari).media_type == made.media_type


@pytest.mark.parametrize("form", CodebookFile)
def test_words_of_interviews_stay_out_until_each_is_approved(
    study: Study, kari: Person, linked: str, form: CodebookFile
) -> None:
    assert CANARY not in everything_in(study.export_codebook(kari, form).content)
    assert study.withheld_examples(kari) == 1

    study.approve_example(kari, linked, ExampleKind.ANCHOR)
    assert CANARY in everything_in(study.export_codebook(kari, form).content)
    assert study.withheld_examples(kari) == 0

    study.approve_example(kari, linked, ExampleKind.ANCHOR, approved=False)
    assert CANARY not in everything_in(study.export_codebook(kari, form).content)


@pytest.mark.parametrize("form", CodebookFile)
def test_typed_words_of_interviews_stay_out_as_well(study: Study, kari: Person, form: CodebookFile) -> None:
    code = next(code for code in study.codebook(kari).codes if code.name["en"] == "Coping")
    study.define_code(kari, code.id, anchor_example={"no": CANARY}, examples_constructed=False)

    assert CANARY not in everything_in(study.export_codebook(kari, form).content)


@pytest.mark.parametrize("form", CodebookFile)
def test_approved_words_go_with_the_participant_who_withdraws(
    study: Study, kari: Person, linked: str, form: CodebookFile
) -> None:
    (participant,) = study.participants(kari)
    study.approve_example(kari, linked, ExampleKind.ANCHOR)
    assert CANARY in everything_in(study.export_codebook(kari, form).content)

    study.withdraw(kari, participant.id, date(2026, 5, 17))
    assert CANARY not in everything_in(study.export_codebook(kari, form).content)


def test_an_export_is_written_into_the_audit(study: Study, kari: Person) -> None:
    study.export_codebook(kari, CodebookFile.QDC)
    assert "export_codebook" in verbs(study)


def verbs(study: Study) -> list[str]:
    import sqlite3

    with sqlite3.connect(study.folder / "study.sqlite") as database:
        return [row[0] for row in database.execute("select verb from audit order by number")]


def test_the_template_speaks_the_study_s_languages(study: Study, kari: Person) -> None:
    made = CodebookTemplate(CodebookFormat.CSV)(study, kari)

    assert "definition_en" in made.content.decode("utf-8-sig")
    assert study.codebook_template(kari).name.endswith(".xlsx")
    with pytest.raises(NoTemplateError):
        study.codebook_template(kari, CodebookFormat.QDC)


# --- coming in


def test_a_preview_changes_nothing(study: Study, kari: Person) -> None:
    before = study.codebook(kari)
    seen = preview(study, kari)

    assert {each.path: each.standing for each in seen.codes} == {
        "Identity": Standing.CHANGED,
        "Identity > Hope": Standing.NEW,
    }
    assert study.codebook(kari) == before


def test_only_what_was_chosen_is_brought_in(study: Study, kari: Person) -> None:
    before = {code.id: code for code in study.codebook(kari).codes}
    seen = preview(study, kari)
    study.import_codebook(kari, seen, seen.keys(Standing.NEW))
    after = {code.id: code for code in study.codebook(kari).codes}

    (hope,) = (after[code_id] for code_id in after.keys() - before.keys())
    assert (hope.name, hope.author) == ({"en": "Hope"}, "Kari")
    assert all(after[code_id].definition == code.definition for code_id, code in before.items())


def test_a_new_language_becomes_one_of_the_codebook(study: Study, kari: Person) -> None:
    seen = preview(study, kari, "name_en,name_ar\nHope,الأمل\n")
    study.import_codebook(kari, seen, seen.keys(Standing.NEW))

    assert study.codebook(kari).languages[-1] == "ar"


def test_an_import_is_one_step_that_is_undone_and_done_again(study: Study, kari: Person) -> None:
    before = study.codebook(kari)
    seen = preview(study, kari)
    study.import_codebook(kari, seen, seen.keys(Standing.NEW, Standing.CHANGED))
    brought_in = study.codebook(kari)

    assert study.undo_codebook(kari)
    assert study.codebook(kari).codes == before.codes
    study.redo_codebook(kari)
    assert {code.id: code for code in study.codebook(kari).codes} == {code.id: code for code in brought_in.codes}


@pytest.mark.parametrize("form", CodebookFormat)
def test_a_codebook_moves_from_one_study_to_another(
    study: Study, kari: Person, form: CodebookFormat, tmp_path: Path
) -> None:
    from study import registry

    content = study.export_codebook(kari, CodebookFile(form.value)).content
    other = registry.create(tmp_path / "other", "Fredrikstad", "Ola", codebook=None)
    ola = other.person("Ola")
    seen = other.preview_codebook(ola, content, f"codes.{form}")
    other.import_codebook(ola, seen, seen.keys(Standing.NEW))

    names = [(depth, code.name) for depth, code in study.codebook(kari).walk()]
    assert [(depth, code.name) for depth, code in other.codebook(ola).walk()] == names
    again = other.preview_codebook(ola, content, f"codes.{form}")
    assert {each.standing for each in again.codes} == {Standing.IDENTICAL}


def test_what_has_changed_since_the_preview_is_not_overwritten(study: Study, kari: Person, ola: Person) -> None:
    seen = preview(study, kari)
    identity = next(code for code in study.codebook(ola).codes if code.name["en"] == "Identity")
    study.define_code(ola, identity.id, definition={"en": "Ola's words."})

    with pytest.raises(PreviewOutdatedError, match="Look at it again"):
        study.import_codebook(kari, seen, seen.keys(Standing.CHANGED))
    assert next(c for c in study.codebook(kari).codes if c.id == identity.id).definition == {"en": "Ola's words."}


def test_choosing_nothing_is_told(study: Study, kari: Person) -> None:
    with pytest.raises(NothingChosenError):
        study.import_codebook(kari, preview(study, kari), ())


def test_an_approved_quote_that_comes_back_does_not_become_typed_text(study: Study, kari: Person, linked: str) -> None:
    study.approve_example(kari, linked, ExampleKind.ANCHOR)
    content = study.export_codebook(kari, CodebookFile.YAML).content
    seen = study.preview_codebook(kari, content, "codes.yaml")

    (code,) = [each for each in seen.codes if each.meets and each.meets.id == linked]
    assert "anchor_example" not in {change.field for change in code.changes}


def test_new_words_of_an_approved_example_have_to_be_approved_anew(study: Study, kari: Person) -> None:
    identity = next(code for code in study.codebook(kari).codes if code.name["en"] == "Identity")
    study.define_code(kari, identity.id, anchor_example={"no": "Hun sa noe."}, examples_constructed=False)
    study.approve_example(kari, identity.id, ExampleKind.ANCHOR)
    seen = preview(study, kari, "name_en,anchor_example_no\nIdentity,Hun sa noe annet.\n")
    study.import_codebook(kari, seen, seen.keys(Standing.CHANGED))

    assert study.withheld_examples(kari) >= 1
    assert "Hun sa noe annet" not in everything_in(study.export_codebook(kari, CodebookFile.YAML).content)


def test_a_retired_code_in_use_refuses_the_whole_file(
    study: Study, kari: Person, interview: Interview, browser: Browser
) -> None:
    operation = browser.coding_of(CANARY, "Growth")
    assert browser.send(operation)["results"][0]["refused"] is None
    seen = preview(study, kari, "name_en,status\nGrowth,retired\nHope,\n")

    with pytest.raises(CodeInUseError, match="Growth"):
        study.import_codebook(kari, seen, seen.keys(Standing.NEW, Standing.CHANGED))
    assert "Hope" not in {code.name.get("en") for code in study.codebook(kari).codes}
    assert [u.coding.id for u in uses(study, operation["code"])] == [operation["id"]]


def uses(study: Study, code_id: str):
    with study.database.read() as connection:
        return coding_rows.read_uses(connection, code_id)
