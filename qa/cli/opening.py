"""The engine for the length of a command."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from qa.settings import read_settings

if TYPE_CHECKING:
    from qa.engine import Engine


@contextmanager
def opened_engine(*, read_only: bool = True, create: bool = False) -> Iterator[Engine]:
    """The engine of these settings, closed afterwards."""
    from qa.engine import open_engine

    engine = open_engine(read_settings(), read_only=read_only, create=create)
    try:
        yield engine
    finally:
        engine.close()


@contextmanager
def asking(
    server: str | None,
) -> Iterator[tuple[Callable[[str], Any], Callable[[str], str | None]]]:
    """What asks a question and what reads a cited article: over HTTP or in process."""
    from qa import evaluation
    from qa.replies import reply_json

    if server:
        yield evaluation.ask_server(server), evaluation.article_text_from(server)
        return
    with opened_engine() as engine:
        yield (
            lambda question: reply_json(engine.ask(question)),
            lambda article_id: getattr(engine.store.article(article_id), "text", None),
        )
