"""The sentences of hits, each once, with what stands around it and what it is made of."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from qa.identifiers import Span
from qa.types import Article, Hit
from qa.vietnamese import UPPER, fold, question_terms, sentence_spans, syllables, terms

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_CAPITALISED = re.compile(rf"(?<=[\w,;:“\"(] )[{UPPER}][^\W\d_]*(?: [{UPPER}][^\W\d_]*)*")
POINT = re.compile(r"[\s\u200b]*(?:[-+•*–·]|\(?(?:\d{1,2}|[a-zđ])[.)])\s")
"""What begins a point of a list."""
_ENDS = (".", "!", "?", "…", ":", ";", "”", '"')
_LABEL = 16
"""Letters that a byline has beside the name: "Tin, ảnh: "."""
_SHORTEST = 2
"""Characters from which a piece of text is a sentence."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence of an article that was found; offsets are characters of the article."""

    hit: Hit
    """the first hit that holds it"""
    rank: int
    """place of that hit, from 0"""
    start: int
    end: int
    text: str
    before: str
    """the sentence before it in the article"""
    after: str
    place: int
    """its number in the article, from 0"""
    among: int
    """how many sentences the article has"""
    line: int
    """the number of its line in the article, from 0"""


@dataclass(frozen=True, slots=True)
class Content:
    """What a text is made of, in the forms that are compared."""

    terms: frozenset[str]
    folded: frozenset[str]
    words: tuple[str, ...]
    """syllables in their order, in the search form"""
    bare: str
    """the same, folded, between blanks"""
    numbers: frozenset[str]
    names: frozenset[str]
    """runs of capitalised words inside a sentence, folded"""


@lru_cache(maxsize=8192)
def content_of(text: str) -> Content:
    """What a text is made of; kept, because the same sentences are weighed for many questions."""
    found, words = terms(text), syllables(text)
    folded = fold(" ".join(found)).split()
    return Content(
        frozenset(found),
        frozenset(folded),
        tuple(words),
        f" {fold(' '.join(words))} ",
        frozenset(_NUMBER.findall(text)),
        frozenset(" ".join(syllables(fold(name))) for name in _CAPITALISED.findall(text)),
    )


@lru_cache(maxsize=512)
def article_spans(text: str, author: str | None) -> tuple[Span, ...]:
    """The sentences of an article, without its byline."""
    spans = sentence_spans(text)
    return tuple(span for span in spans if not _is_byline(text[slice(*span)], author))


def _is_byline(line: str, author: str | None) -> bool:
    """Whether a line says who wrote the article: "Tin, ảnh: TUYẾT NGA"."""
    return bool(author and line.endswith(author)) and len(line) <= len(author or "") + _LABEL


def byline(hit: Hit, article: Article) -> Candidate | None:
    """The line that says who wrote the article of a hit; it is none of its sentences."""
    text, place = article.text, len(article_spans(article.text, article.author))
    for start, end in sentence_spans(text):
        if _is_byline(text[start:end], article.author):
            return Candidate(hit, 0, start, end, text[start:end], "", "", place, place, 0)
    return None


def ends_quote(text: str) -> bool:
    """Whether it ends a quotation that begins before it, and so is what somebody says."""
    opening, closing = text.find("“"), text.find("”")
    return closing >= 0 and not 0 <= opening < closing


def is_whole(candidate: Candidate) -> bool:
    """Whether it ends as sentences do or is a point of a list, unlike captions and headings."""
    return candidate.text.endswith(_ENDS) or bool(POINT.match(candidate.text))


def expanded_terms(
    held: frozenset[str], abbreviated: Mapping[str, Sequence[str]]
) -> frozenset[str]:
    """The terms of a text, with the words and pairs that its abbreviations stand for."""
    for short, words in abbreviated.items():
        if short in held:
            held |= {*question_terms(" ".join(words))}
    return held


def candidates(hits: Sequence[Hit], articles: Mapping[str, Article]) -> list[Candidate]:
    """The sentences of the hits, in the order of the hits and of their articles, each once."""
    found: dict[tuple[str, int], Candidate] = {}
    for rank, hit in enumerate(hits):
        for each in _of_hit(hit, rank, articles[hit.article.article_id]):
            found.setdefault((hit.article.article_id, each.place), each)
    return list(found.values())


def _of_hit(hit: Hit, rank: int, article: Article) -> list[Candidate]:
    return [
        _candidate(hit, rank, article.text, place, (start, end))
        for place, span in enumerate(article_spans(article.text, article.author))
        for start, end in [(max(span[0], hit.chunk.start), min(span[1], hit.chunk.end))]
        if end - start >= _SHORTEST
    ]


def _candidate(hit: Hit, rank: int, text: str, place: int, span: Span) -> Candidate:
    """The part of a sentence that a span holds, with the sentences beside it."""
    spans = article_spans(text, hit.article.author)
    return Candidate(
        hit,
        rank,
        *span,
        text[slice(*span)],
        text[slice(*spans[place - 1])] if place else "",
        text[slice(*spans[place + 1])] if place + 1 < len(spans) else "",
        place,
        len(spans),
        text.count("\n", 0, span[0]),
    )


def beside(candidate: Candidate, text: str, step: int) -> Candidate | None:
    """The sentence of the article that stands ``step`` places on, or ``None`` at its ends."""
    spans, place = article_spans(text, candidate.hit.article.author), candidate.place + step
    if not 0 <= place < len(spans):
        return None
    return _candidate(candidate.hit, candidate.rank, text, place, spans[place])


def preceding(candidate: Candidate, text: str, most: int = 3) -> list[str]:
    """The sentences before one, in their order."""
    spans = article_spans(text, candidate.hit.article.author)
    earlier = spans[max(0, candidate.place - most) : candidate.place]
    return [text[slice(*span)] for span in earlier]
