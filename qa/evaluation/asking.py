"""The callables that ask a running server; in process, the engine's own take their place."""

from __future__ import annotations

import functools
import http.client
import json
from collections.abc import Callable, Mapping
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote, urlsplit
from urllib.request import Request, urlopen

from qa.errors import NotFound, QaError, RejectedInput

Ask = Callable[[str], Mapping[str, Any]]
"""A question to the JSON reply of ``POST /v1/ask``."""
ArticleText = Callable[[str], str | None]
"""An article id to the text of the article, or ``None``."""

_KINDS = ("answer", "no_answer")
_LONGEST_REPLY = 32 * 2**20


def ask_server(url: str, timeout: float = 30.0) -> Ask:
    """A callable that puts questions to the server at this address.

    Each waits at most ``timeout`` seconds for the server to say something, and raises ``QaError``
    where the server cannot be reached or does not reply as promised.

    Raises:
        RejectedInput: if the address is not one of http or https.
    """
    address = _base(url) + "/v1/ask"

    def ask(question: str) -> Mapping[str, Any]:
        body = json.dumps({"question": question}).encode()
        reply = _json(Request(address, body, {"Content-Type": "application/json"}), timeout)
        if reply.get("kind") not in _KINDS:
            raise QaError(
                f"{address} replied with the kind {reply.get('kind')!r}, not with one of {_KINDS}. "
                "Check that the address is that of a server of this version."
            )
        return reply

    return ask


def article_text_from(url: str, timeout: float = 30.0) -> ArticleText:
    """A callable that reads the text of an article from the server, each at most once.

    Raises:
        RejectedInput: if the address is not one of http or https.
    """
    base = _base(url)

    @functools.cache
    def article_text(article_id: str) -> str | None:
        address = f"{base}/v1/articles/{quote(article_id, safe='')}"
        try:
            text = _json(Request(address), timeout).get("text")
        except NotFound:
            return None
        return text if isinstance(text, str) else None

    return article_text


def _base(url: str) -> str:
    try:
        parts = urlsplit(url)
        usable = (
            parts.scheme in ("http", "https")
            and bool(parts.hostname)
            and parts.port != 0
            and url.isascii()
        )
    except ValueError:
        usable = False
    if not usable:
        raise RejectedInput(
            f"{url!r} is no address of a server. Write one such as http://127.0.0.1:8000."
        )
    return url.rstrip("/")


def _json(request: Request, timeout: float) -> dict[str, Any]:
    address = request.full_url
    try:
        with urlopen(request, timeout=timeout) as response:
            reply = json.loads(response.read(_LONGEST_REPLY))
    except HTTPError as error:
        error.close()
        kind = NotFound if error.code == 404 else QaError
        raise kind(
            f"{address} answered with the status {error.code}. See the log of the server."
        ) from error
    except (OSError, http.client.HTTPException) as error:
        raise QaError(
            f"{address} cannot be reached ({error}). Start the server or correct the address."
        ) from error
    except (ValueError, RecursionError) as error:
        raise QaError(f"{address} did not reply with JSON. Check the address.") from error
    if not isinstance(reply, dict):
        raise QaError(f"{address} did not reply with a JSON object. Check the address.")
    return reply
