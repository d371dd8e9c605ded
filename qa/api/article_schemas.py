"""The HTTP contract of the collection: articles sent, previewed, stored, listed."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from qa.api.schemas import CoverageOut, Day, HeaderOut, Sent, Text
from qa.types import Outcome

MOST_ARTICLES = 100
"""Articles in one request."""
ArticleId = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"^[\w.:@-]+$")]
_TEXT = "Sáng 10/5, Ban Dân vận Tỉnh ủy Bắc Giang tổ chức 42 cuộc đối thoại với nhân dân."


class ContentIn(Sent):
    """What an article says; whatever is not given is read from the text."""

    text: str = Field(
        min_length=1, max_length=1_000_000, description="The text as it was found", examples=[_TEXT]
    )
    source: str = Field("api", max_length=500, description="File name or address it came from")
    title: str | None = Field(
        None, min_length=1, max_length=500, examples=["Bắc Giang: Đối thoại với nhân dân"]
    )
    published: Day | None = Field(None, examples=["2024-05-10"])
    outlet: str | None = Field(None, max_length=200, examples=["baobacgiang.com.vn"])
    author: str | None = Field(None, max_length=200)
    places: list[Text] | None = Field(None, max_length=100, examples=[["Bắc Giang"]])
    url: str | None = Field(None, max_length=2000, pattern=r"^https?://\S+$")

    def given(self) -> dict[str, Any]:
        """What the sender knows, as the reading of an article takes it."""
        return self.model_dump(exclude={"text"}) | {
            "places": None if self.places is None else tuple(self.places)
        }


class ArticleIn(ContentIn):
    """An article to add; without an id it gets one that is derived from its content."""

    article_id: ArticleId | None = Field(None, examples=["bac-giang-2024"])


def _one_or_many(schema: dict[str, Any]) -> None:
    many = {key: schema.pop(key) for key in list(schema) if key not in ("title", "description")}
    schema["anyOf"] = [{"$ref": "#/components/schemas/ArticleIn"}, many]


class ArticlesIn(Sent):
    """One article as it is, or up to 100 in a list."""

    model_config = ConfigDict(json_schema_extra=_one_or_many)

    articles: list[ArticleIn] = Field(min_length=1, max_length=MOST_ARTICLES)

    @model_validator(mode="before")
    @classmethod
    def _one_is_many(cls, sent: Any) -> Any:  # noqa: ANN401
        return {"articles": [sent]} if isinstance(sent, dict) and "text" in sent else sent


class ArticleOut(HeaderOut):
    """An article; citations count in characters (Unicode code points) of ``text``."""

    text: str
    stripped: list[str] = Field(description="Lines taken out as page furniture, kept for audit")


class ArticlesOut(BaseModel):
    """A page of articles; ``next`` is the cursor of the following page."""

    articles: list[HeaderOut]
    next: str | None
    coverage: CoverageOut


class AddedOut(BaseModel):
    """What became of one article: its outcome, or the code of the problem."""

    article_id: str | None
    outcome: Outcome | None
    code: str | None


class AddedAllOut(BaseModel):
    """The outcome of each article, in the order in which they were sent."""

    results: list[AddedOut]


class PreviewOut(BaseModel):
    """What would be stored of one article, or the code of the problem."""

    article: ArticleOut | None
    chunks: int | None = Field(description="Into how many chunks it would be cut")
    code: str | None


class PreviewsOut(BaseModel):
    """The preview of each article, in the order in which they were sent."""

    results: list[PreviewOut]


class FacetOut(BaseModel):
    """A value to filter by, and how many articles have it."""

    value: str
    count: int


class FacetsOut(BaseModel):
    """What can be filtered by: the 500 most frequent of each, years from the newest."""

    places: list[FacetOut]
    outlets: list[FacetOut]
    years: list[FacetOut]


class SuggestionsOut(BaseModel):
    """Questions to begin with, at most four."""

    questions: list[str]
