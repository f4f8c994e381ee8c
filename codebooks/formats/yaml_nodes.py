"""YAML read carefully: places are kept, every scalar is text, and nothing can refer, nest or run without end."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import yaml
from yaml.events import AliasEvent
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from core.messages import translate
from core.problems import Problem

DEEPEST = 60  #: Levels of nesting; twenty levels of codes need about forty.


def compose(text: str) -> Node | Problem:
    """The document's nodes, or why and where it is no YAML. An empty text is an empty mapping."""
    try:
        return _Composer(text).get_single_node() or MappingNode("tag:yaml.org,2002:map", [])
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        return Problem(translate("a character that YAML does not allow: {reason}", reason=error.reason), line)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        reason = error.problem or error.context or ""
        return Problem(translate("this is not YAML: {reason}", reason=reason), mark.line + 1 if mark else None)


class _Composer(yaml.BaseLoader):
    """BaseLoader takes every scalar as text and builds no objects; aliases and deep nesting are refused here."""

    depth = 0

    def compose_node(self, parent: Node | None, index: Any) -> Node | None:
        event: Any = self.peek_event()  # type: ignore[no-untyped-call]  # the stubs leave the event open
        if isinstance(event, AliasEvent) or event.anchor:
            raise yaml.composer.ComposerError(problem="anchors and aliases are not used", problem_mark=event.start_mark)
        if self.depth == DEEPEST:
            raise yaml.composer.ComposerError(problem="nested too deeply", problem_mark=event.start_mark)
        self.depth += 1
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node


@dataclass(slots=True)
class NodeReader:
    """Takes values out of nodes and lists what it could not take."""

    source: str = ""
    problems: list[Problem] = field(default_factory=list)

    def report(self, node: Node, message: str) -> None:
        self.problems.append(Problem(message, node.start_mark.line + 1 if node.start_mark else None, self.source))

    def entries(self, node: Node, known: Iterable[str] | None = None) -> dict[str, Node]:
        """The mapping's values by key; doubled keys, and keys that are not known, are listed and left out."""
        found: dict[str, Node] = {}
        if not isinstance(node, MappingNode):
            self.report(node, translate("a list of “key: value” lines is expected here"))
            return found
        allowed = None if known is None else tuple(known)
        for key_node, value in node.value:
            key = self.text(key_node)
            if key in found:
                self.report(key_node, translate("“{key}” stands here twice; the first is taken", key=key))
            elif allowed is not None and key not in allowed:
                message = translate("“{key}” is not known here; known are: {known}", key=key, known=", ".join(allowed))
                self.report(key_node, message)
            else:
                found[key] = value
        return found

    def items(self, node: Node) -> list[Node]:
        """The nodes of a list."""
        if isinstance(node, SequenceNode):
            return list(node.value)
        self.report(node, translate("a list (lines that begin with “- ”) is expected here"))
        return []

    def text(self, node: Node) -> str:
        """The scalar's text; "" and a problem when it is a list or a mapping."""
        if isinstance(node, ScalarNode):
            return str(node.value)
        self.report(node, translate("a text is expected here"))
        return ""
