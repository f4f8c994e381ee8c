"""The workbench's own HTTP routes. Each names its study, and each turns the cookie into the acting person itself."""

from __future__ import annotations

from starlette.routing import Route

from ui.routes import audio, download, operations, transcript, upload


def all_routes() -> list[Route]:
    """Every route beside Streamlit's own."""
    return [
        Route("/studies/{study}/uploads", upload.receive, methods=["PUT"]),
        Route("/studies/{study}/exports/{token}", download.hand_out, methods=["GET"]),
        Route("/studies/{study}/interviews/{interview}/transcript/{transcript}", transcript.hand_out, methods=["GET"]),
        Route("/studies/{study}/interviews/{interview}/operations", operations.apply, methods=["POST"]),
        Route("/studies/{study}/recordings/{recording}/playback", audio.play, methods=["GET"]),
    ]
