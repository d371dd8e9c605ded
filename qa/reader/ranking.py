"""The sentences in the order in which they answer, each with its chance and the span asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from qa.identifiers import Span
from qa.reader.features import Asked, Features, features
from qa.reader.marks import mark, suits
from qa.reader.meanings import Meanings
from qa.reader.ranker import Ranker
from qa.reader.sentences import Candidate
from qa.reader.spans import defines

_STRICT = frozenset({"figure", "date", "role", "document", "subject", "person"})
"""Kinds that a sentence without such a span does not answer."""
_NEARLY = 0.1
"""Share of the best sentence's chance from which one with the asked span is preferred."""
_MARKED = 12
"""Ranked sentences in which the span asked for is looked for."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate with its score, its chance beside the others, and the span asked for."""

    candidate: Candidate
    score: float
    chance: float
    mark: Span | None = None
    row: int = 0
    """its row of the features"""

    @property
    def article_id(self) -> str:
        """The article it stands in."""
        return self.candidate.hit.article.article_id


def rank(
    question: Asked, found: Sequence[Candidate], meanings: Meanings, ranker: Ranker
) -> tuple[list[Ranked], Features]:
    """The candidates, that which answers best first, and the features of all."""
    rows = features(question, found, meanings)
    scores = ranker.scores(rows)
    chances = np.exp(scores - scores.max())
    chances /= chances.sum()
    order = sorted(range(len(found)), key=lambda at: (-scores[at], at))
    ranked = [
        Ranked(
            found[at],
            float(scores[at]),
            float(chances[at]),
            mark(question, found[at].text, meanings) if place < _MARKED else None,
            at,
        )
        for place, at in enumerate(order)
    ]
    return _defining_first(question, _marked_first(question, ranked)), rows


def _defining_first(question: Asked, ranked: list[Ranked]) -> list[Ranked]:
    """The ranking, led by the sentence that defines what is to be defined, if there is one."""
    if not question.concept:
        return ranked
    how = {each.row: defines(each.candidate.text, question.concept) for each in ranked}
    best = max(ranked, key=lambda each: how[each.row])  # the first of those that define alike
    return [best, *(each for each in ranked if each is not best)]


def _marked_first(question: Asked, ranked: list[Ranked]) -> list[Ranked]:
    """The ranking, led by a sentence that has what was asked for, if one ranks nearly as well."""
    if question.kind not in _STRICT and not (question.kind == "body" and question.documents):
        return ranked
    near = [each for each in ranked if each.chance >= _NEARLY * ranked[0].chance and each.mark]
    suited = [each for each in near if suits(question, each.candidate.text)]
    best = next(iter(suited or near), ranked[0])
    return [best, *(each for each in ranked if each is not best)]
