"""Server-sent events (WHATWG HTML, section 9.2) with heartbeats."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

from starlette.concurrency import run_in_threadpool

HEARTBEAT_SECONDS = 15
HEADERS = {"Cache-Control": "no-cache", "X-Accel-Buffering": "no"}

Event = tuple[str, dict[str, Any]]


async def events(
    produce: Iterator[Event], on_error: Callable[[Exception], Event]
) -> AsyncIterator[str]:
    """The events as text, one by one; a comment whenever the next takes long.

    An exception ends the stream with the event that ``on_error`` makes of it.
    """
    number = 0
    while True:
        waiting = asyncio.ensure_future(run_in_threadpool(_next, produce))
        while not (await asyncio.wait({waiting}, timeout=HEARTBEAT_SECONDS))[0]:
            yield ": keep-alive\n\n"
        try:
            event = waiting.result()
        except Exception as error:  # whatever it is, the client must learn that the stream ended
            event, produce = on_error(error), iter(())
        if event is None:
            return
        number += 1
        yield _text(number, *event)


def _next(produce: Iterator[Event]) -> Event | None:
    return next(produce, None)


def _text(number: int, name: str, data: dict[str, Any]) -> str:
    return f"id: {number}\nevent: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"
