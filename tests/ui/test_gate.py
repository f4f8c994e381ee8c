"""Nobody comes past the gate without a session, and nobody gets a session without the token."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from ui import gate, refusal, sessions
from ui.gate import Gate

TOKEN = "a-token-that-is-long-enough-to-be-random"
HOST = "127.0.0.1:8501"
OWN = {"Origin": f"http://{HOST}"}
COOKIE = "workbench-8501"


async def inner(scope: Any, receive: Any, send: Any) -> None:
    """Stands for the whole server behind the gate: answers everything, and echoes on websockets."""
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.accept"})
        while (message := await receive())["type"] == "websocket.receive":
            await send({"type": "websocket.send", "text": message["text"]})
        return
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/plain")]})
    await send({"type": "http.response.body", "body": b"inside"})


@pytest.fixture(autouse=True)
def fresh_table(monkeypatch: pytest.MonkeyPatch) -> sessions.Sessions:
    table = sessions.Sessions("sessions-8501.json")
    monkeypatch.setattr(sessions, "table", lambda: table)
    monkeypatch.setattr(sessions, "served_port", lambda: 8501)
    return table


@pytest.fixture
def client() -> Callable[..., httpx.Response]:
    """Ask the gate: `client("GET", "/", headers=...)`. Cookies are kept, redirects are not followed."""
    transport = httpx.ASGITransport(Gate(inner, lambda: TOKEN))
    jar = httpx.Cookies()

    def ask(method: str, path: str, **kwargs: Any) -> httpx.Response:
        async def once() -> httpx.Response:
            async with httpx.AsyncClient(transport=transport, base_url=f"http://{HOST}", cookies=jar) as http:
                answer = await http.request(method, path, **kwargs)
                jar.update(http.cookies)
                return answer

        return asyncio.run(once())

    return ask


def test_a_stranger_sees_a_page_that_says_how_to_get_in(client: Callable[..., httpx.Response]) -> None:
    answer = client("GET", "/", headers={"Accept": "text/html"})
    assert answer.status_code == 403
    assert "make run" in answer.text
    assert "inside" not in answer.text


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/code",
        "/media/a.mp3",
        "/_stcore/health",
        "/_stcore/host-config",
        "/static/js/index.js",
        "/studies/1/uploads",
    ],
)
def test_without_a_session_nothing_answers(client: Callable[..., httpx.Response], path: str) -> None:
    assert client("GET", path).status_code == 401
    assert client("PUT", path, headers=OWN).status_code == 401


def test_the_token_becomes_a_strict_cookie_and_leaves_the_address(client: Callable[..., httpx.Response]) -> None:
    answer = client("GET", f"/?token={TOKEN}&study=abc")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/?study=abc"
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith(f"{COOKIE}=")
    for attribute in ("HttpOnly", "SameSite=strict", "Path=/"):
        assert attribute.lower() in cookie.lower()
    assert TOKEN not in cookie
    assert client("GET", "/").text == "inside"


def test_a_wrong_or_empty_token_opens_nothing(client: Callable[..., httpx.Response]) -> None:
    for wrong in ("", "x", TOKEN[:-1], TOKEN + "x", "%00", "%F0%9F%99%82"):
        answer = client("GET", f"/?token={wrong}")
        assert answer.status_code == 401
        assert "set-cookie" not in answer.headers


def test_replaying_the_token_never_gives_the_same_session(fresh_table: sessions.Sessions) -> None:
    transport = httpx.ASGITransport(Gate(inner, lambda: TOKEN))

    async def one() -> str:
        async with httpx.AsyncClient(transport=transport, base_url=f"http://{HOST}") as http:
            return (await http.get(f"/?token={TOKEN}")).cookies[COOKIE]

    first, second = asyncio.run(one()), asyncio.run(one())
    assert first != second
    fresh_table.end(first)
    assert fresh_table.find(first) is None
    assert fresh_table.find(second) is not None


def test_the_token_is_not_a_session_and_a_session_is_not_a_token(client: Callable[..., httpx.Response]) -> None:
    assert client("GET", "/", headers={"Cookie": f"{COOKIE}={TOKEN}"}).status_code == 401
    session_id = client("GET", f"/?token={TOKEN}").cookies[COOKIE]
    stranger = httpx.ASGITransport(Gate(inner, lambda: TOKEN))

    async def offer() -> int:
        async with httpx.AsyncClient(transport=stranger, base_url=f"http://{HOST}") as http:
            return (await http.get(f"/?token={session_id}")).status_code

    assert asyncio.run(offer()) == 401


def test_the_ticket_on_the_browsers_command_line_works_once() -> None:
    transport = httpx.ASGITransport(Gate(inner, lambda: TOKEN))

    async def visit() -> int:
        async with httpx.AsyncClient(transport=transport, base_url=f"http://{HOST}") as http:
            return (await http.get(f"/?token={gate.ticket_of(TOKEN)}")).status_code

    assert [asyncio.run(visit()) for _ in range(3)] == [303, 401, 401]


def test_a_browser_with_a_session_keeps_it_when_the_address_is_opened_again(
    client: Callable[..., httpx.Response],
) -> None:
    client("GET", f"/?token={TOKEN}")
    again = client("GET", "/?token=of-an-earlier-start")
    assert again.status_code == 303
    assert again.headers["location"] == "/"
    assert "set-cookie" not in again.headers


def test_a_navigation_begun_elsewhere_is_led_on_by_our_own_page(client: Callable[..., httpx.Response]) -> None:
    # The browser would not send the strict cookie along with a redirect of a foreign navigation.
    foreign = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
    answer = client("GET", f"/?token={TOKEN}", headers=foreign)
    assert answer.status_code == 200
    assert 'content="0; url=/"' in answer.text
    assert TOKEN not in answer.text


@pytest.mark.parametrize(
    "host",
    ["evil.example", "evil.example:8501", "127.0.0.1.evil.example", "0.0.0.0:8501", "a@127.0.0.1", "127.0.0.1:x", ""],
)
def test_a_foreign_host_name_is_refused_even_with_a_session(client: Callable[..., httpx.Response], host: str) -> None:
    client("GET", f"/?token={TOKEN}")
    assert client("GET", "/", headers={"Host": host}).status_code == 400


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "http://127.0.0.1:9999", "http://localhost:8501", ""]
)
def test_a_foreign_origin_is_refused_even_with_a_session(client: Callable[..., httpx.Response], origin: str) -> None:
    client("GET", f"/?token={TOKEN}")
    for method in ("GET", "PUT", "POST"):
        assert client(method, "/studies/1/uploads", headers={"Origin": origin}).status_code == 403


def test_a_change_without_an_origin_is_refused(client: Callable[..., httpx.Response]) -> None:
    client("GET", f"/?token={TOKEN}")
    assert client("POST", "/studies/1/interviews/2/operations").status_code == 403
    assert client("POST", "/studies/1/interviews/2/operations", headers=OWN).status_code == 200


def test_another_server_on_this_machine_cannot_embed_or_read_us(client: Callable[..., httpx.Response]) -> None:
    client("GET", f"/?token={TOKEN}")
    for mode, destination in (("no-cors", "image"), ("no-cors", "script"), ("navigate", "iframe"), ("cors", "empty")):
        headers = {"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": mode, "Sec-Fetch-Dest": destination}
        assert client("GET", "/studies/1/recordings/2/playback", headers=headers).status_code == 403


def test_every_answer_carries_the_security_headers(client: Callable[..., httpx.Response]) -> None:
    refused = client("GET", "/", headers={"Accept": "text/html"})
    client("GET", f"/?token={TOKEN}")
    for answer in (refused, client("GET", "/"), client("GET", "/", headers={"Host": "evil.example"})):
        policy = answer.headers["content-security-policy"]
        for rule in (
            "default-src 'self'",
            "script-src 'self'",
            "frame-ancestors 'none'",
            "object-src 'none'",
            "base-uri 'none'",
        ):
            assert rule in policy
        assert "unsafe-eval" not in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["x-frame-options"] == "DENY"
        assert answer.headers["cache-control"] == "no-store"


def test_streamlits_own_assets_may_be_cached(client: Callable[..., httpx.Response]) -> None:
    client("GET", f"/?token={TOKEN}")
    assert "cache-control" not in client("GET", "/static/js/index.js").headers


def test_our_components_files_are_kept_when_their_name_tells_their_content(
    client: Callable[..., httpx.Response],
) -> None:
    client("GET", f"/?token={TOKEN}")
    components = "/_stcore/bidi-components/ui.coder"
    for named in ("coder-0123456789ab.js", "coder-0123456789ab.css", "0123456789ab/desk.js"):
        assert "immutable" in client("GET", f"{components}/{named}").headers["cache-control"], named
    for other in ("upload.js", "../../../studies/0123456789ab/transcript", "0123456789abc/desk.js"):
        assert client("GET", f"{components}/{other}").headers["cache-control"] == "no-store", other


@pytest.mark.parametrize(
    "path",
    [
        "/media/abc.mp3",
        "/_stcore/upload_file/a/b",
        "/_stcore/agent/mcp",
        "/_stcore/metrics",
        "/app/static/x",
        "/component/x",
    ],
)
def test_unused_parts_of_streamlit_are_shut_even_inside_a_session(
    client: Callable[..., httpx.Response], path: str
) -> None:
    client("GET", f"/?token={TOKEN}")
    assert client("GET", path).status_code == 404
    assert client("PUT", path, headers=OWN).status_code == 404


def test_an_ended_session_opens_nothing_any_more(
    client: Callable[..., httpx.Response], fresh_table: sessions.Sessions
) -> None:
    session_id = client("GET", f"/?token={TOKEN}").cookies[COOKIE]
    assert client("GET", "/").status_code == 200
    fresh_table.end(session_id)
    assert client("GET", "/").status_code == 401


def test_a_damaged_cookie_header_is_no_session(client: Callable[..., httpx.Response]) -> None:
    for cookie in ("=;;;", f"{COOKIE}", f"{COOKIE}=\x7f", "a=b" * 5000):
        assert client("GET", "/", headers={"Cookie": cookie}).status_code == 401


class Websocket:
    """One websocket through the gate, driven by hand."""

    def __init__(
        self, headers: dict[str, str], messages: list[str], before_message: Callable[[], None] = lambda: None
    ) -> None:
        self.sent: list[dict[str, Any]] = []
        self._incoming = [{"type": "websocket.connect"}] + [{"type": "websocket.receive", "text": m} for m in messages]
        self._before_message = before_message
        scope = {
            "type": "websocket", "path": "/_stcore/stream", "query_string": b"",
            "headers": [(name.lower().encode(), value.encode()) for name, value in headers.items()],
        }  # fmt: skip
        asyncio.run(Gate(inner, lambda: TOKEN)(scope, self._receive, self._send))

    async def _receive(self) -> dict[str, Any]:
        if not self._incoming:
            return {"type": "websocket.disconnect", "code": 1000}
        message = self._incoming.pop(0)
        if message["type"] == "websocket.receive":
            self._before_message()
        return message

    async def _send(self, message: dict[str, Any]) -> None:
        self.sent.append(message)


def socket_headers(session_id: str, **others: str) -> dict[str, str]:
    return {"Host": HOST, "Origin": f"http://{HOST}", "Cookie": f"{COOKIE}={session_id}", **others}


def test_a_websocket_with_a_session_is_let_through(fresh_table: sessions.Sessions) -> None:
    socket = Websocket(socket_headers(fresh_table.begin()), ["hello"])
    assert [message["type"] for message in socket.sent] == ["websocket.accept", "websocket.send"]


@pytest.mark.parametrize(
    "changed",
    [
        {"Cookie": ""}, {"Cookie": f"{COOKIE}=made-up"}, {"Cookie": f"{COOKIE}={TOKEN}"},
        {"Origin": "https://evil.example"}, {"Origin": "null"}, {"Origin": ""}, {"Host": "evil.example"},
    ],
)  # fmt: skip
def test_an_anonymous_or_foreign_websocket_is_closed_unaccepted(
    fresh_table: sessions.Sessions, changed: dict[str, str]
) -> None:
    socket = Websocket(socket_headers(fresh_table.begin()) | changed, ["hello"])
    assert socket.sent == [{"type": "websocket.close", "code": 1008}]


def test_a_websocket_without_an_origin_is_closed(fresh_table: sessions.Sessions) -> None:
    headers = socket_headers(fresh_table.begin())
    del headers["Origin"]
    assert Websocket(headers, []).sent == [{"type": "websocket.close", "code": 1008}]


def test_an_open_websocket_ends_with_its_session(fresh_table: sessions.Sessions) -> None:
    session_id = fresh_table.begin()
    socket = Websocket(socket_headers(session_id), ["too late"], before_message=lambda: fresh_table.end(session_id))
    assert [message["type"] for message in socket.sent] == ["websocket.accept"]


def test_the_token_is_taken_out_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(gate.TOKEN_VARIABLE, TOKEN)
    gate.launch_token.cache_clear()
    assert gate.launch_token() == TOKEN
    import os

    assert gate.TOKEN_VARIABLE not in os.environ
    assert gate.launch_token() == TOKEN
    gate.launch_token.cache_clear()


def test_without_a_launcher_a_token_is_made_and_its_address_printed(capsys: pytest.CaptureFixture[str]) -> None:
    gate.launch_token.cache_clear()
    token = gate.launch_token()
    gate.launch_token.cache_clear()
    assert len(token) >= 40
    assert f"http://127.0.0.1:8501/?token={token}" in capsys.readouterr().out


def test_the_closed_page_needs_nothing_from_the_server() -> None:
    page = refusal.page()
    assert "{{" not in page
    for outside in ("src=", "href=", "<script", "url("):
        assert outside not in page


def test_the_way_on_is_escaped() -> None:
    assert '"><script>' not in refusal.leading_on('/?a="><script>alert(1)</script>')


def test_no_third_file_holds_the_session_id(fresh_table: sessions.Sessions, own_home: Path) -> None:
    session_id = fresh_table.begin()
    assert all(session_id not in path.read_text() for path in own_home.rglob("*") if path.is_file())
