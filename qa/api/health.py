"""Routes that say how the service is, and what the caller may do."""

from __future__ import annotations

from fastapi import APIRouter

from qa.api.problems import RESPONSES
from qa.api.schemas import MeOut, StatusOut
from qa.engine import Engine
from qa.replies import Json


def routes(engine: Engine, writable: bool) -> APIRouter:
    """GET /healthz, GET /readyz, GET /v1/me."""
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

    @router.get("/v1/me", response_model=MeOut)
    async def me() -> Json:
        """What the caller may do: `read`, or also `write`, or all (`admin`)."""
        return {"name": None, "role": "admin" if writable else "read"}

    return router
