"""What every request passes before its route: names, origins, body limits, headers."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa.api import problems

QUESTION_BYTES = 64 * 1024
CONVERSATION_BYTES = 1024 * 1024
ARTICLES_BYTES = 8 * 1024 * 1024
_LARGER = (("/v1/articles", ARTICLES_BYTES), ("/v1/chat/", CONVERSATION_BYTES))

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
# Swagger UI starts itself with an inline script and styles; nothing of the articles is shown there.
_DOCS_POLICY = _POLICY.replace("'self';", "'self' 'unsafe-inline';", 2)
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_READING = ("GET", "HEAD", "OPTIONS")


class Headed:
    """Puts the security headers on every response, streams among them."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves the request; what it starts with bears the headers."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                _add_headers(MutableHeaders(scope=message), scope["path"])
            await send(message)

        await self._app(scope, receive, send_with_headers)


def _add_headers(headers: MutableHeaders, path: str) -> None:
    headers.update(_HEADERS)
    headers["Content-Security-Policy"] = _DOCS_POLICY if path == "/docs" else _POLICY
    page = path == "/" or path.startswith(("/web/", "/swagger/"))
    headers.setdefault("Cache-Control", "no-cache" if page else "no-store")


class Addressed:
    """Lets in only requests to a name of ours, and no change that another site's page sends."""

    def __init__(self, app: ASGIApp, hosts: tuple[str, ...]) -> None:
        self._app = app
        self._hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves the request, or says what is wrong with its address."""
        if scope["type"] == "http" and (code := self._fault(scope["method"], Headers(scope=scope))):
            response = problems.response(Request(scope), code)
            return await response(scope, receive, send)
        await self._app(scope, receive, send)

    def _fault(self, method: str, headers: Headers) -> str | None:
        if "*" not in self._hosts and _name(headers.get("host", "")) not in self._hosts:
            return "unknown_host"
        if method not in _READING and _is_foreign(headers):
            return "foreign_origin"
        return None


def _name(host: str) -> str:
    """The host without its port."""
    return re.sub(r":\d*$", "", host).lower()


def _is_foreign(headers: Headers) -> bool:
    """Whether a browser sends this for a page of another site.

    A form of any page may send files here without asking (CORS calls it a simple request). A proxy
    that calls us by another name tells the name it was called by.
    """
    if site := headers.get("sec-fetch-site"):
        return site not in ("same-origin", "none")
    origin = headers.get("origin")
    ours = {headers.get("host"), headers.get("x-forwarded-host")}
    return origin is not None and urlsplit(origin).netloc not in ours


class Bounded:
    """Stops reading a body that is too large for its address, whether it was announced or not."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves the request as far as its body is small enough."""
        path = scope.get("path", "")
        limit = next((most for start, most in _LARGER if path.startswith(start)), QUESTION_BYTES)
        received = 0

        async def receive_within_limit() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > limit:
                raise HTTPException(413)
            return message

        await self._app(scope, receive_within_limit, send)
