"""Text from an OpenAI-compatible server, within a time, a size and no redirect."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any

from qa.errors import SettingError
from qa.types import Fallback

if TYPE_CHECKING:
    import httpx2

MOST_BYTES = 2_000_000
"""Bytes of a response that are read; a stream of 700 tokens has about 200,000."""
_CONNECT_SECONDS = 5.0


class LlmFailed(Exception):
    """Why there is no more text from the server."""

    def __init__(self, fallback: Fallback, detail: str = "") -> None:
        super().__init__(detail or fallback)
        self.fallback: Fallback = fallback


class Llm:
    """One model on one server; safe to be called from several threads."""

    def __init__(self, client: Any, model: str, seconds: float, tokens: int) -> None:  # noqa: ANN401
        self._client = client
        self._model = model
        self._seconds = seconds
        self._tokens = tokens

    def write(self, messages: list[dict[str, str]]) -> Iterator[str]:
        """Pieces of the text that the model writes, as they come.

        Raises:
            LlmFailed: if the server cannot be reached, is late, or sends what cannot be used.
        """
        deadline = time.monotonic() + self._seconds
        pieces: SimpleQueue[str | LlmFailed | None] = SimpleQueue()
        stopped = threading.Event()
        # A read from a silent server cannot be called off, so it waits in a thread of its own.
        threading.Thread(
            target=self._fetch, args=(messages, pieces, stopped), name="llm", daemon=True
        ).start()
        try:
            yield from _before(deadline, pieces)
        finally:
            stopped.set()

    def _fetch(
        self,
        messages: list[dict[str, str]],
        pieces: SimpleQueue[str | LlmFailed | None],
        stopped: threading.Event,
    ) -> None:
        try:
            with self._client.chat.completions.create(
                model=self._model,
                messages=messages,
                max_tokens=self._tokens,
                temperature=0,
                stream=True,
            ) as stream:
                for chunk in stream:
                    if stopped.is_set():
                        return
                    if chunk.choices and (text := chunk.choices[0].delta.content):
                        pieces.put(text)
            pieces.put(None)
        except Exception as error:  # whatever a server may do, the reader falls back
            pieces.put(LlmFailed(_reason(error), f"{type(error).__name__}: {error}"))


def _before(deadline: float, pieces: SimpleQueue[str | LlmFailed | None]) -> Iterator[str]:
    while True:
        try:
            piece = pieces.get(timeout=max(0.0, deadline - time.monotonic()))
        except Empty:
            raise LlmFailed("timeout") from None
        if isinstance(piece, LlmFailed):
            raise piece
        if piece is None:
            return
        yield piece


def _reason(error: Exception) -> Fallback:
    import openai

    if isinstance(error, openai.APITimeoutError):
        return "timeout"
    if isinstance(error, openai.APIConnectionError):
        return "unreachable"
    if isinstance(error, openai.APIStatusError):
        return "rejected"
    return "unusable"


def open_llm(url: str, model: str, key: str, seconds: float, tokens: int) -> Llm:
    """The model ``model`` behind ``url``, such as ``http://127.0.0.1:11434/v1``.

    Raises:
        SettingError: if the openai client is not installed.
    """
    try:
        import httpx2  # noqa: F401
        import openai
    except ImportError:
        raise SettingError(
            "QA_LLM_URL is set, but the openai client is not installed. "
            'Install it with: pip install "danvan-qa[llm]", or unset QA_LLM_URL.'
        ) from None
    client = openai.OpenAI(
        base_url=url,
        api_key=key or "none",  # local servers need none, the client needs one
        max_retries=0,
        http_client=_bounded_client(seconds),
    )
    return Llm(client, model, seconds, tokens)


def _bounded_client(seconds: float) -> httpx2.Client:
    """An HTTP client that stops reading a response that is larger than any answer."""
    import httpx2

    class BoundedStream(httpx2.SyncByteStream):
        def __init__(self, inner: httpx2.SyncByteStream) -> None:
            self._inner = inner

        def __iter__(self) -> Iterator[bytes]:
            left = MOST_BYTES
            for piece in self._inner:
                left -= len(piece)
                if left < 0:
                    raise LlmFailed("unusable", "The response is too large.")
                yield piece

        def close(self) -> None:
            self._inner.close()

    class Bounded(httpx2.HTTPTransport):
        def handle_request(self, request: httpx2.Request) -> httpx2.Response:
            response = super().handle_request(request)
            response.stream = BoundedStream(response.stream)  # type: ignore[arg-type]
            return response

    return httpx2.Client(
        transport=Bounded(),
        timeout=httpx2.Timeout(seconds, connect=min(seconds, _CONNECT_SECONDS)),
        follow_redirects=False,
        trust_env=False,
    )
