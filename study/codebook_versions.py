"""Verbs on frozen versions of the codebook, the waves they belong to, and what changed between two of them."""

from __future__ import annotations

from codebooks.difference import CodeChange, Scope, difference
from coding.looking import ScopeChange, ScopeKind
from core.design import Person
from core.errors import NotFoundError, RefusedError
from storage import design_rows, history_rows, looking_rows, version_rows
from storage.codebook_rows import read_codebook
from storage.database import Connection
from storage.version_rows import CodebookVersion
from study.base import OpenStudy, tidy_name


class VersionInUseError(RefusedError):
    """A version that something rests on is a record, and stays."""

    template = "“{label}” belongs to a wave, or somebody has coded with it, so it cannot be removed."

    def __init__(self, label: str) -> None:
        super().__init__(label=label)


class VersionVerbs(OpenStudy):
    """The codebook as it was."""

    def freeze_codebook(self, person: Person, label: str, note: str = "") -> CodebookVersion:
        """Keep the codebook as it is now, under a name such as “Wave 2”, with a note on what it is for."""
        label = tidy_name(label, "version")
        with self.writing(person) as connection:
            codebook = read_codebook(connection)
            version_id = version_rows.insert_version(connection, person, codebook, label, note.strip())
            design_rows.insert_audit(connection, person, "freeze_codebook", "codebook_version", version_id)
            return find_version(connection, version_id)

    def codebook_versions(self, person: Person) -> tuple[CodebookVersion, ...]:
        """Every version, oldest first, with the waves it belongs to."""
        with self.reading(person) as connection:
            return version_rows.read_versions(connection)

    def remove_version(self, person: Person, version_id: str) -> None:
        """Remove a version nothing rests on; VersionInUseError otherwise."""
        with self.writing(person) as connection:
            version = find_version(connection, version_id)
            if version.wave_ids or version_rows.is_looked_with(connection, version_id):
                raise VersionInUseError(version.label)
            version_rows.delete_version(connection, version_id)
            design_rows.insert_audit(connection, person, "remove_version", "codebook_version", version_id)

    def tie_version(self, person: Person, version_id: str, wave_id: str) -> None:
        """Say that a wave is coded with a version. A wave has one version, a version may serve several waves."""
        with self.writing(person) as connection:
            find_version(connection, version_id)
            _refuse_unknown_wave(connection, wave_id)
            version_rows.tie(connection, wave_id, version_id)
            design_rows.insert_audit(connection, person, "tie_version", "wave", wave_id)

    def untie_wave(self, person: Person, wave_id: str) -> None:
        """The wave belongs to no version."""
        with self.writing(person) as connection:
            _refuse_unknown_wave(connection, wave_id)
            version_rows.untie(connection, wave_id)
            design_rows.insert_audit(connection, person, "untie_wave", "wave", wave_id)

    def codebook_difference(
        self, person: Person, old_version_id: str, new_version_id: str | None = None
    ) -> tuple[CodeChange, ...]:
        """What changed from one version to another, or (None) to the codebook as it is now."""
        with self.reading(person) as connection:
            old = find_version(connection, old_version_id)
            new = find_version(connection, new_version_id) if new_version_id else None
            changes = looking_rows.read_scope_changes(connection)
            return difference(
                old.codebook,
                new.codebook if new else read_codebook(connection),
                history_rows.read_lineage(connection),
                _scopes_between(changes, old, new),
            )


def find_version(connection: Connection, version_id: str) -> CodebookVersion:
    for version in version_rows.read_versions(connection):
        if version.id == version_id:
            return version
    raise NotFoundError("codebook version", version_id)


def _refuse_unknown_wave(connection: Connection, wave_id: str) -> None:
    if wave_id not in {wave.id for wave in design_rows.read_waves(connection)}:
        raise NotFoundError("wave", wave_id)


def _scopes_between(
    changes: tuple[ScopeChange, ...], old: CodebookVersion, new: CodebookVersion | None
) -> dict[str, Scope]:
    """What people have said about new definitions between two versions: the latest by code."""
    said = {ScopeKind.WIDENED: Scope.WIDENED, ScopeKind.NARROWED: Scope.NARROWED}
    return {
        change.code_id: said[change.kind]
        for change in changes
        if change.kind in said and old.frozen_at < change.at and (new is None or change.at <= new.frozen_at)
    }
