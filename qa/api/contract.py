"""What FastAPI cannot say of the contract by itself."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from fastapi import FastAPI

EXAMPLES = Path(__file__).with_name("examples.json")
"""A request and the reply to it for each operation, as a server over the five articles gave them.

Long lists and texts are cut short."""
_PROBLEM = {"$ref": "#/components/schemas/ProblemOut"}


def complete(app: FastAPI) -> None:
    """Adds to the contract of the app the media type of problem documents, and examples."""
    told = app.openapi
    examples = json.loads(EXAMPLES.read_text(encoding="utf-8"))

    def openapi() -> dict[str, Any]:
        contract = told()
        for path, methods in contract["paths"].items():
            for method, route in methods.items():
                for response in route["responses"].values():
                    _retype(response.get("content", {}))
                _exemplify(route, examples.get(f"{method.upper()} {path}", {}))
        return contract

    app.openapi = openapi  # type: ignore[method-assign]


def _retype(content: dict[str, Any]) -> None:
    for media_type in [each for each in content if content[each].get("schema") == _PROBLEM]:
        content["application/problem+json"] = content.pop(media_type)


def _exemplify(route: dict[str, Any], example: dict[str, Any]) -> None:
    if "request" in example:
        route["requestBody"]["content"]["application/json"]["example"] = example["request"]
    if "response" in example:
        content = route["responses"]["200"]["content"]
        content[next(iter(content))]["example"] = example["response"]


def allowed_methods(contract: dict[str, Any], path: str) -> str | None:
    """The methods of an address, for the header Allow; the framework knows those of one route."""
    paths = contract["paths"]
    found = path if path in paths else next((each for each in paths if _fits(each, path)), None)
    return ", ".join(sorted(method.upper() for method in paths[found])) if found else None


def _fits(template: str, path: str) -> bool:
    return re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", template), path) is not None
