"""Descriptives per occasion: the picture, the table, the rules behind the numbers, and the files."""

from __future__ import annotations

import streamlit as st

from core.design import Person
from core.messages import translate, translate_count
from measures import INSTRUMENTS
from measures.descriptives import SMALL_GROUP, Descriptive, OccasionRow
from measures.model import CutOff, Instrument
from study import Study
from study.measures_exports import DescriptivesFile, FormsFile
from study.measures_scales import ScaleRow
from ui.answer_fields import occasion_name
from ui.markdown import plain
from ui.measures_chart import mean_chart
from ui.measures_clients import choose_instrument
from ui.parts import empty_state
from ui.routes import download


def draw_results(study: Study, person: Person) -> None:
    """One questionnaire at a time, then the study's own scales."""
    rows, scales = study.descriptives(person), study.scale_descriptives(person)
    if not rows and not scales:
        empty_state(
            ":material/bar_chart:",
            translate("No scores yet"),
            translate(
                "Once answers are entered, this shows for each occasion how many there are, their "
                "mean and their spread."
            ),
            key="results",
        )
        return
    if rows:
        used = [each for each in INSTRUMENTS if any(row.instrument.id == each for row in rows)]
        instrument = choose_instrument("results_instrument", used)
        _draw_instrument(instrument, [row for row in rows if row.instrument.id == instrument.id])
    else:
        instrument = None
    if scales:
        _draw_scales(study, person, scales)
    _draw_downloads(study, person, instrument)


def _draw_instrument(instrument: Instrument, rows: list[OccasionRow]) -> None:
    first = [row for row in rows if row.kind is instrument.scores[0]]
    if any(row.figures.n for row in first):
        alt = translate("Mean of {score} on each occasion", score=translate(first[0].kind.label))
        st.altair_chart(
            mean_chart(first, st.context.theme.type or "light"), width="stretch", key=f"chart_{instrument.id}", alt=alt
        )
        st.caption(translate("Dots are means, lines one standard deviation to each side."))
    lines = [
        {
            translate("Score"): translate(row.kind.label),
            translate("Occasion"): occasion_name(row.occasion),
            **figures_in_columns(row.figures),
        }
        for row in rows
    ]
    _draw_table(lines, f"descriptives_{instrument.id}")
    _draw_caution([row.figures for row in rows])
    with st.expander(translate("How this is scored, and what is missing"), icon=":material/info:"):
        st.markdown(plain(translate(instrument.scoring)))
        st.markdown(plain(translate(instrument.missing_rule)))
        for kind in instrument.scores:
            if kind.cut_off:
                st.markdown(plain(cut_off_words(kind.cut_off)))
        text = translate(
            "Missing: clients without a form on the occasion, and forms with too many empty items. "
            "Who has not come so far counts as without a form."
        )
        st.markdown(plain(text))
        st.caption(plain(translate("Source: {source}", source=instrument.source)))


def cut_off_words(cut_off: CutOff) -> str:
    """What a cut-off is, and what it is not."""
    return translate(
        "{value} is a screening convention ({source}). It is no diagnosis, and the best value differs between "
        "languages and groups.",
        value=cut_off.value,
        source=cut_off.source,
    )


def figures_in_columns(figures: Descriptive) -> dict[str, str | float | None]:
    """n, mean, sd and missing, as a row of a table."""
    return {
        translate("n"): figures.n,
        translate("Mean"): figures.mean,
        translate("SD"): figures.sd,
        translate("Missing"): figures.missing,
        translate("of these without a form"): figures.without_form,
    }


def _draw_table(lines: list[dict[str, str | float | None]], key: str) -> None:
    """Numbers under each other; a dash where there is no such number."""
    two = st.column_config.NumberColumn(format="%.2f", width="small")
    small = st.column_config.NumberColumn(width="small")
    columns = {
        translate("Score"): st.column_config.TextColumn(width="medium"),
        translate("Occasion"): st.column_config.TextColumn(width="medium"),
        translate("Mean"): two,
        translate("SD"): two,
        translate("n"): small,
        translate("Missing"): small,
    }
    st.dataframe(lines, hide_index=True, key=key, height="content", column_config=columns, placeholder="–")


def _draw_scales(study: Study, person: Person, scales: tuple[ScaleRow, ...]) -> None:
    st.subheader(translate("Own scales"), anchor=False)
    waves = {wave.id: wave.label for wave in study.waves(person)}
    lines = []
    for row in scales:
        columns = figures_in_columns(row.figures)
        columns.pop(translate("of these without a form"))
        lowest, highest = row.scale.score_range
        shown = f"{row.scale.name} ({lowest}–{highest})"
        lines.append({translate("Scale"): shown, translate("Wave"): waves[row.scale.wave_id], **columns})
    _draw_table(lines, "descriptives_scales")
    st.caption(
        translate(
            "Missing: forms with more empty items than the scale allows. Nobody knows here who "
            "should have filled one in."
        )
    )
    _draw_caution([row.figures for row in scales])


def _draw_caution(figures: list[Descriptive]) -> None:
    small = sum(each.is_small for each in figures)
    if small:
        text = translate_count(
            "{count} line rests on fewer than {limit} people. In so small a group a mean can tell about one person.",
            "{count} lines rest on fewer than {limit} people. In so small a group a mean can tell about one person.",
            small,
            limit=SMALL_GROUP,
        )
        st.warning(text, icon=":material/visibility:")


def _draw_downloads(study: Study, person: Person, instrument: Instrument | None) -> None:
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        st.link_button(
            translate("Download descriptives (CSV)"),
            download.offer_file(study, person.id, DescriptivesFile()),
            icon=":material/table:",
            type="primary",
            key="download_descriptives",
        )
    if instrument and st.checkbox(
        translate("I need the forms one by one, with the clients' labels"), key="forms_one_by_one"
    ):
        st.warning(
            translate("This file tells what each client answered. Keep it where the study's material may be kept."),
            icon=":material/visibility:",
        )
        st.link_button(
            translate("Download {name} forms (CSV)", name=instrument.name),
            download.offer_file(study, person.id, FormsFile(instrument.id)),
            icon=":material/table:",
            key="download_forms",
        )
