"""Articles invented for learning, in the style of the field, with questions over them.

``invented.jsonl.xz`` has a line for each article: its text as a file of the collection would hold
it, the questions that it answers with the shortest words that do, and questions that sound as if
it answered them.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from qa.articles import article_from_text
from qa.types import Article
from training.answered import Answered, standing
from training.asked import Passage
from training.files import rows

INVENTED = Path(__file__).with_name("invented.jsonl.xz")


def invented(path: Path = INVENTED) -> Iterator[Passage]:
    """The articles of the file in its order, all to learn from.

    Raises:
        LookupError: if an article does not hold the words that answer.
    """
    for row in rows(path):
        article = article_from_text(row["text"], article_id=row["name"], source=row["name"])
        answered = tuple(_answered(article, *each) for each in row["answered"])
        yield Passage(article, answered, (), tuple(row["unanswered"]), "learning")


def _answered(article: Article, question: str, words: list[str]) -> Answered:
    spans = standing(words, article.text)
    if not spans:
        raise LookupError(f"{article.article_id} does not hold {words}, which answer {question!r}.")
    return Answered(question, article.article_id, spans, "invented")
