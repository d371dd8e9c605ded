"""The HTTP contract of the collection: articles sent, previewed, stored, listed."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import UploadFile
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from qa.api.schemas import CoverageOut, Day, HeaderOut, Sent, Text
from qa.types import Outcome

MOST_ARTICLES = 100
"""Articles in one request."""
ArticleId = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"^[\w.:@-]+$")]
# Written out, for `\S` is not the same set to every reader of the contract: no blanks, and no signs
# that control or turn the direction of text.
ADDRESS = (
    r"^https?://[^\u0000-\u0020\u007f-\u00a0\u1680\u180e\u2000-\u200f\u2028-\u202f"
    r"\u205f-\u206f\u3000\ufeff]+$"
)
_TEXT = "Sáng 10/5, Ban Dân vận Tỉnh ủy Bắc Giang tổ chức 42 cuộc đối thoại với nhân dân."


class ContentIn(Sent):
    """What an article says; whatever is not given is read from the text."""

    text: str = Field(
        min_length=1, max_length=1_000_000, description="The text as it was found", examples=[_TEXT]
    )
    source: str = Field("api", max_length=500, description="File name or address it came from")
    title: str | None = Field(
        None,
        min_length=1,
        max_length=500,
        examples=["Bắc Giang: Đối thoại với nhân dân"],
        description="Without it the first line that looks like one",
    )
    published: Day | None = Field(
        None, examples=["2024-05-10"], description="The day of publication"
    )
    outlet: str | None = Field(
        None,
        max_length=200,
        examples=["baobacgiang.com.vn"],
        description="Newspaper or site that published it",
    )
    author: str | None = Field(None, max_length=200, description="Who wrote it")
    places: list[Text] | None = Field(
        None, max_length=100, examples=[["Bắc Giang"]], description="Places it is about"
    )
    url: str | None = Field(
        None, max_length=2000, pattern=ADDRESS, description="Where it stands on the web"
    )

    def given(self) -> dict[str, Any]:
        """What the sender knows, as the reading of an article takes it."""
        return self.model_dump(exclude={"text"}) | {
            "places": None if self.places is None else tuple(self.places)
        }


class ArticleIn(ContentIn):
    """An article to add; without an id it gets one that is derived from its content."""

    article_id: ArticleId | None = Field(
        None, examples=["bac-giang-2024"], description="An article with this id is replaced"
    )


def _one_or_many(schema: dict[str, Any]) -> None:
    many = {key: schema.pop(key) for key in list(schema) if key not in ("title", "description")}
    schema["anyOf"] = [{"$ref": "#/components/schemas/ArticleIn"}, many]


class ArticlesIn(Sent):
    """One article as it is, or up to 100 in a list."""

    model_config = ConfigDict(json_schema_extra=_one_or_many)

    articles: list[ArticleIn] = Field(
        min_length=1, max_length=MOST_ARTICLES, description="The articles"
    )

    @model_validator(mode="before")
    @classmethod
    def _one_is_many(cls, sent: Any) -> Any:  # noqa: ANN401
        return {"articles": [sent]} if isinstance(sent, dict) and "text" in sent else sent


class FilesIn(Sent):
    """Articles as files."""

    files: list[UploadFile] = Field(min_length=1, max_length=MOST_ARTICLES)


class ArticleOut(HeaderOut):
    """An article; citations count in characters (Unicode code points) of ``text``."""

    text: str = Field(description="What offsets of citations count in")
    stripped: list[str] = Field(description="Lines taken out as page furniture, kept for audit")


class ArticlesOut(BaseModel):
    """A page of articles; ``next`` is the cursor of the following page."""

    articles: list[HeaderOut] = Field(description="The headers, in the order asked for")
    next: str | None = Field(description="`cursor` of the following page; null on the last")
    coverage: CoverageOut = Field(description="What there is in all")


class AddedOut(BaseModel):
    """What became of one article: its outcome, or the code of the problem."""

    article_id: str | None = Field(description="Its id")
    outcome: Outcome | None = Field(description="What was done")
    code: str | None = Field(description="Why nothing was done")


class AddedAllOut(BaseModel):
    """The outcome of each article, in the order in which they were sent."""

    results: list[AddedOut] = Field(description="One for each article that was sent")


class PreviewOut(BaseModel):
    """What would be stored of one article, or the code of the problem."""

    article: ArticleOut | None = Field(description="As it would be stored")
    chunks: int | None = Field(description="Into how many chunks it would be cut")
    code: str | None = Field(description="Why it cannot be read")


class PreviewsOut(BaseModel):
    """The preview of each article, in the order in which they were sent."""

    results: list[PreviewOut] = Field(description="One for each article that was sent")


class FacetOut(BaseModel):
    """A value to filter by, and how many articles have it."""

    value: str = Field(description="What to filter by")
    count: int = Field(description="Articles that have it")


class FacetsOut(BaseModel):
    """What can be filtered by: the 500 most frequent of each, years from the newest."""

    places: list[FacetOut] = Field(description="The most frequent places")
    outlets: list[FacetOut] = Field(description="The most frequent outlets")
    years: list[FacetOut] = Field(description="Years of publication, the newest first")


class SuggestionsOut(BaseModel):
    """Questions to begin with, at most four."""

    questions: list[str] = Field(description="Each is answered by the articles")
