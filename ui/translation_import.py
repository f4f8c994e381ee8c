"""Translations of an interview on the page Versions: how much is translated, and tables that come back from a
translator: drop, look, take."""

from __future__ import annotations

from collections import Counter

import streamlit as st

from core.design import Interview, Person
from core.messages import translate, translate_count
from exports.translations import status_in_words
from study import Study
from study.translation_plan import TranslationPlan
from transcripts.translations import Translation, TranslationStatus
from ui import wording
from ui.markdown import plain
from ui.parts import done, saying_errors, table_height
from ui.routes import small_file
from ui.routes.small_file import SmallFile
from ui.small_file import one_file

PURPOSE = "translation"
ACCEPTED = ".docx,.csv,.xlsx,.tsv,.txt"
MOST_PROBLEMS = 20  #: Drawn; a table of another interview has hundreds.
MOST_ROWS = 10  #: In sight; the table scrolls.


def draw_translations(study: Study, person: Person, interview: Interview) -> None:
    """What is translated, and the way in for more."""
    st.subheader(translate("Translations"), anchor=False)
    made = study.translations(person, interview.id)
    if made:
        _draw_made(made)
    else:
        st.markdown(
            translate(
                "No turn is translated yet. Translate at the desk (Shift+T), or send a translator the Word file in two "
                "columns from the page Export and drop it here when it comes back."
            )
        )
    with st.expander(translate("Take a translator's table"), icon=":material/translate:"):
        _draw_import(study, person, interview)


def _draw_made(made: tuple[Translation, ...]) -> None:
    by_language: dict[str, list[Translation]] = {}
    for each in made:
        by_language.setdefault(each.language, []).append(each)
    rows = [
        {
            translate("Language"): wording.language_name(language),
            translate("Turns"): len(own),
            translate("Approved"): sum(each.status is TranslationStatus.APPROVED for each in own),
            translate("Original changed since"): sum(each.changed for each in own),
            translate("Translated by"): _names(own),
        }
        for language, own in by_language.items()
    ]
    st.dataframe(rows, hide_index=True, width="stretch", height=table_height(len(rows)))


def _names(made: list[Translation]) -> str:
    """Who has translated, who most first."""
    return ", ".join(name for name, _ in Counter(each.translator for each in made).most_common())


def _draw_import(study: Study, person: Person, interview: Interview) -> None:
    language = st.selectbox(
        translate("Language of the translation"),
        wording.language_choices(),
        index=wording.language_choices().index("en"),
        format_func=wording.language_name,
        key=f"translation_language_{interview.id}",
        width=320,
    )
    file = one_file(
        study,
        person,
        PURPOSE,
        title=translate("Drop a table of translations here"),
        hint=translate(
            "Word (DOCX), CSV or Excel with the columns “#” (the turn's number) and the translation. A column "
            "“Original” is compared with the turns. You see what would be taken before anything happens."
        ),
        accept=ACCEPTED,
    )
    if file is None or not language:
        return
    with saying_errors():
        plan = study.preview_translations(person, interview.id, file.content, file.name, language)
        _draw_plan(plan)
        _draw_taking(study, person, interview, file, plan)


def _draw_plan(plan: TranslationPlan) -> None:
    st.markdown(
        translate(
            "{new} would be translated anew, {replacing} of them in place of another translation, which stays in its "
            "history.",
            new=translate_count("{count} turn", "{count} turns", plan.new),
            replacing=plan.replacing,
        )
    )
    for problem in plan.problems[:MOST_PROBLEMS]:
        st.warning(plain(str(problem)), icon=":material/error:")
    more = len(plan.problems) - MOST_PROBLEMS
    if more > 0:
        st.caption(translate_count("… and {count} more row not taken.", "… and {count} more rows not taken.", more))
    rows = [
        {translate("Turn"): row.number, translate("Original"): row.original, translate("Translation"): row.text}
        for row in plan.rows
        if not row.is_known
    ]
    if rows:
        st.dataframe(rows, hide_index=True, width="stretch", height=table_height(min(len(rows), MOST_ROWS)))


def _draw_taking(study: Study, person: Person, interview: Interview, file: SmallFile, plan: TranslationPlan) -> None:
    left, right = st.columns(2)
    with left:
        translator = st.text_input(
            translate("Translated by"),
            key=f"translator_{file.id}",
            max_chars=200,
            help=translate("The name that stands beside every quote of it: a person's, or an agency's."),
        )
    with right:
        status = st.segmented_control(
            translate("How far it has come"),
            [str(status) for status in TranslationStatus],
            default=str(TranslationStatus.DRAFT),
            required=True,
            key=f"translation_status_{file.id}",
            format_func=lambda status: status_in_words(TranslationStatus(status)),
        )
    ready = bool(plan.new and translator.strip())
    if st.button(translate("Take the translations"), type="primary", key="take_translations", disabled=not ready):
        count = study.take_translations(person, interview.id, plan, translator, TranslationStatus(str(status)))
        small_file.put_away(study, person, PURPOSE)
        done(translate_count("{count} turn is translated.", "{count} turns are translated.", count))
