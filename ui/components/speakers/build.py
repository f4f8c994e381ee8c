"""Builds the list of voices: see `ui.components.building`.

python -m ui.components.speakers.build      write build/ anew
"""

from __future__ import annotations

from pathlib import Path

from ui.components import building

HERE = Path(__file__).parent
SOURCE = HERE / "src"
TARGET = HERE / "build"


def built(source: Path = SOURCE) -> dict[str, bytes]:
    """Every file of the build by its path inside it."""
    return building.built("speakers", source)


if __name__ == "__main__":
    building.write(built(), TARGET)
