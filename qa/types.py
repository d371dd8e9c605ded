"""The values that flow from one stage to the next; all frozen, none of them does any work.

Offsets are always characters of ``Article.text``: chunks, windows and citations share that one
coordinate system, and ``article.text[start:end]`` is the text they speak of.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, fields
from datetime import UTC, date, datetime
from typing import Literal, NamedTuple, Protocol, get_args

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
"""Shape (n, dim), rows of unit length (or all zero for text without a single known token)."""

Leg = Literal["dense", "lexical", "number", "folded", "translated"]
Mode = Literal["extractive", "llm"]
Support = Literal["verbatim", "verified", "partial"]
ChangeKind = Literal["accents", "telex", "typo", "abbreviation", "follow_up"]
AskMode = Literal["auto", "extractive", "llm"]
"""``auto`` lets an LLM rewrite where one is configured."""
Fallback = Literal[
    "not_configured", "unreachable", "timeout", "rejected", "unusable", "empty", "unverified",
    "declined",
]  # fmt: skip
"""Why an LLM answer was not used."""
Outcome = Literal["added", "updated", "unchanged"]
Order = Literal["id", "newest"]
"""Of articles in a list: by their ids, or by the day of publication, the undated ones last."""
Reason = Literal[
    "no_hits",
    "weak_evidence",
    "number_not_found",
    "entity_mismatch",
    "period_mismatch",
    "off_topic",
    "not_a_question",
    "rejected_input",
]
REASONS: tuple[Reason, ...] = get_args(Reason)


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

    def embed_pieces(self, text: str) -> Vectors:
        """A row for each piece of a text, as long as it weighs; none where pieces mean nothing."""


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
class Change:
    """Words of a question that are searched in another form than they were typed in."""

    kind: ChangeKind
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Cues:
    """What a question hints at: places, outlets, a period; nothing is excluded.

    Places weigh in the ranking; outlets and period are shown, to be made a filter.
    """

    places: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """What was said earlier in a conversation; the client holds it, oldest first."""

    role: Literal["user", "assistant"]
    content: str


@dataclass(frozen=True, slots=True)
class Question:
    """What is really being asked; ``terms`` maps each search term to its weight.

    ``boosts`` are all terms that are looked for, with what each counts beside its rarity in BM25.
    ``abbreviated`` are further terms that are looked for, each with the words of the question that
    it stands for.
    ``translations`` are the Vietnamese terms, with weights, that each English word stands for.
    """

    text: str
    searched: str
    language: str
    terms: Mapping[str, float]
    identifiers: tuple[str, ...] = ()
    filters: Filter = Filter()
    changes: tuple[Change, ...] = ()
    cues: Cues = Cues()
    boosts: Mapping[str, float] = field(default_factory=dict)
    abbreviated: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    translations: Mapping[str, Mapping[str, float]] = field(default_factory=dict)


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


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who says what a sentence reports; ``reported`` is the date of the article."""

    name: str
    role: str | None
    reported: date | None


@dataclass(frozen=True, slots=True)
class Citation:
    """The very words: ``article.text[start:end] == quote``; ``mark`` is the span asked for."""

    number: int
    article: Header
    start: int
    end: int
    quote: str
    mark: tuple[int, int] | None = None
    speaker: Speaker | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of an answer with the numbers of the citations that it rests on."""

    text: str
    citations: tuple[int, ...]
    support: Support


@dataclass(frozen=True, slots=True)
class Coverage:
    """What was searched: "5 articles, up to 25/06/2020"."""

    articles: int
    newest: date | None
    index_seq: int


def _reply_id() -> str:
    """A fresh name that nobody can guess."""
    return f"r_{secrets.token_hex(12)}"


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Facets:
    """What can be filtered by: each value with the number of its articles, most first."""

    places: tuple[tuple[str, int], ...]
    outlets: tuple[tuple[str, int], ...]
    years: tuple[tuple[str, int], ...]


class Told(NamedTuple):
    """A sentence that is released before the whole reply is there, with its new citations."""

    sentence: Sentence
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """Sentences that answer, each resting on a citation.

    ``conflict`` says that the articles give different values for what was asked.
    ``least_confidence`` is the confidence below which it would have been refused.
    ``dropped`` counts sentences of an LLM that were not shown because they could not be verified;
    ``fallback`` says why an extractive answer stands where an LLM's was wanted.

    Raises:
        ValueError: if a sentence has no citation, or names one that is not there.
    """

    question: Question
    sentences: tuple[Sentence, ...]
    citations: tuple[Citation, ...]
    hits: tuple[Hit, ...]
    confidence: float
    mode: Mode
    coverage: Coverage
    timing_ms: Mapping[str, float] = field(default_factory=dict, compare=False)
    reply_id: str = field(default_factory=_reply_id, compare=False)
    asked_at: datetime = field(default_factory=_now, compare=False)
    conflict: bool = False
    dropped: int = 0
    fallback: Fallback | None = None
    least_confidence: float = 0.0

    def __post_init__(self) -> None:
        known = {citation.number for citation in self.citations}
        if not self.sentences:
            raise ValueError("An answer has no sentence. Make a NoAnswer instead.")
        for sentence in self.sentences:
            if not sentence.citations or not known.issuperset(sentence.citations):
                raise ValueError(
                    f"A sentence cites {sentence.citations}, but the citations are {sorted(known)}."
                )

    def told(self) -> Iterator[Told]:
        """Its sentences one by one, each with the citations that are new."""
        shown: set[int] = set()
        for sentence in self.sentences:
            new = [each for each in self.citations if each.number in sentence.citations]
            yield Told(sentence, tuple(each for each in new if each.number not in shown))
            shown.update(sentence.citations)


@dataclass(frozen=True, slots=True)
class NoAnswer:
    """An honest refusal with its reason.

    ``confidence`` is that of the best sentence, which is not shown because it lies below
    ``least_confidence``; both are 0 where the refusal has another ground.
    """

    question: Question
    reason: Reason
    explanation: str
    hits: tuple[Hit, ...]
    coverage: Coverage
    timing_ms: Mapping[str, float] = field(default_factory=dict, compare=False)
    reply_id: str = field(default_factory=_reply_id, compare=False)
    asked_at: datetime = field(default_factory=_now, compare=False)
    confidence: float = 0.0
    least_confidence: float = 0.0


Reply = Answer | NoAnswer


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an index was made from; two indexes with equal manifests and content answer alike."""

    format: int
    embedder: str
    dim: int
    chunking: str
    analysis: str


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
