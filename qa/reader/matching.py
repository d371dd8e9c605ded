"""What a question asks for: how much of it a text holds, the kind of answer, the span of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Literal

from qa.identifiers import (
    Span,
    date_spans,
    document_spans,
    figure_spans,
    person_spans,
    place_spans,
)
from qa.types import Question
from qa.vietnamese import fold, folded_terms, search_form

AnswerType = Literal["figure", "date", "person", "document", "place", "free"]

_ASKS: tuple[tuple[AnswerType, re.Pattern[str]], ...] = (
    (
        "document",
        re.compile(
            r"\b(?:van ban|chi thi|quyet dinh|nghi quyet|ket luan|ke hoach|quy dinh|thong tu|"
            r"nghi dinh)(?: so)? (?:nao|may|bao nhieu)\b"
            r"|\bwhich (?:\w+ )?(?:document|directive|decision|resolution|plan|conclusion)"
        ),
    ),
    (
        "date",
        re.compile(
            r"\b(?:khi nao|bao gio|hom nao|(?:ngay|thang|nam|quy|giai doan|thoi gian|dip)"
            r"(?: thang)?(?: nam)? (?:nao|may|bao nhieu)|when|"
            r"(?:what|which) (?:day|date|month|year|period))\b"
        ),
    ),
    ("figure", re.compile(r"\b(?:bao nhieu|so luong|ty le|may|how many|how much|what percent)\b")),
    ("person", re.compile(r"\b(?:ai|nguoi nao|dong chi nao|who|whom|whose)\b")),
    (
        "place",
        re.compile(
            r"\b(?:o dau|noi nao|(?:tinh|huyen|xa|phuong|thanh pho|dia phuong) nao|where|"
            r"which (?:province|district|city|town))\b"
        ),
    ),
)
_SPANS: Mapping[AnswerType, Callable[[str], list[Span]]] = {
    "figure": figure_spans,
    "date": date_spans,
    "person": person_spans,
    "document": document_spans,
    "place": place_spans,
}
MARKED = frozenset(_SPANS)
"""Kinds of answer of which the span can be marked."""


def answer_type(question: str) -> AnswerType:
    """What kind of words would answer: a figure, a date, a person, a document, a place, or any."""
    asked = fold(search_form(question))
    return next((kind for kind, pattern in _ASKS if pattern.search(asked)), "free")


def coverage(question: Question, text: str) -> float:
    """Share of the question's terms, by weight, that stand in the text; accents do not matter."""
    there = set(folded_terms(text))
    total = sum(question.terms.values()) or 1.0
    return sum(weight for term, weight in question.terms.items() if fold(term) in there) / total


def mark(kind: AnswerType, text: str, question: Question) -> Span | None:
    """The span of the asked kind whose surroundings share most with the question.

    What the question contains itself is not what it asks for.
    """
    asked = fold(search_form(question.searched))
    spans = _SPANS[kind](text) if kind in _SPANS else []
    new = [span for span in spans if fold(search_form(text[slice(*span)])) not in asked]
    return max(
        new,
        key=lambda span: (coverage(question, _surroundings(text, span, spans)), -span[0]),
        default=None,
    )


def _surroundings(text: str, span: Span, spans: Sequence[Span]) -> str:
    """The clause of a span, as far as the neighbouring spans of the same kind."""
    start = max([end for _, end in spans if end <= span[0]] + [text.rfind(";", 0, span[0]) + 1])
    stops = [other for other, _ in spans if other >= span[1]] + [text.find(";", span[1])]
    return text[start : min((stop for stop in stops if stop >= 0), default=len(text))]
