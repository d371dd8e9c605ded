"""What FastAPI cannot say of the contract by itself."""

from __future__ import annotations

import re
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
    for media_type in [each for each in content if content[each].get("schema") == _PROBLEM]:
        content["application/problem+json"] = content.pop(media_type)


def allowed_methods(contract: dict[str, Any], path: str) -> str | None:
    """The methods of an address, for the header Allow; the framework knows those of one route."""
    paths = contract["paths"]
    found = path if path in paths else next((each for each in paths if _fits(each, path)), None)
    return ", ".join(sorted(method.upper() for method in paths[found])) if found else None


def _fits(template: str, path: str) -> bool:
    return re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", template), path) is not None
