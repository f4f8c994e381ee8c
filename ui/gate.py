"""The gate in front of every page, route, file and websocket.

The launcher opens the browser at an address with a random token. The gate exchanges the token for a fresh session
cookie and leads the browser to the same address without the token. Whoever has no session sees one plain page that
says how to get in; nothing else of the server answers. Pure ASGI, because Starlette's BaseHTTPMiddleware lets
websockets through unchecked. When accounts come, they take the token's place here.
"""

from __future__ import annotations

import hmac
import logging
import os
import re
import secrets
from collections.abc import Callable
from functools import cache
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qsl, urlencode, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from core.messages import translate
from ui import connections, identity, refusal, sessions

TOKEN_VARIABLE = "WORKBENCH_TOKEN"  #: Handed over in the environment: a command line can be read by other users.
TOKEN_PARAMETER = "token"
HOSTS = frozenset({"127.0.0.1", "localhost"})
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})

#: Parts of Streamlit that are not used here and would hand out or take in files past the study's own rights.
CLOSED_PATHS = (
    "/media",
    "/_stcore/upload_file",
    "/_stcore/agent",
    "/_stcore/metrics",
    "/_stcore/script-health-check",
    "/app/static",
    "/component",
    "/auth",
    "/oauth2callback",
)

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self' 'unsafe-inline'",  # Streamlit's emotion writes <style> elements
        "img-src 'self' data: blob:",
        "media-src 'self' blob:",
        "connect-src 'self'",
        "font-src 'self' data:",
        "frame-ancestors 'none'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
    )
)
SECURITY_HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",  # not no-referrer: that would make the browser send “Origin: null”
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}
#: Our components' files carry a digest of their content in their name (`ui.components.building`), so a browser that has
#: one need never ask again. Nothing of a study is in them.
DIGEST_IN_NAME = re.compile(r"/_stcore/bidi-components/ui\.\w+/(\w+-)?[0-9a-f]{12}[./]")
POLICY_VIOLATION = 1008  #: The websocket close code of RFC 6455, section 7.4.1.


@cache
def launch_token() -> str:
    """The token of this server run, taken out of the environment so that no child process inherits it.

    Without a launcher one is made and its address printed, so that plain `streamlit run app.py` is closed as well.
    """
    token = os.environ.pop(TOKEN_VARIABLE, "")
    if not token:
        token = secrets.token_urlsafe(32)
        print(
            translate("Open the workbench at {address}", address=tokened_address(sessions.served_port(), token)),
            flush=True,
        )
    return token


def tokened_address(port: int, token: str) -> str:
    """The address that opens the workbench."""
    return f"http://127.0.0.1:{port}/?{urlencode({TOKEN_PARAMETER: token})}"


def ticket_of(token: str) -> str:
    """A token for one visit: what the launcher puts on the browser's command line, where other users may read it."""
    return hmac.new(token.encode(), b"one visit", "sha256").hexdigest()


class Gate:
    """ASGI middleware; the outermost one. Refuses first, asks the inner application afterwards."""

    def __init__(self, app: ASGIApp, token: Callable[[], str] = launch_token) -> None:
        self._app = app
        self._token = token
        self._is_ticket_spent = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await self._http(scope, receive, guarded(send, scope["path"]))
        elif scope["type"] == "websocket":
            await self._websocket(scope, receive, send)
        else:
            connections.send_at_once()
            self._token()  # at start-up, so that a missing launcher is noticed before the first visitor
            await self._app(scope, receive, send)

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        answer = self._refusal_of(scope)
        await (answer or self._app)(scope, receive, send)

    def _refusal_of(self, scope: Scope) -> Response | None:
        """The gate's own answer; None when the request may pass."""
        headers = Headers(scope=scope)
        if not is_own_host(headers):
            return PlainTextResponse(translate("This address does not belong to the workbench."), 400)
        if not is_own_page(scope["method"], headers):
            return PlainTextResponse(
                translate("Another website asked for this. The workbench answers only its own pages."), 403
            )
        session_id = session_id_of(headers)
        session = sessions.table().find(session_id)
        if scope["path"] == "/" and (offered := _offered_token(scope)) is not None:
            return self._exchange(scope, headers, offered, has_session=session is not None)
        if session is None:
            return _closed(headers)
        if is_closed_path(scope["path"]):
            return PlainTextResponse(translate("There is nothing here."), 404)
        return None

    def _exchange(self, scope: Scope, headers: Headers, offered: str, *, has_session: bool) -> Response:
        """Lead on to the address without the token; a browser without a session gets one if the token is right."""
        if not has_session and not self._opens(offered):
            return _closed(headers)
        response = onward(scope, headers)
        if not has_session:
            session_id = sessions.table().begin(person_name=identity.usual_name())
            response.set_cookie(
                sessions.cookie_name(),
                session_id,
                max_age=sessions.LONGEST_SECONDS,
                path="/",
                httponly=True,
                samesite="strict",
            )
        return response

    def _opens(self, offered: str) -> bool:
        """Whether this token lets a browser in; the ticket does so once."""
        token = self._token()
        if hmac.compare_digest(offered.encode(), token.encode()):
            return True
        if self._is_ticket_spent or not hmac.compare_digest(offered.encode(), ticket_of(token).encode()):
            return False
        self._is_ticket_spent = True
        return True

    async def _websocket(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = Headers(scope=scope)
        session_id = session_id_of(headers)

        def is_open() -> bool:
            return sessions.table().find(session_id) is not None

        if not (is_own_host(headers) and headers.get("origin") == own_origin(headers) and is_open()):
            await receive()  # the connect message
            await send({"type": "websocket.close", "code": POLICY_VIOLATION})
            return
        await self._app(scope, _while_open(receive, is_open), send)


def _while_open(receive: Receive, is_open: Callable[[], bool]) -> Receive:
    """A websocket outlives its session otherwise: each message asks again."""

    async def receive_while_open() -> Message:
        message = await receive()
        if message["type"] == "websocket.receive" and not is_open():
            return {"type": "websocket.disconnect", "code": POLICY_VIOLATION}
        return message

    return receive_while_open


def guarded(send: Send, path: str) -> Send:
    """Put the security headers on every answer, and keep all but the program's own files out of caches."""

    async def send_guarded(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in SECURITY_HEADERS.items():
                headers[name] = value
            if DIGEST_IN_NAME.match(path) and message["status"] == 200:
                headers["Cache-Control"] = "private, max-age=31536000, immutable"
            elif not path.startswith("/static/"):
                headers["Cache-Control"] = "no-store"
        await send(message)

    return send_guarded


def is_own_host(headers: Headers) -> bool:
    """Whether the browser asked for this machine by one of its own names (else: DNS rebinding)."""
    given = headers.getlist("host")
    if len(given) != 1:
        return False
    try:
        parts = urlsplit(f"//{given[0]}")
        _ = parts.port  # raises for anything but a number
    except ValueError:
        return False
    return parts.hostname in HOSTS and parts.netloc == given[0] and "@" not in given[0] and not parts.path


def own_origin(headers: Headers) -> str:
    """The origin our own pages have, as this browser addressed them."""
    return f"http://{headers.get('host', '')}"


def is_own_page(method: str, headers: Headers) -> bool:
    """Whether the request comes from our own pages or from the person typing the address.

    A same-site cookie is also sent by other servers on this machine (ports do not count), so Origin and the
    browser's own Sec-Fetch headers decide. https://www.w3.org/TR/fetch-metadata/
    """
    origin = headers.get("origin")
    if origin is not None and origin != own_origin(headers):
        return False
    if origin is None and method not in SAFE_METHODS:
        return False
    site = headers.get("sec-fetch-site", "same-origin")
    is_navigation = headers.get("sec-fetch-mode") == "navigate" and headers.get("sec-fetch-dest") == "document"
    return site in ("same-origin", "none") or (is_navigation and method in SAFE_METHODS)


def is_closed_path(path: str) -> bool:
    """Whether the path belongs to a part of Streamlit that stays shut even inside a session."""
    return any(path == closed or path.startswith(f"{closed}/") for closed in CLOSED_PATHS)


def session_id_of(headers: Headers) -> str | None:
    """The session id in the request's cookies."""
    return cookies_of(headers).get(sessions.cookie_name())


def cookies_of(headers: Headers) -> dict[str, str]:
    """All cookies of a request; none when the header cannot be read."""
    try:
        return {name: morsel.value for name, morsel in SimpleCookie(headers.get("cookie", "")).items()}
    except CookieError:
        return {}


def onward(scope: Scope, headers: Headers) -> Response:
    """Lead to the same address without the token.

    A strict cookie is not sent along when another site (or a local file) began the navigation; then our own page
    begins a new one.
    """
    kept = [
        (name, value) for name, value in parse_qsl(scope["query_string"].decode("latin-1")) if name != TOKEN_PARAMETER
    ]
    address = f"{scope['path']}?{urlencode(kept)}" if kept else str(scope["path"])
    if headers.get("sec-fetch-site", "none") in ("none", "same-origin"):
        return Response(status_code=303, headers={"Location": address})
    return HTMLResponse(refusal.leading_on(address))


def _offered_token(scope: Scope) -> str | None:
    query = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
    return next((value for name, value in query if name == TOKEN_PARAMETER), None)


def _closed(headers: Headers) -> Response:
    """What somebody without a session gets: a page for people, one line for programs."""
    logging.getLogger(__name__).info("refused: no session")
    if "text/html" in headers.get("accept", ""):
        return HTMLResponse(refusal.page(), 403)
    return PlainTextResponse(translate("Open the workbench again from the window it was started in."), 401)
