"""The service put together: routes, middleware, page, and its life."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Callable
from pathlib import Path

from fastapi import FastAPI
from fastapi.responses import FileResponse
from fastapi_swagger import patch_fastapi
from starlette.concurrency import run_in_threadpool
from starlette.staticfiles import StaticFiles

from qa import __version__
from qa.api import chat, collection, contract, health, problems, questions
from qa.api.access import KEYED, Guarded, Rules
from qa.api.middleware import Addressed, Bounded, Headed
from qa.api.observing import Metrics, Observed
from qa.engine import Engine
from qa.errors import QaError

logger = logging.getLogger(__name__)

WEB = Path(__file__).parent.parent / "web"
FOLLOW_SECONDS = 0.5
"""How often a server looks for what other processes have stored."""


def create_app(
    engine: Engine,
    *,
    queue: int = 32,
    rules: Rules = Rules(),
    hosts: tuple[str, ...] = ("*",),
    log_questions: bool = False,
    stopped: Callable[[], None] = lambda: None,
) -> FastAPI:
    """The service over an engine: page, API, health and documentation.

    At most ``queue`` requests are served or wait at once; ``rules`` say who may do what;
    ``hosts`` are the names by which it may be called; questions stand in the access log only with
    ``log_questions``. ``stopped`` is called when nothing is served any more, so that whoever made
    the engine for this service alone can close it.
    """
    app = FastAPI(
        title="Dân vận QA",
        version=__version__,
        description="Answers made of sentences that stand in the articles, each with its citation.",
        docs_url=None,
        redoc_url=None,
        swagger_ui_oauth2_redirect_url=None,
        lifespan=_living(engine, stopped),
        redirect_slashes=False,
    )
    problems.install(app)
    metrics = Metrics()
    gate = questions.Gate(queue, metrics)
    app.include_router(questions.routes(engine, gate, metrics), dependencies=KEYED)
    app.include_router(chat.routes(engine, gate, metrics), dependencies=KEYED)
    app.include_router(collection.routes(engine), dependencies=KEYED)
    app.include_router(health.routes(engine))
    app.include_router(health.keyed_routes(engine, metrics), dependencies=KEYED)
    contract.complete(app)
    _serve_page(app)
    app.add_middleware(Guarded, rules=rules)
    app.add_middleware(Addressed, hosts=hosts)
    app.add_middleware(Bounded)
    app.add_middleware(Headed)
    app.add_middleware(Observed, metrics=metrics, log_questions=log_questions)
    return app


def _serve_page(app: FastAPI) -> None:
    @app.get("/", include_in_schema=False)
    async def page() -> FileResponse:
        return FileResponse(WEB / "index.html", media_type="text/html")

    app.mount("/web", StaticFiles(directory=WEB))
    patch_fastapi(app, redirect_from_root_to_docs=False)


def _living(
    engine: Engine, stopped: Callable[[], None]
) -> Callable[[FastAPI], contextlib.AbstractAsyncContextManager[None]]:
    """While the service lives, what other processes store is taken in."""

    @contextlib.asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        task = asyncio.create_task(_follow(engine))
        yield
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
        stopped()

    return lifespan


async def _follow(engine: Engine) -> None:
    while True:
        await asyncio.sleep(FOLLOW_SECONDS)
        try:
            await run_in_threadpool(engine.refresh)
        except QaError as error:  # a full disk or a lock passes; the next round tries again
            logger.warning("The index could not be brought up to date: %s", error)
