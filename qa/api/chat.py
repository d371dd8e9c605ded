"""Routes in the shape of OpenAI, for clients that speak it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request, Response
from starlette.concurrency import run_in_threadpool

from qa import openai_api
from qa.api import problems, stream
from qa.api.chat_schemas import CompletionOut, ErrorOut, ModelOut, ModelsOut
from qa.api.observing import Metrics
from qa.api.problems import Problem
from qa.api.questions import Gate, answer_events
from qa.engine import Engine
from qa.openai_api import ChatIn
from qa.replies import Json, reply_json

_ERRORS: dict[int | str, Json] = {
    status: {"model": ErrorOut, "description": "An error in OpenAI's form"}
    for status in ("4XX", "5XX")
}
_HOST = re.compile(r"[\w.:\[\]-]+", re.ASCII)


def routes(engine: Engine, gate: Gate, metrics: Metrics) -> APIRouter:
    """POST /v1/chat/completions, GET /v1/models and GET /v1/models/{model}."""
    router = APIRouter(prefix="/v1", tags=["OpenAI shape"], responses=_ERRORS)
    events: Json = {"text/event-stream": {}}

    @router.post(
        "/chat/completions",
        response_model=CompletionOut,
        responses={200: {"content": events}},
        dependencies=[Depends(gate)],
    )
    async def complete(sent: ChatIn, request: Request) -> Response | Json:
        """Answers the last user message in the light of the earlier ones; sources stand below.

        `citations`, `reply_id` and `reason` (of a refusal) stand beside the content.
        """
        request.state.question = sent.question
        link = openai_api.article_link(_base(request))
        if not sent.stream:
            reply = await run_in_threadpool(engine.ask, sent.question, conversation=sent.turns())
            return openai_api.completion(sent, reply_json(metrics.replied(reply)), link)
        searched = await run_in_threadpool(engine.search, sent.question, conversation=sent.turns())
        texts = _texts(openai_api.chunks(sent, answer_events(engine, metrics, searched), link))
        language = problems.wanted_language(request.headers.get("accept-language", ""))
        return stream.response(
            texts, lambda error: _text(openai_api.error(problems.of_error(error, language)))
        )

    @router.get("/models", response_model=ModelsOut)
    async def list_models() -> Json:
        """The one model there is."""
        return openai_api.models()

    @router.get("/models/{model}", response_model=ModelOut)
    async def read_model(model: Annotated[str, Path(description="Its name")]) -> Json:
        """The model, by its name."""
        if model != openai_api.MODEL:
            raise Problem("model_not_found")
        return openai_api.model()

    return router


def _texts(chunks: Iterable[Json]) -> stream.Texts:
    for chunk in chunks:
        yield _text(chunk)
    yield "data: [DONE]\n\n"


def _text(data: Json) -> str:
    return f"data: {json.dumps(data, ensure_ascii=False)}\n\n"


def _base(request: Request) -> str:
    """The address by which the client reached the server, or the proxy before it."""
    url = request.base_url
    forwarded = request.headers.get("x-forwarded-host", "")
    host = forwarded if _HOST.fullmatch(forwarded) else url.netloc
    return f"{url.scheme}://{host}"
