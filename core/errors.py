"""One error tree. The class owns the wording; pages and files translate it through the catalogue.

WorkbenchError
├── InputError            what a person or a program handed over cannot be used (CLI exit code 2)
├── NotFoundError         something named does not exist in this study (3)
├── ConflictError         the study has moved on, or is held by somebody else (4)
├── RefusedError          the person may not do this, or it would break a promise of the study (5)
└── FailedError           the machine could not do it: disk, engine, damaged file (6)

Each package derives its own classes from these five, next to the code that raises them.
"""

from __future__ import annotations

from typing import ClassVar

from core.messages import translate


class WorkbenchError(Exception):
    """Anything a person can be told: what happened, with the value, and what to do next."""

    template: ClassVar[str] = "Something went wrong."
    exit_code: ClassVar[int] = 1

    def __init__(self, **fields: object) -> None:
        super().__init__(type(self).__name__)
        self.fields = fields

    def __str__(self) -> str:
        return translate(self.template, **self.fields)

    def __reduce__(self) -> tuple[object, ...]:
        # Errors cross from the engines' child process to the worker: subclasses have their own signatures.
        return _rebuild, (type(self), self.fields)


def _rebuild(cls: type[WorkbenchError], fields: dict[str, object]) -> WorkbenchError:
    error = cls.__new__(cls)
    WorkbenchError.__init__(error, **fields)
    return error


class InputError(WorkbenchError):
    """What was handed over cannot be used."""

    exit_code = 2


class NotFoundError(WorkbenchError):
    """Something named does not exist in this study."""

    template = "There is no {kind} “{name}” in this study."
    exit_code = 3

    def __init__(self, kind: str, name: str) -> None:
        super().__init__(kind=kind, name=name)


class ConflictError(WorkbenchError):
    """The study has moved on, or is held by somebody else."""

    exit_code = 4


class RefusedError(WorkbenchError):
    """Not allowed, or it would break a promise of the study."""

    exit_code = 5


class FailedError(WorkbenchError):
    """The machine could not do it."""

    exit_code = 6
