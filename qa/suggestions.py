"""Questions to begin with, drawn from what stands in the articles.

Each is asked before it is offered: only one whose answer cites the words it was drawn from is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice, zip_longest

from qa.identifiers import document_spans, figure_spans
from qa.types import Answer, Article, Reply
from qa.vietnamese import LOWER, UPPER, sentence_spans

_MOST_TRIED = 16
_CLAUSE = re.compile(rf"\s(“?[{LOWER}][^.;,:(]{{8,70}}?)(?= và |\s*[.;,:(…]|$)")
_SPACED_HYPHEN = re.compile(r"\s*-\s*")
_CAPITAL = re.compile(rf"[{UPPER}]")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A question, the article it was drawn from, and the words that its answer must cite."""

    text: str
    article_id: str
    expected: str


def answered(
    articles: Sequence[Article], ask: Callable[[str], Reply | None], count: int = 4
) -> list[str]:
    """At most ``count`` questions that are really answered, from as many articles as possible."""
    pointed = _in_turn([_in_turn([_figures(each), _documents(each)]) for each in articles])
    tried = islice(chain(pointed, map(_title, articles)), _MOST_TRIED)
    good = (each.text for each in tried if _answers(ask(each.text), each))
    return list(islice(good, count))


def _answers(reply: Reply | None, suggestion: Suggestion) -> bool:
    return isinstance(reply, Answer) and any(
        citation.article.article_id == suggestion.article_id
        and suggestion.expected in citation.quote
        for citation in reply.citations
    )


def _figures(article: Article) -> Iterator[Suggestion]:
    """How many of what was counted: "có 2.705 điển hình …" asks "có bao nhiêu điển hình …?"."""
    who = f"{article.places[0]} có" if article.places else "Có"
    for start, end in sentence_spans(article.text):
        sentence = article.text[start:end]
        for at, after in figure_spans(sentence):
            counted = _CLAUSE.match(sentence, after)
            if counted and sentence[:at].lower().endswith(" có "):
                text = f"{who} bao nhiêu {counted[1]}?"
                yield Suggestion(text, article.article_id, sentence[at:after])


def _documents(article: Article) -> Iterator[Suggestion]:
    """What the official documents say that the article names together with their kind."""
    spans = document_spans(article.text)
    for document in dict.fromkeys(article.text[start:end] for start, end in spans):
        if _CAPITAL.match(document):
            text = f"{_SPACED_HYPHEN.sub('-', document)} nói về gì?"
            yield Suggestion(text, article.article_id, document)


def _title(article: Article) -> Suggestion:
    title = article.title.replace("“", "‘").replace("”", "’")  # quotes within quotes
    return Suggestion(f"Bài “{title}” nói về gì?", article.article_id, "")


def _in_turn(found: Iterable[Iterable[Suggestion]]) -> Iterator[Suggestion]:
    rows = zip_longest(*found)
    return (each for row in rows for each in row if each is not None)
