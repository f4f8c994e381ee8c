"""A module of the product, as text to be looked at."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Source:
    """One module of the product, as text."""

    path: Path  #: Relative to the repository.
    text: str

    @property
    def module(self) -> str:
        """Its dotted name."""
        parts = self.path.with_suffix("").parts
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    def tree(self) -> ast.Module:
        return ast.parse(self.text, filename=str(self.path))

    def imported(self) -> set[str]:
        """Top-level names of all that is imported, anywhere in the module, functions included."""
        names: set[str] = set()
        for node in ast.walk(self.tree()):
            if isinstance(node, ast.Import):
                names |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names.add(node.module.partition(".")[0])
        return names
