"""Articles, what they are cut into, and which of them may be found.

Offsets are always characters of ``Article.text``: chunks, windows and citations share that one
coordinate system, and ``article.text[start:end]`` is the text they speak of.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
"""Shape (n, dim), rows of unit length (or all zero for text without a single known token)."""

Outcome = Literal["added", "updated", "unchanged"]
Order = Literal["id", "newest"]
"""Of articles in a list: by their ids, or by the day of publication, the undated ones last."""


@dataclass(frozen=True, slots=True)
class Header:
    """What is known about an article, without its text."""

    article_id: str
    title: str
    source: str
    sha256: str
    published: date | None = None
    outlet: str | None = None
    author: str | None = None
    places: tuple[str, ...] = ()
    url: str | None = None
    language: str = "vi"

    @property
    def heading(self) -> str:
        """What is indexed and embedded with each chunk: title, places, date, outlet."""
        published = f"{self.published:%d/%m/%Y}" if self.published else ""
        return "\n".join(filter(None, (self.title, *self.places, published, self.outlet)))

    def position(self, order: Order) -> str:
        """Where the article stands in a list of this order, whether it is still there or not."""
        return f"{self.published or ''}:{self.article_id}" if order == "newest" else self.article_id


@dataclass(frozen=True, slots=True)
class Article(Header):
    """One clean article; ``text`` is NFC and never changes under one id and sha256.

    ``stripped`` holds the boilerplate lines that were taken out, for audit; they are never indexed.
    """

    text: str = ""
    stripped: tuple[str, ...] = ()

    @property
    def header(self) -> Header:
        """The article without its text."""
        return Header(**{each.name: getattr(self, each.name) for each in fields(Header)})


@dataclass(frozen=True, slots=True)
class Chunk:
    """A slice of an article: ``article.text[start:end] == text``."""

    article_id: str
    start: int
    end: int
    text: str

    @property
    def chunk_id(self) -> str:
        """The address of the slice, ``article_id:start-end``."""
        return f"{self.article_id}:{self.start}-{self.end}"


@dataclass(frozen=True, slots=True)
class Window:
    """What one vector stands for: a span of a chunk, in characters of the article."""

    chunk_id: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Filter:
    """Which articles may be found; an empty field does not restrict. Dates are inclusive."""

    places: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    article_ids: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return self != Filter()


@dataclass(frozen=True, slots=True)
class Facets:
    """What can be filtered by: each value with the number of its articles, most first."""

    places: tuple[tuple[str, int], ...]
    outlets: tuple[tuple[str, int], ...]
    years: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """What was searched: "5 articles, up to 25/06/2020"."""

    articles: int
    newest: date | None
    index_seq: int
