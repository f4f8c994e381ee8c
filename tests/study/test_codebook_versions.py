"""Versions of the codebook, waves, what was looked for, and what has to be read again."""

from __future__ import annotations

import pytest

from codebooks.difference import ChangeKind, Scope
from codebooks.model import Code
from core.design import Interview, Person
from core.errors import NotFoundError
from study import Study
from study.codebook_versions import VersionInUseError
from tests.desks import Browser, conversation


@pytest.fixture
def later(study: Study, kari: Person) -> Interview:
    """An interview of the second wave that nobody has coded yet."""
    made = study.add_interview(kari, label="W2-H03", wave="Wave 2")
    study.keep_transcript(kari, made.id, conversation(), machine_made=True)
    return made


def coping(study: Study, person: Person) -> Code:
    return next(code for code in study.codebook(person).codes if code.name.get("en") == "Coping")


def tasks(study: Study, person: Person) -> list[tuple[str, str, str, bool]]:
    listed = study.recoding_list(person).tasks
    return [(t.interview_label, t.code_name, str(t.reasons[-1].kind), t.is_done) for t in listed]


# --- versions


def test_a_version_is_frozen_with_a_note_and_stays_as_it_was(study: Study, kari: Person) -> None:
    before = study.codebook(kari)
    version = study.freeze_codebook(kari, " Wave 2 ", "After the second round of interviews.")
    study.rename_code(kari, coping(study, kari).id, {"en": "Managing"})
    (kept,) = study.codebook_versions(kari)
    assert kept == version
    assert (kept.number, kept.label, kept.frozen_by, kept.codebook) == (1, "Wave 2", "Kari", before)


def test_a_wave_has_one_version_and_a_version_serves_several_waves(
    study: Study, kari: Person, interview: Interview, later: Interview
) -> None:
    first, second = study.freeze_codebook(kari, "First"), study.freeze_codebook(kari, "Second")
    waves = [wave.id for wave in study.waves(kari)]
    for wave in waves:
        study.tie_version(kari, first.id, wave)
    study.tie_version(kari, second.id, waves[1])
    assert [v.wave_ids for v in study.codebook_versions(kari)] == [(waves[0],), (waves[1],)]
    with pytest.raises(VersionInUseError, match="“First” belongs to a wave"):
        study.remove_version(kari, first.id)
    study.untie_wave(kari, waves[0])
    study.remove_version(kari, first.id)
    assert [v.label for v in study.codebook_versions(kari)] == ["Second"]
    with pytest.raises(NotFoundError):
        study.tie_version(kari, second.id, "0" * 32)


def test_the_difference_is_told_in_words(study: Study, kari: Person) -> None:
    code = coping(study, kari)
    old = study.freeze_codebook(kari, "Wave 1")
    study.define_code(kari, code.id, definition={"en": "Managing."}, scope=Scope.NARROWED)
    study.merge_codes(kari, study.add_code(kari, "Hope").id, code.id)
    new = study.freeze_codebook(kari, "Wave 2")
    study.split_code(kari, code.id, ["Alone", "Together"])
    between = study.codebook_difference(kari, old.id, new.id)
    assert {change.scope for change in between if change.kind is ChangeKind.REDEFINED} == {Scope.NARROWED}
    since = [change.in_words() for change in study.codebook_difference(kari, new.id)]
    assert "“Coping” was split into “Alone”, “Together”." in since
    assert study.codebook_difference(kari, old.id, old.id) == ()


# --- looked for


def test_marks_are_per_interview_coder_and_code(
    study: Study, kari: Person, ola: Person, interview: Interview, later: Interview
) -> None:
    code = coping(study, kari)
    study.mark_looked_for(kari, interview.id)
    looking = study.looking(kari)
    assert looking.count(0, code.id, [interview.id]) == 0
    assert looking.count(0, code.id, [interview.id], coder_id=ola.id) is None
    assert looking.count(0, code.id, [interview.id, later.id]) is None
    assert study.unmark_looked_for(ola, interview.id) == ()
    assert study.looking(kari).count(0, code.id, [interview.id]) == 0, "Ola cannot take Kari's marks"
    left = study.unmark_looked_for(kari, interview.id, [code.id])
    assert code.id not in {mark.code_id for mark in left} and left
    assert study.snapshot(kari).looking.count(0, code.id, [interview.id]) is None


def test_marks_name_the_version_that_was_looked_with(study: Study, kari: Person, interview: Interview) -> None:
    version = study.freeze_codebook(kari, "Wave 1")
    fresh = study.add_code(kari, "Hope")
    marks = study.mark_looked_for(kari, interview.id, version_id=version.id)
    assert {mark.version_id for mark in marks} == {version.id}
    assert fresh.id not in {mark.code_id for mark in marks}
    with pytest.raises(NotFoundError):
        study.mark_looked_for(kari, interview.id, [fresh.id], version_id=version.id)
    with pytest.raises(VersionInUseError):
        study.remove_version(kari, version.id)


# --- the recoding list


def test_what_grew_after_an_interview_was_coded_is_read_again_there(
    study: Study, kari: Person, ola: Person, browser: Browser, later: Interview
) -> None:
    code = coping(study, kari)
    assert tasks(study, kari) == []
    browser.send(browser.coding_of("tungt", "Coping"))
    hope = study.add_code(kari, "Hope")
    study.define_code(kari, code.id, definition={"en": "More."}, scope=Scope.WIDENED)
    study.define_code(kari, code.id, when_to_use={"en": "Clearer."})
    assert tasks(study, kari) == [("W1-H03", "Coping", "widened", False), ("W1-H03", "Hope", "created", False)]
    study.mark_looked_for(ola, browser.interview_id, [hope.id])
    listed = study.recoding_list(kari)
    assert (listed.done, listed.total, listed.in_words()) == (1, 2, "1 of 2 interviews read again")
    assert listed.per_code()[hope.id].tasks[0].done_by == (ola.id,)
    assert [task.code_name for task in listed.left] == ["Coping"]
    assert listed.left[0].why().startswith("The code covers more since")
    assert listed.of_wave(later.wave_id).total == 0


def test_a_code_that_changes_again_is_read_again(study: Study, kari: Person, browser: Browser) -> None:
    browser.send(browser.coding_of("tungt", "Coping"))
    code = coping(study, kari)
    study.define_code(kari, code.id, definition={"en": "More."}, scope=Scope.WIDENED)
    study.mark_looked_for(kari, browser.interview_id, [code.id])
    assert tasks(study, kari) == [("W1-H03", "Coping", "widened", True)]
    study.define_code(kari, code.id, definition={"en": "Less."}, scope=Scope.NARROWED)
    assert tasks(study, kari) == [("W1-H03", "Coping", "narrowed", False)]
    study.undo_codebook(kari)
    assert tasks(study, kari) == [("W1-H03", "Coping", "widened", True)], "undone changes ask for nothing"


def test_merged_and_split_codes_are_read_again_retired_ones_not(study: Study, kari: Person, browser: Browser) -> None:
    browser.send(browser.coding_of("tungt", "Coping"))
    code, hope = coping(study, kari), study.add_code(kari, "Hope")
    study.merge_codes(kari, hope.id, code.id)
    split = study.split_code(kari, code.id, ["Alone"])
    assert tasks(study, kari) == [("W1-H03", "Coping", "merged", False), ("W1-H03", "Alone", "split", False)]
    study.sort_segments(kari, split.id, None, split.part_ids[0])
    assert [name for _, name, *_ in tasks(study, kari)] == ["Coping", "Alone"]


def test_an_interview_looked_through_without_finding_anything_counts_as_coded(
    study: Study, kari: Person, interview: Interview, later: Interview
) -> None:
    study.mark_looked_for(kari, interview.id)
    study.add_code(kari, "Hope")
    assert [label for label, *_ in tasks(study, kari)] == ["W1-H03"]


def test_codes_made_at_the_desk_are_on_the_list_too(study: Study, kari: Person, browser: Browser) -> None:
    browser.send(browser.coding_of("tungt", "Coping"))
    browser.do("add_code", id="f" * 32, name="Hope", parent_id=None, colour=None)
    assert tasks(study, kari) == [("W1-H03", "Hope", "created", False)]
    browser.do("undo")
    assert tasks(study, kari) == []
