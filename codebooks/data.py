"""A codebook as plain data (JSON values), there and back exactly: what a frozen version is kept as."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from codebooks.model import Code, Codebook, CodeStatus, Theme

FORM = 1
TEXTS = ("name", "definition", "when_to_use", "when_not_to_use", "anchor_example", "borderline_example")


def to_data(codebook: Codebook) -> dict[str, Any]:
    """
    >>> from_data(to_data(Codebook({"en": "Ours"}, ()))).title
    {'en': 'Ours'}
    """
    return {
        "form": FORM,
        "title": dict(codebook.title),
        "languages": list(codebook.languages),
        "sources": list(codebook.sources),
        "codes": [code_data(code) for code in codebook.codes],
        "themes": [theme_data(theme) for theme in codebook.themes],
    }


def from_data(data: Mapping[str, Any]) -> Codebook:
    return Codebook(
        title=data["title"],
        codes=tuple(code_from(each) for each in data["codes"]),
        languages=tuple(data["languages"]),
        sources=tuple(data["sources"]),
        themes=tuple(theme_from(each) for each in data["themes"]),
    )


def code_data(code: Code) -> dict[str, Any]:
    """One code; its time of making as ISO 8601."""
    return {
        "id": code.id,
        "parent_id": code.parent_id,
        "position": code.position,
        "colour": code.colour,
        "examples_constructed": code.examples_constructed,
        "status": code.status.value,
        "author": code.author,
        "created_at": code.created_at.isoformat() if code.created_at else None,
        **{text: dict(getattr(code, text)) for text in TEXTS},
    }


def code_from(data: Mapping[str, Any]) -> Code:
    made = data["created_at"]
    values = {
        **data,
        "status": CodeStatus(data["status"]),
        "created_at": datetime.fromisoformat(made) if made else None,
    }
    return Code(**values)


def theme_data(theme: Theme) -> dict[str, Any]:
    return {"id": theme.id, "name": dict(theme.name), "memo": theme.memo, "code_ids": list(theme.code_ids)}


def theme_from(data: Mapping[str, Any]) -> Theme:
    return Theme(data["id"], data["name"], data["memo"], tuple(data["code_ids"]))
