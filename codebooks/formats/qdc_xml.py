"""XML of the REFI-QDA codebook standard, read with care: no entities, document types or network; and its schema."""

from __future__ import annotations

import re
import threading
import uuid
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

from core.characters import one_line
from core.problems import Problem

Element: TypeAlias = Any  #: Of lxml, which carries no types.
NAMESPACE = "urn:QDA-XML:codebook:1.0"
MOST_VIOLATIONS = 20  #: Listed of what breaks the schema.
HEX_ID = re.compile(r"[0-9a-f]{32}")
_OUR_IDS = uuid.UUID("5e0a1d0a-7c3e-5a35-9c9b-0f6cbd000001")  #: For GUIDs of identifiers that are none.
_SCHEMA = Path(__file__).with_name("refi-qda-codebook.xsd")
_schema_lock = threading.Lock()


def tag(name: str) -> str:
    """An element's name with its name space, as lxml writes it."""
    return f"{{{NAMESPACE}}}{name}"


def guid(identifier: str) -> str:
    """The identifier as the standard writes it; one that is no GUID gets one that is always the same.

    >>> guid("0123456789abcdef0123456789abcdef")
    '01234567-89AB-CDEF-0123-456789ABCDEF'
    """
    made = uuid.UUID(identifier) if HEX_ID.fullmatch(identifier) else uuid.uuid5(_OUR_IDS, identifier)
    return str(made).upper()


def parser() -> Any:
    """A fresh one each time: lxml's parsers may not be shared between threads."""
    from lxml import etree

    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


@cache
def _schema() -> Any:
    from lxml import etree

    return etree.XMLSchema(etree.parse(str(_SCHEMA), parser()))


def violations(root: Element) -> tuple[Problem, ...]:
    """Where the file breaks the standard's schema, by line; the first MOST_VIOLATIONS."""
    schema = _schema()
    with _schema_lock:  # its list of errors is one for all threads
        if schema.validate(root):
            return ()
        found = [
            Problem(one_line(error.message.replace(f"{{{NAMESPACE}}}", "")), error.line) for error in schema.error_log
        ]
    return tuple(found[:MOST_VIOLATIONS])
