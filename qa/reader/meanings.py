"""Vectors of sentences and words, kept: the same ones are compared with many questions."""

from __future__ import annotations

import threading
from collections.abc import Sequence

import numpy as np

from qa.types import Table, Vectors

_KEPT = 20_000
"""Vectors that are kept at most, about 40 MB of 512 floats each."""


class Meanings:
    """Unit vectors of short texts; safe to be used by several threads."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._adding = threading.Lock()
        self._rows: dict[str, int] = {}
        self._vectors = np.zeros((0, table.dim), np.float32)

    def question(self, text: str) -> Vectors:
        """The vector of a question."""
        vector: Vectors = self._table.embed_questions([text])[0]
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
            grown = np.zeros((2 * end, self._table.dim), np.float32)
            grown[:start] = self._vectors[:start]
            self._vectors = grown
        self._vectors[start:end] = self._table.embed_passages(new)
        self._rows |= {text: row for row, text in enumerate(new, start)}
