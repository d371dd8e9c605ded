"""The MCP door: ask, search and read as tools for language models; owns mcp (extra, late).

It only reads. Over stdio nothing but the protocol may stand on stdout; logs go to stderr.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Annotated

from pydantic import BaseModel, Field

from qa import __version__
from qa.engine import Engine, open_engine
from qa.errors import QaError, SettingError
from qa.settings import Settings
from qa.types import Answer, Filter, Header

if TYPE_CHECKING:
    from mcp.server import MCPServer

MOST_TEXT = 20_000
"""Characters of an article in one result."""
_INSTRUCTIONS = (
    "Articles about dân vận (mass-mobilisation) policy in Vietnam. `ask` answers with sentences "
    "that stand word for word in the articles, each with its citation, or says why they do not "
    "answer; do not answer in its place. `search` finds passages, `read_article` reads on."
)

QuestionIn = Annotated[str, Field(description="In Vietnamese, with or without accents, or English")]
PlaceIn = Annotated[str | None, Field(description="Only articles about this province")]
OutletIn = Annotated[str | None, Field(description="Only articles of this outlet")]
SinceIn = Annotated[date | None, Field(description="Only articles from this day on, YYYY-MM-DD")]
UntilIn = Annotated[date | None, Field(description="Only articles up to this day, YYYY-MM-DD")]


class Source(BaseModel):
    """The article that words come from."""

    article_id: str
    title: str
    outlet: str | None
    published: date | None
    url: str | None


class Citation(BaseModel):
    """The very words, and the characters of the article's text at which they stand."""

    number: int
    quote: str
    source: Source
    start: int
    end: int


class Reply(BaseModel):
    """Cited sentences, with [n] behind them; or none, and the reason why."""

    answer: str | None
    citations: list[Citation]
    reason: str | None = Field(description="Why there is no answer, for programs")
    explanation: str | None = Field(description="Why there is no answer, in words")


class Passage(BaseModel):
    """A found passage, with the characters of the article's text at which it stands."""

    text: str
    source: Source
    start: int
    end: int


class Passages(BaseModel):
    """What was found, best first."""

    passages: list[Passage]


class ArticleText(BaseModel):
    """A part of an article; ``next_offset`` is where the rest begins."""

    source: Source
    text: str
    next_offset: int | None


class Tools:
    """What the server offers; each takes in first what was stored meanwhile."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def ask(
        self,
        question: QuestionIn,
        place: PlaceIn = None,
        outlet: OutletIn = None,
        since: SinceIn = None,
        until: UntilIn = None,
    ) -> Reply:
        """Answers a question with sentences of the articles and their citations, or refuses."""
        with self._fresh() as engine:
            reply = engine.ask(question, _filter(place, outlet, since, until))
        if not isinstance(reply, Answer):
            return Reply(
                answer=None, citations=[], reason=reply.reason, explanation=reply.explanation
            )
        return _answered(reply)

    def search(
        self,
        question: QuestionIn,
        limit: Annotated[int, Field(ge=1, le=50)] = 8,
        place: PlaceIn = None,
        outlet: OutletIn = None,
        since: SinceIn = None,
        until: UntilIn = None,
    ) -> Passages:
        """Finds the passages of the articles that fit a question best."""
        with self._fresh() as engine:
            filters = _filter(place, outlet, since, until)
            hits = engine.search(question, filters, limit, reread=True).hits
        return Passages(
            passages=[
                Passage(
                    text=hit.chunk.text,
                    source=_source(hit.article),
                    start=hit.chunk.start,
                    end=hit.chunk.end,
                )
                for hit in hits
            ]
        )

    def read_article(
        self,
        article_id: Annotated[str, Field(description="As a citation or passage names it")],
        offset: Annotated[int, Field(ge=0, description="Character to begin at")] = 0,
    ) -> ArticleText:
        """Reads an article, at most 20,000 characters at a time."""
        with self._fresh() as engine:
            article = engine.article(article_id)
        end = offset + MOST_TEXT
        return ArticleText(
            source=_source(article.header),
            text=article.text[offset:end],
            next_offset=end if end < len(article.text) else None,
        )

    @contextmanager
    def _fresh(self) -> Iterator[Engine]:
        from mcp.server.mcpserver.exceptions import ToolError

        try:
            self._engine.refresh()
            yield self._engine
        except QaError as error:
            raise ToolError(str(error)) from error


def tool_server(engine: Engine) -> MCPServer:
    """The server over an engine, not running yet."""
    from mcp.server import MCPServer
    from mcp.types import ToolAnnotations

    server: MCPServer = MCPServer(
        "danvan-qa", instructions=_INSTRUCTIONS, version=__version__, log_level="WARNING"
    )
    tools = Tools(engine)
    for tool in (tools.ask, tools.search, tools.read_article):
        server.tool(annotations=ToolAnnotations(read_only_hint=True, open_world_hint=False))(tool)
    return server


def serve(settings: Settings, http_port: int | None) -> None:
    """Serves over stdio, or over HTTP on this machine at ``http_port``, until it is stopped.

    Raises:
        SettingError: if the extra is not installed.
        QaError: whatever keeps the engine from opening.
    """
    try:
        import mcp  # noqa: F401
    except ImportError:
        raise SettingError(
            "The MCP server needs the package mcp. Install it: pip install 'danvan-qa[mcp]'"
        ) from None
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    engine = open_engine(settings, read_only=True)
    try:
        server = tool_server(engine)
        if http_port is None:
            server.run("stdio")
        else:
            server.run("streamable-http", host="127.0.0.1", port=http_port, stateless_http=True)
    finally:
        engine.close()


def _filter(
    place: str | None, outlet: str | None, since: date | None, until: date | None
) -> Filter:
    return Filter((place,) if place else (), (outlet,) if outlet else (), since, until)


def _answered(reply: Answer) -> Reply:
    """The sentences of an answer in one text, with the numbers of their citations."""
    sentences = (
        each.text + " " + "".join(f"[{number}]" for number in each.citations)
        for each in reply.sentences
    )
    citations = [
        Citation(
            number=each.number,
            quote=each.quote,
            source=_source(each.article),
            start=each.start,
            end=each.end,
        )
        for each in reply.citations
    ]
    return Reply(answer=" ".join(sentences), citations=citations, reason=None, explanation=None)


def _source(header: Header) -> Source:
    return Source(
        article_id=header.article_id,
        title=header.title,
        outlet=header.outlet,
        published=header.published,
        url=header.url,
    )
