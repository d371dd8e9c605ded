"""The HTTP contract of questions and replies, and what all requests and replies share."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from qa.types import AskMode, ChangeKind, Fallback, Filter, Leg, Mode, Reason, Support, Turn


def _written_out(day: object) -> object:
    if isinstance(day, str) and not re.fullmatch(r"\d{4}-\d{2}-\d{2}", day, re.ASCII):
        raise ValueError("not YYYY-MM-DD")
    if not isinstance(day, str | date | None):
        raise ValueError("not a string")
    return day


Text = Annotated[str, Field(max_length=500)]
Asked = Annotated[str, Field(json_schema_extra={"minLength": 1, "pattern": r"\S"})]
"""A question; the engine says by codes of their own what is wrong with one."""
Day = Annotated[
    date, BeforeValidator(_written_out), WithJsonSchema({"type": "string", "format": "date"})
]
"""A date that is sent; pydantic alone would take a number for seconds since 1970."""
Count = Annotated[int, Field(strict=True, ge=1, le=50)]


class Sent(BaseModel):
    """What a client sends; unknown fields are an error, so that a typo is not silently ignored."""

    model_config = ConfigDict(extra="forbid")


class FilterIn(Sent):
    """Which articles may be found; dates are inclusive."""

    places: list[Text] = Field([], max_length=100, examples=[["Quảng Ninh"]])
    outlets: list[Text] = Field([], max_length=100)
    since: Day | None = Field(None, examples=["2019-01-01"])
    until: Day | None = Field(None, examples=["2020-12-31"])
    article_ids: list[Text] = Field([], max_length=1000)

    def filter(self) -> Filter:
        """The filter as the engine takes it."""
        return Filter(
            tuple(self.places),
            tuple(self.outlets),
            self.since,
            self.until,
            tuple(self.article_ids),
        )


class TurnIn(Sent):
    """An earlier turn of the conversation; the server keeps none."""

    role: Literal["user", "assistant"]
    content: str = Field(max_length=20_000)


class AskIn(Sent):
    """A question; ``auto`` lets a model rewrite the answer where one is configured.

    ``extractive`` answers with sentences of the articles as they stand.
    """

    question: Asked = Field(examples=["Chỉ thị 16/CT-TTg nói về điều gì?"])
    filters: FilterIn = FilterIn()
    conversation: list[TurnIn] = Field(
        [], max_length=20, description="Earlier turns, oldest first, by which a follow-up is read"
    )
    mode: AskMode = "auto"

    top_k: Count = Field(8, description="How many hits come with the reply")
    explain: bool = Field(False, description="Say for each hit why it was found")
    restore: bool = Field(True, description="Put back accents and mend slips before searching")

    def turns(self) -> list[Turn]:
        """The conversation as the engine takes it."""
        return [Turn(each.role, each.content) for each in self.conversation]


class SearchIn(Sent):
    """A search without an answer."""

    question: Asked = Field(examples=["dân vận khéo ở Quảng Ninh"])
    filters: FilterIn = FilterIn()
    top_k: Count = 8
    explain: bool = Field(False, description="Say for each hit why it was found")
    restore: bool = Field(True, description="Put back accents and mend slips before searching")


class HeaderOut(BaseModel):
    """What is known about an article."""

    article_id: str
    title: str
    source: str
    published: date | None
    outlet: str | None
    author: str | None
    places: list[str]
    url: str | None
    language: str
    sha256: str


class CoverageOut(BaseModel):
    """What was searched."""

    articles: int
    newest: date | None
    index_seq: int


class ChangeOut(BaseModel):
    """Words of the question that were searched in another form than they were typed in."""

    kind: ChangeKind
    before: str = Field(alias="from")
    after: str = Field(alias="to")


class CuesOut(BaseModel):
    """What the question hints at; hints weigh, they exclude nothing."""

    places: list[str]
    outlets: list[str]
    since: date | None
    until: date | None


class QuestionOut(BaseModel):
    """What was asked, what was searched, how it was changed and what it hints at."""

    text: str
    searched: str
    language: str
    identifiers: list[str]
    changes: list[ChangeOut]
    cues: CuesOut


class LegOut(BaseModel):
    """The place of a chunk in one search leg."""

    rank: int
    score: float


class MatchedTermOut(BaseModel):
    """A word or pair of words of the question that stands in the hit or its heading."""

    term: str
    weight: float
    count: int


class NearWindowOut(BaseModel):
    """A span of the article that lies near to the question."""

    start: int
    end: int
    cosine: float


class FeatureShareOut(BaseModel):
    """What a feature of a hit is, and what it adds to the log odds of its score."""

    name: str
    value: float
    share: float


class ExplanationOut(BaseModel):
    """Why a hit stands where it does; each list has the weightiest first."""

    terms: list[MatchedTermOut]
    pairs: list[MatchedTermOut]
    missing: list[str]
    windows: list[NearWindowOut]
    features: list[FeatureShareOut]


class HitOut(BaseModel):
    """A found chunk; ``start`` and ``end`` are its place in the article.

    ``score`` lies between 0 and 1; ``also_in`` are other articles that say the same;
    ``explanation`` comes only when it was asked for.
    """

    chunk_id: str
    article: HeaderOut
    start: int
    end: int
    text: str
    score: float
    legs: dict[Leg, LegOut]
    also_in: list[HeaderOut]
    explanation: ExplanationOut | None = None


class SpanOut(BaseModel):
    """A span of characters of the article."""

    start: int
    end: int


_Date = date  # a field of this name hides the type


class SpeakerOut(BaseModel):
    """Who says what a cited sentence reports; ``date`` is that of the article."""

    name: str
    role: str | None
    date: _Date | None


class CitationOut(BaseModel):
    """The cited words; ``mark`` is the figure, date or name that was asked for."""

    number: int
    article: HeaderOut
    start: int
    end: int
    quote: str
    mark: SpanOut | None
    speaker: SpeakerOut | None


class SentenceOut(BaseModel):
    """One sentence of an answer with the numbers of its citations."""

    text: str
    citations: list[int]
    support: Support


class ReplyOut(BaseModel):
    """What an answer and a refusal have in common."""

    id: str
    question: QuestionOut
    hits: list[HitOut]
    coverage: CoverageOut
    timing_ms: dict[str, float]


class AnswerOut(ReplyOut):
    """Sentences that stand in the articles, with their citations."""

    kind: Literal["answer"]
    mode: Mode
    fallback: Fallback | None
    dropped: int
    confidence: float
    conflict: bool
    sentences: list[SentenceOut]
    citations: list[CitationOut]


class NoAnswerOut(ReplyOut):
    """A refusal: why, and in the words of a person."""

    kind: Literal["no_answer"]
    reason: Reason
    explanation: str


class FeedbackIn(Sent):
    """What a reader thinks of a reply; the last word on it counts."""

    reply_id: str = Field(min_length=1, max_length=100, examples=["r_d1c0638f8073e9463ffb063f"])
    rating: Literal["up", "down"]
    reason: str | None = Field(None, max_length=2000, examples=["Trả lời sang năm khác"])


class CitedOut(BaseModel):
    """An article that a reply cited, and what became of it since."""

    article_id: str
    sha256: str
    state: Literal["same", "changed", "gone"]


class VersionsOut(BaseModel):
    """What a reply was made with."""

    package: str
    embedder: str
    index_seq: int


class ReceiptOut(BaseModel):
    """A reply as it was given, without its hits."""

    id: str
    asked_at: datetime
    reply: AnswerOut | NoAnswerOut
    articles: list[CitedOut]
    versions: VersionsOut


class SearchOut(BaseModel):
    """The hits of a search, best first."""

    question: QuestionOut
    hits: list[HitOut]


class StatusOut(BaseModel):
    """Whether the service is up or ready."""

    status: Literal["ok"]


class MeOut(BaseModel):
    """Who is asking, by the name of the key, and what that key may do."""

    name: str | None
    role: Literal["read", "write", "admin"]


class ProblemOut(BaseModel):
    """A problem document (RFC 9457) with a stable machine code."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    fields: list[str] = []
