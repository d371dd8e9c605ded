"""What FastAPI cannot say of the contract by itself."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI

_PROBLEM = {"$ref": "#/components/schemas/ProblemOut"}


def tell_media_types(app: FastAPI) -> None:
    """Names the media type of problem documents in the contract of the app."""
    told = app.openapi

    def openapi() -> dict[str, Any]:
        contract = told()
        for methods in contract["paths"].values():
            for route in methods.values():
                for response in route["responses"].values():
                    _retype(response.get("content", {}))
        return contract

    app.openapi = openapi  # type: ignore[method-assign]


def _retype(content: dict[str, Any]) -> None:
    if content.get("application/json", {}).get("schema") == _PROBLEM:
        content["application/problem+json"] = content.pop("application/json")
