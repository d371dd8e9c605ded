"""Vectors of sentences and words, kept: the same ones are compared with many questions."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from qa.types import Embedder, Vectors

_KEPT = 20_000
"""Vectors that are kept at most, about 20 MB of 512 half floats each."""


class Meanings:
    """Unit vectors of short texts; safe to be used by several threads."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._kept: dict[str, Vectors] = {}

    def knows_words(self, text: str) -> bool:
        """Whether the words of a text have meanings of their own, as in a static table."""
        return len(self._embedder.embed_pieces(text)) > 0

    def question(self, text: str) -> Vectors:
        """The vector of a question."""
        vector: Vectors = self._embedder.embed_questions([text])[0]
        return vector

    def of(self, texts: Sequence[str]) -> Vectors:
        """One row a text."""
        kept = self._kept
        new = list(dict.fromkeys(text for text in texts if text not in kept))
        if new and len(kept) + len(new) > _KEPT:
            kept = self._kept = {}
            new = list(dict.fromkeys(texts))
        if new:
            kept.update(
                zip(new, self._embedder.embed_passages(new).astype(np.float16), strict=True)
            )
        rows = [kept[text] for text in texts]
        return np.array(rows, dtype=np.float32).reshape(-1, self._embedder.dim)
