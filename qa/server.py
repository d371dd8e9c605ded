"""Serves the app: deadlines for slow clients, workers, a graceful stop; owns uvicorn."""

from __future__ import annotations

import asyncio
import ipaddress
import logging
import os
import signal
import socket
import sys
from collections.abc import Callable
from functools import partial
from tempfile import TemporaryDirectory
from typing import Any

import uvicorn
from fastapi import FastAPI
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.supervisors import Multiprocess

from qa.api import SEVERAL_PROCESSES, JsonLines, Rules, create_app
from qa.engine import open_engine
from qa.errors import SettingError
from qa.keys import KeyRing, Role, read_keys
from qa.settings import Settings

STOP_SECONDS = 10
KEEP_ALIVE_SECONDS = 5
BACKLOG = 512
_LOOPBACK_NAMES = ("localhost", "127.0.0.1", "[::1]")


class DeadlineProtocol(HttpToolsProtocol):
    """Closes a connection whose request has not arrived in time; uvicorn alone waits for ever."""

    def __init__(self, *given: Any, receive_seconds: float, **named: Any) -> None:  # noqa: ANN401
        super().__init__(*given, **named)
        self._receive_seconds = receive_seconds
        self._deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:  # noqa: ANN401
        """Starts the clock of the first request."""
        super().connection_made(transport)
        self._start()

    def data_received(self, data: bytes) -> None:
        """Starts the clock of a further request on the same connection."""
        if self._deadline is None and (self.cycle is None or self.cycle.response_complete):
            self._start()
        super().data_received(data)

    def on_message_complete(self) -> None:
        """Stops the clock: the request is whole."""
        self._stop()
        super().on_message_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stops the clock: nobody is there any more."""
        self._stop()
        super().connection_lost(exc)

    def _start(self) -> None:
        self._deadline = self.loop.call_later(self._receive_seconds, self.transport.close)

    def _stop(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None


def serve(settings: Settings, workers: int, tell: Callable[[str], None]) -> None:
    """Serves until it is told to stop; ``tell`` gets the address once the port is open.

    Raises:
        SettingError: if the address is taken, or is not loopback and that was not allowed.
        QaError: whatever keeps the engine from opening; the port is not opened then.
    """
    _check_host(settings)
    config = uvicorn.Config(
        # A worker is a process of its own and makes its own app, of these very settings.
        partial(app, settings) if workers > 1 else app(settings),
        factory=workers > 1,
        workers=workers,
        host=settings.host,
        port=settings.port,
        http=partial(DeadlineProtocol, receive_seconds=settings.receive_seconds),  # type: ignore[arg-type]
        timeout_graceful_shutdown=STOP_SECONDS,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        server_header=False,
        log_config=None,
        access_log=False,
    )
    listening = _listening(settings)
    tell(_address(listening))
    # uvicorn raises the signal again once it has stopped; that is a normal end.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    if workers > 1:
        with TemporaryDirectory() as folder:
            os.environ[SEVERAL_PROCESSES] = folder
            Multiprocess(config, sockets=[listening]).run()
    else:
        uvicorn.Server(config).run(sockets=[listening])


def app(settings: Settings) -> FastAPI:
    """The service of these settings, with an engine of its own that it closes when it stops."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=logging.INFO, handlers=[handler])
    loopback = is_loopback(settings.host)
    anonymous: Role | None = "read" if settings.allow_remote else None
    rules = Rules(
        keys=KeyRing(settings.keys_file),
        local="admin" if loopback else anonymous,
        anonymous=anonymous,
        per_minute=settings.rate_limit,
    )
    engine = open_engine(settings, create=True, receipts=True)
    return create_app(
        engine,
        queue=settings.queue,
        rules=rules,
        hosts=(*_LOOPBACK_NAMES, _name(settings.host)) if loopback else ("*",),
        log_questions=settings.log_questions,
        stopped=engine.close,
    )


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach the address."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _check_host(settings: Settings) -> None:
    if is_loopback(settings.host) or settings.allow_remote:
        return
    if all(key.revoked for key in read_keys(settings.keys_file)):
        raise SettingError(
            f"QA_HOST is {settings.host!r}, which other machines can reach, and there is no API "
            "key. Make one with `qa keys add`, or set QA_ALLOW_REMOTE=1 to let anybody there read "
            "(nobody can write), or use 127.0.0.1."
        )


def _listening(settings: Settings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listening = socket.socket(family)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((settings.host, settings.port))
        listening.listen(BACKLOG)  # whoever reads the address may call at once
    except OSError as error:
        listening.close()
        raise SettingError(
            f"{settings.host}:{settings.port} cannot be listened on: {error.strerror}. "
            "Stop what uses it, or choose another with --port."
        ) from None
    listening.set_inheritable(True)
    return listening


def _address(listening: socket.socket) -> str:
    host, port = listening.getsockname()[:2]
    return f"http://{_name(host)}:{port}"


def _name(host: str) -> str:
    """A host as it stands in an address."""
    return f"[{host}]" if ":" in host else host
