"""The HTTP contract that all requests and replies share."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema


def _written_out(day: object) -> object:
    if isinstance(day, str) and not re.fullmatch(r"\d{4}-\d{2}-\d{2}", day, re.ASCII):
        raise ValueError("not YYYY-MM-DD")
    if not isinstance(day, str | date | None):
        raise ValueError("not a string")
    return day


Text = Annotated[str, Field(max_length=500)]
Day = Annotated[
    date, BeforeValidator(_written_out), WithJsonSchema({"type": "string", "format": "date"})
]
"""A date that is sent; pydantic alone would take a number for seconds since 1970."""


class Sent(BaseModel):
    """What a client sends; unknown fields are an error, so that a typo is not silently ignored."""

    model_config = ConfigDict(extra="forbid")


class HeaderOut(BaseModel):
    """What is known about an article."""

    article_id: str = Field(description="Its id, by which it is read, replaced and deleted")
    title: str = Field(description="Its title")
    source: str = Field(description="File name or address it came from")
    published: date | None = Field(description="The day of publication, where it is known")
    outlet: str | None = Field(description="Newspaper or site that published it")
    author: str | None = Field(description="Who wrote it")
    places: list[str] = Field(description="Places it is about")
    url: str | None = Field(description="Where it stands on the web")
    language: str = Field(description="ISO 639-1 code of its language")
    sha256: str = Field(description="Digest of its text, in hexadecimal digits")


class CoverageOut(BaseModel):
    """What was searched."""

    articles: int = Field(description="How many articles there are")
    newest: date | None = Field(description="The latest day of publication")
    index_seq: int = Field(description="Number of the last change of the collection")


class StatusOut(BaseModel):
    """Whether the service is up or ready."""

    status: Literal["ok"] = Field(description="Always `ok`; otherwise a problem comes")


class MeOut(BaseModel):
    """Who is asking, by the name of the key, and what that key may do."""

    name: str | None = Field(description="Name of the key, if one was sent")
    role: Literal["read", "write", "admin"] = Field(description="What it may do")


class ProblemOut(BaseModel):
    """A problem document (RFC 9457) with a stable machine code."""

    type: str = Field(description="Always `about:blank`")
    title: str = Field(description="What the status means")
    status: int = Field(description="The HTTP status")
    detail: str = Field(description="What is wrong and what to do, in the language asked for")
    code: str = Field(description="What is wrong, for programs; the API guide lists all codes")
    fields: list[str] = Field([], description="Fields of the request that are wrong")
