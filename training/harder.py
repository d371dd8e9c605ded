"""Stage 6: the table again, on batches of neighbours: negatives that are about the same thing.

The positives are clustered by the table of the stage before; a batch is made of groups from
sixteen clusters, so each text competes with a hundred texts like its own, other windows of its own
document among them.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix  # type: ignore[import-untyped]

from training.files import log
from training.table import Floats, Integers, unit
from training.train import Model, Pairs, Recipe, batches, follow, take

DIM = 64  # enough to say what a text is about
CLUSTERS, GROUP, ROUNDS, SAMPLE = 1000, 128, 6, 40_000
CHUNK = 50_000
PACE = (0.3, 5.0)


def positives(table: Floats, pairs: Pairs, chosen: Integers) -> Floats:
    """Unit vectors of the positives of the chosen pairs."""
    found = []
    for first in range(0, len(chosen), CHUNK):
        part = chosen[first : first + CHUNK]
        lengths = np.maximum(pairs.lengths[1][part], 1)
        ids = take(pairs.ids[1], pairs.starts[1][part], lengths)
        found.append(np.add.reduceat(table[ids], np.cumsum(lengths) - lengths, axis=0))
    return unit(np.concatenate(found))


def clustered(vectors: Floats, number: int, chance: np.random.Generator) -> Integers:
    """The cluster of each vector, by a few rounds of k-means on a sample."""
    sample = vectors[chance.permutation(len(vectors))[:SAMPLE]]
    centres = sample[:number]
    for _ in range(ROUNDS):
        nearest = (sample @ centres.T).argmax(axis=1)
        members = csr_matrix((np.ones(len(sample)), (nearest, np.arange(len(sample)))))
        centres = unit(np.asarray(members @ sample, dtype=np.float32))
    parts = np.array_split(vectors, len(vectors) // CHUNK + 1)
    return np.concatenate([(part @ centres.T).argmax(axis=1) for part in parts])


def pace(often: Integers) -> Floats:
    """How fast each row moves: a rare piece is met too seldom to get where it belongs."""
    middle = np.median(often[often > 0])
    return np.clip(2 * np.sqrt(middle / np.maximum(often, 1)), *PACE).astype(np.float32)


def near_batches(
    table: Floats, pairs: Pairs, recipe: Recipe, chance: np.random.Generator
) -> Iterator[Integers]:
    """The pairs that random batches would hold, in groups of neighbours."""
    chosen = np.concatenate(list(batches(pairs, recipe, chance)))
    number, small = min(CLUSTERS, len(chosen) // GROUP + 1), np.ascontiguousarray(table[:, :DIM])
    cluster = clustered(positives(small, pairs, chosen), number, chance)
    ordered = chosen[np.lexsort((pairs.document[chosen], cluster))]
    groups = np.array_split(ordered, max(len(ordered) // GROUP, 1))
    mixed = np.concatenate([groups[place] for place in chance.permutation(len(groups))])
    for first in range(0, len(mixed) - recipe.batch + 1, recipe.batch):
        yield mixed[first : first + recipe.batch]


def run(work: Path, recipe: Recipe, name: str, begin: str, out: str) -> None:
    """Writes ``<out>.npy`` from ``<begin>.npy``; every row now moves for itself."""
    log(work, "harder").info("%s %s: %s -> %s", recipe, name, begin, out)
    table, pairs = np.load(work / f"{begin}.npy"), Pairs(work, name)
    alone = csr_matrix((len(table), len(table)), dtype=np.float32)
    often = np.bincount(np.concatenate(pairs.ids), minlength=len(table))
    model = Model(table.copy(), alone, pace(often))
    chance = np.random.default_rng(recipe.seed)
    stream = ((pairs, chosen) for chosen in near_batches(table, pairs, recipe, chance))
    follow(model, stream, recipe, kept := work / f"{out}.safetensors", "harder")
    np.save(work / f"{out}.npy", model.table())
    kept.unlink(missing_ok=True)
