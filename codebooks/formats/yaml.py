"""A codebook as YAML: a file a team can read, edit, compare and share. docs/formats.md describes the form.

Every scalar is read as text: the language code `no` stays a language (YAML 1.1 would make it "false"). Anchors and
aliases are not part of the form. What cannot be used is listed with its line; nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Iterator

from yaml.nodes import Node

from codebooks.formats.reading import BadCodebookError, CodebookReading
from codebooks.formats.yaml_codes import CodesReader, code_entry, theme_entry
from codebooks.formats.yaml_nodes import compose
from codebooks.formats.yaml_text import write
from codebooks.model import Code, Codebook
from codebooks.naming import languages_of
from core.messages import translate
from core.problems import Problem

FORMAT = "1"
KEYS = ("codebook", "title", "languages", "sources", "codes", "themes")


def load(text: str, source: str = "") -> Codebook:
    """The codebook in `text`. Raises BadCodebookError with every problem in it when there is one."""
    reading = read(text, source)
    if reading.problems:
        raise BadCodebookError(reading.problems)
    return reading.codebook


def read(text: str, source: str = "") -> CodebookReading:
    """Whatever can be read of `text`, with a list of what cannot. `source` is the file's name, for that list."""
    root = compose(text)
    if isinstance(root, Problem):
        return CodebookReading(Codebook({}, ()), (Problem(root.message, root.line, source),))
    reader = CodesReader(source)
    codebook = _codebook(reader, root)
    in_order = sorted(reader.problems, key=lambda problem: problem.line or 0)
    return CodebookReading(codebook, tuple(in_order), reader.unsaid)


def dump(codebook: Codebook) -> str:
    """The codebook as YAML: `load` gives it back exactly, its codes in reading order."""
    whole: dict[str, object] = {"codebook": FORMAT, "title": dict(codebook.title)}
    whole["languages"] = list(languages_of(codebook))
    if codebook.sources:
        whole["sources"] = list(codebook.sources)
    whole["codes"] = list(_entries(codebook, None))
    if codebook.themes:
        whole["themes"] = [theme_entry(theme) for theme in codebook.themes]
    return write(whole)


def _codebook(reader: CodesReader, root: Node) -> Codebook:
    entries = reader.entries(root, KEYS)
    for key in ("codebook", "title", "languages", "codes"):
        if key not in entries:
            reader.report(root, translate("“{key}” is missing", key=key))
    if "codebook" in entries and (version := reader.text(entries["codebook"])) != FORMAT:
        message = translate("form {version} is not known; this program reads form {own}", version=version, own=FORMAT)
        reader.report(entries["codebook"], message)
    if "languages" in entries:
        reader.languages = _texts(reader, entries["languages"])
    title = reader.localised(entries["title"]) if "title" in entries else {}
    sources = _texts(reader, entries["sources"]) if "sources" in entries else ()
    codes = tuple(reader.codes(entries["codes"], None)) if "codes" in entries else ()
    themes = [reader.theme(item) for item in reader.items(entries["themes"])] if "themes" in entries else []
    return Codebook(title, codes, reader.languages, sources, tuple(theme for theme in themes if theme))


def _texts(reader: CodesReader, node: Node) -> tuple[str, ...]:
    return tuple(reader.text(item) for item in reader.items(node))


def _entries(codebook: Codebook, parent: Code | None) -> Iterator[dict[str, object]]:
    """The codes below `parent`, each with its own subcodes inside it."""
    for place, code in enumerate(codebook.children(parent.id if parent else None)):
        entry = code_entry(code, place)
        if subcodes := list(_entries(codebook, code)):
            entry["subcodes"] = subcodes
        yield entry
