"""An embedding table with its tokenizer: text to unit vectors, as the service computes them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

Floats = NDArray[np.float32]
Integers = NDArray[np.int64]
BATCH = 4096


def token_arrays(tokenizer: Tokenizer, texts: Sequence[str]) -> tuple[Integers, Integers]:
    """All token ids in one row, and where each text begins in it (one more entry than texts)."""
    parts, lengths = [], []
    for first in range(0, len(texts), BATCH):
        batch = list(texts[first : first + BATCH])
        for encoding in tokenizer.encode_batch_fast(batch, add_special_tokens=False):
            parts.append(np.asarray(encoding.ids, dtype=np.int64))
            lengths.append(len(encoding.ids))
    ids = np.concatenate(parts) if parts else np.zeros(0, dtype=np.int64)
    return ids, np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)


def unit(vectors: Floats) -> Floats:
    """The vectors at length one; a zero vector stays zero."""
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.where(length > 0, length, 1), dtype=np.float32)


@dataclass(frozen=True)
class Table:
    """One row of numbers for each token of the tokenizer."""

    tokenizer: Tokenizer
    rows: Floats

    def encode(self, texts: Sequence[str]) -> Floats:
        """The mean row of each text's tokens, at length one; zero for a text without tokens."""
        vectors = np.zeros((len(texts), self.rows.shape[1]), dtype=np.float32)
        for first in range(0, len(texts), BATCH):
            ids, starts = token_arrays(self.tokenizer, texts[first : first + BATCH])
            filled = np.flatnonzero(np.diff(starts))
            if len(filled):
                sums = np.add.reduceat(self.rows[ids], starts[filled], axis=0)
                vectors[first + filled] = sums
        return unit(vectors)
