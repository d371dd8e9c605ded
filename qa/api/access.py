"""Who may do what, and how often: API keys, roles and a rate for each key."""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from fastapi import Security
from fastapi.security import APIKeyHeader, HTTPBearer
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa.api import problems
from qa.keys import Key, KeyRing, Role, allows

MOST_CALLERS = 10_000
"""Callers whose rates are remembered; the one that has been quiet longest is forgotten first."""

KEYED = [
    Security(HTTPBearer(auto_error=False, description="An API key, as `Authorization: Bearer …`")),
    Security(APIKeyHeader(name="X-API-Key", auto_error=False, description="An API key by itself")),
]
"""How routes tell the contract that they take a key; ``Guarded`` is what asks for it."""

_OPEN = ("/", "/docs", "/healthz", "/readyz", "/openapi.json")
_OPEN_FOLDERS = ("/web/", "/swagger/")
_READING = ("GET", "HEAD", "OPTIONS")


@dataclass(frozen=True, slots=True)
class Rules:
    """Who is let in: the keys, what those without a key may do, requests a minute of each caller.

    ``local`` is the role of everybody as long as no key was ever made, ``anonymous`` that of who
    brings none afterwards; ``None`` is no role at all.
    """

    keys: KeyRing | None = None
    local: Role | None = "admin"
    anonymous: Role | None = None
    per_minute: int = 0

    def caller(self, given: str) -> tuple[Key | None, Role | None]:
        """The key of a caller, if it has one, and its role.

        As long as no key was made none can be wrong: many clients cannot do without sending one.
        """
        if self.keys is None or self.keys.is_empty:
            return None, self.local
        if not given:
            return None, self.anonymous
        key = self.keys.find(given)
        return key, key.role if key else None


def needed_role(method: str, path: str) -> Role | None:
    """The role that a request needs, ``None`` for what is open to all; what is new is closed."""
    if path in _OPEN or path.startswith(_OPEN_FOLDERS):
        return None
    if path == "/metrics":
        return "admin"
    changes = method not in _READING and path.startswith("/v1/articles")
    return "write" if changes else "read"


class Guarded:
    """Lets requests in by their key, before anything of their bodies is read."""

    def __init__(
        self, app: ASGIApp, rules: Rules, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._app = app
        self._rules = rules
        self._rates = _Rates(rules.per_minute, clock) if rules.per_minute else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves the request, or says what is missing."""
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        needed = needed_role(scope["method"], scope["path"])
        key, role = self._rules.caller(_given(Headers(scope=scope)))
        scope.setdefault("state", {})["caller"] = (key.name if key else None, role)
        if needed is None:
            return await self._app(scope, receive, send)
        if role is None:
            return await _refuse(
                scope, receive, send, "unauthorized", {"WWW-Authenticate": "Bearer"}
            )
        if not allows(role, needed):
            return await _refuse(scope, receive, send, "forbidden")
        if self._rates is None or (key is None and role == "admin"):  # this machine itself
            return await self._app(scope, receive, send)
        caller = f"key {key.name}" if key else f"address {(scope.get('client') or ('',))[0]}"
        await self._within_rate(scope, receive, send, self._rates.take(caller))

    async def _within_rate(
        self, scope: Scope, receive: Receive, send: Send, taken: tuple[int, int]
    ) -> None:
        left, seconds = taken
        told = {
            "RateLimit-Policy": f'"default";q={self._rules.per_minute};w=60',
            "RateLimit": f'"default";r={max(0, left)};t={seconds}',
        }
        if left < 0:
            told["Retry-After"] = str(seconds)
            return await _refuse(scope, receive, send, "rate_limited", told)

        async def send_with_rate(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(told)
            await send(message)

        await self._app(scope, receive, send_with_rate)


def _given(headers: Headers) -> str:
    """The key that the request brings, as a bearer token or by itself."""
    scheme, _, token = headers.get("authorization", "").partition(" ")
    bearer = token.strip() if scheme.lower() == "bearer" else ""
    return bearer or headers.get("x-api-key", "")


async def _refuse(
    scope: Scope, receive: Receive, send: Send, code: str, headers: dict[str, str] | None = None
) -> None:
    await problems.response(Request(scope), code, headers)(scope, receive, send)


class _Rates:
    """A token bucket for each caller: a minute's worth at once, refilled evenly."""

    def __init__(self, per_minute: int, clock: Callable[[], float]) -> None:
        self._most = per_minute
        self._clock = clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, caller: str) -> tuple[int, int]:
        """How many requests are left after this one, -1 if there was none, and seconds to wait."""
        now = self._clock()
        tokens, at = self._buckets.pop(caller, (float(self._most), now))
        tokens = min(self._most, tokens + (now - at) * self._most / 60)
        allowed = tokens >= 1
        tokens -= allowed
        self._buckets[caller] = (tokens, now)
        if len(self._buckets) > MOST_CALLERS:
            self._buckets.popitem(last=False)
        seconds = math.ceil(max(0.0, 1 - tokens) * 60 / self._most)
        return (int(tokens) if allowed else -1), seconds
