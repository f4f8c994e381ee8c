"""Colours of codes: seen on both themes, and told apart by readers who see colours differently."""

from __future__ import annotations

from itertools import combinations, product

import pytest

from codebooks import library
from codebooks.model import Code, Codebook
from codebooks.palette import FAMILIES, next_colour

Triple = tuple[float, float, float]

WHITE, DARK_GROUND = "#ffffff", "#0e1117"
#: Machado, Oliveira and Fernandes (2009), table 1, severity 1.0; on linear RGB.
VISION: dict[str, tuple[Triple, Triple, Triple]] = {
    "usual": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.01182, 0.04294, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.3039)),
}
TO_CONES = (
    (0.4122214708, 0.5363325363, 0.0514459929),
    (0.2119034982, 0.6806995451, 0.1073969566),
    (0.0883024619, 0.2817188376, 0.6299787005),
)
TO_OKLAB = (
    (0.2104542553, 0.7936177850, -0.0040720468),
    (1.9779984951, -2.4285922050, 0.4505937099),
    (0.0259040371, 0.7827717662, -0.8086757660),
)


def times(matrix, vector: Triple) -> Triple:
    return tuple(sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix)


def linear(colour: str) -> Triple:
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return tuple(c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)


def contrast(one: str, other: str) -> float:
    """WCAG 2.2's contrast ratio."""
    lights = sorted(sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear(x), strict=True)) for x in (one, other))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def seen(colour: str, vision: str) -> Triple:
    """The colour in OKLab as somebody with that vision sees it."""
    light = tuple(min(1.0, max(0.0, channel)) for channel in times(VISION[vision], linear(colour)))
    return times(TO_OKLAB, tuple(cone ** (1 / 3) for cone in times(TO_CONES, light)))


def distance(one: str, other: str, vision: str = "usual") -> float:
    return sum((a - b) ** 2 for a, b in zip(seen(one, vision), seen(other, vision), strict=True)) ** 0.5


@pytest.mark.parametrize("ground", [WHITE, DARK_GROUND])
def test_every_colour_is_seen_on_the_ground_of_each_theme(ground):
    assert min(contrast(colour, ground) for family in FAMILIES for colour in family) >= 3.0


@pytest.mark.parametrize("name", library.names())
def test_every_colour_of_the_codebooks_that_come_along_is_seen_on_both(name):
    for code in library.load(name).codes:
        assert min(contrast(code.colour, ground) for ground in (WHITE, DARK_GROUND)) >= 3.0, code.id


@pytest.mark.parametrize("vision", VISION)
def test_colours_of_different_branches_are_told_apart(vision):
    nearest = min(distance(a, b, vision) for one, other in combinations(FAMILIES, 2) for a, b in product(one, other))

    assert nearest >= 0.06, "0.02 in OKLab is about the smallest difference one can see"


def test_colours_within_a_branch_are_told_apart():
    assert min(distance(a, b) for family in FAMILIES for a, b in combinations(family, 2)) >= 0.02


def test_a_new_branch_takes_the_family_used_least():
    codebook = Codebook({}, (Code("a", {"en": "A"}, colour=FAMILIES[0][0]),))

    assert next_colour(Codebook({}, ())) == FAMILIES[0][0]
    assert next_colour(codebook) == FAMILIES[1][0]


def test_a_new_code_takes_the_next_shade_of_its_branch():
    codebook = Codebook(
        {},
        (
            Code("a", {"en": "A"}, colour=FAMILIES[2][0]),
            Code("b", {"en": "B"}, parent_id="a", colour=FAMILIES[2][1]),
        ),
    )

    assert next_colour(codebook, "a") == next_colour(codebook, "b") == FAMILIES[2][2]


def test_a_new_code_takes_after_the_nearest_code_that_has_a_family():
    codebook = Codebook(
        {},
        (
            Code("a", {"en": "A"}, colour="#123456"),
            Code("b", {"en": "B"}, parent_id="a", colour=FAMILIES[3][0]),
            Code("c", {"en": "C"}, parent_id="b", colour="#654321"),
        ),
    )

    assert next_colour(codebook, "c") == FAMILIES[3][1]


def test_a_branch_in_a_colour_of_its_own_keeps_it():
    codebook = Codebook({}, (Code("a", {"en": "A"}, colour="#123456"),))

    assert next_colour(codebook, "a") == "#123456"
