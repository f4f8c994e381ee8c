"""The recordings with references that the benchmarks of speech hear, and how a script is told where they lie."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.media import FileReader, decode, probe

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parents[1]


def asking(doc: str | None) -> argparse.ArgumentParser:
    """The options that all of these scripts have."""
    shared = Path(os.environ.get("WORKBENCH_SHARED", ROOT.parent / "shared"))
    parser = argparse.ArgumentParser(description=doc, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--audio", type=Path, default=shared / "data" / "audio", help="folder of the recordings")
    return parser


def asked(parser: argparse.ArgumentParser, needed: str) -> argparse.Namespace:
    """What was asked; the script ends with code 2 where the recordings are not."""
    options = parser.parse_args()
    if not (options.audio / needed).exists():
        parser.exit(2, f"The recordings are not in {options.audio}. Name their folder with --audio.\n")
    return options


def tell_all(figures: Mapping[str, Any], *, as_json: bool) -> None:
    print(json.dumps(figures) if as_json else "\n".join(f"{name}: {value}" for name, value in figures.items()))
    sys.stdout.flush()


def sound_of(clip: Path) -> NDArray[np.float32]:
    """A clip as the engines hear it."""
    reader = FileReader(clip, "")
    return decode(reader, probe(reader).duration_ms)
