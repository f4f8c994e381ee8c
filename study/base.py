"""An open study: its folder, its database, its media, and the check that stands before every verb."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from core.design import Person
from core.errors import InputError, RefusedError
from storage import design_rows
from storage.database import Connection, Database
from storage.media import MediaStore
from study.snapshot_memory import SnapshotMemory


class NotAMemberError(RefusedError):
    """The acting person does not work in this study."""

    template = "{name} does not work in this study. Open the study page and say who you are."

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


class MissingTextError(InputError):
    """Something needs a name and has none."""

    template = "Give a {what}: it is empty."

    def __init__(self, what: str) -> None:
        super().__init__(what=what)


class TooLongError(InputError):
    """A name is longer than anybody could read."""

    template = "This {what} has {length} characters; {limit} is the most."

    def __init__(self, what: str, length: int, limit: int) -> None:
        super().__init__(what=what, length=length, limit=limit)


NAME_LIMIT = 200


def tidy_name(text: str, what: str) -> str:
    """A name a person typed, spaces folded; a person's typing may be tidied, a participant's words never."""
    name = " ".join(text.split())
    if not name:
        raise MissingTextError(what)
    if len(name) > NAME_LIMIT:
        raise TooLongError(what, len(name), NAME_LIMIT)
    return name


class OpenStudy:
    """What the verbs of a study share. The folders: media, exports, backups, jobs."""

    def __init__(self, folder: Path, database: Database) -> None:
        self.folder = folder
        self.database = database
        self.media = MediaStore(folder / "media")
        self.memory = SnapshotMemory()
        with database.read() as connection:
            self.id, self.title = design_rows.read_study(connection)

    @property
    def single_user(self) -> bool:
        """The study lies on a network disk: one program at a time works in it."""
        return self.database.single_user

    def person(self, name: str) -> Person:
        """The person of that name, made a member of the study at the first time."""
        name = tidy_name(name, "name")
        with self.database.write() as connection:
            return design_rows.find_or_insert_person(connection, name)

    def people(self) -> tuple[Person, ...]:
        """Everybody who has worked in the study, first comers first."""
        with self.database.read() as connection:
            return design_rows.read_people(connection)

    @contextmanager
    def reading(self, person: Person) -> Iterator[Connection]:
        """One moment of the study, for a person who may see it."""
        with self.database.read() as connection:
            self._allow(connection, person)
            yield connection

    @contextmanager
    def writing(self, person: Person) -> Iterator[Connection]:
        """A change of the study, for a person who may make it."""
        self.memory.forget()
        with self.database.write() as connection:
            self._allow(connection, person)
            yield connection

    def _allow(self, connection: Connection, person: Person) -> None:
        # Roles and rights of accounts will be looked up here; today every member may do everything.
        if person not in design_rows.read_people(connection):
            raise NotAMemberError(person.name)

    def close(self) -> None:
        """Let go of the database, and of what is remembered of it."""
        self.memory.forget()
        self.database.close()
