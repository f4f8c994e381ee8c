"""What every test may use."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import settings

from storage import migrating
from storage.database import Database, open_database

ROOT = Path(__file__).resolve().parents[1]

# How long an example takes says more about the machine. The examples of properties are the same in every run, so that a
# test fails for whoever broke it; `make search` looks for new ones.
settings.register_profile("steady", deadline=None, derandomize=True)
settings.register_profile("search", deadline=None, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))


@pytest.fixture(scope="session")
def shared_audio() -> Path:
    """The folder of real recordings with references, where the machine has it."""
    folder = Path(os.environ.get("WORKBENCH_SHARED", ROOT.parent / "shared")) / "data" / "audio"
    if not folder.is_dir():
        pytest.skip("the folder of real recordings is not on this machine (set WORKBENCH_SHARED)")
    return folder


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No test reads or writes the settings of the person who runs it."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("WORKBENCH_HOME", str(home))
    return home


@pytest.fixture(autouse=True, scope="session")
def steps_made_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A new study's database goes through every migration once; later ones in the same run begin as copies of it."""
    folder = tmp_path_factory.mktemp("blank")
    blank, create = folder / "blank.sqlite", migrating.create

    def copy(database: Database) -> None:
        if migrating.form(database) is not None:
            return create(database)
        if not blank.exists():
            made = open_database(folder / "made.sqlite")
            create(made)
            made.copy(blank)
            made.close()
        with (
            database._turnstile,
            database._writing.connect() as connection,
            closing(sqlite3.connect(blank)) as source,
        ):
            source.backup(connection.connection.driver_connection)  # type: ignore[arg-type]
        return None

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(migrating, "create", copy)
        yield
