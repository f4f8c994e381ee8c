"""Themes: analytic claims that gather codes across the tree, each with a memo."""

from __future__ import annotations

import streamlit as st

from codebooks import tree
from codebooks.model import Codebook, Theme
from core.design import Person
from core.messages import translate, translate_count
from study import Study
from study.codebook import CodebookOverview
from ui import wording
from ui.codebook.names import languages_of, paths
from ui.codebook.saying import attempt
from ui.markdown import plain
from ui.parts import done, empty_state, saying_errors


def draw_themes(study: Study, person: Person, overview: CodebookOverview) -> None:
    codebook = overview.codebook
    st.markdown(
        translate(
            "A theme is a claim about the material that gathers codes from anywhere in the tree. It is not a code."
        )
    )
    popover = st.popover(translate("New theme"), icon=":material/add:", type="primary", key="new_theme")
    with popover, st.form("new_theme_form", border=False, clear_on_submit=True):
        names = _name_fields(codebook, None, "new_theme")
        memo = st.text_area(translate("Memo"), key="new_theme_memo")
        code_ids = _codes_field(codebook, (), "new_theme_codes")
        if st.form_submit_button(translate("Add theme"), type="primary"):
            with saying_errors():
                study.add_theme(person, names, memo or "", code_ids)
                done(translate("The theme is added."))
    if not codebook.themes:
        empty_state(
            ":material/hub:",
            translate("No themes yet"),
            translate("When codes begin to say something together, make a theme of them and write down what."),
            key="themes",
        )
    for theme in codebook.themes:
        _draw(study, person, overview, theme)


def _draw(study: Study, person: Person, overview: CodebookOverview, theme: Theme) -> None:
    codebook = overview.codebook
    known = paths(codebook, living_only=False)
    with st.container(key=f"card_theme_{theme.id}", border=True, gap="small"):
        st.markdown(f"**{plain(tree.called(theme))}**")
        if theme.memo:
            st.text(theme.memo)
        segments = sum(overview.uses.segments(code_id) for code_id in theme.code_ids)
        count = translate_count("{count} code", "{count} codes", len(theme.code_ids))
        names = " · ".join(known[code_id] for code_id in theme.code_ids if code_id in known)
        uses = translate_count("{count} coded segment on its codes", "{count} coded segments on its codes", segments)
        st.caption(plain(f"{count}: {names}" if names else count))
        if segments:
            st.caption(uses)
        with st.expander(translate("Change"), key=f"change_theme_{theme.id}", on_change="rerun") as opened:
            if opened.open:
                _draw_form(study, person, codebook, theme)


def _draw_form(study: Study, person: Person, codebook: Codebook, theme: Theme) -> None:
    with st.form(f"theme_form_{theme.id}", border=False):
        names = _name_fields(codebook, theme, f"theme_{theme.id}")
        memo = st.text_area(translate("Memo"), value=theme.memo, key=f"theme_memo_{theme.id}")
        code_ids = _codes_field(codebook, theme.code_ids, f"theme_codes_{theme.id}")
        if st.form_submit_button(translate("Save"), type="primary"):
            with saying_errors():
                study.change_theme(person, theme.id, name=dict(theme.name) | names, memo=memo or "", code_ids=code_ids)
                done(translate("Saved."))
    st.button(
        translate("Delete the theme"),
        key=f"delete_theme_{theme.id}",
        type="tertiary",
        icon=":material/delete:",
        on_click=_delete,
        args=(study, person, theme),
        help=translate("Its codes stay. Undo brings it back."),
    )


def _delete(study: Study, person: Person, theme: Theme) -> None:
    def act() -> str:
        study.delete_theme(person, theme.id)
        return translate("“{name}” is deleted. Undo brings it back.", name=tree.called(theme))

    attempt(act)


def _name_fields(codebook: Codebook, theme: Theme | None, key: str) -> dict[str, str]:
    return {
        language: st.text_input(
            translate("Name ({language})", language=wording.language_name(language)),
            key=f"{key}_{language}",
            max_chars=200,
            value=theme.name.get(language, "") if theme else "",
        )
        or ""
        for language in languages_of(codebook)[:2]
    }


def _codes_field(codebook: Codebook, chosen: tuple[str, ...], key: str) -> list[str]:
    names = paths(codebook) | {c: path for c, path in paths(codebook, living_only=False).items() if c in chosen}
    return st.multiselect(
        translate("Codes"),
        list(names),
        default=[c for c in chosen if c in names],
        key=key,
        format_func=lambda c: names.get(c, "?"),
        placeholder=translate("Choose codes"),
    )
