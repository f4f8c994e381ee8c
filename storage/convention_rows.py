"""The row of a study's conventions of transcription."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from sqlalchemy import delete, insert, select

from storage import tables as t
from storage.database import Connection
from storage.tables_conventions import convention
from transcripts.conventions import Annotation, Conventions, OverlapSigns


def read_conventions(connection: Connection) -> Conventions:
    """What the study has agreed on; the usual when it has not said anything."""
    content = connection.execute(select(convention.c.content)).scalar()
    return Conventions() if content is None else _unpacked(content)


def write_conventions(connection: Connection, conventions: Conventions) -> None:
    study_id = connection.execute(select(t.study.c.id)).scalar_one()
    connection.execute(delete(convention))
    connection.execute(insert(convention).values(study_id=study_id, content=_packed(conventions)))


def _packed(conventions: Conventions) -> dict[str, Any]:
    return asdict(conventions) | {
        "overlaps": conventions.overlaps.value,
        "annotations": [[annotation.text, annotation.key] for annotation in conventions.annotations],
    }


def _unpacked(content: Mapping[str, Any]) -> Conventions:
    return Conventions(
        pauses=content["pauses"],
        short_pause_ms=content["short_pause_ms"],
        long_pause_ms=content["long_pause_ms"],
        overlaps=OverlapSigns(content["overlaps"]),
        timestamps=content["timestamps"],
        line_numbers=content["line_numbers"],
        annotations=tuple(Annotation(text, key) for text, key in content["annotations"]),
    )
