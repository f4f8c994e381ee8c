"""What changed between two codebooks, in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from codebooks import tree
from codebooks.data import from_data, to_data
from codebooks.difference import ChangeKind, Lineage, LineageKind, Scope, difference
from codebooks.model import Code, Codebook, CodeStatus, Theme

OLD = Codebook(
    {"en": "Ours"},
    (
        Code("coping", {"en": "Coping", "no": "Mestring"}, definition={"en": "Managing."}),
        Code("hope", {"en": "Hope"}, "coping", 0),
        Code("work", {"en": "Work"}, None, 1, colour="#0960d9"),
    ),
)


def said(new: Codebook, *lineage: Lineage, **scopes: Scope) -> list[str]:
    return [change.in_words() for change in difference(OLD, new, lineage, scopes)]


def test_nothing_changed_is_nothing_said() -> None:
    assert said(OLD) == []


def test_a_new_name_and_place_and_colour() -> None:
    new = tree.rename(OLD, "coping", {"en": "Managing", "no": "Mestring"})
    new = tree.recolour(tree.move(new, "hope", None), "work", "#775099")
    assert said(new) == [
        "“Coping / Mestring” is now called “Managing”.",
        "“Work” has another colour: #0960d9, now #775099.",
        "“Hope” was moved from “Coping” to the top of the tree.",
    ]


def test_a_new_definition_says_which_text_before_and_after_and_what_a_person_made_of_it() -> None:
    new = tree.define(
        OLD, "coping", {"definition": {"en": "Managing, also badly."}, "anchor_example": {"no": "Det går."}}
    )
    assert said(new, coping=Scope.WIDENED) == [
        "“Coping”: definition (en) was “Managing.”, is now “Managing, also badly.”. It covers more than before.",
        "“Coping”: anchor example (no) was “(empty)”, is now “Det går.”.",
    ]


def test_codes_that_came_went_and_came_of_age() -> None:
    new = tree.add(OLD, Code("rest", {"en": "Rest"}, "coping"))
    new = tree.set_status(tree.remove(new, "work"), "coping", CodeStatus.AGREED)
    new = tree.retire(new, "hope")
    assert said(new) == [
        "“Coping” was a draft, is now agreed.",
        "“Hope” was retired.",
        "“Rest” is new (“Coping”).",
        "“Work” was deleted.",
    ]
    assert [change.kind for change in difference(new, OLD)][0:2] == [ChangeKind.AGREED, ChangeKind.BROUGHT_BACK]


def test_merges_and_splits_are_told_from_coming_and_going() -> None:
    merged = tree.merge(OLD, "work", "coping")
    assert said(merged, Lineage(LineageKind.MERGED_INTO, "work", "coping")) == ["“Work” was merged into “Coping”."]
    split = tree.split(OLD, "work", [Code("pay", {"en": "Pay"}), Code("tasks", {"en": "Tasks"})])
    lineage = [Lineage(LineageKind.SPLIT_FROM, part, "work") for part in ("pay", "tasks")]
    assert "“Work” was split into “Pay”, “Tasks”." in said(split, *lineage)


def test_parts_of_a_split_can_stand_beside_the_old_code() -> None:
    split = tree.split(OLD, "coping", [Code("a", {"en": "A"}), Code("b", {"en": "B"})], below=False)
    assert [code.id for code in split.children(None)] == ["coping", "a", "b", "work"]


texts = st.dictionaries(st.sampled_from(["en", "no", "ar"]), st.text(max_size=9), max_size=3)
codes = st.builds(
    Code,
    id=st.uuids().map(lambda u: u.hex),
    name=texts,
    definition=texts,
    status=st.sampled_from(CodeStatus),
    author=st.text(max_size=5),
    created_at=st.none() | st.datetimes(timezones=st.just(UTC)),
)


@given(st.lists(codes, max_size=4), texts)
def test_a_codebook_survives_being_frozen(many: list[Code], title: dict[str, str]) -> None:
    codebook = Codebook(title, tuple(many), ("no",), ("Us",), (Theme("t", {"en": "T"}, "m", ("x",)),))
    assert from_data(to_data(codebook)) == codebook


def test_a_frozen_codebook_is_plain_data() -> None:
    import json

    made = replace(OLD.codes[0], created_at=datetime(2026, 3, 1, tzinfo=UTC), author="Kari")
    codebook = replace(OLD, codes=(made,))
    assert from_data(json.loads(json.dumps(to_data(codebook)))) == codebook
