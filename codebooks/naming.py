"""Codes found by what people call them: a name in any language, or the path of names that leads to one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from codebooks.model import Code, Codebook, Localised

BETWEEN = " > "  #: In a path of names: `Identity > Belonging`.
_TEXTS = ("name", "definition", "when_to_use", "when_not_to_use", "anchor_example", "borderline_example")
DEEPEST = 25  #: Levels of a tree that comes in from outside; deeper ones are nobody's codebook.


def name_key(name: str) -> str:
    """Two names with the same key are the same name to a reader.

    >>> name_key("  Å   høre til ") == name_key("å HØRE til")
    True
    """
    return " ".join(name.split()).casefold()


def name_keys(name: Localised) -> frozenset[str]:
    return frozenset(key for key in map(name_key, name.values()) if key)


def languages_of(codebook: Codebook) -> tuple[str, ...]:
    """The languages the codebook says it has, and those its names and texts are in beside them."""
    texts = [codebook.title, *(theme.name for theme in codebook.themes)]
    texts += [getattr(code, text) for code in codebook.codes for text in _TEXTS]
    return tuple(dict.fromkeys((*codebook.languages, *(language for text in texts for language in text))))


@dataclass(slots=True)
class NameIndex:
    """Codes by name; more than one can have the same only when all but one are retired."""

    by_key: dict[str, list[Code]] = field(default_factory=dict)
    by_id: dict[str, Code] = field(default_factory=dict)

    @classmethod
    def of(cls, codes: Iterable[Code]) -> NameIndex:
        index = cls()
        for code in codes:
            index.add(code)
        return index

    def add(self, code: Code) -> None:
        self.by_id[code.id] = code
        for key in name_keys(code.name):
            self.by_key.setdefault(key, []).append(code)

    def called(self, name: str) -> tuple[Code, ...]:
        """Every code with this name in any language."""
        return tuple(self.by_key.get(name_key(name), ()))

    def find(self, said: str) -> Code | None:
        """The one code meant by an identifier, a name or a path of names; None when there is none, or several."""
        if said.strip() in self.by_id:
            return self.by_id[said.strip()]
        if found := self.called(said):
            return found[0] if len(found) == 1 else None
        above, _, last = said.rpartition(BETWEEN.strip())
        if not above:
            return None
        below = [code for code in self.called(last) if self._stands_below(code, above)]
        return below[0] if len(below) == 1 else None

    def _stands_below(self, code: Code, path: str) -> bool:
        """Whether the names above the code end in `path`."""
        for name in reversed(path.split(BETWEEN.strip())):
            parent = self.by_id.get(code.parent_id or "")
            if parent is None or name_key(name) not in name_keys(parent.name):
                return False
            code = parent
        return True
