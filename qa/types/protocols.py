"""The parts that have several implementations, or that others rest on without knowing them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from qa.types.articles import (
    Article,
    Chunk,
    Coverage,
    Facets,
    Filter,
    Header,
    Order,
    Outcome,
    Vectors,
    Window,
)
from qa.types.hits import Found, Hit, Passage
from qa.types.questions import Question
from qa.types.replies import Reply


class Embedder(Protocol):
    """Text to unit vectors; questions and passages are two methods, never a mode."""

    @property
    def fingerprint(self) -> str:
        """Names the model and its weights; equal fingerprints give equal vectors."""

    @property
    def dim(self) -> int:
        """Length of a vector."""

    @property
    def window(self) -> int | None:
        """How many sentences it embeds best at once; ``None`` means a whole chunk."""

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Vectors of passages, shape (len(texts), dim)."""

    def embed_questions(self, texts: Sequence[str]) -> Vectors:
        """Vectors of questions, shape (len(texts), dim)."""

    @property
    def table(self) -> Table:
        """The table that all which was learnt reads with; the shipped one is its own."""


class Table(Embedder, Protocol):
    """An embedder of which a text's vector is the mean of the rows of its pieces."""

    def embed_pieces(self, text: str) -> Vectors:
        """A row for each piece of a text, as long as it weighs."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an index was made from; two indexes with equal manifests and content answer alike."""

    format: int
    embedder: str
    dim: int
    chunking: str
    analysis: str


class Store(Protocol):
    """Articles with their chunks and vectors, and the two searches over them.

    A change is durable when its method returns, and found by the searches of this store at once.
    """

    def upsert(
        self,
        article: Article,
        chunks: Sequence[Chunk],
        windows: Sequence[Window],
        vectors: Vectors,
    ) -> Outcome:
        """Adds or replaces an article; ``vectors`` has one row per window."""

    def delete(self, article_id: str) -> bool:
        """Removes an article with its chunks and vectors; says whether it was there."""

    def article(self, article_id: str) -> Article | None:
        """The article, or ``None``."""

    def headers(
        self,
        after: str | None = None,
        limit: int = 50,
        filters: Filter = Filter(),
        title: str = "",
        order: Order = "id",
    ) -> list[Header]:
        """Headers in an order, those that follow the ``position`` ``after``.

        Each word of ``title`` must begin a word of the title, accents and case aside.
        """

    def facets(self) -> Facets:
        """The places, outlets and years of the stored articles."""

    def named_places(self, names: Sequence[str]) -> list[str]:
        """Those of the names, accents and case aside, that articles can be filtered by."""

    def named_outlets(self, names: Sequence[str]) -> list[str]:
        """The outlets of these names, or whose address begins with one of them, case aside."""

    def coverage(self) -> Coverage:
        """What the store holds now."""

    def document_frequencies(
        self, terms: Sequence[str], folded: bool = False
    ) -> tuple[int, dict[str, int]]:
        """How many chunks there are, and in how many of them each term stands."""

    def nearest(self, vector: Vectors, k: int, filters: Filter) -> list[Found]:
        """The k chunks whose best window lies nearest to the vector (cosine), best first."""

    def matching(
        self, terms: Mapping[str, float], k: int, filters: Filter, folded: bool = False
    ) -> list[Found]:
        """The k chunks with the highest BM25 score for the weighted terms, best first."""

    def passages(self, keys: Sequence[int]) -> dict[int, Passage]:
        """The chunks that still exist under these keys, read in one transaction."""

    def windows(self, keys: Sequence[int]) -> dict[int, tuple[Sequence[tuple[int, int]], Vectors]]:
        """Start and end of the windows of each chunk that still exists, and a vector for each."""

    def batch(self) -> AbstractContextManager[None]:
        """Within it each change is durable at once, but found by searches only by and by."""

    def refresh(self) -> bool:
        """Takes in what other processes changed, and says whether there was anything."""

    def optimise(self) -> None:
        """Makes the search indexes anew, as small and fast as they get."""

    def statistics(self) -> dict[str, int]:
        """Counts of what is stored and the sequence numbers of the indexes, by name."""

    def verify(self) -> list[str]:
        """What is wrong, a sentence each; empty when all is well."""

    def close(self) -> None:
        """Gives back files and locks."""


class Reader(Protocol):
    """Hits to a reply; never invents words."""

    def read(self, question: Question, hits: Sequence[Hit], coverage: Coverage) -> Reply:
        """The sentences that answer, or why there are none."""
