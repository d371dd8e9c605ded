"""How much of a question the words of a text say, be it in other words."""

from __future__ import annotations

import functools
import threading
from collections.abc import Sequence
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from qa.types import Embedder, Vectors

MOST_WORDS = 30_000
"""Words whose vectors are kept, 60 to 120 MB of 512 numbers each; later ones are like no other."""


class Vocabulary:
    """The vectors of single words, kept because few words make up all texts; for any thread."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._growing = threading.Lock()
        self._rows: dict[str, int] = {}
        self._vectors: Vectors = np.zeros((1, embedder.dim), np.float32)  # of an unknown word

    def likeness(self, question: str, texts: Sequence[Sequence[str]]) -> NDArray[np.float32]:
        """For each text, none of them empty, how much of the question its words say, 0 to 1.

        Each piece of the question is compared with the nearest word of the text (MaxSim; Khattab
        and Zaharia 2020) and counts by its weight in the vector of the question. 0 for an embedder
        in which pieces have no meaning of their own.
        """
        pieces = self._embedder.embed_pieces(question)
        weight = float(np.linalg.norm(pieces, axis=1).sum())
        if not weight:
            return np.zeros(len(texts), np.float32)
        different, places = np.unique(self.rows(list(chain(*texts))), return_inverse=True)
        near = (self._vectors[different] @ pieces.T)[places]
        starts = np.cumsum([0, *map(len, texts[:-1])])
        nearest = np.maximum.reduceat(near, starts).clip(0)
        return np.asarray(nearest.sum(axis=1) / weight, np.float32)

    def rows(self, words: Sequence[str]) -> NDArray[np.int64]:
        """The number of each word in the vocabulary, which takes new ones in; 0 if it is full."""
        known = self._rows
        new = [word for word in dict.fromkeys(words) if word not in known]
        if new:
            self._add(new)
        return np.array([known.get(word, 0) for word in words], dtype=np.int64)

    def _add(self, words: Sequence[str]) -> None:
        with self._growing:
            new = [word for word in words if word not in self._rows]
            new = new[: max(0, MOST_WORDS - len(self._rows))]
            start = len(self._rows) + 1
            end = start + len(new)
            if end > len(self._vectors):
                grown = np.zeros((2 * end, self._embedder.dim), np.float32)
                grown[:start] = self._vectors[:start]
                self._vectors = grown
            self._vectors[start:end] = self._embedder.embed_passages(new)
            self._rows |= {word: row for row, word in enumerate(new, start)}  # only now found


def vocabulary(embedder: Embedder) -> Vocabulary:
    """The vocabulary of this embedder, always the same one."""
    return _vocabulary(embedder)  # type: ignore[arg-type] # an object without equals is hashable


_vocabulary = functools.lru_cache(maxsize=2)(Vocabulary)
