"""Server-sent events: heartbeats, errors, and an end to the work when nobody listens."""

import http.client
import threading
from urllib.parse import urlsplit

import pytest
from fastapi import FastAPI

from qa.api import stream
from tests.serving import serving

PATIENCE = 20  # seconds; a failing test's, not a passing one's


class Work:
    """Three steps of work; each waits until it is told to go on."""

    def __init__(self, broken=False):
        self.started = [threading.Event() for _ in range(3)]
        self.go = [threading.Event() for _ in range(3)]
        self.closed = threading.Event()
        self._broken = broken

    def steps(self):
        try:
            for number, (started, go) in enumerate(zip(self.started, self.go, strict=True)):
                started.set()
                assert go.wait(PATIENCE)
                if self._broken:
                    raise RuntimeError("secret")
                yield "step", {"number": number}
        finally:
            self.closed.set()


@pytest.fixture
def opened():
    """A call of a stream of this work: its response and what closes it."""

    def call(work):
        app = FastAPI()

        @app.get("/")
        async def streamed():
            texts = stream.named(work.steps())
            return stream.response(texts, lambda error: stream.event("error", {"code": "x"}))

        running = serving(app)
        address = urlsplit(running.__enter__())
        connection = http.client.HTTPConnection(address.hostname, address.port, timeout=PATIENCE)
        connection.request("GET", "/")
        runs.append((running, connection, work))
        return connection

    runs = []
    yield call
    for running, connection, work in runs:
        connection.close()
        for go in work.go:
            go.set()
        running.__exit__(None, None, None)


def test_each_event_is_sent_before_the_next_is_made(opened):
    work = Work()
    connection = opened(work)
    work.go[0].set()
    response = connection.getresponse()

    first = [response.readline() for _ in range(4)]

    assert first == [b"id: 1\n", b"event: step\n", b'data: {"number": 0}\n', b"\n"]
    assert not work.started[2].is_set()
    assert response.headers["Cache-Control"] == "no-cache"
    assert response.headers["X-Accel-Buffering"] == "no"
    for go in work.go:
        go.set()
    assert response.read().decode().count("event: step") == 2
    assert work.closed.wait(PATIENCE)


def test_the_work_ends_when_nobody_listens_any_more(opened):
    work = Work()
    connection = opened(work)
    work.go[0].set()
    connection.getresponse().readline()
    assert work.started[1].wait(PATIENCE)

    connection.close()
    work.go[1].set()

    assert work.closed.wait(PATIENCE)
    assert not work.started[2].is_set()


def test_a_comment_keeps_the_connection_alive_while_work_takes_long(opened, monkeypatch):
    monkeypatch.setattr(stream, "HEARTBEAT_SECONDS", 0.05)
    work = Work()
    response = opened(work).getresponse()

    assert [response.readline() for _ in range(4)] == [b": keep-alive\n", b"\n"] * 2


def test_an_error_ends_the_stream_with_an_event(opened):
    work = Work(broken=True)
    work.go[0].set()
    told = opened(work).getresponse().read().decode()

    assert told == 'event: error\ndata: {"code": "x"}\n\n'
    assert work.closed.is_set()
