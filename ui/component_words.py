"""A component's sentences in the reader's language: collected when it is built, translated here."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from string import Formatter

from core.messages import translate, translate_count


@cache
def messages(sentences: Path, _language: str) -> dict[str, str]:
    """English to the reader's language; what stays as it is in English is left out."""
    collected = json.loads(sentences.read_text(encoding="utf-8"))
    translated = {single: translate(single) for single in collected["single"]}
    for singular, plural in collected["plural"]:
        # The component fills in the fields itself: here each stands for its own name in braces.
        unfilled = {name: f"{{{name}}}" for _, name, _, _ in Formatter().parse(plural) if name}
        translated[singular] = translate_count(singular, plural, 1, **unfilled)
        translated[plural] = translate_count(singular, plural, 2, **unfilled)
    return {english: words for english, words in translated.items() if words != english}
