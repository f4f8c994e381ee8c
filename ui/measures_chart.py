"""One calm picture per questionnaire: the mean on each occasion, one standard deviation to each side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from core.messages import translate
from measures.descriptives import OccasionRow
from ui.answer_fields import occasion_name

if TYPE_CHECKING:
    import altair

COLOUR = "#2e867e"  #: Stands out on the light page and on the dark one alike.
INK = {"light": "#22302f", "dark": "#e4e8e6"}  #: As the theme's texts.
HEIGHT = 260


def mean_chart(rows: Sequence[OccasionRow], theme: str = "light") -> altair.LayerChart | altair.FacetChart:
    """The means of one score; `rows` are its occasions. A group below two people has a point and no line."""
    import altair

    kind = rows[0].kind
    occasion = altair.X("occasion:N", sort=None, title=None, axis=altair.Axis(labelAngle=0, labelLimit=200))
    score = altair.Scale(domain=[kind.lowest, kind.highest], nice=False)
    label = altair.Axis(title=translate(kind.label), titleFontWeight="normal", tickCount=5)
    tooltip = [altair.Tooltip("occasion:N", title=translate("Occasion")), "n:Q", "mean:Q", "sd:Q", "missing:Q"]
    points = altair.Data(values=[_point(row) for row in rows])  # type: ignore[no-untyped-call]
    base = altair.Chart(points).encode(x=occasion)
    spread = base.mark_rule(color=COLOUR, strokeWidth=2, opacity=0.45).encode(
        y=altair.Y("low:Q", scale=score, axis=label), y2="high:Q"
    )
    means = base.mark_point(color=COLOUR, filled=True, opacity=1, size=110).encode(
        y=altair.Y("mean:Q", scale=score, axis=label), tooltip=tooltip
    )
    counts = base.mark_text(color=INK[theme], align="left", dx=12, fontSize=13).encode(
        y=altair.Y("mean:Q", scale=score, axis=label), text="said:N"
    )
    layers = [spread, means, counts, *_cut_off(rows, score, label)]
    return altair.layer(*layers).properties(height=HEIGHT)


def _point(row: OccasionRow) -> dict[str, object]:
    figures, kind = row.figures, row.kind
    mean, sd = figures.mean, figures.sd
    return {
        "occasion": occasion_name(row.occasion),
        "n": figures.n,
        "mean": None if mean is None else round(mean, 2),
        "sd": None if sd is None else round(sd, 2),
        "missing": figures.missing,
        "low": None if mean is None or sd is None else max(kind.lowest, mean - sd),
        "high": None if mean is None or sd is None else min(kind.highest, mean + sd),
        "said": "" if mean is None else translate("{mean}  (n {count})", mean=f"{mean:.2f}", count=figures.n),
    }


def _cut_off(rows: Sequence[OccasionRow], score: altair.Scale, label: altair.Axis) -> list[altair.Chart]:
    import altair

    cut_off = rows[0].kind.cut_off
    if cut_off is None:
        return []
    said = translate("{value}, a convention", value=cut_off.value)
    line_at = altair.Data(values=[{"value": cut_off.value, "said": said}])  # type: ignore[no-untyped-call]
    base = altair.Chart(line_at)
    height = altair.Y("value:Q", scale=score, axis=label)
    line = base.mark_rule(color="#8a8f8e", strokeDash=[4, 4]).encode(y=height)
    words = base.mark_text(color="#8a8f8e", align="left", baseline="bottom", dx=4, dy=-3, fontSize=12).encode(
        y=height, x=altair.value(0), text="said:N"
    )
    return [line, words]
