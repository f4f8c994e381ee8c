"""A study from before codebooks grew: its codes and codings come over whole, and none is left on a retired code."""

from __future__ import annotations

import shutil
from pathlib import Path

from storage import migrating
from storage.codebook_rows import read_codebook
from storage.database import open_database
from storage.migrating import MIGRATIONS

CODE = (
    "INSERT INTO code (id, parent_id, position, name, definition, when_to_use, when_not_to_use, anchor_example, "
    "borderline_example, examples_constructed, colour, status) VALUES (?, ?, 0, ?, '{}', '{}', '{}', '{}', '{}', 1, "
    "'#0960d9', ?)"
)


def test_a_code_that_codings_stand_on_lives_again_and_so_do_the_codes_above_it(tmp_path: Path) -> None:
    (tmp_path / "first").mkdir()
    shutil.copy(MIGRATIONS / "m0001_first_tables.py", tmp_path / "first")
    database = open_database(tmp_path / "study.sqlite")
    migrating.upgrade(database, lambda _: None, migrations=(tmp_path / "first",))
    with database.write() as connection:
        run = connection.exec_driver_sql
        run(CODE, ("top", None, '{"en": "Top"}', "retired"))
        run(CODE, ("used", "top", '{"en": "Used"}', "retired"))
        run(CODE, ("unused", "top", '{"en": "Unused"}', "retired"))
        run("INSERT INTO person VALUES ('kari', 'Kari', 'kari', '2026-03-01')")
        run("INSERT INTO round VALUES ('r', 'Shared', 'consensus', 0)")
        run(
            "INSERT INTO interview (id, label, label_key, kind, mode, setting, languages, interviewer, interpreter, "
            "field_notes, revision, added_at) VALUES ('i', 'I', 'i', 'individual', '', '', '[]', '', '', '', 0, '2026')"
        )
        run("INSERT INTO transcript VALUES ('t', 'i', 1, 'no', '{}', 1, '2026-03-01', 'kari')")
        run("INSERT INTO turn VALUES ('u', 't', 0, 'S', 'Ja', 0, 1, '[]', 0, NULL, NULL)")
        run("INSERT INTO coding VALUES ('c', 'i', 'used', 'u', 0, 'u', 2, 'kari', 'r', 'person', '2026', NULL, NULL)")
    migrating.upgrade(database, lambda _: None)
    with database.read() as connection:
        codebook = read_codebook(connection)
        assert migrating.row_counts(connection)["coding"] == 1
    database.close()
    assert {code.id: code.is_living for code in codebook.codes} == {"top": True, "used": True, "unused": False}
    assert codebook.codes[0].author == "" and codebook.codes[0].created_at is None
