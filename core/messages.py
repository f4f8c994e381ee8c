"""Every sentence a person reads passes through here, so that Norwegian can follow English.

The catalogue is gettext's: `locale/<language>/LC_MESSAGES/workbench.mo`. English texts are the keys.
"""

from __future__ import annotations

import gettext
from contextvars import ContextVar
from functools import cache
from pathlib import Path

DOMAIN = "workbench"
LOCALE_FOLDER = Path(__file__).parent / "locale"

language: ContextVar[str] = ContextVar("language", default="en")  #: of the person this request is answered for


@cache
def _catalogue(name: str) -> gettext.NullTranslations:
    return gettext.translation(DOMAIN, LOCALE_FOLDER, languages=[name], fallback=True)


def translate(message: str, /, **fields: object) -> str:
    """`message` in the reader's language, with its {fields} filled in.

    >>> translate("{count} turns", count=3)
    '3 turns'
    """
    text = _catalogue(language.get()).gettext(message)
    return text.format_map(fields) if fields else text


def translate_count(singular: str, plural: str, count: int, /, **fields: object) -> str:
    """The right plural form of a message; `{count}` is filled in with the number.

    >>> translate_count("{count} turn", "{count} turns", 1)
    '1 turn'
    """
    text = _catalogue(language.get()).ngettext(singular, plural, count)
    return text.format_map({"count": count, **fields})
