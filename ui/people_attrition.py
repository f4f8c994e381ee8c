"""Who was interviewed in which wave, in which form, and why not: the page of the table that the file holds too."""

from __future__ import annotations

import streamlit as st

from coding.attrition import Attendance, Attrition, AttritionCell, AttritionChoices, AttritionRow, WaveAttendance
from core.design import STAFF_ROLES, Person, Wave
from core.messages import translate, translate_count
from exports.quotes import small_group_warning
from study import Study
from study.people_exports import AttritionFile, AttritionForm
from ui.identity import acting_person, browser_cookies
from ui.markdown import plain
from ui.parts import done, empty_state, saying_errors, table_height
from ui.routes import download

#: Suggested, never required: what teams write most often.
USUAL_REASONS = ("Declined", "Not reached", "Moved away", "Ill", "Left the programme", "Not yet in the study")
MARKS = {
    Attendance.INDIVIDUAL: "● individual",
    Attendance.FOCUS_GROUP: "◍ focus group",
    Attendance.BOTH: "● individual, ◍ group",
    Attendance.PLANNED: "planned",
    Attendance.NOT_BEGUN: "not begun",
    Attendance.EXPLAINED: "–",
    Attendance.UNEXPLAINED: "– no reason yet",
}


def draw_attrition(study: Study, person: Person) -> None:
    """Numbers per wave, the table, a place to write down reasons, and the file."""
    chosen = _choose(study, person)
    table = study.attrition(person, chosen)
    if not table.waves or not table.rows:
        empty_state(
            ":material/grid_on:",
            translate("Nobody to follow over the waves yet"),
            translate(
                "Add waves and participants, and say who took part in which interview. This table then shows whom "
                "each wave reached, of how many, and why not the others."
            ),
            key="attrition",
        )
        return
    _draw_numbers(table)
    _draw_table(table)
    _draw_notes(table)
    _draw_reasons(study, table)
    _draw_downloads(study, person, chosen)


def _choose(study: Study, person: Person) -> AttritionChoices:
    sites = {site.id: site.name for site in study.sites(person)}
    roles = [use.role.name for use in study.roles(person) if use.held_by and use.role.name not in STAFF_ROLES]
    places = iter(st.columns(2))
    by_role = (
        next(places).multiselect(translate("Roles"), roles, key="attrition_roles", placeholder=translate("All"))
        if len(roles) > 1
        else []
    )
    by_site = (
        next(places).multiselect(
            translate("Sites of the participants"),
            list(sites),
            key="attrition_sites",
            placeholder=translate("All"),
            format_func=lambda site: sites.get(site, "?"),
        )
        if len(sites) > 1
        else []
    )
    return AttritionChoices(roles=tuple(by_role), site_ids=tuple(by_site))


def _draw_numbers(table: Attrition) -> None:
    """A figure for each wave: how many, of how many, in which form."""
    shown = table.per_wave
    for start in range(0, len(shown), 4):
        for number, (column, each) in enumerate(zip(st.columns(4), shown[start : start + 4], strict=False), start):
            with column, st.container(gap=None, key=f"figure_wave_{number}"):
                st.caption(plain(each.wave.label))
                st.markdown(f"## {each.n}", anchors=False)
                st.caption(numbers_in_words(each))


def numbers_in_words(each: WaveAttendance) -> str:
    """“of 12 · 9 individual · 4 focus group · 1 planned”; forms overlap where somebody took part in both."""
    facts = (
        (each.has_begun, translate("of {count}", count=each.of)),
        (not each.has_begun, translate("not begun")),
        (each.individual, translate("{count} individual", count=len(each.individual))),
        (each.focus_group, translate("{count} focus group", count=len(each.focus_group))),
        (each.planned, translate("{count} planned", count=len(each.planned))),
    )
    return " · ".join(words for applies, words in facts if applies)


def _draw_table(table: Attrition) -> None:
    headings = _headings(table.waves)
    st.dataframe(
        [_line(row, headings) for row in table.rows],
        hide_index=True,
        height=min(table_height(len(table.rows)), 620),
        column_config={
            translate("Participant"): st.column_config.TextColumn(width="medium", pinned=True),
            translate("Role"): st.column_config.TextColumn(width="small"),
            translate("Site"): st.column_config.TextColumn(width="small"),
        },
        key="attrition_table",
    )


def _headings(waves: tuple[Wave, ...]) -> tuple[str, ...]:
    """The waves' labels; one that would cover another column gets its number."""
    taken = {translate("Participant"), translate("Role"), translate("Site")}
    return tuple(f"{wave.label} ({n})" if wave.label in taken else wave.label for n, wave in enumerate(waves, 1))


def _line(row: AttritionRow, headings: tuple[str, ...]) -> dict[str, str]:
    cells = {heading: _shown(cell) for heading, cell in zip(headings, row.cells, strict=True)}
    return {
        translate("Participant"): row.participant.pseudonym,
        translate("Role"): row.participant.role_on(None) or "",
        translate("Site"): row.site.name if row.site else "",
        **cells,
    }


def _shown(cell: AttritionCell) -> str:
    words = translate(MARKS[cell.attendance])
    return f"{words} {cell.reason}" if cell.reason else words


def _draw_notes(table: Attrition) -> None:
    """What the table counts and what it leaves out, each with its number."""
    notes = [
        translate(
            "{count} of {of} were interviewed in every wave that has begun.",
            count=len(table.every_wave),
            of=len(table.rows),
        )
    ]
    if table.without_wave:
        notes.append(
            translate_count(
                "{count} interview belongs to no wave and counts nowhere here.",
                "{count} interviews belong to no wave and count nowhere here.",
                len(table.without_wave),
            )
        )
    if table.withdrawn:
        notes.append(
            translate_count(
                "{count} participant of the study has withdrawn and is in no number here.",
                "{count} participants of the study have withdrawn and are in no number here.",
                table.withdrawn,
            )
        )
    notes.append(translate("Interviewers and interpreters are left out. An interview without a date counts as held."))
    st.caption(" ".join(notes))


def _draw_reasons(study: Study, table: Attrition) -> None:
    absent = [
        (row, wave, cell)
        for row in table.rows
        for wave, cell in zip(table.waves, row.cells, strict=True)
        if cell.attendance in (Attendance.EXPLAINED, Attendance.UNEXPLAINED, Attendance.PLANNED)
    ]
    if absent and st.button(
        translate("Write down why somebody was not interviewed"), icon=":material/edit_note:", key="write_reason"
    ):
        st.dialog(translate("Why not interviewed"), width="medium")(_ask_reason)(study, absent)


def _ask_reason(study: Study, absent: list[tuple[AttritionRow, Wave, AttritionCell]]) -> None:
    person = acting_person(study, browser_cookies())
    places = {(row.participant.id, wave.id): (row, wave, cell) for row, wave, cell in absent}
    people = {row.participant.id: row.participant.pseudonym for row, _, _ in absent}
    who = st.selectbox(
        translate("Participant"), list(people), key="reason_who", format_func=lambda i: people.get(i, "?")
    )
    waves = {wave.id: wave.label for (participant, _), (_, wave, _) in places.items() if participant == who}
    when = st.selectbox(translate("Wave"), list(waves), key="reason_wave", format_func=lambda i: waves.get(i, "?"))
    known = places[who, when][2].reason
    usual = [translate(reason) for reason in USUAL_REASONS]
    options = usual if not known or known in usual else [*usual, known]
    reason = st.selectbox(
        translate("Reason"),
        options,
        index=options.index(known) if known else None,
        accept_new_options=True,
        key=f"reason_{who}_{when}",
        placeholder=translate("Choose, or type a new one"),
        help=translate("The same words for the same reason, so that they can be counted."),
    )
    save, clear = st.columns([1, 2])
    with saying_errors():
        if save.button(translate("Save"), type="primary", key="save_reason") and reason:
            study.record_absence(person, who, when, reason)
            done(translate("Saved."))
        if known and clear.button(
            translate("Take the reason away"), key="clear_reason", type="tertiary", icon=":material/close:"
        ):
            study.record_absence(person, who, when, "")
            done(translate("The reason is taken away."))


def _draw_downloads(study: Study, person: Person, chosen: AttritionChoices) -> None:
    st.subheader(translate("Take it out"), anchor=False)
    with_people = st.toggle(
        translate("A line for each participant, with the pseudonym"),
        key="attrition_people",
        help=translate("Otherwise the file holds numbers per wave, and names nobody."),
    )
    if with_people:
        st.warning(small_group_warning(), icon=":material/visibility:")
    form = AttritionForm.PARTICIPANTS if with_people else AttritionForm.NUMBERS
    st.link_button(
        translate("Download {format}", format="CSV"),
        download.offer_file(study, person.id, AttritionFile(chosen, form)),
        icon=":material/table:",
        key="download_attrition",
    )
