"""The HTTP contract of questions and replies, and what all requests and replies share."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StrictBool,
    WithJsonSchema,
)

from qa.types import AskMode, ChangeKind, Fallback, Filter, Leg, Mode, Reason, Support, Turn


def _written_out(day: object) -> object:
    if isinstance(day, str) and not re.fullmatch(r"\d{4}-\d{2}-\d{2}", day, re.ASCII):
        raise ValueError("not YYYY-MM-DD")
    if not isinstance(day, str | date | None):
        raise ValueError("not a string")
    return day


def _whole(number: object) -> object:
    """To JSON, 8.0 is the integer 8."""
    return int(number) if isinstance(number, float) and number.is_integer() else number


Text = Annotated[str, Field(max_length=500)]
Asked = Annotated[str, Field(json_schema_extra={"minLength": 1, "pattern": r"\S"})]
"""A question; the engine says by codes of their own what is wrong with one."""
Day = Annotated[
    date, BeforeValidator(_written_out), WithJsonSchema({"type": "string", "format": "date"})
]
"""A date that is sent; pydantic alone would take a number for seconds since 1970."""
Count = Annotated[int, Field(strict=True, ge=1, le=50), BeforeValidator(_whole)]


class Sent(BaseModel):
    """What a client sends; unknown fields are an error, so that a typo is not silently ignored."""

    model_config = ConfigDict(extra="forbid")


class FilterIn(Sent):
    """Which articles may be found; dates are inclusive."""

    places: list[Text] = Field(
        [],
        max_length=100,
        examples=[["Quảng Ninh"]],
        description="Names of places; an article about any of them fits, accents and case aside",
    )
    outlets: list[Text] = Field(
        [],
        max_length=100,
        description="Names of outlets; an article of any of them fits, accents and case aside",
    )
    since: Day | None = Field(
        None, examples=["2019-01-01"], description="The first day of publication"
    )
    until: Day | None = Field(
        None, examples=["2020-12-31"], description="The last day of publication"
    )
    article_ids: list[Text] = Field([], max_length=1000, description="Only these articles")

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

    role: Literal["user", "assistant"] = Field(description="Who said it")
    content: str = Field(max_length=20_000, description="What was said")


class AskIn(Sent):
    """A question; ``auto`` lets a model rewrite the answer where one is configured.

    ``extractive`` answers with sentences of the articles as they stand.
    """

    question: Asked = Field(
        examples=["Chỉ thị 16/CT-TTg nói về điều gì?"],
        description="In Vietnamese, with or without accents, or in English",
    )
    filters: FilterIn = Field(FilterIn(), description="Which articles may be found")
    conversation: list[TurnIn] = Field(
        [], max_length=20, description="Earlier turns, oldest first, by which a follow-up is read"
    )
    mode: AskMode = Field(
        "auto", description="`extractive` never lets a model rewrite the answer, `llm` asks for it"
    )

    top_k: Count = Field(
        8, description="How many hits come with the reply; the answer is the same for any number"
    )
    explain: StrictBool = Field(False, description="Say for each hit why it was found")
    restore: StrictBool = Field(
        True, description="Put back accents and mend slips before searching"
    )

    def turns(self) -> list[Turn]:
        """The conversation as the engine takes it."""
        return [Turn(each.role, each.content) for each in self.conversation]


class SearchIn(Sent):
    """A search without an answer."""

    question: Asked = Field(
        examples=["dân vận khéo ở Quảng Ninh"],
        description="In Vietnamese, with or without accents, or in English",
    )
    filters: FilterIn = Field(FilterIn(), description="Which articles may be found")
    top_k: Count = Field(
        8, description="How many hits at most; their order is the same for any number"
    )
    explain: StrictBool = Field(False, description="Say for each hit why it was found")
    restore: StrictBool = Field(
        True, description="Put back accents and mend slips before searching"
    )


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


class ChangeOut(BaseModel):
    """Words of the question that were searched in another form than they were typed in."""

    kind: ChangeKind = Field(description="What was done to them")
    before: str = Field(alias="from", description="As they were typed")
    after: str = Field(alias="to", description="As they were searched")


class CuesOut(BaseModel):
    """What the question hints at; nothing is excluded, unlike with filters."""

    places: list[str] = Field(description="Places it names; they weigh in the ranking")
    outlets: list[str] = Field(description="Outlets it names; shown, to be made a filter")
    since: date | None = Field(
        description="First day of the period it names; shown, to be made a filter"
    )
    until: date | None = Field(description="Last day of that period")


class QuestionOut(BaseModel):
    """What was asked, what was searched, how it was changed and what it hints at."""

    text: str = Field(description="As it was asked")
    searched: str = Field(description="As it was searched")
    language: str = Field(description="`vi` or `en`")
    identifiers: list[str] = Field(description="Documents and dates it names")
    changes: list[ChangeOut] = Field(description="What was changed before it was searched")
    cues: CuesOut = Field(description="What it hints at")


class LegOut(BaseModel):
    """The place of a chunk in one search leg."""

    rank: int = Field(description="1 is the best")
    score: float = Field(description="BM25 or cosine")


class MatchedTermOut(BaseModel):
    """A word or pair of words of the question that stands in the hit or its heading."""

    term: str = Field(description="The word or the pair")
    weight: float = Field(description="Its rarity in the collection")
    count: int = Field(description="How often it stands there")


class NearWindowOut(BaseModel):
    """A span of the article that lies near to the question."""

    start: int = Field(description="First character in the article")
    end: int = Field(description="The character after the last")
    cosine: float = Field(description="Nearness, at most 1")


class FeatureShareOut(BaseModel):
    """What a feature of a hit is, and what it adds to the log odds of its score."""

    name: str = Field(description="Name of the feature")
    value: float = Field(description="Its value for this hit")
    share: float = Field(description="What it adds to the log odds")


class MatchedDocumentOut(BaseModel):
    """A document that the question names and the hit or its heading does too."""

    number: str = Field(description="As it is written there")
    count: int = Field(description="How often it is named there")


class MatchedTranslationOut(BaseModel):
    """A word of an English question and a translation of it that stands in the hit."""

    word: str = Field(description="The word, or two in a row")
    translation: str = Field(description="What stands there for it")
    share: float = Field(description="How likely the word means this, from 0 to 1")
    count: int = Field(description="How often it stands there")


class ExplanationOut(BaseModel):
    """Why a hit stands where it does; each list has the weightiest first."""

    terms: list[MatchedTermOut] = Field(description="Words of the question found in it")
    pairs: list[MatchedTermOut] = Field(description="Pairs of words found in it")
    missing: list[str] = Field(description="Words of the question not in it")
    windows: list[NearWindowOut] = Field(description="Spans nearest to the question in meaning")
    features: list[FeatureShareOut] = Field(description="What its score is the sum of")
    documents: list[MatchedDocumentOut] = Field(description="Documents of the question it names")
    translations: list[MatchedTranslationOut] = Field(
        description="Words of a question in English, by what stands for them in it"
    )


class HitOut(BaseModel):
    """A found chunk; ``start`` and ``end`` are its place in the article.

    ``score`` lies between 0 and 1; ``also_in`` are other articles that say the same;
    ``explanation`` comes only when it was asked for.
    """

    chunk_id: str = Field(description="Its id")
    article: HeaderOut = Field(description="The article it stands in")
    start: int = Field(description="First character in the article")
    end: int = Field(description="The character after the last")
    text: str = Field(description="The passage as it stands")
    score: float = Field(description="How well it fits, from 0 to 1")
    legs: dict[Leg, LegOut] = Field(description="Its place in each search leg that found it")
    also_in: list[HeaderOut] = Field(description="Other articles that say the same")
    explanation: ExplanationOut | None = Field(
        None, description="Why it was found; only when asked for"
    )


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


class SearchOut(BaseModel):
    """The hits of a search, best first."""

    question: QuestionOut = Field(description="What was asked and searched")
    hits: list[HitOut] = Field(description="Best first")


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
