"""Changing a codebook: what each change does, and which rules no change may break."""

from __future__ import annotations

from dataclasses import replace

import pytest

from codebooks import tree
from codebooks.model import Code, Codebook, CodeStatus, Theme
from core.errors import NotFoundError


def book(*paths: str) -> Codebook:
    """Codes by path: “Identity/Belonging” hangs below “Identity”; a name is its identifier; “-” before it: retired."""
    codes = []
    for path in paths:
        *above, name = path.split("/")
        status = CodeStatus.RETIRED if name.startswith("-") else CodeStatus.DRAFT
        parent = above[-1] if above else None
        place = sum(code.parent_id == parent for code in codes)
        codes.append(Code(name.lstrip("-"), {"en": name.lstrip("-")}, parent, place, status=status))
    return Codebook({"en": "Ours"}, tuple(codes))


def outline(codebook: Codebook) -> list[str]:
    """The codes as a reader sees them, one step further in for each level; retired ones with a dash."""
    return ["  " * depth + ("" if code.is_living else "-") + code.name["en"] for depth, code in codebook.walk()]


COPING = book("Identity", "Identity/Belonging", "Coping", "Coping/Support", "Coping/Support/Friends", "Work")


# --- names


def test_a_name_belongs_to_one_living_code_in_every_language() -> None:
    norwegian = tree.rename(COPING, "Work", {"en": "Work", "no": "Arbeid"})
    with pytest.raises(tree.CodeNameTakenError, match=r"already a code “arbeid” \(Work\).*merge the two"):
        tree.rename(norwegian, "Friends", {"en": "arbeid"})
    with pytest.raises(tree.CodeNameTakenError, match=r"“SUPPORT” \(Coping > Support\)"):
        tree.add(COPING, Code("new", {"en": "SUPPORT"}))


def test_the_name_of_a_retired_code_is_free_until_it_comes_back() -> None:
    codebook = tree.add(book("Hope", "-Rest"), Code("new", {"en": "Rest"}))
    with pytest.raises(tree.CodeNameTakenError):
        tree.unretire(codebook, "Rest")


def test_a_code_may_keep_its_own_name_and_needs_one() -> None:
    assert tree.rename(COPING, "Work", {"en": "  WORK ", "no": ""}).codes[-1].name == {"en": "WORK"}
    with pytest.raises(tree.NamelessCodeError):
        tree.rename(COPING, "Work", {"en": " "})


def test_languages_and_colours_are_what_they_say() -> None:
    with pytest.raises(tree.BadLanguageError, match="“English”"):
        tree.rename(COPING, "Work", {"English": "Work"})
    with pytest.raises(tree.BadColourError, match="“red”"):
        tree.recolour(COPING, "Work", "red")
    assert tree.find(tree.recolour(COPING, "Work", "#0F6CBD"), "Work").colour == "#0f6cbd"


# --- the tree


def test_a_code_moves_with_everything_below_it() -> None:
    moved = tree.move(COPING, "Support", "Identity", 0)
    assert outline(moved) == ["Identity", "  Support", "    Friends", "  Belonging", "Coping", "Work"]
    assert [code.position for code in moved.children("Identity")] == [0, 1]


def test_siblings_can_be_put_in_another_order() -> None:
    assert outline(tree.move(COPING, "Work", None, 0))[0] == "Work"
    assert outline(tree.move(tree.move(COPING, "Identity", None, 1), "Work", None, 0))[:2] == ["Work", "Coping"]
    assert tree.move(COPING, "Work", None, 99) == COPING == tree.move(COPING, "Work", None)


def test_nothing_hangs_below_itself_or_below_a_retired_code() -> None:
    with pytest.raises(tree.BelowItselfError, match="“Coping” cannot be moved below its own subcode “Friends”"):
        tree.move(COPING, "Coping", "Friends")
    with pytest.raises(tree.BelowItselfError):
        tree.move(COPING, "Coping", "Coping")
    with pytest.raises(tree.RetiredParentError, match="“Rest” is retired"):
        tree.move(book("Hope", "-Rest"), "Hope", "Rest")
    with pytest.raises(NotFoundError):
        tree.move(COPING, "Coping", "Nowhere")


def test_a_code_with_living_subcodes_does_not_go() -> None:
    for verb in (tree.retire, tree.remove):
        with pytest.raises(tree.HasSubcodesError, match=r"“Coping” has subcodes \(Support\)"):
            verb(COPING, "Coping")


def test_a_retired_code_comes_back_below_the_nearest_living_code() -> None:
    codebook = book("Coping", "Coping/-Support", "Coping/Support/-Friends")
    assert outline(tree.unretire(codebook, "Friends")) == ["Coping", "  -Support", "  Friends"]


def test_a_removed_code_leaves_its_retired_subcodes_and_themes_in_order() -> None:
    codebook = replace(
        book("Coping", "Coping/-Rest", "Work"), themes=(Theme("t", {"en": "T"}, "", ("Coping", "Work")),)
    )
    removed = tree.remove(codebook, "Coping")
    assert outline(removed) == ["Work", "-Rest"]
    assert removed.themes[0].code_ids == ("Work",)


# --- merge and split


def test_a_merge_retires_the_source_and_keeps_what_hung_on_it() -> None:
    codebook = replace(COPING, themes=(Theme("t", {"en": "T"}, "", ("Coping", "Work", "Identity")),))
    merged = tree.merge(codebook, "Coping", "Identity")
    assert outline(merged) == ["Identity", "  Belonging", "  Support", "    Friends", "-Coping", "Work"]
    assert merged.themes[0].code_ids == ("Identity", "Work")


def test_a_merge_into_ones_own_subcode_lifts_that_first() -> None:
    merged = tree.merge(COPING, "Coping", "Friends")
    assert outline(merged) == ["Identity", "  Belonging", "Friends", "  Support", "-Coping", "Work"]
    tree.check(merged)


def test_a_merge_keeps_the_definition_that_was_chosen() -> None:
    codebook = tree.define(COPING, "Work", {"definition": {"en": "What they do."}})
    assert tree.find(tree.merge(codebook, "Work", "Coping"), "Coping").definition == {}
    taken = tree.merge(codebook, "Work", "Coping", take_texts=True)
    assert tree.find(taken, "Coping").definition == {"en": "What they do."}


def test_only_two_different_living_codes_can_be_merged() -> None:
    with pytest.raises(tree.SameCodeError):
        tree.merge(COPING, "Work", "Work")
    with pytest.raises(tree.RetiredCodeError, match="“Rest” is retired"):
        tree.merge(book("Hope", "-Rest"), "Hope", "Rest")


# --- themes


def test_a_theme_gathers_codes_that_exist_each_once() -> None:
    themed = tree.with_theme(COPING, Theme("t", {"en": "T"}, " memo ", ("Work", "Coping", "Work")))
    assert themed.themes == (Theme("t", {"en": "T"}, "memo", ("Work", "Coping")),)
    assert tree.without_theme(themed, "t") == COPING
    with pytest.raises(NotFoundError):
        tree.with_theme(COPING, Theme("t", {"en": "T"}, "", ("Nowhere",)))


def test_a_broken_codebook_is_told_from_a_sound_one() -> None:
    tree.check(COPING)
    for broken in (
        replace(COPING, codes=(*COPING.codes, Code("x", {"en": "work"}))),
        replace(COPING, codes=(Code("a", {"en": "a"}, "b"), Code("b", {"en": "b"}, "a"))),
        replace(COPING, codes=(Code("a", {"en": "a"}, "b"),)),
        book("-Rest", "Rest/Sleep"),
        replace(COPING, codes=(Code("a", {}),)),
    ):
        with pytest.raises(Exception, match="."):
            tree.check(broken)
