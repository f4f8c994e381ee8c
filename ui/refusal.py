"""The two small pages the gate draws by itself: “closed”, and “one moment”."""

from __future__ import annotations

from html import escape
from pathlib import Path

from core.messages import language, translate

_FOLDER = Path(__file__).parent / "assets"


def page() -> str:
    """Says that the workbench is closed to this browser, and how to open it."""
    text = {
        "title": translate("The workbench is closed in this browser"),
        "why": translate(
            "It opens only from the address that was shown when it was started, so that nobody else on this machine "
            "can read the study."
        ),
        "how": translate("To open it again"),
        "first": translate("Go to the window in which you typed “make run”."),
        "second": translate(
            "Open the address printed there. It begins with http://127.0.0.1 and has the word “token” in it."
        ),
        "third": translate(
            "If that window is gone, start the workbench again with “make run”. Nothing that was saved is lost."
        ),
    }
    template = (_FOLDER / "closed.html").read_text(encoding="utf-8")
    for name, words in text.items():
        template = template.replace(f"{{{{{name}}}}}", escape(words))
    return template.replace("{{language}}", escape(language.get()))


def leading_on(address: str) -> str:
    """A page that goes to `address` at once."""
    target = escape(address, quote=True)
    return (
        f'<!doctype html><meta charset="utf-8"><meta http-equiv="refresh" content="0; url={target}">'
        f'<title>{escape(translate("Opening"))}</title><p><a href="{target}">{escape(translate("Continue"))}</a></p>'
    )
