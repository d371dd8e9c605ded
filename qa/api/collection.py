"""Routes of the collection: list, read, preview, add, replace, delete."""

from __future__ import annotations

import hashlib
import json
from typing import Annotated, Any

from fastapi import APIRouter, Form, Path, Query, Request, Response, UploadFile
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute
from starlette.routing import Match
from starlette.types import Scope

from qa.api.article_schemas import (
    MOST_ARTICLES,
    AddedAllOut,
    AddedOut,
    ArticleId,
    ArticleIn,
    ArticleOut,
    ArticlesIn,
    ArticlesOut,
    ContentIn,
    FacetsOut,
    FilesIn,
    PreviewsOut,
    SuggestionsOut,
)
from qa.api.problems import RESPONSES
from qa.api.schemas import Day
from qa.articles import article_from_bytes, article_from_text
from qa.chunks import split
from qa.engine import Engine
from qa.errors import ArticleError
from qa.replies import Json, article_json, coverage_json, facets_json, header_json
from qa.types import Article, Filter, Order

UNREADABLE = "article_unreadable"
"""The code of an article that could not be read, among others that could."""

_FORM: dict[str, Any] = {
    "requestBody": {
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["files"],
                    "additionalProperties": False,
                    "properties": {
                        "files": {
                            "type": "array",
                            "description": "Plain text in UTF-8, UTF-16 or Windows-1258",
                            "minItems": 1,
                            "maxItems": MOST_ARTICLES,
                            "items": {"type": "string", "format": "binary"},
                        }
                    },
                }
            }
        }
    }
}
_REVALIDATED = "private, no-cache"
Files = Annotated[FilesIn, Form(media_type="multipart/form-data")]
Named = Annotated[str, Path(description="Its id")]


class _FileRoute(APIRoute):
    """The same address for files, which come as multipart/form-data."""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        kind = dict(scope.get("headers", ())).get(b"content-type", b"")
        if not kind.lower().startswith(b"multipart/form-data"):
            return Match.NONE, {}
        return super().matches(scope)


def routes(engine: Engine) -> APIRouter:
    """The routes under /v1/articles, GET /v1/facets and GET /v1/suggestions."""
    router = APIRouter(prefix="/v1", tags=["articles"], responses=RESPONSES)
    _add_reading(router, engine)
    router.include_router(_files(engine))
    router.include_router(_writing(engine))
    return router


def _add_reading(router: APIRouter, engine: Engine) -> None:
    @router.get("/facets", response_model=FacetsOut)
    def list_facets() -> Json:
        """Places, outlets and years to filter by, each with the number of its articles."""
        return facets_json(engine.facets())

    @router.get("/suggestions", response_model=SuggestionsOut)
    def list_suggestions() -> Json:
        """Questions to begin with, drawn from the newest articles and answered by them."""
        return {"questions": engine.suggestions()}

    @router.get("/articles", response_model=ArticlesOut)
    def list_articles(
        limit: Annotated[int, Query(ge=1, le=200, description="How many at most")] = 50,
        cursor: Annotated[
            str | None, Query(max_length=500, description="`next` of the page before")
        ] = None,
        q: Annotated[
            str, Query(max_length=200, description="Beginnings of title words; accents optional")
        ] = "",
        place: Annotated[
            list[str] | None, Query(max_length=100, description="About any of these places")
        ] = None,
        outlet: Annotated[
            list[str] | None, Query(max_length=100, description="Of any of these outlets")
        ] = None,
        since: Annotated[Day | None, Query(description="First day of publication")] = None,
        until: Annotated[Day | None, Query(description="Last day of publication")] = None,
        order: Annotated[
            Order, Query(description="By id, or the newest first and the undated last")
        ] = "id",
    ) -> Json:
        """The articles in an order, a page at a time."""
        filters = Filter(tuple(place or ()), tuple(outlet or ()), since, until)
        headers = engine.headers(cursor, limit + 1, filters, q, order)
        return {
            "articles": [header_json(header) for header in headers[:limit]],
            "next": headers[limit - 1].position(order) if len(headers) > limit else None,
            "coverage": coverage_json(engine.coverage()),
        }

    @router.get(
        "/articles/{article_id}",
        response_model=ArticleOut,
        responses={304: {"description": "It is still what `If-None-Match` names"}},
    )
    def read_article(article_id: Named, request: Request) -> Response:
        """An article with its text, and an `ETag` to ask later whether it has changed."""
        article = article_json(engine.article(article_id))
        headers = {"ETag": _etag(article), "Cache-Control": _REVALIDATED}
        if _is_named(headers["ETag"], request.headers.get("if-none-match", "")):
            return Response(status_code=304, headers=headers)
        return JSONResponse(article, headers=headers)


def _etag(content: Json) -> str:
    return f'"{hashlib.sha256(json.dumps(content).encode()).hexdigest()[:32]}"'


def _is_named(etag: str, header: str) -> bool:
    """Whether If-None-Match names the tag; a weak tag is as good (RFC 9110, 13.1.2)."""
    named = {each.strip().removeprefix("W/") for each in header.split(",")}
    return bool(named & {etag, "*"})


def _files(engine: Engine) -> APIRouter:
    router = APIRouter(route_class=_FileRoute, include_in_schema=False)

    @router.post("/articles", response_model=AddedAllOut)
    def add_files(sent: Files) -> Json:
        return {"results": [_added(engine, _of_file(each)) for each in sent.files]}

    @router.post("/articles/preview", response_model=PreviewsOut)
    def preview_files(sent: Files) -> Json:
        return {"results": [_previewed(_of_file(each)) for each in sent.files]}

    return router


def _writing(engine: Engine) -> APIRouter:
    router = APIRouter()

    @router.post("/articles", response_model=AddedAllOut, openapi_extra=_FORM)
    def add_articles(sent: ArticlesIn) -> Json:
        """Adds or replaces articles, given as JSON or as files; sending them again changes nothing.

        When the reply comes, what it reports is stored durably and found by the next question.
        """
        return {
            "results": [_added(engine, _of_text(each), each.article_id) for each in sent.articles]
        }

    @router.post("/articles/preview", response_model=PreviewsOut, openapi_extra=_FORM)
    def preview_articles(sent: ArticlesIn) -> Json:
        """What would be recognised in articles if they were added; nothing is stored."""
        return {"results": [_previewed(_of_text(each)) for each in sent.articles]}

    @router.put(
        "/articles/{article_id}",
        response_model=AddedOut,
        responses={201: {"model": AddedOut, "description": "It was not there before"}},
    )
    def put_article(
        article_id: Annotated[ArticleId, Path(description="Its id")],
        sent: ContentIn,
        response: Response,
    ) -> Json:
        """Stores the article under this id, in place of what was there."""
        article = article_from_text(sent.text, **sent.given(), article_id=article_id)
        outcome = engine.add(article)
        response.status_code = 201 if outcome == "added" else 200
        return {"article_id": article_id, "outcome": outcome, "code": None}

    @router.delete("/articles/{article_id}", status_code=204)
    def delete_article(article_id: Named) -> None:
        """Removes an article."""
        engine.delete(article_id)

    return router


def _of_text(sent: ArticleIn) -> Article | None:
    try:
        return article_from_text(sent.text, **sent.given())
    except ArticleError:
        return None


def _of_file(sent: UploadFile) -> Article | None:
    # Some clients send folders with the name.
    name = (sent.filename or "").replace("\\", "/").rpartition("/")[2][:500]
    try:
        return article_from_bytes(sent.file.read(), name or "file")
    except ArticleError:
        return None


def _added(engine: Engine, article: Article | None, article_id: str | None = None) -> Json:
    if article is None:
        return {"article_id": article_id, "outcome": None, "code": UNREADABLE}
    return {"article_id": article.article_id, "outcome": engine.add(article), "code": None}


def _previewed(article: Article | None) -> Json:
    if article is None:
        return {"article": None, "chunks": None, "code": UNREADABLE}
    return {"article": article_json(article), "chunks": len(split(article)), "code": None}
