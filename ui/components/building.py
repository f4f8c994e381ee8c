"""Puts the components' files where browsers fetch them, under names that change with their content.

    python -m ui.components.building     every component's build/, from its src/ (`make component`)

Browsers keep files they have once fetched, so the modules lie in a folder named after the digest of all of them, and
an entry file with the same digest leads there: after an update nothing old can be mixed with anything new. A component
may import modules of another one; those come along.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
_STRING = r'"((?:[^"\\]|\\.)*)"'
_SENTENCE = re.compile(rf"\bt\(\s*{_STRING}")
_PLURAL = re.compile(rf"\btn\(\s*{_STRING},\s*{_STRING}")
_IMPORT = re.compile(r'\bfrom "(\.[^"]+)"')


def built(name: str, source: Path) -> dict[str, bytes]:
    """Every file of a component's build by its path inside it: `source` holds index.js, its modules and NAME.css."""
    modules = _modules(source)
    style = (source / f"{name}.css").read_bytes()
    everything = sorted([*modules.items(), (f"{name}.css", style)])
    digest = hashlib.sha256(b"".join(path.encode() + content for path, content in everything)).hexdigest()[:12]
    entry = next(path for path in modules if path.endswith("index.js"))
    return {
        f"{name}-{digest}.js": _entry(digest, entry, modules).encode(),
        f"{name}-{digest}.css": style,
        "sentences.json": json.dumps(sentences(modules), ensure_ascii=False, indent=1).encode() + b"\n",
        **{f"{digest}/{path}": content for path, content in modules.items()},
    }


def _entry(digest: str, entry: str, modules: Mapping[str, bytes]) -> str:
    """Names every module at once, so that browsers fetch them side by side and not one after the other's imports."""
    rest = "".join(f'import "./{digest}/{path}";\n' for path in modules if path != entry)
    return f'{rest}export {{ default }} from "./{digest}/{entry}";\n'


def _modules(source: Path) -> dict[str, bytes]:
    """index.js and all it leads to, by path from `source`, or from the components' folder when some lie outside."""
    found: dict[Path, bytes] = {}
    waiting = [(source / "index.js").resolve()]
    while waiting:
        path = waiting.pop()
        if path not in found:
            found[path] = path.read_bytes()
            waiting += [(path.parent / led_to).resolve() for led_to in _IMPORT.findall(found[path].decode())]
    base = source.resolve()
    if any(not path.is_relative_to(base) for path in found):
        base = base.parent.parent
    return {path.relative_to(base).as_posix(): found[path] for path in sorted(found)}


def sentences(modules: Mapping[str, bytes]) -> dict[str, Any]:
    """Every sentence the modules show, for the catalogue: single ones, and [singular, plural] pairs."""
    text = "\n".join(content.decode() for content in modules.values())
    return {
        "single": sorted({_unquoted(words) for words in _SENTENCE.findall(text)}),
        "plural": sorted([_unquoted(one), _unquoted(many)] for one, many in set(_PLURAL.findall(text))),
    }


def _unquoted(literal: str) -> str:
    return str(json.loads(f'"{literal}"'))


def build_all(folder: Path = HERE) -> None:
    """Make every component's build what its sources say; one that is so already is not touched."""
    for source in sorted(folder.glob("*/src")):
        files = built(source.parent.name, source)
        if files != _there(source.parent / "build"):
            _write(files, source.parent / "build")


def _there(target: Path) -> dict[str, bytes]:
    return {path.relative_to(target).as_posix(): path.read_bytes() for path in target.rglob("*") if path.is_file()}


def _write(files: Mapping[str, bytes], target: Path) -> None:
    """Replace what `target` holds by a fresh build."""
    shutil.rmtree(target, ignore_errors=True)
    for name, content in files.items():
        path = target / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


if __name__ == "__main__":
    build_all()
