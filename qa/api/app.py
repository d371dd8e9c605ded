"""Routes, middleware and life of the HTTP service."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Depends, FastAPI, Query, Request, Response
from fastapi.responses import FileResponse, StreamingResponse
from fastapi_swagger import patch_fastapi
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa import __version__
from qa.api import problems, stream
from qa.api.problems import Problem
from qa.api.schemas import (
    AddedAllOut,
    AnswerOut,
    ArticleIn,
    ArticleOut,
    ArticlesIn,
    ArticlesOut,
    AskIn,
    NoAnswerOut,
    ProblemOut,
    ReceiptOut,
    SearchIn,
    SearchOut,
    StatusOut,
)
from qa.engine import Engine, Searched
from qa.errors import ArticleError, QaError
from qa.replies import (
    Json,
    article_json,
    coverage_json,
    header_json,
    hit_json,
    question_json,
    reply_json,
    search_json,
)
from qa.types import Filter

logger = logging.getLogger(__name__)

WEB = Path(__file__).parent.parent / "web"
QUESTION_BYTES = 64 * 1024
ARTICLES_BYTES = 8 * 1024 * 1024
FOLLOW_SECONDS = 0.5
"""How often a server looks for what other processes have stored."""

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
# Swagger UI starts itself with an inline script and styles; nothing of the articles is shown there.
_DOCS_POLICY = _POLICY.replace("'self';", "'self' 'unsafe-inline';", 2)
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_PROBLEM: dict[int | str, dict[str, Any]] = {
    "4XX": {"model": ProblemOut, "description": "Problem details"},
    "5XX": {"model": ProblemOut, "description": "Problem details"},
}


def create_app(
    engine: Engine, *, queue: int = 32, writable: bool = True, hosts: tuple[str, ...] = ("*",)
) -> FastAPI:
    """The service over an engine: page, API, health and documentation.

    At most ``queue`` requests are served or wait at once; without ``writable`` articles can be
    read but not changed; ``hosts`` are the names by which it may be called.
    """
    app = FastAPI(
        title="Dân vận QA",
        version=__version__,
        description="Answers made of sentences that stand in the articles, each with its citation.",
        docs_url=None,
        redoc_url=None,
        swagger_ui_oauth2_redirect_url=None,
        lifespan=_following(engine),
        redirect_slashes=False,
    )
    problems.install(app)
    app.include_router(_asking(engine), dependencies=[Depends(_Gate(queue))])
    app.include_router(_collection(engine, writable))
    app.include_router(_health(engine))
    _serve_page(app)
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=list(hosts))
    app.add_middleware(_BodyLimit)
    app.add_middleware(_Headers)
    return app


class _Gate:
    """Lets a bounded number of requests in; the others are told at once to come back."""

    def __init__(self, places: int) -> None:
        self._free = places

    async def __call__(self) -> AsyncIterator[None]:
        if self._free == 0:
            raise Problem("overloaded")
        self._free -= 1  # one event loop, so nothing comes between
        try:
            yield
        finally:
            self._free += 1


def _asking(engine: Engine) -> APIRouter:
    router = APIRouter(prefix="/v1", tags=["questions"], responses=_PROBLEM)
    events: Json = {"text/event-stream": {"schema": {"type": "string"}}}

    @router.post(
        "/ask",
        response_model=AnswerOut | NoAnswerOut,
        responses={200: {"content": events}},
    )
    async def ask(asked: AskIn, request: Request) -> Response | Json:
        """Answers a question, or says why the articles do not.

        With `Accept: text/event-stream` the events `question`, `hits`, `sentence`…, `done` (the
        whole reply) or `error` (problem details) are sent as they come.
        """
        filters = asked.filters.filter()
        if "text/event-stream" in request.headers.get("accept", ""):
            language = problems.wanted_language(request.headers.get("accept-language", ""))
            searched = await run_in_threadpool(engine.search, asked.question, filters, asked.top_k)
            produced = _answer_events(engine, searched)
            sent = stream.events(produced, lambda error: _error_event(error, language))
            return StreamingResponse(sent, media_type="text/event-stream", headers=stream.HEADERS)
        return reply_json(await run_in_threadpool(engine.ask, asked.question, filters, asked.top_k))

    @router.post("/search", response_model=SearchOut)
    def search(asked: SearchIn) -> Json:
        """The passages that fit a question best, without an answer."""
        found = engine.search(asked.question, asked.filters.filter(), asked.top_k)
        return search_json(found.question, found.hits)

    @router.get("/replies/{reply_id}", response_model=ReceiptOut)
    def receipt(reply_id: str) -> Json:
        """What was replied under an id, and whether the cited articles still say so."""
        return engine.receipt(reply_id)

    return router


def _answer_events(engine: Engine, searched: Searched) -> Iterator[stream.Event]:
    yield "question", question_json(searched.question)
    yield "hits", {"hits": [hit_json(hit) for hit in searched.hits]}
    reply = reply_json(engine.read(searched))
    shown: set[int] = set()
    for sentence in reply.get("sentences", ()):
        new = [each for each in reply["citations"] if each["number"] in sentence["citations"]]
        yield (
            "sentence",
            {
                "sentence": sentence,
                "citations": [each for each in new if each["number"] not in shown],
            },
        )
        shown.update(sentence["citations"])
    yield "done", reply


def _error_event(error: Exception, language: str) -> stream.Event:
    code = problems.error_code(error) if isinstance(error, QaError) else "internal"
    logger.error("A stream ended with %s", code, exc_info=error)
    return "error", problems.problem(code, language)


def _collection(engine: Engine, writable: bool) -> APIRouter:
    router = APIRouter(prefix="/v1/articles", tags=["articles"], responses=_PROBLEM)

    def writing() -> None:
        if not writable:
            raise Problem("forbidden")

    @router.get("", response_model=ArticlesOut)
    def list_articles(
        limit: Annotated[int, Query(ge=1, le=200)] = 50,
        cursor: Annotated[str | None, Query(max_length=500)] = None,
        place: Annotated[list[str] | None, Query(max_length=100)] = None,
        outlet: Annotated[list[str] | None, Query(max_length=100)] = None,
        since: date | None = None,
        until: date | None = None,
    ) -> Json:
        """The articles in the order of their ids, a page at a time."""
        filters = Filter(tuple(place or ()), tuple(outlet or ()), since, until)
        headers = engine.headers(cursor, limit + 1, filters)
        return {
            "articles": [header_json(header) for header in headers[:limit]],
            "next": headers[limit - 1].article_id if len(headers) > limit else None,
            "coverage": coverage_json(engine.coverage()),
        }

    @router.get("/{article_id}", response_model=ArticleOut)
    def read_article(article_id: str) -> Json:
        """An article with its text."""
        return article_json(engine.article(article_id))

    @router.post("", response_model=AddedAllOut, dependencies=[Depends(writing)])
    def add_articles(sent: ArticlesIn) -> Json:
        """Adds or replaces articles; sending the same again changes nothing.

        When the reply comes, what it reports is stored durably and found by the next question.
        """
        return {"results": [_add(engine, each) for each in sent.articles]}

    @router.delete("/{article_id}", status_code=204, dependencies=[Depends(writing)])
    def delete_article(article_id: str) -> None:
        """Removes an article."""
        engine.delete(article_id)

    return router


def _add(engine: Engine, sent: ArticleIn) -> Json:
    given = sent.model_dump(exclude={"text"}) | {
        "places": None if sent.places is None else tuple(sent.places)
    }
    try:
        article_id, outcome = engine.add_text(sent.text, **given)
    except ArticleError:
        return {"article_id": sent.article_id, "outcome": None, "code": "article_unreadable"}
    return {"article_id": article_id, "outcome": outcome, "code": None}


def _health(engine: Engine) -> APIRouter:
    router = APIRouter(tags=["health"], responses=_PROBLEM)

    @router.get("/healthz", response_model=StatusOut)
    async def healthz() -> Json:
        """The process answers."""
        return {"status": "ok"}

    @router.get("/readyz", response_model=StatusOut)
    def readyz() -> Json:
        """A real search works."""
        engine.search("công tác dân vận", top_k=1)
        return {"status": "ok"}

    return router


def _serve_page(app: FastAPI) -> None:
    @app.get("/", include_in_schema=False)
    async def page() -> FileResponse:
        return FileResponse(WEB / "index.html", media_type="text/html")

    app.mount("/web", StaticFiles(directory=WEB))
    patch_fastapi(app, redirect_from_root_to_docs=False)


class _BodyLimit:
    """Stops reading a body that is too large for its address, whether it was announced or not."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        limit = ARTICLES_BYTES if scope.get("path") == "/v1/articles" else QUESTION_BYTES
        received = 0

        async def receive_within_limit() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > limit:
                raise HTTPException(413)
            return message

        await self._app(scope, receive_within_limit, send)


class _Headers:
    """Puts the security headers on every response, streams among them."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                _add_headers(MutableHeaders(scope=message), scope["path"])
            await send(message)

        await self._app(scope, receive, send_with_headers)


def _add_headers(headers: MutableHeaders, path: str) -> None:
    headers.update(_HEADERS)
    headers["Content-Security-Policy"] = _DOCS_POLICY if path == "/docs" else _POLICY
    page = path == "/" or path.startswith(("/web/", "/swagger/"))
    headers.setdefault("Cache-Control", "no-cache" if page else "no-store")


def _following(engine: Engine) -> Callable[[FastAPI], contextlib.AbstractAsyncContextManager[None]]:
    """While the service lives, what other processes store is taken in."""

    @contextlib.asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        task = asyncio.create_task(_follow(engine))
        yield
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task

    return lifespan


async def _follow(engine: Engine) -> None:
    while True:
        await asyncio.sleep(FOLLOW_SECONDS)
        try:
            await run_in_threadpool(engine.refresh)
        except QaError as error:  # a full disk or a lock passes; the next round tries again
            logger.warning("The index could not be brought up to date: %s", error)
