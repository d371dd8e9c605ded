"""An OpenAI-compatible server that behaves as it is told: well, badly, or not at all."""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Behaviour = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    """One request; what was asked stands in ``server.asked``."""

    protocol_version = "HTTP/1.1"
    server: Stub

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.asked.append(
            {"path": self.path, "key": self.headers["Authorization"], **json.loads(body)}
        )
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # whoever asked has gone
            self.server.behaviour(self)
        self.close_connection = True

    def do_GET(self) -> None:
        """Where a redirect leads: nobody may come here."""
        self.server.asked.append({"path": self.path, "redirected": True})
        self.reply(200, b"{}")

    def reply(self, status: int, body: bytes, kind: str = "application/json", **more: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(body)), **more}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def start(self, kind: str = "text/event-stream") -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Connection", "close")
        self.end_headers()

    def event(self, data: str) -> None:
        self.wfile.write(f"data: {data}\n\n".encode())
        self.wfile.flush()

    def delta(self, text: str, field: str = "content") -> None:
        chunk = {
            "id": "c", "object": "chat.completion.chunk", "created": 0, "model": "stub",
            "choices": [{"index": 0, "delta": {field: text}, "finish_reason": None}],
        }  # fmt: skip
        self.event(json.dumps(chunk, ensure_ascii=False))

    def log_message(self, format: str, *args: Any) -> None:
        """Says nothing."""


class Stub(ThreadingHTTPServer):
    """The server; ``behaviour`` answers every request, ``released`` ends those that hang."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[dict[str, Any]] = []
        self.behaviour: Behaviour = writes("")
        self.released = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/v1"


@contextlib.contextmanager
def running() -> Iterator[Stub]:
    stub = Stub()
    thread = threading.Thread(target=stub.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield stub
    finally:
        stub.released.set()
        stub.shutdown()
        thread.join()
        stub.server_close()


def writes(text: str, pieces: int = 7) -> Behaviour:
    """Streams a text in pieces of so many letters, and ends well."""

    def behave(handler: Handler) -> None:
        handler.start()
        for at in range(0, len(text), pieces):
            handler.delta(text[at : at + pieces])
        handler.event("[DONE]")

    return behave


def breaks_off(text: str) -> Behaviour:
    def behave(handler: Handler) -> None:
        handler.start()
        handler.delta(text)

    return behave


def hangs_after(text: str) -> Behaviour:
    """Writes and then falls silent with the connection open."""

    def behave(handler: Handler) -> None:
        handler.start()
        if text:
            handler.delta(text)
        handler.server.released.wait(30)

    return behave


def never_ends(text: str) -> Behaviour:
    """Streams the same for ever, slowly."""

    def behave(handler: Handler) -> None:
        handler.start()
        while not handler.server.released.wait(0.02):
            handler.delta(text)

    return behave


def floods(handler: Handler) -> None:
    """One event without an end."""
    handler.start()
    for _ in range(400):
        handler.wfile.write(b"data: " + b"x" * 65536)


def status(code: int, body: bytes = b'{"error": {"message": "no"}}', **headers: str) -> Behaviour:
    return lambda handler: handler.reply(code, body, **headers)


def redirects(handler: Handler) -> None:
    handler.reply(307, b"", Location=f"{handler.server.url}/elsewhere")


def redirects_to_get(handler: Handler) -> None:
    handler.reply(302, b"", Location=f"{handler.server.url}/elsewhere")


def sends(body: bytes, kind: str) -> Behaviour:
    """A whole body where a stream was asked for."""
    return lambda handler: handler.reply(200, body, kind)


def streams_events(*events: str) -> Behaviour:
    def behave(handler: Handler) -> None:
        handler.start()
        for event in events:
            handler.event(event)

    return behave


def thinks_apart(thought: str, text: str) -> Behaviour:
    """Reasoning in a field of its own, as vLLM and llama.cpp send it."""

    def behave(handler: Handler) -> None:
        handler.start()
        handler.delta(thought, "reasoning_content")
        handler.delta(text)
        handler.event("[DONE]")

    return behave
