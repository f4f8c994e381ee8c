"""What a code means, in several languages side by side. What is typed but not saved is kept until one comes back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from zlib import crc32

import streamlit as st

from codebooks import tree
from codebooks.data import code_data, code_from
from codebooks.difference import Scope
from codebooks.model import Code, Codebook
from core.design import Person
from core.errors import NotFoundError
from core.messages import translate
from study import Study
from ui import wording
from ui.codebook.examples import draw_examples
from ui.codebook.names import languages_of, shown_languages
from ui.codebook.saying import attempt

DRAFTS_KEY = "codebook_drafts"  #: By code id: {"seen": the code as it was, "texts": {"field.language": words}}.
LONGEST_TEXT = 10_000
LABELS = {
    "name": "Name",
    "definition": "Definition",
    "when_to_use": "When to use it",
    "when_not_to_use": "When not to use it",
    "anchor_example": "Anchor example",
    "borderline_example": "Borderline example",
}
SAME = "same"
SCOPES = {
    SAME: "as much as before",
    Scope.WIDENED.value: "more than before",
    Scope.NARROWED.value: "less than before",
}


def draw_meaning(study: Study, person: Person, codebook: Codebook, code: Code) -> None:
    """The texts to read and to write, and what their change means for interviews coded before."""
    languages = shown_languages(codebook, code)
    for field in ("name", *tree.SCOPE_TEXTS):
        _draw_field(code, field, languages)
    examples = {example.kind.field: example for example in study.code_examples(person, code.id)}
    for field in ("anchor_example", "borderline_example"):
        linked = examples.get(field)
        if linked is None or linked.coding_id is None:
            _draw_field(code, field, languages)
    st.checkbox(
        translate("The examples are constructed: nobody has said these words in an interview"),
        value=_draft(code.id).get("constructed", code.examples_constructed),
        key=f"constructed_{code.id}_{code.examples_constructed}",
        on_change=_keep_constructed,
        args=(code, f"constructed_{code.id}_{code.examples_constructed}"),
    )
    st.radio(
        translate("With these words the code covers"),
        list(SCOPES),
        horizontal=True,
        key=f"scope_{code.id}",
        format_func=lambda scope: translate(SCOPES[scope]),
        help=translate("When it covers more or less than before, interviews coded earlier come on the recoding list."),
    )
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.button(
            translate("Save"), type="primary", key=f"save_{code.id}", on_click=_save, args=(study, person, code.id)
        )
        if code.id in drafts():
            st.button(translate("Discard"), key=f"discard_{code.id}", on_click=discard, args=(code.id,))
            st.caption(translate(":material/edit: Not saved yet"))
    draw_examples(study, person, code, tuple(examples.values()))


def _draw_field(code: Code, field: str, languages: list[str]) -> None:
    """One text in each language. The key tells what is stored: a field shows it when somebody has changed it."""
    for column, language in zip(st.columns(len(languages)), languages, strict=True):
        stored = getattr(code, field).get(language, "")
        place = f"{field}.{language}"
        key = f"mean_{code.id}_{place}_{crc32(stored.encode()):x}"
        label = translate(
            "{field} ({language})", field=translate(LABELS[field]), language=wording.language_name(language)
        )
        value = _draft(code.id).get("texts", {}).get(place, stored)
        keep = {"value": value, "key": key, "on_change": _keep, "args": (code, place, key)}
        if field == "name":
            column.text_input(label, max_chars=200, **keep)
        else:
            column.text_area(label, max_chars=LONGEST_TEXT, height=76 if field.endswith("example") else 98, **keep)


# --- drafts


def drafts() -> dict[str, dict[str, Any]]:
    """What has been typed in this tab and not been saved."""
    kept: dict[str, dict[str, Any]] = st.session_state.get(DRAFTS_KEY, {})
    return kept


def _begun(code: Code) -> dict[str, Any]:
    """The draft for a code, with the code as it was when it was begun: plain values, as session state holds."""
    kept: dict[str, dict[str, Any]] = st.session_state.setdefault(DRAFTS_KEY, {})
    return kept.setdefault(code.id, {"seen": code_data(code), "texts": {}})


def discard(code_id: str) -> None:
    """Forget what was typed; the fields show what is stored."""
    if drafts().pop(code_id, None) is not None:
        for key in [
            key for key in st.session_state if str(key).startswith((f"mean_{code_id}_", f"constructed_{code_id}_"))
        ]:
            del st.session_state[key]


def _draft(code_id: str) -> Mapping[str, Any]:
    return drafts().get(code_id, {})


def _keep(code: Code, place: str, key: str) -> None:
    """Somebody has typed: keep it until it is saved or discarded. Typed back to what is stored, it is no change."""
    draft = _begun(code)
    field, _, language = place.partition(".")
    typed = st.session_state[key] or ""
    if typed == getattr(code, field).get(language, ""):
        draft["texts"].pop(place, None)
    else:
        draft["texts"][place] = typed
    if not draft["texts"] and "constructed" not in draft:
        del drafts()[code.id]


def _keep_constructed(code: Code, key: str) -> None:
    draft = _begun(code)
    draft["constructed"] = bool(st.session_state[key])


def _save(study: Study, person: Person, code_id: str) -> None:
    said = st.session_state.get(f"scope_{code_id}", SAME)
    scope = None if said == SAME else Scope(said)
    draft = drafts().get(code_id)

    def save() -> str:
        if draft is None and scope is None:
            return translate("Nothing has changed.")
        save_texts(study, person, code_id, draft or {}, scope)
        drafts().pop(code_id, None)
        return translate("Saved.")

    if attempt(save):
        st.session_state[f"scope_{code_id}"] = SAME


def save_texts(study: Study, person: Person, code_id: str, draft: Mapping[str, Any], scope: Scope | None) -> None:
    """Write the changed texts, name first; the languages they are in belong to the codebook from now on."""
    codebook = study.codebook(person)
    code = next((each for each in codebook.codes if each.id == code_id), None)
    if code is None:
        raise NotFoundError("code", code_id)
    seen = code_from(draft["seen"]) if draft else code
    changed: dict[str, dict[str, str]] = {}
    for place, words in draft.get("texts", {}).items():
        field, _, language = place.partition(".")
        changed.setdefault(field, dict(getattr(seen, field)))[language] = words
    name = changed.pop("name", None)
    if name is not None:
        study.rename_code(person, code_id, name)
    if changed or "constructed" in draft or scope is not None:
        constructed = draft.get("constructed")
        study.define_code(person, code_id, examples_constructed=constructed, scope=scope, seen=seen, **changed)
    used = {place.partition(".")[2] for place, words in draft.get("texts", {}).items() if words.strip()}
    if new := used - set(codebook.languages):
        study.describe_codebook(person, languages=(*languages_of(codebook), *sorted(new - set(languages_of(codebook)))))
