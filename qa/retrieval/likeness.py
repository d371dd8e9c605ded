"""How much of a question the words of a text say, be it in other words."""

from __future__ import annotations

import functools
import itertools
import threading
from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import NDArray

from qa.types import Table, Vectors
from qa.vietnamese import bare_words, stored_words

Numbers = NDArray[np.int64]

COMPARED = 128
"""Numbers of each vector that are compared: its main axes, which tell as much as all 512."""
MOST_WORDS = 30_000
"""Words whose vectors are kept, 15 to 30 MB; later ones are like no other."""
MOST_TEXTS = 8192
"""Texts whose words are kept as numbers, about a kilobyte each."""


class Vocabulary:
    """The vectors of single words, kept because few words make up all texts; for any thread."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._growing = threading.Lock()
        self._rows: dict[str, int] = {}
        self._vectors = np.zeros((1, min(COMPARED, table.dim)), np.float32)  # of an unknown word
        self._texts: dict[tuple[bool, tuple[str, ...]], Numbers] = {}

    def likeness(
        self, question: str, texts: Sequence[tuple[str, ...]], bare: bool = False
    ) -> NDArray[np.float32]:
        """For each text, in parts, how much of the question its words say, 0 to 1.

        Each piece of the question is compared with the nearest word of the text (MaxSim; Khattab
        and Zaharia 2020) and counts by its weight in the vector of the question. ``bare``
        compares words without accents.
        """
        pieces = self._table.embed_pieces(question)[:, :COMPARED]
        weight = float(np.linalg.norm(pieces, axis=1).sum())
        if not weight:
            return np.zeros(len(texts), np.float32)
        rows = self._numbers(texts, bare)
        every, vectors = np.concatenate(rows), self._vectors
        # The texts share most of their words, and each is compared once.
        is_there = np.zeros(len(vectors), np.bool_)
        is_there[every] = True
        near = vectors[is_there] @ pieces.T
        starts = np.cumsum([0, *map(len, rows[:-1])])
        nearest = np.maximum.reduceat(near[(np.cumsum(is_there) - 1)[every]], starts).clip(0)
        return np.asarray(nearest.sum(axis=1) / weight, np.float32)

    def _numbers(self, texts: Sequence[tuple[str, ...]], bare: bool) -> list[Numbers]:
        """The numbers of the different words of each text, with the 0 of those that have none."""
        known, split = self._texts, bare_words if bare else stored_words
        fresh = [text for text in texts if (bare, text) not in known]
        new = {text: {"", *itertools.chain(*map(split, text))} for text in fresh}
        self._add(set().union(*new.values()).difference(self._rows, {""}))
        for text, words in new.items():
            rows = map(self._rows.get, words, itertools.repeat(0))
            known[bare, text] = np.fromiter(rows, np.int64, len(words))
        if len(known) > MOST_TEXTS:
            self._texts = {}  # not emptied: other threads may be reading it
        return [known[bare, text] for text in texts]

    def _add(self, words: Collection[str]) -> None:
        if not words:
            return
        with self._growing:
            room = max(0, MOST_WORDS - len(self._rows))
            new = [word for word in sorted(words) if word not in self._rows][:room]
            start = len(self._rows) + 1
            end = start + len(new)
            if end > len(self._vectors):
                grown = np.zeros((2 * end, self._vectors.shape[1]), np.float32)
                grown[:start] = self._vectors[:start]
                self._vectors = grown
            self._vectors[start:end] = self._directions(new)
            self._rows |= {word: row for row, word in enumerate(new, start)}  # only now found

    def _directions(self, words: Sequence[str]) -> Vectors:
        vectors = self._table.embed_passages(words)[:, :COMPARED]
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        return np.asarray(vectors / np.where(lengths > 0, lengths, 1), np.float32)


def vocabulary(table: Table) -> Vocabulary:
    """The vocabulary of this table, always the same one."""
    return _vocabulary(table)  # type: ignore[arg-type] # an object without equals is hashable


_vocabulary = functools.lru_cache(maxsize=2)(Vocabulary)
