"""Stage 7: weights that the pairs do not teach: unaccented pieces, rare pieces, even lengths."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from qa.vietnamese import fold
from training.table import Floats
from training.tokenizer import whole

LENT = 0.5
RARITY, RAREST, EVENED = 0.7, 16.0, -0.3  # exponents, and the largest -log of a share


def lent(table: Floats, tokenizer: Tokenizer) -> Floats:
    """The table with half the mean of its accented forms added to each unaccented piece."""
    scores = dict(json.loads(tokenizer.to_str())["model"]["vocab"])
    numbers = tokenizer.get_vocab()
    forms = [(piece, fold(piece)) for piece in numbers if whole(piece)]
    found = sorted((numbers[a], numbers[b], scores[a]) for a, b in forms if a != b and b in numbers)
    if not found:
        return table
    accented, bare, score = (np.array(column) for column in zip(*found, strict=True))
    often = np.exp(score - score.max())
    total = np.bincount(bare, often, len(table))
    added = np.zeros_like(table)
    np.add.at(added, bare, table[accented] * (LENT * often / total[bare])[:, None])
    return np.asarray(table + added, dtype=np.float32)


def weighted(table: Floats, tokenizer: Tokenizer) -> Floats:
    """The table with rare pieces louder and lengths evened out: both were measured to help.

    A rare piece is met too seldom in training to grow to the length that its rarity deserves.
    """
    scores = np.array([score for _, score in json.loads(tokenizer.to_str())["model"]["vocab"]])
    rarity = np.clip(-scores, 0, RAREST) ** RARITY
    length = np.maximum(np.linalg.norm(table, axis=1), 1e-6)
    return np.asarray(table * (length**EVENED * rarity)[:, None], dtype=np.float32)


def run(work: Path, begin: str, out: str) -> None:
    """Writes ``<out>.npy`` from ``<begin>.npy``."""
    pieces = Tokenizer.from_file(str(work / "tokenizer.json"))
    np.save(work / f"{out}.npy", weighted(lent(np.load(work / f"{begin}.npy"), pieces), pieces))
