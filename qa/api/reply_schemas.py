"""The HTTP contract of replies: answers, refusals, their receipts and what is thought of them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel, Field

from qa.api.question_schemas import HitOut, QuestionOut
from qa.api.schemas import CoverageOut, HeaderOut, Sent
from qa.types import Fallback, Mode, Reason, Support


class SpanOut(BaseModel):
    """A span of characters of the article."""

    start: int = Field(description="First character")
    end: int = Field(description="The character after the last")


_Date = date  # a field of this name hides the type


class SpeakerOut(BaseModel):
    """Who says what a cited sentence reports; ``date`` is that of the article."""

    name: str = Field(description="Name of the person")
    role: str | None = Field(description="Office, as the article gives it")
    date: _Date | None = Field(description="Day of the article")


class CitationOut(BaseModel):
    """The cited words; ``mark`` is the figure, date or name that was asked for."""

    number: int = Field(description="The n of [n]")
    article: HeaderOut = Field(description="The cited article")
    start: int = Field(description="First character in the article")
    end: int = Field(description="The character after the last")
    quote: str = Field(description="The cited words as they stand")
    mark: SpanOut | None = Field(description="The figure, date or name that was asked for")
    speaker: SpeakerOut | None = Field(description="Who says it, where speech is reported")


class SentenceOut(BaseModel):
    """One sentence of an answer with the numbers of its citations."""

    text: str = Field(description="The sentence")
    citations: list[int] = Field(description="Numbers of its citations")
    support: Support = Field(
        description="`verbatim` stands so in the article; else how well the article bears it out"
    )


class ReplyOut(BaseModel):
    """What an answer and a refusal have in common."""

    id: str = Field(description="By which the reply is looked up and rated")
    question: QuestionOut = Field(description="What was asked and searched")
    hits: list[HitOut] = Field(description="The passages that were found, best first")
    coverage: CoverageOut = Field(description="What was searched")
    timing_ms: dict[str, float] = Field(description="Milliseconds of each step")
    confidence: float = Field(
        0.0, description="The chance that the articles answer, from 0 to 1, shown or not"
    )
    least_confidence: float = Field(
        0.0, description="Below which it is not shown; 0 where something else decided"
    )


class AnswerOut(ReplyOut):
    """Sentences that stand in the articles, with their citations."""

    kind: Literal["answer"] = Field(description="An answer")
    mode: Mode = Field(description="Whether a model rewrote it")
    fallback: Fallback | None = Field(description="Why the answer of a model was not used")
    dropped: int = Field(
        description="Sentences of a model that failed the check against the articles"
    )
    conflict: bool = Field(description="Whether the articles disagree")
    sentences: list[SentenceOut] = Field(description="The answer, a sentence each")
    citations: list[CitationOut] = Field(description="What the numbers stand for")


class NoAnswerOut(ReplyOut):
    """A refusal: why, and in the words of a person."""

    kind: Literal["no_answer"] = Field(description="A refusal")
    reason: Reason = Field(description="Why there is no answer, as a code")
    explanation: str = Field(description="The same for a reader")


class FeedbackIn(Sent):
    """What a reader thinks of a reply; the last word on it counts."""

    reply_id: str = Field(
        min_length=1,
        max_length=100,
        examples=["r_d1c0638f8073e9463ffb063f"],
        description="`id` of the reply",
    )
    rating: Literal["up", "down"] = Field(description="Whether it helped")
    reason: str | None = Field(
        None,
        max_length=2000,
        examples=["Trả lời sang năm khác"],
        description="Why, in the reader's words",
    )


class CitedOut(BaseModel):
    """An article that a reply cited, and what became of it since."""

    article_id: str = Field(description="The cited article")
    sha256: str = Field(description="Digest of its text when it was cited")
    state: Literal["same", "changed", "gone"] = Field(description="Whether it still has that text")


class VersionsOut(BaseModel):
    """What a reply was made with."""

    package: str = Field(description="Version of this service")
    embedder: str = Field(description="Name of the embedding model")
    index_seq: int = Field(description="Number of the last change of the collection then")


class ReceiptOut(BaseModel):
    """A reply as it was given, without its hits."""

    id: str = Field(description="Id of the reply")
    asked_at: datetime = Field(description="When it was asked")
    reply: AnswerOut | NoAnswerOut = Field(description="The reply, without its hits")
    articles: list[CitedOut] = Field(description="Each cited article and whether it has changed")
    versions: VersionsOut = Field(description="What it was made with")
