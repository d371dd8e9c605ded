"""Stage 5: the table: symmetric InfoNCE with in-batch negatives over nested dimensions.

A piece's vector is its own row plus the rows of its parts (the syllables of a phrase, the same
letters without accents), so rare phrases learn from their syllables and unaccented text from
accented; the sum is folded into one row at the end. Only the rows of a batch are touched.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import load_file, save_file
from scipy.sparse import csr_matrix  # type: ignore[import-untyped]
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional

from qa.vietnamese import fold
from training.files import log
from training.table import Floats, Integers, unit
from training.tokenizer import EDGE, piece_of, whole

Tokens = tuple[Integers, Integers]
"""The ids of some texts, one after the other, and how many each has."""
SYLLABLE, BARE = 0.5, 0.5  # how much of a part goes into the whole
LONGEST = 64  # tokens of a text that are used
NEAR = 2  # sentences: windows of a document this near each other do not compete
SAVE_EVERY = 50  # steps
DEVICE = torch.device("cuda" if torch.cuda.is_available() else "cpu")


@dataclass(frozen=True)
class Recipe:
    """What a run is made of."""

    dim: int = 512
    nested: tuple[int, ...] = (256, 128, 64)
    batch: int = 2048
    steps: int = 860
    rate: float = 0.05
    scale: float = 20.0
    own: float = 0.7  # size of the dimensions that start at chance, where there is a teacher
    temperature: float = 0.7  # of the mix of kinds: 1 keeps their shares, 0 makes them equal
    seed: int = 1


class Pairs:
    """The token arrays of a pair file."""

    def __init__(self, work: Path, name: str) -> None:
        sides = {key: np.load(work / f"{name}.{key}.npy") for key in ("a", "p", "al", "pl")}
        self.ids = (sides["a"], sides["p"])
        self.lengths = (sides["al"].astype(np.int64), sides["pl"].astype(np.int64))
        self.starts = tuple(np.cumsum(lengths) - lengths for lengths in self.lengths)
        self.document = np.load(work / f"{name}.doc.npy")
        self.place = np.load(work / f"{name}.place.npy")
        self.kind = np.load(work / f"{name}.kind.npy")

    def alike(self, chosen: Integers) -> NDArray[np.bool_]:
        """Which of the chosen pairs tell of the same text: near each other, or placed nowhere."""
        document, place = self.document[chosen], self.place[chosen]
        far = np.abs(place[:, None] - place[None, :]) > NEAR
        placed = (place[:, None] >= 0) & (place[None, :] >= 0)
        alike = (document[:, None] == document[None, :]) & ~(far & placed)
        np.fill_diagonal(alike, False)
        return alike

    def side(self, which: int, chosen: Integers) -> Tokens:
        """The token ids of the chosen texts on one side, and how many each has."""
        lengths = np.minimum(self.lengths[which][chosen], LONGEST)
        return take(self.ids[which], self.starts[which][chosen], lengths), lengths


def take(values: Integers, starts: Integers, lengths: Integers) -> Integers:
    """The runs of the values that begin at the starts, one after the other."""
    ends = np.cumsum(lengths)
    within = np.arange(ends[-1] if len(ends) else 0) - np.repeat(ends - lengths, lengths)
    return np.asarray(values[np.repeat(starts, lengths) + within])


def parts(tokenizer: Tokenizer) -> csr_matrix:
    """For each piece, the shares of others in it: its syllables, and its unaccented forms."""
    vocabulary = tokenizer.get_vocab()
    cells: dict[tuple[int, int], float] = {}
    for piece, number in vocabulary.items():
        syllables = [piece_of(word) for word in piece.split()] if whole(piece) else []
        bare = [fold(part) for part in (piece, *syllables)] if syllables else []
        for share, made_of in ((BARE, bare), (SYLLABLE, syllables)):
            found = (vocabulary[part] for part in made_of if part in vocabulary)
            cells |= {(number, part): share for part in found if part != number}
    rows_, columns = zip(*sorted(cells), strict=True)
    shares = [cells[cell] for cell in sorted(cells)]
    size = tokenizer.get_vocab_size()
    return csr_matrix((np.array(shares, np.float32), (rows_, columns)), shape=(size, size))


def first_rows(recipe: Recipe, size: int, taught: Floats | None, often: Integers) -> Floats:
    """The rows to start from: the teacher's, most telling dimensions first, beside chance.

    Frequent pieces begin small, as in a weighted mean.
    """
    rows = np.random.default_rng(recipe.seed).normal(size=(size, recipe.dim)).astype(np.float32)
    if taught is not None:
        told = np.flatnonzero(taught.any(axis=1))
        known = principal(unit(taught[told] - taught[told].mean(axis=0)))
        kept = min(recipe.dim * 3 // 4, known.shape[1])
        rows[told, :kept] = known[:, :kept]
        rows[:, kept:] *= recipe.own
    share = often / max(often.sum(), 1)
    return np.asarray(rows * (1e-3 / (1e-3 + share))[:, None], dtype=np.float32)


def principal(vectors: Floats) -> Floats:
    """The vectors turned to their principal axes, widest first, and half evened out."""
    values, axes = np.linalg.eigh(vectors.T @ vectors / len(vectors))
    turned = vectors @ axes[:, ::-1] / np.maximum(values[::-1], 1e-9) ** 0.25
    return np.asarray(turned / turned.std(), dtype=np.float32)


Batch = tuple[Pairs, Integers]
"""Some pairs of a pair file, by their numbers."""


class Model:
    """The rows with the state of their Adam steps."""

    def __init__(self, rows: Floats, made_of: csr_matrix, pace: Floats | None = None) -> None:
        """``pace`` says how fast each row moves, 1 for all where it is not given."""
        pace = np.ones(len(rows), np.float32) if pace is None else pace
        self.pace = torch.from_numpy(pace).to(DEVICE)[:, None]
        self.rows = torch.from_numpy(rows).to(DEVICE)
        self.mean = torch.zeros_like(self.rows)
        self.square = torch.zeros(len(rows), 1, device=DEVICE)
        self.silent = torch.from_numpy(np.flatnonzero(~rows.any(axis=1))).to(DEVICE)
        self.made_of, self.counts = made_of, np.diff(made_of.indptr)
        self.taken = 0

    def save(self, path: Path) -> None:
        """Writes what a later run needs to go on; the file appears only when whole."""
        state = {"rows": self.rows, "mean": self.mean, "square": self.square}
        unfinished = path.with_suffix(".part")
        taken = torch.tensor([self.taken])
        save_file(
            {name: held.cpu() for name, held in (*state.items(), ("taken", taken))}, unfinished
        )
        unfinished.replace(path)

    def restore(self, path: Path) -> None:
        """Takes up what ``save`` wrote."""
        held = load_file(path, device=str(DEVICE))
        self.rows, self.mean, self.square = held["rows"], held["mean"], held["square"]
        self.taken = int(held["taken"])

    def table(self) -> Floats:
        """Every piece with its parts folded in."""
        rows = self.rows.cpu().numpy()
        return np.asarray(rows + self.made_of @ rows)

    def vectors(self, texts: list[Tokens]) -> tuple[list[Tensor], Tensor, Tensor]:
        """The sums of each list of texts, the rows that they rest on, and the rows' numbers."""
        pieces, local = np.unique(np.concatenate([ids for ids, _ in texts]), return_inverse=True)
        begin, counts = self.made_of.indptr[pieces].astype(np.int64), self.counts[pieces]
        others = take(self.made_of.indices, begin, counts)
        shares = np.concatenate([np.ones(len(pieces)), take(self.made_of.data, begin, counts)])
        owner = np.concatenate([np.arange(len(pieces)), np.repeat(np.arange(len(pieces)), counts)])
        used, place = np.unique(np.concatenate([pieces, others]), return_inverse=True)
        order = np.argsort(owner, kind="stable")
        touched = torch.from_numpy(used).to(DEVICE)
        rows = self.rows[touched].requires_grad_()
        whole = bags(rows, place[order], counts + 1, shares[order])
        found, begun = [], 0
        for ids, lengths in texts:
            found.append(bags(whole, local[begun : begun + len(ids)], lengths))
            begun += len(ids)
        return found, rows, touched

    def step(self, touched: Tensor, gradient: Tensor, rate: float) -> None:
        """One Adam step for the touched rows alone; a row's numbers share their second moment."""
        self.taken += 1
        gradient = gradient.masked_fill_(torch.isin(touched, self.silent)[:, None], 0)
        squared = gradient.square().mean(dim=1, keepdim=True)
        square = self.square[touched].lerp_(squared, 0.01)
        mean = self.mean[touched].lerp_(gradient, 0.1)
        self.mean[touched], self.square[touched] = mean, square
        size = (square / (1 - 0.99**self.taken)).sqrt_().add_(1e-10) * (1 - 0.9**self.taken)
        self.rows.index_add_(0, touched, mean.div_(size).mul_(self.pace[touched]), alpha=-rate)


def bags(rows: Tensor, ids: Integers, lengths: Integers, shares: Floats | None = None) -> Tensor:
    """The sum of rows for each run of ids, each by its share."""
    starts = torch.from_numpy(np.cumsum(lengths) - lengths).to(rows.device)
    numbers = torch.from_numpy(ids).to(rows.device)
    weights = None
    if shares is not None:
        weights = torch.from_numpy(shares.astype(np.float32)).to(rows.device)
    return functional.embedding_bag(numbers, rows, starts, mode="sum", per_sample_weights=weights)


def loss(
    anchors: Tensor, positives: Tensor, same: Tensor, dims: tuple[int, ...], scale: float
) -> Tensor:
    """Symmetric InfoNCE, the mean over nested dimensions; texts of one document do not compete."""
    total = torch.zeros((), device=anchors.device)
    wanted = torch.arange(len(anchors), device=anchors.device)
    for dim in dims:
        a = functional.normalize(anchors[:, :dim], dim=1)
        p = functional.normalize(positives[:, :dim], dim=1)
        cosines = (a @ p.T * scale).masked_fill(same, -1e4)
        both = functional.cross_entropy(cosines, wanted)
        total = total + both + functional.cross_entropy(cosines.T, wanted)
    return total / (2 * len(dims))


def batches(pairs: Pairs, recipe: Recipe, chance: np.random.Generator) -> Iterator[Integers]:
    """Random pairs, each kind by its share to the power of the temperature."""
    number = np.bincount(pairs.kind)
    share = (number / number.sum()) ** recipe.temperature
    wanted = share / share.sum() * recipe.batch * recipe.steps
    chosen = [_drawn(pairs, kind, int(count), chance) for kind, count in enumerate(wanted)]
    order = chance.permutation(np.concatenate(chosen))
    for first in range(0, len(order) - recipe.batch + 1, recipe.batch):
        yield order[first : first + recipe.batch]


def _drawn(pairs: Pairs, kind: int, count: int, chance: np.random.Generator) -> Integers:
    members = np.flatnonzero(pairs.kind == kind)
    rounds = [chance.permutation(members) for _ in range(count // max(len(members), 1) + 1)]
    return np.concatenate(rounds)[:count]


def train_step(model: Model, pairs: Pairs, chosen: Integers, recipe: Recipe, rate: float) -> float:
    """One step on the chosen pairs; gives the loss before it."""
    (anchors, positives), rows, touched = model.vectors(
        [pairs.side(0, chosen), pairs.side(1, chosen)]
    )
    same = torch.from_numpy(pairs.alike(chosen)).to(DEVICE)
    nested = recipe.nested[model.taken % len(recipe.nested)]  # one a step, beside the whole
    value = loss(anchors, positives, same, (recipe.dim, nested), recipe.scale)
    (gradient,) = torch.autograd.grad(value, [rows])
    model.step(touched, gradient, rate)
    return float(value.detach())


def rate_at(taken: int, recipe: Recipe) -> float:
    """The rate of a step: up over fifty steps, then down to nothing."""
    return recipe.rate * min(1.0, (taken + 1) / 50) * max(1 - taken / recipe.steps, 0.02)


def start(work: Path, recipe: Recipe, pairs: Pairs) -> Model:
    """The model before the first step."""
    tokenizer = Tokenizer.from_file(str(work / "tokenizer.json"))
    size = tokenizer.get_vocab_size()
    taught = np.load(work / "teacher.npy") if (work / "teacher.npy").exists() else None
    often = np.bincount(pairs.ids[1], minlength=size)
    silent = [0, tokenizer.get_vocab()[EDGE]]  # the unknown piece and a bare edge say nothing
    rows = first_rows(recipe, size, taught, often)
    rows[silent] = 0
    return Model(rows, parts(tokenizer))


def follow(model: Model, stream: Iterable[Batch], recipe: Recipe, kept: Path, stage: str) -> None:
    """Takes a step for each batch of the stream; goes on from ``kept`` where a run was stopped."""
    logger, began = log(kept.parent, stage), time.time()
    if kept.exists():
        model.restore(kept)
        logger.info("goes on after step %d", model.taken)
    for pairs, chosen in islice(stream, model.taken, None):
        value = train_step(model, pairs, chosen, recipe, rate_at(model.taken, recipe))
        if model.taken % SAVE_EVERY == 0:
            logger.info("step %d loss %.4f %.0f s", model.taken, value, time.time() - began)
            model.save(kept)


def random_batches(work: Path, names: tuple[str, ...], recipe: Recipe) -> Iterator[Batch]:
    """Random batches; each pair file gets an equal share of the steps."""
    chance = np.random.default_rng(recipe.seed)
    share = replace(recipe, steps=recipe.steps // len(names))
    for name in names:
        pairs = Pairs(work, name)
        for chosen in batches(pairs, share, chance):
            yield pairs, chosen


def run(work: Path, recipe: Recipe, names: tuple[str, ...], out: str = "table") -> None:
    """Writes ``<out>.npy``."""
    log(work, "train").info("%s %s -> %s", recipe, names, out)
    kept = work / f"{out}.safetensors"
    model = start(work, recipe, Pairs(work, names[0]))
    follow(model, random_batches(work, names, recipe), recipe, kept, "train")
    np.save(work / f"{out}.npy", model.table())
    kept.unlink(missing_ok=True)
