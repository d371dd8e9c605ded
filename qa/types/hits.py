"""What a search finds, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from qa.types.articles import Chunk, Header

Leg = Literal["dense", "lexical", "number", "folded", "translated"]


@dataclass(frozen=True, slots=True)
class Found:
    """One chunk as a search leg found it; ``key`` is the store's own name for the chunk."""

    key: int
    score: float
    window: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """A chunk as the store holds it, with the header of its article."""

    chunk: Chunk
    article: Header


@dataclass(frozen=True, slots=True)
class LegScore:
    """The place of a chunk in one search leg; rank counts from 1, a higher score is better."""

    rank: int
    score: float


@dataclass(frozen=True, slots=True)
class MatchedTerm:
    """A word or pair of words of the question that stands in a hit, so often."""

    term: str
    weight: float
    count: int


@dataclass(frozen=True, slots=True)
class NearWindow:
    """A span of a hit, in characters of the article, with its cosine to the question."""

    start: int
    end: int
    cosine: float


@dataclass(frozen=True, slots=True)
class FeatureShare:
    """What a feature of a hit is, and what it adds to the log odds of its score."""

    name: str
    value: float
    share: float


@dataclass(frozen=True, slots=True)
class MatchedDocument:
    """A document that the question names and a hit does too, as the hit writes it."""

    number: str
    count: int


@dataclass(frozen=True, slots=True)
class MatchedTranslation:
    """A word of an English question and a translation of it that stands in a hit.

    ``share`` says how likely the word stands for it, from 0 to 1.
    """

    word: str
    translation: str
    share: float
    count: int


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a hit stands where it does; each list has the weightiest first."""

    terms: tuple[MatchedTerm, ...]
    pairs: tuple[MatchedTerm, ...]
    missing: tuple[str, ...]
    windows: tuple[NearWindow, ...]
    features: tuple[FeatureShare, ...]
    documents: tuple[MatchedDocument, ...] = ()
    translations: tuple[MatchedTranslation, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """One found chunk; its rank is its place in the list.

    ``score`` is the likelihood, from 0 to 1, that the chunk is a right one. It falls with the rank
    among the first hits, which are read; what stands behind them may have a higher one.
    ``window`` is the span of the chunk that lies nearest to the question, where one is known.
    ``also_in`` are other articles that say the same, such as a reprint.
    """

    chunk: Chunk
    article: Header
    score: float
    legs: Mapping[Leg, LegScore]
    window: tuple[int, int] | None = None
    also_in: tuple[Header, ...] = ()
    explanation: Explanation | None = None
