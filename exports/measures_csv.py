"""Questionnaires as CSV: descriptives, which name nobody, or a line for each client's form."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from core.characters import one_line
from core.messages import translate
from measures.descriptives import SMALL_GROUP, Descriptive, OccasionRow
from measures.forms import ScoredForm
from measures.model import Instrument, Occasion
from measures.own import OwnScale
from sheets.separated import write_csv

FIGURES = ("n", "mean", "sd", "missing", "incomplete_forms", "without_form", "caution")
DESCRIPTIVES = ("questionnaire", "score", "occasion", *FIGURES)
FORMS = ("client", "questionnaire", "occasion", "date", "items", "answered")


def descriptives_csv(rows: Iterable[OccasionRow], scales: Iterable[tuple[OwnScale, str, Descriptive]] = ()) -> bytes:
    """A line per score and occasion; own scales after them, with their wave (the second of each three) as occasion."""
    return write_csv([DESCRIPTIVES, *_instruments(rows), *_scales(scales)])


def forms_csv(instrument: Instrument, forms: Sequence[ScoredForm], labels: Mapping[str, str]) -> bytes:
    """A line per form of one instrument with scores and answers; `labels` by client id. It tells who answered what."""
    names = [kind.name for kind in instrument.scores]
    items = [f"item_{number}" for number in range(1, len(instrument.items) + 1)]
    place = {occasion: number for number, occasion in enumerate(Occasion)}
    order = sorted(forms, key=lambda each: (labels[each.form.client_id].casefold(), place[each.form.occasion]))
    return write_csv([(*FORMS, *names, *items), *(_form(each, labels) for each in order)])


def caution(figures: Descriptive) -> str:
    """What to think of before such a number is published; "" when the group is large enough."""
    if not figures.is_small:
        return ""
    return translate("fewer than {count} people: they may be recognised", count=SMALL_GROUP)


def _instruments(rows: Iterable[OccasionRow]) -> Iterator[tuple[str, ...]]:
    for row in rows:
        yield row.instrument.name, row.kind.name, row.occasion.value, *_figures(row.figures)


def _scales(scales: Iterable[tuple[OwnScale, str, Descriptive]]) -> Iterator[tuple[str, ...]]:
    for scale, wave, figures in scales:
        yield one_line(scale.name), scale.scoring.value, one_line(wave), *_figures(figures)


def _figures(figures: Descriptive) -> tuple[str, ...]:
    return (
        str(figures.n),
        number(figures.mean, 3),
        number(figures.sd, 3),
        str(figures.missing),
        str(figures.incomplete),
        "" if figures.without_form is None else str(figures.without_form),
        caution(figures),
    )


def _form(each: ScoredForm, labels: Mapping[str, str]) -> tuple[str, ...]:
    form = each.form
    return (
        one_line(labels[form.client_id]),
        each.instrument.name,
        form.occasion.value,
        form.filled_in_on.isoformat() if form.filled_in_on else "",
        str(len(form.answers)),
        str(sum(answer is not None for answer in form.answers)),
        *(number(score.value, 3) for score in each.scores),
        *("" if answer is None else str(answer) for answer in form.answers),
    )


def number(value: float | None, digits: int) -> str:
    """A number with a point; empty when there is none.

    >>> number(1.5, 2), number(None, 2)
    ('1.50', '')
    """
    return "" if value is None else f"{value:.{digits}f}"
