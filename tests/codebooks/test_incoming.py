"""A file beside the study's codebook: what is new, changed, clashing; and nothing taken that was not chosen."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from codebooks import tree
from codebooks.formats import files
from codebooks.formats.files import CodebookFormat
from codebooks.formats.reading import CodebookReading
from codebooks.incoming import THEME_KEY, Comparison, Standing, compare
from codebooks.model import Code, Codebook, CodeStatus, Theme
from codebooks.taking import CannotBeTakenError, ParentNotChosenError, names_of, take
from core.errors import WorkbenchError
from tests.codebook_making import BELONGING, COPING, IDENTITY, codebooks, one_line, small, typed

AT = datetime(2026, 5, 17, tzinfo=UTC)


def table(text: str) -> CodebookReading:
    return files.read(text.encode(), "koder.csv")


def seen(comparison: Comparison) -> dict[str, Standing]:
    return {each.path: each.standing for each in comparison.codes}


def taken(current: Codebook, comparison: Comparison, *chosen: str) -> Codebook:
    numbers = count(100)
    return take(current, comparison, chosen, author="Ola", at=AT, fresh_id=lambda: f"{next(numbers):032x}")


def everything(comparison: Comparison) -> tuple[str, ...]:
    return tuple(comparison.keys(Standing.NEW, Standing.CHANGED))


# --- looking


@pytest.mark.parametrize("form", CodebookFormat)
def test_an_exported_codebook_is_identical(form):
    comparison = compare(small(), files.read(files.write(small(), form), f"x.{form}"))

    assert set(seen(comparison).values()) == {Standing.IDENTICAL}
    assert {theme.standing for theme in comparison.themes} == {Standing.IDENTICAL}


@given(codebooks(texts=typed, names=one_line), st.sampled_from([CodebookFormat.YAML]))
@settings(max_examples=40)
def test_any_codebook_is_identical_with_itself(codebook, form):
    try:
        tree.check(codebook)
    except WorkbenchError:  # one that no study could hold
        return
    comparison = compare(codebook, files.read(files.write(codebook, form), f"x.{form}"))
    assert {each.standing for each in comparison.codes} <= {Standing.IDENTICAL}


def test_what_differs_is_told_field_by_field():
    (identity, *rest) = small().codes
    changed = replace(
        identity,
        name={"en": "Who one is", "no": "Identitet"},
        definition={"en": "Who they are, to others too."},
        status=CodeStatus.DRAFT,
        colour="#000000",
    )
    comparison = compare(small(), CodebookReading(small(codes=(changed, *rest))))

    (code,) = comparison.standing(Standing.CHANGED)
    assert [(c.in_words(), c.before, c.after) for c in code.changes] == [
        ("name (en)", "Identity", "Who one is"),
        ("definition (en)", "Who they are.", "Who they are, to others too."),
        ("colour", "#0960d9", "#000000"),
        ("status", "agreed", "a draft"),
    ]


def test_what_the_file_leaves_empty_or_unsaid_is_no_change():
    comparison = compare(small(), table("name_en,definition_en\nidentity,\nbelonging,To be one of them.\n"))

    identity, belonging = comparison.codes
    assert [change.in_words() for change in identity.changes] == ["name (en)"], "only its spelling"
    assert [(c.in_words(), c.after) for c in belonging.changes][1:] == [("definition (en)", "To be one of them.")]


def test_a_code_is_known_by_any_of_its_names():
    comparison = compare(small(), table("name_no,definition_no\nMestring,Å klare seg.\n"))

    (code,) = comparison.codes
    assert (code.standing, code.meets.id) == (Standing.CHANGED, COPING)


def test_the_same_name_under_another_identifier_clashes_and_may_be_taken():
    other = Code("9" * 32, {"en": "Identity"}, definition={"en": "Something else."})
    comparison = compare(small(), CodebookReading(Codebook({}, (other,))))

    (code,) = comparison.codes
    assert code.standing is Standing.CLASHING
    assert "another one, by its identifier" in code.why
    assert everything(comparison) == ()
    assert tree.find(taken(small(), comparison, other.id), IDENTITY).definition["en"] == "Something else."


def test_a_code_whose_names_belong_to_two_of_the_study_clashes_and_cannot_be_taken():
    comparison = compare(small(), table("name_en,name_no\nIdentity,Mestring\n"))

    (code,) = comparison.codes
    assert code.standing is Standing.CLASHING
    assert code.why == "its names belong to other codes of the study: “Identity”, “Mestring”."
    with pytest.raises(CannotBeTakenError, match="“Identity” cannot be taken: its names belong"):
        taken(small(), comparison, code.key)


def test_a_code_that_takes_the_name_of_another_clashes():
    renamed = replace(small().codes[2], name={"en": "Belonging"})
    (code,) = compare(small(), CodebookReading(Codebook({}, (renamed,)))).codes

    assert (code.standing, code.can_be_taken) == (Standing.CLASHING, False)


def test_two_codes_of_the_file_cannot_be_one_of_the_study():
    reading = table("name_en,name_no\nIdentity,\n,Identitet\n")
    first, second = compare(small(), reading).codes

    assert (first.standing, second.standing) == (Standing.IDENTICAL, Standing.CLASHING)
    assert "stands for “Identity” already" in second.why


def test_a_retired_code_leaves_its_name_to_a_new_one():
    codes = tuple(replace(code, status=CodeStatus.RETIRED) if code.id == COPING else code for code in small().codes)
    comparison = compare(small(codes=codes), table("name_no\nMestring\n"))

    assert seen(comparison) == {"Mestring": Standing.NEW}
    assert len(taken(small(codes=codes), comparison, *everything(comparison)).codes) == 4


# --- taking


def test_nothing_is_taken_that_was_not_chosen():
    comparison = compare(small(), table("name_en,definition_en,parent\nIdentity,New words.,\nHope,,\nLuck,,\n"))
    chosen = next(each.key for each in comparison.codes if each.path == "Luck")
    after = taken(small(), comparison, chosen)

    assert after.codes[:3] == small().codes
    assert [code.name for code in after.codes[3:]] == [{"en": "Luck"}]


def test_a_new_code_comes_after_its_siblings_with_a_colour_of_its_branch_and_its_maker():
    comparison = compare(small(), table("name_en,parent\nHope,Identitet\n"))
    after = taken(small(), comparison, *everything(comparison))
    hope = after.codes[-1]

    assert (hope.parent_id, hope.position, hope.author, hope.created_at) == (IDENTITY, 1, "Ola", AT)
    assert hope.colour not in ("#5b6770", small().codes[1].colour)
    assert hope.id == f"{100:032x}"


def test_a_new_tree_keeps_its_shape_and_its_identifiers():
    comparison = compare(Codebook({}, ()), files.read(files.write(small(), CodebookFormat.YAML), "x.yaml"))
    after = taken(Codebook({}, ()), comparison, *everything(comparison))

    assert [(depth, code.id) for depth, code in after.walk()] == [(0, IDENTITY), (1, BELONGING), (0, COPING)]
    assert after.themes == small().themes
    assert after.languages == ("en", "no")


def test_a_code_below_a_new_one_needs_it():
    comparison = compare(small(), table("name_en,parent\nHope,\nBig hope,Hope\n"))
    below = next(each.key for each in comparison.codes if each.path == "Hope > Big hope")

    with pytest.raises(ParentNotChosenError, match="Choose “Hope” as well"):
        taken(small(), comparison, below)


def test_a_parent_that_is_nowhere_is_told():
    (code,) = compare(small(), table("name_en,parent\nHope,Nowhere\n")).codes

    assert (code.standing, code.can_be_taken) == (Standing.CLASHING, False)
    assert code.why == "its parent “Nowhere” is neither in the file nor in the study."


def test_a_move_is_a_change_that_can_be_chosen():
    moved = replace(small().codes[1], parent_id=COPING)
    comparison = compare(small(), CodebookReading(small(codes=(small().codes[0], small().codes[2], moved))))
    (code,) = comparison.standing(Standing.CHANGED)

    assert [(c.in_words(), c.before, c.after) for c in code.changes] == [("place in the tree", "Identity", "Mestring")]
    assert tree.find(taken(small(), comparison, code.key), BELONGING).parent_id == COPING


def test_moves_that_would_close_a_circle_are_refused_in_words():
    a, b = Code("a" * 32, {"en": "A"}), Code("b" * 32, {"en": "B"}, parent_id="a" * 32)
    turned = Codebook({}, (replace(b, parent_id=None), replace(a, parent_id=b.id)))
    comparison = compare(Codebook({}, (a, b)), CodebookReading(turned))
    only_a = next(each.key for each in comparison.codes if each.code.id == a.id)

    with pytest.raises(tree.BelowItselfError):
        taken(Codebook({}, (a, b)), comparison, only_a)
    after = taken(Codebook({}, (a, b)), comparison, *everything(comparison))
    assert [code.id for _, code in after.walk()] == [b.id, a.id]


def test_what_was_seen_is_told_from_what_came_since():
    reading = table("name_en,definition_en\nIdentity,New words.\n")
    before = compare(small(), reading)
    moved_on = tree.define(small(), IDENTITY, {"definition": {"en": "Others' words."}})

    assert before.fingerprint == compare(small(), reading).fingerprint != compare(moved_on, reading).fingerprint


def test_names_of_what_was_chosen():
    comparison = compare(small(), table("name_en,themes\nHope,Big claim\n"))
    assert list(names_of(comparison, everything(comparison)).values()) == ["Hope", "Big claim"]


# --- examples: a participant's words stay a participant's words


def with_example(words: str, *, constructed: bool) -> Codebook:
    identity, *rest = small().codes
    told = replace(identity, anchor_example={"no": words}, borderline_example={}, examples_constructed=constructed)
    return small(codes=(told, *rest))


def test_a_file_cannot_declare_words_of_an_interview_made_up():
    real = with_example("Jeg var redd.", constructed=False)
    comparison = compare(real, CodebookReading(with_example("Jeg var redd.", constructed=True)))

    assert comparison.standing(Standing.CHANGED) == ()


def test_another_example_brings_its_own_word_on_being_made_up():
    real = with_example("Jeg var redd.", constructed=False)
    comparison = compare(real, CodebookReading(with_example("Noe vi fant på.", constructed=True)))
    (code,) = comparison.standing(Standing.CHANGED)

    assert [change.in_words() for change in code.changes] == [
        "anchor example (no)",
        "whether the examples are constructed",
    ]
    assert tree.find(taken(real, comparison, code.key), IDENTITY).examples_constructed


def test_collected_words_beside_constructed_ones_make_the_code_collected():
    constructed = with_example("Noe vi fant på.", constructed=True)
    identity, *rest = constructed.codes
    more = replace(identity, borderline_example={"no": "Det sa hun."}, examples_constructed=False)
    comparison = compare(constructed, CodebookReading(small(codes=(more, *rest))))

    assert not tree.find(taken(constructed, comparison, IDENTITY), IDENTITY).examples_constructed


def test_words_the_study_links_to_do_not_become_typed_text():
    brought_back = with_example("Jeg var redd.", constructed=False)
    nothing = with_example("", constructed=True)
    comparison = compare(
        nothing, CodebookReading(brought_back), {(IDENTITY, "anchor_example"): {"no": "Jeg var redd."}}
    )

    assert comparison.standing(Standing.CHANGED) == ()


# --- themes


def test_a_theme_gathers_what_the_file_adds_and_loses_nothing():
    theme = Theme("row 1", {"en": "becoming somebody"}, "More to say.", (IDENTITY,))
    comparison = compare(small(), CodebookReading(small(themes=(theme,))))
    (incoming,) = comparison.themes

    assert [(c.in_words(), c.after) for c in incoming.changes] == [
        ("name (en)", "becoming somebody"),
        ("memo", "More to say."),
        ("codes", "Identity"),
    ]
    (after,) = taken(small(), comparison, THEME_KEY + "row 1").themes
    assert (after.id, after.memo, after.code_ids) == ("4" * 32, "More to say.", (BELONGING, COPING, IDENTITY))
