"""Vectors of sentences and words, kept: the same ones are compared with many questions."""

from __future__ import annotations

import threading
from collections.abc import Sequence

import numpy as np

from qa.types import Embedder, Vectors

_KEPT = 20_000
"""Vectors that are kept at most, about 40 MB of 512 floats each."""


class Meanings:
    """Unit vectors of short texts; safe to be used by several threads."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._adding = threading.Lock()
        self._rows: dict[str, int] = {}
        self._vectors = np.zeros((0, embedder.dim), np.float32)

    def knows_words(self, text: str) -> bool:
        """Whether the words of a text have meanings of their own, as in a static table."""
        return len(self._embedder.embed_pieces(text)) > 0

    def question(self, text: str) -> Vectors:
        """The vector of a question."""
        vector: Vectors = self._embedder.embed_questions([text])[0]
        return vector

    def of(self, texts: Sequence[str]) -> Vectors:
        """One row a text."""
        with self._adding:
            if not all(map(self._rows.__contains__, texts)):
                self._add(texts)
            return self._vectors[[self._rows[text] for text in texts]]

    def _add(self, texts: Sequence[str]) -> None:
        new = list(dict.fromkeys(text for text in texts if text not in self._rows))
        if len(self._rows) + len(new) > _KEPT:
            self._rows, new = {}, list(dict.fromkeys(texts))
        start, end = len(self._rows), len(self._rows) + len(new)
        if end > len(self._vectors):
            grown = np.zeros((2 * end, self._embedder.dim), np.float32)
            grown[:start] = self._vectors[:start]
            self._vectors = grown
        self._vectors[start:end] = self._embedder.embed_passages(new)
        self._rows |= {text: row for row, text in enumerate(new, start)}
