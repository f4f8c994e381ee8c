"""Parts of Streamlit that would hand out study material past the gate's routes, or run other people's words."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from ui.codebook.names import swatch

UI = Path(__file__).resolve().parents[2] / "ui"
FORBIDDEN = {
    "audio": "its media store hands out files by address alone",
    "video": "its media store hands out files by address alone",
    "image": "its media store hands out files by address alone",
    "file_uploader": "it keeps whole files in memory",
    "download_button": "its media store hands out files by address alone",
    "write": "it guesses, and draws markdown",
    "exception": "it shows paths and code",
}
SOURCES = sorted(path for path in UI.rglob("*.py") if "build" not in path.parts)


def streamlit_calls(path: Path) -> list[tuple[str, ast.Call]]:
    """Calls of the form st.name(...) and st.sidebar.name(...)."""
    calls = [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
    return [
        (call.func.attr, call)
        for call in calls
        if isinstance(call.func, ast.Attribute) and ast.unparse(call.func).startswith("st.")
    ]


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(UI).as_posix())
def test_no_page_uses(path: Path) -> None:
    for name, call in streamlit_calls(path):
        assert name not in FORBIDDEN, f"line {call.lineno}: st.{name}: {FORBIDDEN[name]}"
        assert not {"unsafe_allow_html", "unsafe_allow_javascript"} & {word.arg for word in call.keywords}


#: Our own style sheet; the palette's constants; a square whose only variable part has been checked to be a colour.
OWN_HTML = {"ASSETS / 'style.css'", "f'<style>{_rules()}</style>'", "swatch(code.colour)"}


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(UI).as_posix())
def test_html_holds_nothing_that_anybody_typed(path: Path) -> None:
    for name, call in streamlit_calls(path):
        if name == "html":
            assert ast.unparse(call.args[0]) in OWN_HTML


@pytest.mark.parametrize("colour", ["red;}</style><script>", "#12345", "url(http://x)", "#1234567", ""])
def test_what_is_no_colour_never_reaches_a_style(colour: str) -> None:
    assert colour not in swatch(colour) or not colour
    assert "<script" not in swatch(colour)


def test_our_assets_call_nothing_outside() -> None:
    for path in [*UI.glob("assets/*"), *UI.glob("components/upload/src/*")]:
        text = path.read_text(encoding="utf-8").replace("http://www.w3.org/", "")
        assert "http" not in text, path.name
        assert "@import" not in text
        assert "url(" not in text
