"""Plain data written as YAML that people like to read: in its own order, long texts folded, letters as they are."""

from __future__ import annotations

import re

import yaml
from yaml.nodes import ScalarNode

LONGEST_LINE = 110
_ONLY_PLAIN_BREAKS = re.compile(r"[^\S\n ]|[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff]| \n|^\s")


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
    """Several lines as a block, unless it holds what a block would not give back."""
    style = "|" if "\n" in text and not _ONLY_PLAIN_BREAKS.search(text) else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text)
