"""Codebooks in and out: a file is looked at, ticked, then taken; and handed out in every form."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from codebooks import tree
from codebooks.formats.files import CodebookFormat
from codebooks.incoming import Comparison, FieldChange, IncomingCode, Standing
from core.design import Person
from core.messages import translate, translate_count
from study import Study
from study.codebook import CodebookOverview
from study.codebook_exchange import CodebookFile, CodebookOffer, CodebookTemplate, PreviewOutdatedError
from ui import wording
from ui.codebook.names import languages_of
from ui.codebook.saying import attempt
from ui.markdown import plain
from ui.parts import saying_errors
from ui.routes import download, small_file
from ui.routes.small_file import SmallFile
from ui.upload import small_zone

PURPOSE = "codebook"
ACCEPTED = ".yaml,.yml,.qdc,.csv,.xlsx"
MOST_PROBLEMS = 30
LONGEST_SHOWN = 160
FORMS = (
    (CodebookFile.DOCX, "Word", ":material/description:", "The codebook for the appendix of an article"),
    (CodebookFile.XLSX, "Excel", ":material/table:", "One line for each code, to read and to change"),
    (CodebookFile.CSV, "CSV", ":material/table_rows:", "One line for each code, for any program"),
    (CodebookFile.QDC, "REFI-QDA", ":material/swap_horiz:", "For NVivo, ATLAS.ti, MAXQDA and other programs"),
    (CodebookFile.YAML, "YAML", ":material/code:", "Everything, word for word, for another study of this workbench"),
)
GROUPS = (
    (Standing.NEW, "New", True),
    (Standing.CHANGED, "Changed: the file says something else", False),
    (Standing.CLASHING, "Clashing", False),
)


def draw_exchange(study: Study, person: Person, overview: CodebookOverview) -> None:
    _draw_export(study, person, overview)
    st.subheader(translate("Bring a codebook in"), anchor=False)
    draw_import(study, person, overview)


def _draw_export(study: Study, person: Person, overview: CodebookOverview) -> None:
    st.subheader(translate("Take the codebook out"), anchor=False)
    known = languages_of(overview.codebook)
    main = st.selectbox(
        translate("Main language"),
        known,
        index=known.index("en"),
        key="export_language",
        format_func=wording.language_name,
        width=260,
    )
    languages = (main, *(language for language in known if language != main))
    with st.container(horizontal=True, gap="small"):
        for form, label, icon, about in FORMS:
            st.link_button(
                label,
                download.offer_file(study, person.id, CodebookOffer(form, languages)),
                icon=icon,
                help=translate(about),
                disabled=not overview.codebook.codes,
            )
    withheld = study.withheld_examples(person)
    if withheld:
        st.caption(
            translate_count(
                ":material/lock: {count} example from an interview stays out: nobody has approved it yet.",
                ":material/lock: {count} examples from interviews stay out: nobody has approved them yet.",
                withheld,
            )
        )


# --- in


def draw_import(study: Study, person: Person, overview: CodebookOverview) -> None:
    """A place to drop a file; then what it would do, and ticks."""
    small_zone(
        small_file.address(study, PURPOSE),
        title=translate("Drop a codebook here"),
        accept=ACCEPTED,
        key="codebook_file",
        hint=translate("YAML, REFI-QDA (.qdc), CSV or Excel. You see what it would change before anything happens."),
    )
    with st.container(horizontal=True, gap="small"):
        for form, label in ((CodebookFormat.XLSX, "Excel"), (CodebookFormat.CSV, "CSV")):
            st.link_button(
                translate("Empty table ({format})", format=label),
                download.offer_file(study, person.id, CodebookTemplate(form)),
                type="tertiary",
                icon=":material/download:",
            )
    file = small_file.kept(study, person, PURPOSE)
    if file:
        _draw_preview(study, person, overview, file)


def _draw_preview(study: Study, person: Person, overview: CodebookOverview, file: SmallFile) -> None:
    with st.container(key="card_preview", border=True):
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            st.markdown(f"**{plain(file.name)}**")
            st.button(
                translate("Put it away"),
                key="import_away",
                type="tertiary",
                on_click=small_file.put_away,
                args=(study, person, PURPOSE),
            )
        known = languages_of(overview.codebook)
        language = st.selectbox(
            translate("Language of texts that do not say theirs"),
            known,
            index=known.index("en"),
            key="import_language",
            format_func=wording.language_name,
            width=320,
        )
        with saying_errors():
            comparison = study.preview_codebook(person, file.content, file.name, language)
            _draw_comparison(study, person, file, language, comparison)


def _draw_comparison(study: Study, person: Person, file: SmallFile, language: str, comparison: Comparison) -> None:
    _draw_problems(comparison)
    same = len(comparison.standing(Standing.IDENTICAL))
    keys: list[str] = []
    for standing, label, is_ticked in GROUPS:
        keys += _draw_group(file, standing, translate(label), comparison, is_ticked=is_ticked)
    if same:
        st.caption(
            translate_count(
                "{count} code is the same as the study’s.", "{count} codes are the same as the study’s.", same
            )
        )
    if not keys:
        st.markdown(translate("There is nothing new in this file."))
        return
    chosen = [key for key in keys if st.session_state.get(f"take_{file.id}_{key}")]
    st.button(
        translate_count("Bring in {count}", "Bring in {count}", len(chosen)),
        type="primary",
        key="import_now",
        disabled=not chosen,
        on_click=_take,
        args=(study, person, file, language, comparison.fingerprint, chosen),
    )
    st.caption(translate("Only what is ticked happens, as one step that can be undone."))


def _draw_problems(comparison: Comparison) -> None:
    problems = comparison.problems
    if not problems:
        return
    title = translate_count(
        "{count} thing in the file could not be read", "{count} things in the file could not be read", len(problems)
    )
    with st.expander(title, icon=":material/warning:", expanded=len(problems) <= 3):
        for problem in problems[:MOST_PROBLEMS]:
            st.markdown(f"- {plain(str(problem))}")
        if len(problems) > MOST_PROBLEMS:
            st.caption(translate_count("… and {count} more", "… and {count} more", len(problems) - MOST_PROBLEMS))


def _draw_group(
    file: SmallFile, standing: Standing, label: str, comparison: Comparison, *, is_ticked: bool
) -> list[str]:
    """Boxes for what stands like this; the keys of those that can be ticked."""
    codes = comparison.standing(standing)
    themes = [theme for theme in comparison.themes if theme.standing is standing]
    total = len(codes) + len(themes)
    if not total:
        return []
    keys = []
    with st.expander(f"{label} ({total})", expanded=True, key=f"group_{standing}_{file.id}"):
        for code in codes:
            if _draw_code(file, code, is_ticked=is_ticked):
                keys.append(code.key)
        for theme in themes:
            name = translate("Theme: {name}", name=tree.called(theme.theme))
            _draw_box(file, theme.key, name, is_ticked=is_ticked)
            _draw_changes(theme.changes)
            keys.append(theme.key)
    return keys


def _draw_code(file: SmallFile, code: IncomingCode, *, is_ticked: bool) -> bool:
    """One code of the file, what it would change and why it clashes; whether it can be taken."""
    _draw_box(file, code.key, code.path, is_ticked=is_ticked, can_be_taken=code.can_be_taken)
    if code.why:
        st.caption(plain(code.why))
    _draw_changes(code.changes)
    return code.can_be_taken


def _draw_box(file: SmallFile, key: str, name: str, *, is_ticked: bool, can_be_taken: bool = True) -> None:
    st.checkbox(plain(name), value=is_ticked and can_be_taken, key=f"take_{file.id}_{key}", disabled=not can_be_taken)


def _draw_changes(changes: Sequence[FieldChange]) -> None:
    for change in changes:
        before = _short(change.before) or translate("(empty)")
        words = translate(
            "{field}: {before} → {after}", field=change.in_words(), before=before, after=_short(change.after)
        )
        st.caption(plain(words))


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_SHOWN else f"{text[: LONGEST_SHOWN - 1]}…"


def _take(study: Study, person: Person, file: SmallFile, language: str, seen: str, chosen: list[str]) -> None:
    def act() -> str:
        preview = study.preview_codebook(person, file.content, file.name, language)
        if preview.fingerprint != seen:
            raise PreviewOutdatedError
        study.import_codebook(person, preview, chosen)
        small_file.put_away(study, person, PURPOSE)
        return translate_count("{count} is brought in.", "{count} are brought in.", len(chosen))

    attempt(act)
