"""Codes by what they are called, in lists to choose from."""

from __future__ import annotations

import re
from collections.abc import Iterable

import streamlit as st

from codebooks import tree
from codebooks.model import Code, Codebook
from core.messages import translate
from ui import wording
from ui.markdown import plain

USUAL_LANGUAGES = ("no", "en")
LONGEST_ON_BUTTON = 60


def paths(codebook: Codebook, *, living_only: bool = True) -> dict[str, str]:
    """Codes by id as “Identity > Belonging”, in reading order."""
    found: dict[str, str] = {}
    for _, code in codebook.walk():
        above = found.get(code.parent_id or "", "")
        found[code.id] = f"{above} > {tree.called(code)}" if above else tree.called(code)
    living = {code.id for code in codebook.codes if code.is_living or not living_only}
    return {code_id: path for code_id, path in found.items() if code_id in living}


def choose_code(label: str, codebook: Codebook, key: str, *, without: Iterable[str] = (), none: str = "") -> str | None:
    """A living code; `none` is what stands for no code at all, "" when one has to be chosen."""
    names = {code_id: path for code_id, path in paths(codebook).items() if code_id not in set(without)}
    options: list[str | None] = [None, *names] if none else [*names]
    chosen: str | None = st.selectbox(
        label,
        options,
        index=0 if none else None,
        key=key,
        placeholder=translate("Choose a code"),
        format_func=lambda code_id: names.get(code_id, none) if code_id else none,
    )
    return chosen


def languages_of(codebook: Codebook) -> tuple[str, ...]:
    """The codebook's languages, Norwegian and English among them, Norwegian first."""
    return tuple(dict.fromkeys((*USUAL_LANGUAGES, *codebook.languages)))


def shown_languages(codebook: Codebook, code: Code) -> list[str]:
    """The languages that stand side by side: two of them unless somebody wants others, and one the code is named in."""
    known = languages_of(codebook)
    options = [*known, *(code for code in wording.language_choices() if code not in known)]
    chosen = st.multiselect(
        translate("Languages side by side"),
        options,
        default=known[:2],
        key="codebook_languages",
        max_selections=3,
        format_func=wording.language_name,
        placeholder=translate("Norwegian and English"),
    )
    shown = list(chosen) or list(known[:2])
    if code.name and not any(language in code.name for language in shown):
        shown.append(next(iter(code.name)))
    if others := [wording.language_name(language) for language in _written_in(code) if language not in shown]:
        st.caption(plain(translate("It has words in {languages} too.", languages=", ".join(others))))
    return shown


def _written_in(code: Code) -> tuple[str, ...]:
    """The languages of everything that is said about a code."""
    texts = (getattr(code, field) for field in ("name", *tree.TEXTS))
    return tuple(dict.fromkeys(language for text in texts for language, words in text.items() if words))


def swatch(colour: str) -> str:
    """A square of a code's colour, as HTML made of nothing but a checked value."""
    own = colour if re.fullmatch("#[0-9a-f]{6}", colour) else "currentColor"
    return f'<i style="display:block;inline-size:1rem;block-size:1rem;border-radius:4px;background:{own}"></i>'


def quoted(name: str) -> str:
    """A name short enough for a button, as text."""
    short = name if len(name) <= LONGEST_ON_BUTTON else f"{name[: LONGEST_ON_BUTTON - 1]}…"
    return plain(short)
