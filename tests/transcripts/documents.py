"""Word documents for tests, made of their XML, so that they can hold what python-docx never writes."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"


def docx(body: str, **parts: str) -> bytes:
    """A document with this body; `parts` are further XML files of the folder `word`, by their name."""
    written = BytesIO()
    with ZipFile(written, "w", ZIP_DEFLATED) as opened:
        opened.writestr("word/document.xml", wrapped("document", f"<w:body>{body}</w:body>"))
        for name, content in parts.items():
            opened.writestr(f"word/{name}.xml", content)
    return written.getvalue()


def wrapped(name: str, inner: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{name} xmlns:w="{W}" xmlns:mc="{MC}">{inner}</w:{name}>'


def run(text: str) -> str:
    """A run; a line feed becomes a hard line break, a tab a tab."""
    pieces = text.replace("\t", "</w:t><w:tab/><w:t>").replace("\n", "</w:t><w:br/><w:t>")
    return f'<w:r><w:t xml:space="preserve">{pieces}</w:t></w:r>'


def p(*runs: str) -> str:
    return f"<w:p>{''.join(runs)}</w:p>"


def paragraphs(*texts: str) -> str:
    return "".join(p(run(text)) for text in texts)


def table(*rows: tuple[str, ...]) -> str:
    cells = ("".join(f"<w:tc>{paragraphs(*cell.split('¶'))}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"
