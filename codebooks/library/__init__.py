"""The codebooks that come with the workbench: every one a draft for the team to make its own."""

from __future__ import annotations

from pathlib import Path

from codebooks.formats import yaml
from codebooks.model import Codebook
from core.errors import NotFoundError

_FOLDER = Path(__file__).parent


class UnknownCodebookError(NotFoundError):
    """No codebook of this name is shipped."""

    template = "No codebook called “{name}” comes with the workbench. There are: {known}."

    def __init__(self, name: str) -> None:
        super().__init__("codebook", name)
        self.fields["known"] = ", ".join(names())


def names() -> tuple[str, ...]:
    """What `load` can be asked for, in alphabetical order."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.yaml")))


def load(name: str) -> Codebook:
    """The shipped codebook of that name; raises UnknownCodebookError."""
    if name not in names():  # also keeps "../" out of the path
        raise UnknownCodebookError(name)
    path = _FOLDER / f"{name}.yaml"
    return yaml.load(path.read_text(encoding="utf-8"), source=path.name)
