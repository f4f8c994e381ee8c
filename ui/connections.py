"""Answers leave at once.

asyncio turns Nagle's algorithm off for sockets that say they are TCP. Streamlit's says only that it is a stream
(protocol 0), so without this module the body of each answer waits until the browser has acknowledged its head: up to
40 ms each time.
"""

from __future__ import annotations

import asyncio
import socket
from functools import cache

from uvicorn.protocols.http.auto import AutoHTTPProtocol


@cache
def send_at_once() -> None:
    """From now on no connection of this process holds back what it has to send."""
    made = AutoHTTPProtocol.connection_made

    def connection_made(self: asyncio.BaseProtocol, transport: asyncio.BaseTransport) -> None:
        transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        made(self, transport)

    AutoHTTPProtocol.connection_made = connection_made  # type: ignore[method-assign]
