"""The workbench's own HTTP routes. Each names its study, and each turns the cookie into the acting person itself."""

from __future__ import annotations

from starlette.routing import Route

from ui.routes import beside, memos, place, small_file, voices
from ui.routes.audio import play
from ui.routes.changes import hand_out as hand_out_changes
from ui.routes.download import hand_out as hand_out_export
from ui.routes.operations import apply
from ui.routes.transcript import hand_out as hand_out_transcript
from ui.routes.upload import receive


def all_routes() -> list[Route]:
    """Every route beside Streamlit's own."""
    interview = "/studies/{study}/interviews/{interview}"
    return [
        Route("/studies/{study}/uploads", receive, methods=["PUT"]),
        Route("/studies/{study}/files/{purpose}", small_file.receive, methods=["PUT"]),
        Route("/studies/{study}/memos", memos.act, methods=["POST"]),
        Route("/studies/{study}/exports/{token}", hand_out_export, methods=["GET"]),
        Route("/studies/{study}/recordings/{recording}/playback", play, methods=["GET"]),
        Route(f"{interview}/transcript/{{transcript}}", hand_out_transcript, methods=["GET"]),
        Route(f"{interview}/beside/{{transcript}}", beside.hand_out, methods=["GET"]),
        Route(f"{interview}/operations", apply, methods=["POST"]),
        Route(f"{interview}/place", place.keep, methods=["PUT"]),
        Route(f"{interview}/changes", hand_out_changes, methods=["GET"]),
        Route(f"{interview}/voices", voices.hand_out, methods=["GET"]),
        Route(f"{interview}/voices", voices.act, methods=["POST"]),
    ]
