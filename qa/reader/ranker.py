"""The trained rankers of sentences; made by training/sentences.py, read with numpy."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from qa.errors import ModelError
from qa.reader.features import NAMES, Features

RANKER = Path(__file__).parent / "ranker.json"
"""Weights with the names of the features they belong to."""
RANKER_ALONE = RANKER.with_name("alone.json")
"""The same for ``ALONE``: what stands around a sentence tells those of one article apart, not which
articles answer, nor whether any does."""
Scores = NDArray[np.float32]
_BM25, _IS_ENGLISH = NAMES.index("bm25_below_best"), NAMES.index("is_english")


def plain(rows: Features) -> NDArray[np.float32]:
    """How far each row lies below the best one by BM25, which says nothing across languages."""
    return np.asarray(rows[:, _BM25] * (1 - rows[:, _IS_ENGLISH]), dtype=np.float32)


class Ranker:
    """A plain BM25 order, a linear score and what one small hidden layer adds to them.

    Raises:
        ModelError: if the weights cannot be read or belong to other features.
    """

    def __init__(self, path: Path = RANKER, names: Sequence[str] = NAMES) -> None:
        try:
            weights = json.loads(path.read_text(encoding="utf-8"))
            self._mean, self._spread, self._linear, self._hidden, self._bias, self._out = (
                np.array(weights[name], dtype=np.float32)
                for name in ("mean", "spread", "linear", "hidden", "bias", "out")
            )
            self._plain = float(weights["plain"])
            fits = weights["features"] == list(names)
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise ModelError(f"The ranker in {path} cannot be read: {error}.") from None
        if not fits:
            raise ModelError(
                f"The ranker in {path} was made for other features. "
                "Make it again: python -m training.sentences"
            )

    def scores(self, rows: Features) -> Scores:
        """A score a row; the higher, the better it answers beside the others of its question."""
        scaled = ((rows - self._mean) / self._spread).clip(-4, 4)
        hidden = np.tanh(scaled @ self._hidden.T + self._bias)
        learned = scaled @ self._linear + hidden @ self._out
        return np.asarray(learned + self._plain * plain(rows), dtype=np.float32)
