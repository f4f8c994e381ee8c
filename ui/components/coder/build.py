"""Puts the component's files where browsers fetch them, under names that change with their content.

Browsers keep files they have once fetched, so the modules lie in a folder named after the digest of all of them, and
an entry file with the same digest leads there: after an update nothing old can be mixed with anything new.

    python -m ui.components.coder.build          write build/ anew
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
SOURCE = HERE / "src"
TARGET = HERE / "build"

_STRING = r'"((?:[^"\\]|\\.)*)"'
_SENTENCE = re.compile(rf"\bt\(\s*{_STRING}")
_PLURAL = re.compile(rf"\btn\(\s*{_STRING},\s*{_STRING}")


def built(source: Path = SOURCE) -> dict[str, bytes]:
    """Every file of the build by its path inside it."""
    files = {path.name: path.read_bytes() for path in sorted(source.iterdir()) if path.suffix in (".js", ".css")}
    digest = hashlib.sha256(b"".join(name.encode() + content for name, content in files.items())).hexdigest()[:12]
    modules = {f"{digest}/{name}": content for name, content in files.items() if name.endswith(".js")}
    return {
        f"coder-{digest}.js": f'export {{ default }} from "./{digest}/index.js";\n'.encode(),
        f"coder-{digest}.css": files["coder.css"],
        "sentences.json": json.dumps(sentences(files), ensure_ascii=False, indent=1).encode() + b"\n",
        **modules,
    }


def sentences(files: dict[str, bytes]) -> dict[str, Any]:
    """Every sentence the modules show, for the catalogue: single ones, and [singular, plural] pairs."""
    text = "\n".join(content.decode() for name, content in files.items() if name.endswith(".js"))
    return {
        "single": sorted({_unquoted(words) for words in _SENTENCE.findall(text)}),
        "plural": sorted([_unquoted(one), _unquoted(many)] for one, many in set(_PLURAL.findall(text))),
    }


def _unquoted(literal: str) -> str:
    return str(json.loads(f'"{literal}"'))


def write(target: Path = TARGET) -> None:
    """Replace what `target` holds by a fresh build."""
    shutil.rmtree(target, ignore_errors=True)
    for name, content in built().items():
        path = target / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


if __name__ == "__main__":
    write()
