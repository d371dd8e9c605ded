"""Routes that ask and search."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request, Response
from starlette.concurrency import run_in_threadpool

from qa.api import problems, stream
from qa.api.observing import Metrics
from qa.api.problems import RESPONSES, Problem
from qa.api.question_schemas import AskIn, SearchIn, SearchOut
from qa.api.reply_schemas import AnswerOut, FeedbackIn, NoAnswerOut, ReceiptOut
from qa.engine import Engine, Searched
from qa.replies import Json, hit_json, question_json, reply_json, search_json, told_json
from qa.types import AskMode, Told


class Gate:
    """Lets a bounded number of requests in; the others are told at once to come back."""

    def __init__(self, places: int, metrics: Metrics) -> None:
        self._free = places
        self._busy = metrics.busy

    async def __call__(self) -> AsyncIterator[None]:
        """Holds a place for as long as the request takes."""
        if self._free == 0:
            raise Problem("overloaded")
        self._free -= 1  # one event loop, so nothing comes between
        with self._busy.track_inprogress():
            try:
                yield
            finally:
                self._free += 1


def routes(engine: Engine, gate: Gate, metrics: Metrics) -> APIRouter:
    """Ask, search, look a reply up, say what one thinks of it."""
    router = APIRouter(
        prefix="/v1", tags=["questions"], responses=RESPONSES, dependencies=[Depends(gate)]
    )
    events: Json = {"text/event-stream": {}}

    @router.post(
        "/ask",
        response_model=AnswerOut | NoAnswerOut,
        response_model_exclude_unset=True,
        responses={200: {"content": events}},
    )
    async def ask(asked: AskIn, request: Request) -> Response | Json:
        """Answers a question, or says why the articles do not.

        With `Accept: text/event-stream` the events `question`, `hits`, `sentence`…, `done` (the
        whole reply) or `error` (problem details) are sent as they come.
        """
        request.state.question = asked.question
        filters = asked.filters.filter()
        if "text/event-stream" in request.headers.get("accept", ""):
            language = problems.wanted_language(request.headers.get("accept-language", ""))
            searched = await run_in_threadpool(
                engine.search,
                asked.question,
                filters,
                asked.top_k,
                asked.turns(),
                asked.explain,
                restore=asked.restore,
            )
            texts = stream.named(answer_events(engine, metrics, searched, asked.mode))
            return stream.response(texts, lambda error: _error_event(error, language))
        reply = await run_in_threadpool(
            engine.ask,
            asked.question,
            filters,
            asked.top_k,
            asked.mode,
            asked.turns(),
            asked.explain,
            restore=asked.restore,
        )
        return reply_json(metrics.replied(reply))

    @router.post("/search", response_model=SearchOut, response_model_exclude_unset=True)
    def search(asked: SearchIn, request: Request) -> Json:
        """The passages that fit a question best, without an answer."""
        request.state.question = asked.question
        filters = asked.filters.filter()
        found = engine.search(
            asked.question,
            filters,
            asked.top_k,
            explain=asked.explain,
            restore=asked.restore,
            reread=True,
        )
        return search_json(found.question, found.hits)

    @router.get("/replies/{reply_id}", response_model=ReceiptOut)
    def receipt(reply_id: Annotated[str, Path(description="`id` of the reply")]) -> Json:
        """What was replied under an id, and whether the cited articles still say so."""
        return engine.receipt(reply_id)

    @router.post("/feedback", status_code=204)
    def rate(sent: FeedbackIn) -> None:
        """Keeps what a reader thinks of a reply that was given here; the last word counts."""
        engine.rate(sent.reply_id, sent.rating, sent.reason)

    return router


def answer_events(
    engine: Engine, metrics: Metrics, searched: Searched, mode: AskMode = "auto"
) -> Iterator[stream.Event]:
    """The reply in parts, each as soon as it is known."""
    yield "question", question_json(searched.question)
    yield "hits", {"hits": [hit_json(hit) for hit in searched.hits]}
    for each in engine.tell(searched, mode):
        if isinstance(each, Told):
            yield "sentence", told_json(each)
        else:
            yield "done", reply_json(metrics.replied(each))


def _error_event(error: Exception, language: str) -> str:
    return stream.event("error", problems.of_error(error, language))
