"""The HTTP contract of questions: what is asked, what was searched, what was found."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, Field, StrictBool

from qa.api.schemas import Day, HeaderOut, Sent, Text
from qa.types import AskMode, ChangeKind, Filter, Leg, Turn


def _whole(number: object) -> object:
    """To JSON, 8.0 is the integer 8."""
    return int(number) if isinstance(number, float) and number.is_integer() else number


Asked = Annotated[str, Field(json_schema_extra={"minLength": 1, "pattern": r"\S"})]
"""A question; the engine says by codes of their own what is wrong with one."""
Count = Annotated[int, Field(strict=True, ge=1, le=50), BeforeValidator(_whole)]


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


class SearchOut(BaseModel):
    """The hits of a search, best first."""

    question: QuestionOut = Field(description="What was asked and searched")
    hits: list[HitOut] = Field(description="Best first")
