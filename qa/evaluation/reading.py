"""Sentence choice: how often the chosen sentences hold a reference answer, beside plain baselines.

Each system is asked with the article given, and end to end, where it reads the article that the
search thinks best; only the reader itself may read several.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qa.evaluation.gold import BeirSet
from qa.evaluation.report import holds
from qa.vietnamese import content, search_form, sentence_spans, terms

Rank = Callable[[str, str | None], Sequence[str]]
"""A question, and the article if it is given, to sentences, that which answers best first."""
Embed = Callable[[Sequence[str]], NDArray[np.float32]]

FIRST = (1, 3)
"""How many sentences may hold the answer."""


@dataclass(frozen=True, slots=True)
class ReadingFigures:
    """Shares by system and column ("given@1"), and the number of questions."""

    questions: int
    shares: Mapping[str, Mapping[str, float]]


def measure_reading(
    beir: BeirSet, ours: Rank, find: Callable[[str], str | None], embed: Embed
) -> ReadingFigures:
    """The shares of the reader, the first sentence, the best BM25 and the best dense sentence.

    ``find`` gives the article that the search puts first; ``embed`` gives unit vectors.
    """
    baselines = _baselines(beir, embed)
    asked = [(name, right) for name in beir.queries if (right := _right(beir, name))]
    held: dict[str, Counter[str]] = defaultdict(Counter)
    for name, article in asked:
        question = beir.queries[name]
        chosen = _chosen(question, article, find(question), ours, baselines)
        for system, ways in chosen.items():
            held[system].update(_held(ways, beir.answers[name]))
    shares = {
        system: {column: count / len(asked) for column, count in counts.items()}
        for system, counts in held.items()
    }
    return ReadingFigures(len(asked), shares)


def _chosen(
    question: str, article: str, found: str | None, ours: Rank, baselines: Mapping[str, Rank]
) -> dict[str, dict[str, Sequence[str]]]:
    """The sentences of each system, with the article given and end to end."""
    chosen = {"ours": {"given": ours(question, article), "end": ours(question, None)}}
    for system, rank in baselines.items():
        end = rank(question, found) if found else []
        chosen[system] = {"given": rank(question, article), "end": end}
    return chosen


def _held(ways: Mapping[str, Sequence[str]], answers: Sequence[str]) -> dict[str, int]:
    """Whether the first sentences hold a reference answer, as 0 or 1, by column."""
    return {
        f"{way}@{first}": int(any(holds(each, answers) for each in sentences[:first]))
        for way, sentences in ways.items()
        for first in FIRST
    }


def reading_rows(figures: ReadingFigures) -> list[list[str]]:
    """The shares as a table with a head."""
    columns = [f"{way}@{first}" for way in ("given", "end") for first in FIRST]
    return [
        [f"{figures.questions} questions", *columns],
        *(
            [system, *(f"{shares[column]:.3f}" for column in columns)]
            for system, shares in figures.shares.items()
        ),
    ]


def _right(beir: BeirSet, name: str) -> str | None:
    """The article that answers, where the set has an answer and names the article."""
    grades = beir.qrels.get(name, {})
    best = max(grades, key=lambda article: grades[article], default=None)
    return best if beir.answers.get(name) and best and grades[best] > 0 else None


def _baselines(beir: BeirSet, embed: Embed) -> dict[str, Rank]:
    sentences = {
        name: [text[slice(*span)] for span in sentence_spans(text)]
        for name, (_, text) in beir.corpus.items()
    }

    def first(question: str, article: str | None) -> Sequence[str]:  # noqa: ARG001
        return sentences[article or ""]

    def dense(question: str, article: str | None) -> Sequence[str]:
        texts = sentences[article or ""]
        vectors = embed([search_form(question), *texts])
        return _ordered(texts, (vectors[1:] @ vectors[0]).tolist())

    return {"first": first, "bm25": _bm25(sentences), "dense": dense}


def _bm25(sentences: Mapping[str, Sequence[str]]) -> Rank:
    """BM25 over syllables and pairs (k1 = 1.2, b = 0.75); each sentence is a document."""
    counts = {name: [Counter(terms(each)) for each in every] for name, every in sentences.items()}
    everywhere = [each for every in counts.values() for each in every]
    frequency = Counter(term for each in everywhere for term in each)
    usual = sum(each.total() for each in everywhere) / max(1, len(everywhere))

    def bm25(question: str, article: str | None) -> Sequence[str]:
        weights = {
            term: math.log(1 + (len(everywhere) - frequency[term] + 0.5) / (frequency[term] + 0.5))
            for term in set(terms(content(question)))
        }
        scores = [
            sum(
                weight * each[term] * 2.2 / (each[term] + 0.3 + 0.9 * each.total() / usual)
                for term, weight in weights.items()
            )
            for each in counts[article or ""]
        ]
        return _ordered(sentences[article or ""], scores)

    return bm25


def _ordered(texts: Sequence[str], scores: Sequence[float]) -> list[str]:
    return [texts[at] for at in sorted(range(len(texts)), key=lambda at: (-scores[at], at))]
