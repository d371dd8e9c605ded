"""Server-sent events (WHATWG HTML, section 9.2) with heartbeats."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Generator, Iterator
from typing import Any

from fastapi.responses import StreamingResponse
from starlette.concurrency import run_in_threadpool

HEARTBEAT_SECONDS = 15
_HEADERS = {"Cache-Control": "no-cache", "X-Accel-Buffering": "no"}

Event = tuple[str, dict[str, Any]]
Texts = Generator[str, None, None]
"""The text of a stream, an event at a time."""


def response(texts: Texts, on_error: Callable[[Exception], str]) -> StreamingResponse:
    """A stream of events, each sent as soon as it is there."""
    sent = beating(texts, on_error)
    return StreamingResponse(sent, media_type="text/event-stream", headers=_HEADERS)


def named(events: Iterator[Event]) -> Texts:
    """Events with their names, numbered from 1."""
    for number, (name, data) in enumerate(events, start=1):
        yield f"id: {number}\n{event(name, data)}"


def event(name: str, data: dict[str, Any]) -> str:
    """One event as text."""
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"


async def beating(texts: Texts, on_error: Callable[[Exception], str]) -> AsyncIterator[str]:
    """The texts one by one; a comment whenever the next takes long.

    An exception ends the stream with what ``on_error`` makes of it. When nobody listens any more,
    the work stops before its next step.
    """
    waiting = None
    try:
        while True:
            waiting = asyncio.ensure_future(run_in_threadpool(next, texts, None))
            while not (await asyncio.wait({waiting}, timeout=HEARTBEAT_SECONDS))[0]:
                yield ": keep-alive\n\n"
            try:
                text = waiting.result()
            except (
                Exception
            ) as error:  # whatever it is, the client must learn that the stream ended
                yield on_error(error)
                return
            if text is None:
                return
            yield text
    finally:
        if waiting and not waiting.done():  # a step that runs in its thread cannot be closed
            waiting.add_done_callback(lambda _: texts.close())
        else:
            texts.close()
