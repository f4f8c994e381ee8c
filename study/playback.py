"""The copy of a recording that browsers play."""

from __future__ import annotations

from pathlib import Path

from core.clock import new_id
from core.design import Recording
from storage import design_rows
from study.recordings import CHUNK
from study.study import Study


def make_playable(study: Study, recording: Recording, folder: Path) -> None:
    """Made in `folder`, flushed, renamed to its place, and only then written down."""
    from pipeline.media import make_playback_copy

    draft = folder / f"playback-{new_id()}.mp3"
    folder.mkdir(parents=True, exist_ok=True)
    try:
        make_playback_copy(study.media.reader(recording.sha256), draft)
        incoming = study.media.incoming()
        with draft.open("rb") as made:
            while chunk := made.read(CHUNK):
                incoming.write(chunk)
        stored = incoming.finish()
    finally:
        draft.unlink(missing_ok=True)
    with study.database.write() as connection:
        design_rows.set_playback(connection, recording.id, stored.sha256)
