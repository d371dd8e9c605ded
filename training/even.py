"""Stage 8: the table turned to the principal axes of the texts, widest first, and half evened out.

Training leaves a few axes wide and hundreds hardly used, so words that only share a subject look
alike. Evening the axes out by half lets single words count again; widest first, the first 256, 128
or 64 numbers hold as much as they can.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from training.harder import positives
from training.table import Floats
from training.train import Pairs

EVENED = 0.5  # of the widths: 0 leaves them, 1 makes them equal
TEXTS = 40_000
LENGTH = 63.0  # of the middle row, so that a rate of training means the same before and after


def evened(table: Floats, vectors: Floats, share: float = EVENED) -> Floats:
    """The table turned and evened by the second moments of the vectors."""
    values, axes = np.linalg.eigh(vectors.T @ vectors / len(vectors))
    turned = table @ axes[:, ::-1] * np.maximum(values[::-1], 1e-9) ** (-share / 2)
    lengths = np.linalg.norm(turned, axis=1)
    return np.asarray(turned * (LENGTH / np.median(lengths)), dtype=np.float32)


def run(work: Path, name: str, begin: str, out: str) -> None:
    """Writes ``<out>.npy`` from ``<begin>.npy``, by the first positives of a pair file."""
    table, pairs = np.load(work / f"{begin}.npy"), Pairs(work, name)
    chosen = np.arange(min(TEXTS, len(pairs.kind)))
    np.save(work / f"{out}.npy", evened(table, positives(table, pairs, chosen)))
