"""How sure it is that the articles answer: a logistic function of what was found, its threshold.

Made by training/confidence.py from questions asked over articles that answer them and over others.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from qa.errors import ModelError
from qa.reader.counting import counts, suits
from qa.reader.features import NAMES, Asked, Features
from qa.reader.matching import share
from qa.reader.meanings import Meanings
from qa.reader.ranking import Ranked
from qa.reader.sentences import Candidate, content_of
from qa.reader.spans import MARKED
from qa.types import Hit

CONFIDENCE = Path(__file__).parent / "confidence.json"
"""Weights with the names of the evidence they belong to, and the threshold."""

_BEST = (
    "covered", "pairs", "rare", "soft", "similar", "headed", "around", "led", "run", "slot",
    "names", "wanted", "lacking", "near", "hit", "rank", "folded",
)  # fmt: skip
_MOST = ("covered", "pairs", "soft", "similar", "around", "titled")
_SQUARED = ("article", "best_soft", "best_similar", "best_covered")
EVIDENCE: tuple[str, ...] = (
    "score", "margin", "share", "article", "article_pairs", "unknown", "rarest", "dense",
    "odds", "odds_lead", "likely", "rarity", "terms", "marked", "unmarked", "suited", "uncounted",
    "numbers_unknown",
    *(f"best_{name}" for name in _BEST),
    *(f"most_{name}" for name in _MOST),
    *(f"{name}_squared" for name in _SQUARED),
    "is_english", "is_bare", "is_free",
)  # fmt: skip
"""The names of what is weighed."""
_NO_OTHER = 1.0
"""Lead of a hit that is the only one: the usual, for that says nothing of whether it answers."""
_AT = {name: at for at, name in enumerate(NAMES)}


def evidence(
    question: Asked,
    found: Sequence[Candidate],
    rows: Features,
    ranked: Sequence[Ranked],
    meanings: Meanings,
) -> NDArray[np.float32]:
    """What speaks for an answer by the first of the ranked candidates, in ``EVIDENCE``'s order."""
    best = ranked[0].row
    shown = _of_ranking(question, ranked, meanings)
    shown |= _of_article(question, found, found[best])
    shown |= _of_question(question)
    shown |= _of_search(question, found, found[best], meanings)
    shown |= {f"best_{name}": float(rows[best, _AT[name]]) for name in _BEST}
    shown |= {f"most_{name}": float(rows[:, _AT[name]].max()) for name in _MOST}
    shown |= {f"{name}_squared": shown[name] ** 2 for name in _SQUARED}
    return np.array([shown[name] for name in EVIDENCE], dtype=np.float32)


def _of_ranking(question: Asked, ranked: Sequence[Ranked], meanings: Meanings) -> dict[str, float]:
    """How far the first candidate leads, and whether something of the asked kind stands in it."""
    first = ranked[0]
    runner = max((each.score for each in ranked[1:]), default=first.score - 3)
    return {
        "score": first.score,
        "margin": first.score - runner,
        "share": first.chance,
        "marked": float(first.mark is not None),
        "unmarked": float(first.mark is None and question.kind in MARKED),
        "suited": float(question.kind == "figure" and suits(question, first.candidate.text)),
        "uncounted": float(is_uncounted(question, first.candidate.text, meanings)),
    }


def _of_article(question: Asked, found: Sequence[Candidate], best: Candidate) -> dict[str, float]:
    """How much of the question stands in the best article, and how much in nothing of all read."""
    texts = _read_of(best, found)
    there = frozenset().union(*(question.held(text) for text in texts))
    read = frozenset().union(*(question.held(one.text) for one in found))
    numbers = frozenset().union(*(content_of(text).numbers for text in texts))
    weights, words = question.terms, question.made_of.bare.split()
    pairs = {term: weight for term, weight in weights.items() if term not in words}
    rarest = max(weights, key=lambda term: weights[term], default="")
    return {
        "article": share(weights, there),
        "article_pairs": share(pairs, there),
        "unknown": share(weights, weights.keys() - read),
        "rarest": float(rarest in there),
        "numbers_unknown": float(len(question.made_of.numbers - numbers)),
    }


def _read_of(best: Candidate, found: Sequence[Candidate]) -> set[str]:
    """What was read of the best article, with its heading."""
    header = best.hit.article
    read = {one.text for one in found if one.hit.article.article_id == header.article_id}
    return {header.heading, best.before, best.after} | read


def _of_question(question: Asked) -> dict[str, float]:
    """What the question is like, whatever was found."""
    return {
        "rarity": max(question.terms.values(), default=0.0),
        "terms": math.log1p(len(question.terms)),
        "is_english": float(question.english),
        "is_bare": float(question.bare and not question.english),
        "is_free": float(question.kind == "free"),
    }


def _of_search(
    question: Asked, found: Sequence[Candidate], best: Candidate, meanings: Meanings
) -> dict[str, float]:
    """How likely each read hit is a right one to the search, and how near the best one lies."""
    likely = sorted({each.rank: each.hit.score for each in found}.values(), reverse=True)
    odds = [math.log(each / (1 - each)) for each in np.clip(likely, 1e-6, 1 - 1e-6).tolist()]
    return {
        "odds": odds[0],
        "odds_lead": odds[0] - odds[1] if len(odds) > 1 else _NO_OTHER,
        "likely": sum(likely) / len(likely),
        "dense": _nearness(question, best.hit, meanings),
    }


def _nearness(question: Asked, hit: Hit, meanings: Meanings) -> float:
    """The cosine of the nearest window of a hit that was found by it, else 0.

    By the table, whatever model made the index: the cosines of another mean something else.
    """
    if "dense" not in hit.legs or not hit.window:
        return 0.0
    start, end = (at - hit.chunk.start for at in hit.window)
    text = f"{hit.article.heading}\n{hit.chunk.text[start:end]}"
    return float(meanings.of([text])[0] @ question.vector)


def is_uncounted(question: Asked, text: str, meanings: Meanings) -> bool:
    """Whether a number of something is asked for, and the text counts nothing of the kind."""
    return question.kind == "figure" and not counts(question, text, meanings)


class Confidence:
    """The chance that the articles answer, and the chance from which the best sentence is shown.

    Raises:
        ModelError: if the weights cannot be read or belong to other evidence.
    """

    def __init__(self, path: Path = CONFIDENCE) -> None:
        try:
            weights = json.loads(path.read_text(encoding="utf-8"))
            self._mean, self._spread, self._weights = (
                np.array(weights[name], dtype=np.float32) for name in ("mean", "spread", "weights")
            )
            self._bias, self.threshold = float(weights["bias"]), float(weights["threshold"])
            fits = weights["evidence"] == list(EVIDENCE)
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise ModelError(f"The confidence in {path} cannot be read: {error}.") from None
        if not fits:
            raise ModelError(
                f"The confidence in {path} was made for other evidence. "
                "Make it again: python -m training.confidence"
            )

    def of(self, shown: NDArray[np.float32]) -> float:
        """The chance, between 0 and 1."""
        scaled = ((shown - self._mean) / self._spread).clip(-4, 4)
        return float(1 / (1 + np.exp(-(scaled @ self._weights + self._bias))))
