"""Answers leave at once, also through a socket that does not say it is TCP."""

from __future__ import annotations

import asyncio
import socket

import uvicorn
from uvicorn.protocols.http.auto import AutoHTTPProtocol
from uvicorn.server import ServerState

from ui import connections


def held_back(sock: socket.socket) -> bool:
    """Whether small packets wait for the other side (Nagle's algorithm)."""
    return not sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


async def connected() -> bool:
    """Whether a connection taken as Streamlit's server takes it is held back."""
    protocols: list[AutoHTTPProtocol] = []

    def protocol() -> AutoHTTPProtocol:
        config = uvicorn.Config(app=lambda scope: None, lifespan="off")
        config.load()
        protocols.append(AutoHTTPProtocol(config=config, server_state=ServerState(), app_state={}))
        return protocols[-1]

    listening = socket.socket(socket.AF_INET)  # as Streamlit makes it: protocol 0
    listening.bind(("127.0.0.1", 0))
    server = await asyncio.get_running_loop().create_server(protocol, sock=listening)
    _, writer = await asyncio.open_connection(*listening.getsockname())
    while not protocols or protocols[0].transport is None:
        await asyncio.sleep(0)
    held = held_back(protocols[0].transport.get_extra_info("socket"))
    writer.close()
    await writer.wait_closed()
    server.close()
    await server.wait_closed()
    return held


def test_no_connection_holds_an_answer_back() -> None:
    connections.send_at_once()
    assert not asyncio.run(connected())
