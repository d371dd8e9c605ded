"""Routes that say how the service is, and what the caller may do."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from fastapi.responses import PlainTextResponse

from qa.api.observing import CONTENT_TYPE, Metrics
from qa.api.problems import RESPONSES
from qa.api.schemas import MeOut, StatusOut
from qa.engine import Engine
from qa.replies import Json


def routes(engine: Engine) -> APIRouter:
    """GET /healthz and GET /readyz, open to all."""
    router = APIRouter(tags=["health"], responses=RESPONSES)

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


def keyed_routes(engine: Engine, metrics: Metrics) -> APIRouter:
    """GET /v1/me and GET /metrics."""
    router = APIRouter(tags=["health"], responses=RESPONSES)

    @router.get("/v1/me", response_model=MeOut)
    async def me(request: Request) -> Json:
        """The name of the caller's key, if any, and its role: `read`, `write` or `admin`."""
        name, role = request.state.caller
        return {"name": name, "role": role}

    @router.get("/metrics", response_class=PlainTextResponse)
    def tell_metrics() -> Response:
        """Requests, times, replies, refusals and the index, in the text format of Prometheus."""
        return Response(metrics.text(engine), media_type=CONTENT_TYPE)

    return router
