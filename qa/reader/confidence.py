"""How sure an answer is: a logistic function of what the ranked sentences show, and its threshold.

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
from qa.reader.features import NAMES, Asked, Features
from qa.reader.marks import suits
from qa.reader.ranking import Ranked
from qa.reader.sentences import Candidate
from qa.reader.spans import MARKED

CONFIDENCE = Path(__file__).parent / "confidence.json"
"""Weights with the names of the evidence they belong to, and the threshold."""

_BEST = (
    "covered", "pairs", "rare", "soft", "similar", "headed", "around", "led", "run", "slot",
    "names", "numbers_missing", "wanted", "lacking", "near", "hit", "rank", "folded",
)  # fmt: skip
_MOST = ("covered", "pairs", "soft", "similar", "around", "titled")
EVIDENCE: tuple[str, ...] = (
    "score", "margin", "share", "article", "article_pairs", "unknown", "rarest", "dense",
    "terms", "marked", "unmarked", "suited",
    *(f"best_{name}" for name in _BEST),
    *(f"most_{name}" for name in _MOST),
    *(f"{name}_squared" for name in ("article", "best_soft", "best_similar", "best_covered")),
    "is_english", "is_bare", "is_free",
)  # fmt: skip
"""The names of what is weighed."""
_AT = {name: at for at, name in enumerate(NAMES)}


def evidence(
    question: Asked, found: Sequence[Candidate], rows: Features, ranked: Sequence[Ranked]
) -> NDArray[np.float32]:
    """What speaks for the first of the ranked candidates, in the order of ``EVIDENCE``."""
    first, best = ranked[0], ranked[0].row
    runner = max((each.score for each in ranked[1:]), default=first.score - 3)
    there = _article(question, found, found[best])
    read = frozenset().union(*(question.held(one.text) for one in found))
    weights = question.terms
    total = sum(weights.values()) or 1.0
    rarest = max(weights, key=lambda term: weights[term], default="")
    pairs = {
        term: weight
        for term, weight in weights.items()
        if term not in question.made_of.bare.split()
    }
    dense = found[best].hit.legs.get("dense")
    shown = {
        "score": first.score,
        "margin": first.score - runner,
        "share": first.chance,
        "marked": float(first.mark is not None),
        "unmarked": float(first.mark is None and question.kind in MARKED),
        "suited": float(question.kind == "figure" and suits(question, first.candidate.text)),
        "article": sum(weight for term, weight in weights.items() if term in there) / total,
        "article_pairs": sum(weight for term, weight in pairs.items() if term in there)
        / (sum(pairs.values()) or 1.0),
        "unknown": sum(weight for term, weight in weights.items() if term not in read) / total,
        "rarest": float(rarest in there),
        "dense": dense.score if dense else 0.0,
        "terms": math.log1p(len(weights)),
        "is_english": float(question.english),
        "is_bare": float(question.bare),
        "is_free": float(question.kind == "free"),
    }
    shown |= {f"best_{name}": float(rows[best, _AT[name]]) for name in _BEST}
    shown |= {f"most_{name}": float(rows[:, _AT[name]].max()) for name in _MOST}
    for name in EVIDENCE:
        if name.endswith("_squared"):
            shown[name] = shown[name.removesuffix("_squared")] ** 2
    return np.array([shown[name] for name in EVIDENCE], dtype=np.float32)


def _article(question: Asked, found: Sequence[Candidate], best: Candidate) -> frozenset[str]:
    """The terms of the question that stand in what was read of the best article, or its heading."""
    texts = {best.hit.article.heading, best.before, best.after}
    texts |= {
        one.text for one in found if one.hit.article.article_id == best.hit.article.article_id
    }
    return frozenset().union(*(question.held(text) for text in texts))


class Confidence:
    """The chance that the best sentence answers, and the chance from which it is shown.

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
                "Make it again: python -m training.sentences"
            )

    def of(self, shown: NDArray[np.float32]) -> float:
        """The chance, between 0 and 1."""
        scaled = ((shown - self._mean) / self._spread).clip(-4, 4)
        return float(1 / (1 + np.exp(-(scaled @ self._weights + self._bias))))
