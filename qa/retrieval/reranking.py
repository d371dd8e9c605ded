"""Found chunks ranked anew: a weighted sum of their features, learned from questions.

``ranker.json`` holds one weight for each feature and language; ``training/reranker.py`` writes it.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from qa.retrieval.features import COLUMNS, Floats

FILE = Path(__file__).parent / "ranker.json"


@dataclass(frozen=True)
class Ranker:
    """What each feature counts for questions of one language, in the order of ``COLUMNS``."""

    weights: Floats
    bias: float

    def scores(self, table: Floats) -> Floats:
        """The likelihood, from 0 to 1, that each row of features is that of a right chunk."""
        scores: Floats = 1 / (1 + np.exp(-np.clip(table @ self.weights + self.bias, -30, 30)))
        return scores

    def contributions(self, row: Floats) -> dict[str, float]:
        """What each feature adds to the log odds of a chunk, the heaviest first."""
        parts = zip(COLUMNS, (row * self.weights).tolist(), strict=True)
        return dict(sorted(parts, key=lambda part: -abs(part[1])))


@functools.cache
def rankers() -> Mapping[str, Ranker]:
    """The shipped ranker of each language of questions."""
    held = json.loads(FILE.read_text(encoding="utf-8"))
    return {
        language: Ranker(
            np.array([each["weights"][name] for name in COLUMNS], dtype=np.float32), each["bias"]
        )
        for language, each in held.items()
    }
