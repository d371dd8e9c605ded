"""What can be seen of a running service: metrics, an access log, and an id of each request."""

from __future__ import annotations

import json
import logging
import os
import re
import secrets
import time
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa.engine import Engine
from qa.types import NoAnswer, Reply

SEVERAL_PROCESSES = "PROMETHEUS_MULTIPROC_DIR"
"""The variable that names a folder in which worker processes put their numbers together."""

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
"""Of the metrics."""

_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)  # seconds
_REQUEST_ID = re.compile(r"[\w.:+/=-]{1,128}", re.ASCII)
_now_serving: ContextVar[str] = ContextVar("request_id", default="")
_access = logging.getLogger("qa.access")


class Metrics:
    """Counts and times for Prometheus; with several workers, those of all of them."""

    def __init__(self) -> None:
        self._registry = one = CollectorRegistry()
        self._requests = Counter(
            "qa_requests", "Requests", ["method", "route", "status"], registry=one
        )
        self._seconds = Histogram(
            "qa_request_seconds",
            "Time until a request was answered in full",
            ["route"],
            buckets=_BUCKETS,
            registry=one,
        )
        self._replies = Counter("qa_replies", "Replies to questions", ["kind"], registry=one)
        self._refusals = Counter(
            "qa_refusals", "Questions without an answer", ["reason"], registry=one
        )
        self._fallbacks = Counter(
            "qa_llm_fallbacks",
            "Answers that no LLM wrote, though one was asked",
            ["reason"],
            registry=one,
        )
        self.busy = Gauge(
            "qa_questions_in_progress",
            "Questions served or waiting",
            registry=one,
            multiprocess_mode="livesum",
        )
        self._index = {
            name: Gauge(f"qa_index_{name}", about, registry=one, multiprocess_mode="mostrecent")
            for name, about in (
                ("articles", "Articles in the index"),
                ("seq", "Number of the last change"),
                ("lag", "Changes that searches do not find yet"),
            )
        }

    def served(self, method: str, route: str, status: int, seconds: float) -> None:
        """Counts a request."""
        self._requests.labels(method, route, str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    def replied(self, reply: Reply) -> Reply:
        """Counts a reply, and gives it back."""
        refused = isinstance(reply, NoAnswer)
        self._replies.labels("no_answer" if refused else "answer").inc()
        if isinstance(reply, NoAnswer):
            self._refusals.labels(reply.reason).inc()
        elif reply.fallback:
            self._fallbacks.labels(reply.fallback).inc()
        return reply

    def text(self, engine: Engine) -> bytes:
        """All of it in the text format of Prometheus."""
        counted = engine.store.statistics()
        self._index["articles"].set(counted["articles"])
        self._index["seq"].set(counted["seq"])
        followed = min(counted["dense_seq"], counted["lexical_seq"])
        self._index["lag"].set(max(0, counted["seq"] - followed))
        registry = self._registry
        if SEVERAL_PROCESSES in os.environ:
            registry = CollectorRegistry()
            MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        return generate_latest(registry)


class Observed:
    """Gives each request an id, counts it, and writes one line about it when it has ended."""

    def __init__(self, app: ASGIApp, metrics: Metrics, log_questions: bool) -> None:
        self._app = app
        self._metrics = metrics
        self._log_questions = log_questions

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves the request; what it starts with bears the id."""
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        request_id = _request_id(Headers(scope=scope))
        _now_serving.set(request_id)
        status, started = 500, time.perf_counter()

        async def send_with_id(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)["X-Request-ID"] = request_id
            await send(message)

        try:
            await self._app(scope, receive, send_with_id)
        finally:
            self._tell(scope, status, time.perf_counter() - started)

    def _tell(self, scope: Scope, status: int, seconds: float) -> None:
        route = getattr(scope.get("route"), "path", "other")
        self._metrics.served(scope["method"], route, status, seconds)
        state = scope.get("state", {})
        event = {
            "method": scope["method"],
            "route": route,
            "status": status,
            "ms": round(1000 * seconds, 1),
            "key": state.get("caller", (None, None))[0],
        }
        if self._log_questions and "question" in state:
            event["question"] = state["question"]
        _access.info("request", extra={"event": event})


def _request_id(headers: Headers) -> str:
    """The id that the client or a proxy gave, where it is safe to repeat, else a new one."""
    given = headers.get("x-request-id", "")
    return given if _REQUEST_ID.fullmatch(given) else secrets.token_hex(16)


class JsonLines(logging.Formatter):
    """A log record as one line of JSON, with the id of the request that it belongs to."""

    def format(self, record: logging.LogRecord) -> str:
        """The line; everything that is not ASCII is escaped, so that nothing can break it."""
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if request_id := _now_serving.get():
            line["request_id"] = request_id
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps(line | getattr(record, "event", {}))
