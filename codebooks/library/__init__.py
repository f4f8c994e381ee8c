"""The codebooks that come with the workbench: every one a draft for the team to make its own."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from codebooks.formats import yaml
from codebooks.model import Codebook, Localised
from core.errors import NotFoundError

_FOLDER = Path(__file__).parent


class UnknownCodebookError(NotFoundError):
    """No codebook of this name is shipped."""

    template = "No codebook called “{name}” comes with the workbench. There are: {known}."

    def __init__(self, name: str) -> None:
        super().__init__("codebook", name)
        self.fields["known"] = ", ".join(names())


@cache
def names() -> tuple[str, ...]:
    """What `load` can be asked for, in alphabetical order; `empty` is a start without codes."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.yaml")))


@cache
def load(name: str) -> Codebook:
    """The shipped codebook of that name; raises UnknownCodebookError."""
    return yaml.load(_text(name), source=f"{name}.yaml")


@cache
def title(name: str) -> Localised:
    """What a shipped codebook is called, in each of its languages; raises UnknownCodebookError.

    Reads only what stands above its codes: a page that offers them all shall not wait for every definition.

    >>> title("pmplus-municipality")["en"]
    'PM+ in the municipality'
    """
    head, codes, _ = _text(name).partition("\ncodes:")
    return yaml.load(f"{head}{codes} []\n", source=f"{name}.yaml").title


def _text(name: str) -> str:
    if name not in names():  # also keeps "../" out of the path
        raise UnknownCodebookError(name)
    return (_FOLDER / f"{name}.yaml").read_text(encoding="utf-8")
