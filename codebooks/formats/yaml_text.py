"""Plain data written as YAML that people like to read: in its own order, long texts folded, letters as they are."""

from __future__ import annotations

import re

import yaml
from yaml.nodes import ScalarNode

LONGEST_LINE = 110
#: What a block does not give back: other line breaks, control characters, spaces at the wrong places.
_NOT_IN_A_BLOCK = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff]| \n|^\s")
#: Line breaks that YAML would read as an ordinary one unless they are written as an escape.
_TO_ESCAPE = re.compile("[\x85\u2028\u2029\ufeff]")


class _Dumper(yaml.SafeDumper):
    """Lists stand inside their key, and nothing is written once and referred to twice."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002  PyYAML's signature
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002  PyYAML's signature
        return True


def write(data: object) -> str:
    """The data as YAML. Numbers and truth values must be texts already: that is how they are read."""
    return yaml.dump(data, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=LONGEST_LINE)


def _text(dumper: yaml.SafeDumper, text: str) -> ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=_style(text))


def _style(text: str) -> str | None:
    """Several lines as a block; characters that must be escaped in double quotation marks; the rest as YAML likes."""
    if _TO_ESCAPE.search(text):
        return '"'
    return "|" if "\n" in text and not _NOT_IN_A_BLOCK.search(text) else None


_Dumper.add_representer(str, _text)
