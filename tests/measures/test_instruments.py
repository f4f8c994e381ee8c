"""Published questionnaires, scored as somebody with a pencil would; the arithmetic stands beside each number."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from measures import INSTRUMENTS
from measures.model import Answers, Instrument
from measures.psychlops import PSYCHLOPS
from measures.whodas12 import WHODAS_12
from study.measures_commands import InstrumentName

Form = tuple[int | None, ...]


def values(instrument_id: str, answers: Form) -> list[float | None]:
    return [score.value for score in INSTRUMENTS[instrument_id].score(answers)]


# --- PSYCHLOPS: problem 1 + problem 2 + function + wellbeing


@pytest.mark.parametrize(
    ("answers", "total"),
    [
        ((5, 3, 4, 2), 14),  # 5 + 3 + 4 + 2
        ((0, 0, 0, 0), 0),
        ((5, 5, 5, 5), 20),
        ((4, None, 3, 2), 13),  # one problem: 4 + 4 + 3 + 2
        ((None, 4, 3, 2), 13),  # the same, written in the second place
        ((None, None, 3, 2), None),
        ((4, 3, None, 2), None),
        ((4, 3, 3, None), None),
        ((None, None, None, None), None),
    ],
)
def test_psychlops_adds_four_items_and_counts_a_lonely_problem_twice(answers: Form, total: float | None) -> None:
    assert values("psychlops", answers) == [total]


# --- WHODAS 2.0: the simple sum of twelve answers, and (sum - 12) / 48 * 100


@pytest.mark.parametrize(
    ("answers", "total", "rescaled"),
    [
        ((1,) * 12, 12, 0),
        ((5,) * 12, 60, 100),
        ((1, 2, 3, 4, 5, 1, 2, 3, 4, 5, 1, 2), 33, 43.75),  # 1+2+3+4+5+1+2+3+4+5+1+2 = 33; 21 / 48 = 0.4375
        ((None, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2), 24, 25),  # eleven twos, mean 2, so 22 + 2; 12 / 48 = 0.25
        ((None, None, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2), None, None),
        ((None,) * 12, None, None),
    ],
)
def test_whodas_is_the_simple_sum_and_its_rescaling(answers: Form, total: float | None, rescaled: float | None) -> None:
    assert values("whodas-12", answers) == [total, rescaled]


def test_a_missing_whodas_item_gets_the_mean_of_the_other_eleven() -> None:
    answers = (None, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 3)  # ten ones and a three: 13 / 11 = 1.1818...
    total, rescaled = values("whodas-12", answers)
    assert total == pytest.approx(13 + 13 / 11)
    assert rescaled == pytest.approx((13 + 13 / 11 - 12) / 48 * 100)


def test_whodas_says_that_it_is_not_whos_item_response_score() -> None:
    assert "not WHO's item-response score" in WHODAS_12.scoring


# --- HSCL-25: means of items 1 to 25, 1 to 10, 11 to 25


@pytest.mark.parametrize(
    ("answers", "means"),
    [
        ((1,) * 25, [1, 1, 1]),
        ((4,) * 25, [4, 4, 4]),
        ((1,) * 10 + (3,) * 15, [2.2, 1, 3]),  # (10 * 1 + 15 * 3) / 25 = 55 / 25
        ((2, 3) * 5 + (1, 2, 4) * 5, [2.4, 2.5, 35 / 15]),  # 25 + 35 = 60 of 25 items; 25 / 10; 35 / 15
        ((None,) * 2 + (2,) * 8 + (1,) * 15, [31 / 23, 2, 1]),  # 16 + 15 = 31 of 23 answered
        ((None,) * 3 + (2,) * 7 + (1,) * 15, [29 / 22, None, 1]),  # 7 of 10 is too few for anxiety
        ((2,) * 10 + (None,) * 3 + (1,) * 12, [32 / 22, 2, 1]),  # 12 of 15 is just enough for depression
        ((2,) * 10 + (None,) * 4 + (1,) * 11, [31 / 21, 2, None]),
        ((None,) * 5 + (1,) * 20, [1, None, 1]),  # 20 of 25 is just enough
        ((None,) * 6 + (1,) * 19, [None, None, 1]),
        ((None,) * 25, [None, None, None]),
    ],
)
def test_hscl_25_is_the_mean_of_what_was_answered(answers: Form, means: list[float | None]) -> None:
    assert values("hscl-25", answers) == pytest.approx(means)


def test_a_score_says_of_how_many_items_it_is_made() -> None:
    whole, anxiety, depression = INSTRUMENTS["hscl-25"].score((None,) * 3 + (2,) * 22)
    assert [(score.answered, score.items, score.missing) for score in (whole, anxiety, depression)] == [
        (22, 25, 3), (7, 10, 3), (15, 15, 0),
    ]  # fmt: skip


def test_the_cut_off_is_called_a_convention_and_has_its_source() -> None:
    cut_off = INSTRUMENTS["hscl-25"].scores[0].cut_off
    assert cut_off is not None and cut_off.value == 1.75 and "1984" in cut_off.source
    assert not any(kind.cut_off for each in INSTRUMENTS.values() for kind in each.scores[1:])


# --- all of them


@pytest.mark.parametrize("instrument", INSTRUMENTS.values(), ids=list(INSTRUMENTS))
def test_every_instrument_reaches_both_ends_of_its_scores(instrument: Instrument) -> None:
    for answer, end in ((instrument.lowest, "lowest"), (instrument.highest, "highest")):
        scores = instrument.score((answer,) * len(instrument.items))
        assert [score.value for score in scores] == [getattr(kind, end) for kind in instrument.scores]
        assert [score.name for score in scores] == [kind.name for kind in instrument.scores]


@pytest.mark.parametrize("instrument", INSTRUMENTS.values(), ids=list(INSTRUMENTS))
def test_no_wording_is_shipped_and_each_instrument_says_whose_it_is(instrument: Instrument) -> None:
    assert all(len(item) <= 12 for item in instrument.items)
    assert "not shipped" in instrument.wording and instrument.source and instrument.missing_rule


@given(data=st.data())
def test_a_score_is_none_or_within_its_range_whatever_is_missing(data: st.DataObject) -> None:
    for instrument in INSTRUMENTS.values():
        answer = st.one_of(st.none(), st.integers(instrument.lowest, instrument.highest))
        size = len(instrument.items)
        answers: Answers = tuple(data.draw(st.lists(answer, min_size=size, max_size=size)))
        for kind, score in zip(instrument.scores, instrument.score(answers), strict=True):
            assert score.value is None or kind.lowest - 1e-9 <= score.value <= kind.highest + 1e-9


def test_the_command_line_knows_the_same_instruments() -> None:
    assert [str(name) for name in InstrumentName] == list(INSTRUMENTS)
    assert PSYCHLOPS.id in INSTRUMENTS
