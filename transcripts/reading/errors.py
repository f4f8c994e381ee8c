"""Why a file cannot be read as a transcript at all."""

from __future__ import annotations

from core.errors import InputError


class NoTranscriptFileError(InputError):
    """A file of another kind, told by its first bytes."""

    template = (
        "“{name}” is {what}, which cannot be read as a transcript. Save it as DOCX, VTT, SRT, TXT or JSON in the "
        "program it came from, and choose it again."
    )

    def __init__(self, name: str, what: str) -> None:
        super().__init__(name=name, what=what)


class DamagedTranscriptError(InputError):
    """A file begins like one we read, and is broken."""

    template = "“{name}” cannot be read: {why}. Open it in the program it came from, save it anew, and choose it again."

    def __init__(self, name: str, why: str) -> None:
        super().__init__(name=name, why=why)


class TranscriptTooLargeError(InputError):
    """More than any interview."""

    template = "“{name}” has {size}; {most} is the most a transcript may have. Is it the right file?"

    def __init__(self, name: str, size: str, most: str) -> None:
        super().__init__(name=name, size=size, most=most)


class TooDemandingError(InputError):
    """Reading the file took more time or memory than any transcript needs; the child that read it was ended."""

    template = (
        "“{name}” takes more {what} to read than any transcript needs, so reading was stopped. Save it as plain text "
        "(TXT) in the program it came from, and choose that."
    )

    def __init__(self, name: str, what: str) -> None:
        super().__init__(name=name, what=what)


class EmptyTranscriptError(InputError):
    """The file holds no words."""

    template = "“{name}” holds no words. Is it the right file?"

    def __init__(self, name: str) -> None:
        super().__init__(name=name)
