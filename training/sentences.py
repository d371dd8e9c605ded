"""Makes the rankers of sentences: python -m training.sentences --data DIR --judged DIR ...

Indexes the training articles with the embedder of the settings, reads what the reader reads for
each question, fits the ranker and the one that tells articles apart by their sentences, and writes
``qa/reader/ranker.json`` and ``alone.json``. To be run again whenever the embedder or
``qa.reader.features`` changes, with ``training.confidence`` after it.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import torch
from numpy.typing import NDArray

from qa.embedding import shipped
from qa.engine import Engine
from qa.local_store import open_store
from qa.reader.features import ALONE, NAMES, asked, features
from qa.reader.meanings import Meanings
from qa.reader.ranker import RANKER, RANKER_ALONE, plain
from qa.reader.sentences import candidates
from qa.types import Embedder, Filter
from training.answered import Answered, Page, answers, cut, judged
from training.asked import Passage, passages
from training.files import WORK, log
from training.invented import invented

HIDDEN = 64
SEEDS = 6
"""Networks that are learnt from different beginnings and then put side by side as one."""
PLAIN = 5.0
"""What a whole point of BM25 counts from the start; chosen on the even halves of two sets."""
BATCH = 64
RATE = 8e-3
EPOCHS = {"asked": 3, "within": 3, "judged": 12, "cut": 3, "invented": 6}
"""How often the questions of each source are seen; the judged and the invented ones are few."""
CUT_PAGES = 500
GIVEN = {"asked": 35_000, "within": 10_000, "judged": 1100, "cut": 1100}
FREE = {"asked": 8700, "judged": 220, "cut": 220}
"""Questions of each source at most that are read in their own article, and in all of them."""
FREE_HITS = 4


@dataclass(frozen=True, slots=True)
class Group:
    """The candidates of one question: their features, and which of them answer."""

    source: str
    rows: NDArray[np.float32]
    right: NDArray[np.bool_]


def read_groups(
    engine: Engine, embedder: Meanings, questions: Iterable[Answered], free: bool
) -> Iterator[Group]:
    """What the reader sees of each question: in its own article, or ``free`` in all of them."""
    for each in questions:
        within = Filter() if free else Filter(article_ids=(each.article_id,))
        searched = engine.search(each.question, within, FREE_HITS if free else 50)
        names = {hit.article.article_id for hit in searched.hits}
        found = candidates(searched.hits, {name: engine.article(name) for name in names})
        right = np.array([answers(one, each) for one in found], dtype=bool)
        if right.any() and not right.all():
            rows = features(asked(searched.question, embedder), found, embedder)
            yield Group(each.source, rows.astype(np.float16), right)


class Ranker(torch.nn.Module):
    """A plain BM25 order, a linear score and what one small hidden layer adds to them.

    Weights decay towards the plain order, not towards none.
    """

    def __init__(self, rows: NDArray[np.float32], hidden: int = HIDDEN) -> None:
        super().__init__()
        spread = rows.std(axis=0)
        self.mean = torch.tensor(rows.mean(axis=0))
        self.spread = torch.tensor(np.where(spread > 1e-3, spread, 1e9).astype(np.float32))
        self.hidden = torch.nn.Linear(rows.shape[1], hidden)
        self.out = torch.nn.Linear(hidden, 1, bias=False)
        self.linear = torch.nn.Linear(rows.shape[1], 1, bias=False)
        torch.nn.init.zeros_(self.linear.weight)

    def forward(self, rows: torch.Tensor) -> torch.Tensor:
        """A score a row; the higher, the better it answers beside the others of its question."""
        scaled = ((rows - self.mean) / self.spread).clamp(-4, 4)
        scores: torch.Tensor = self.out(torch.tanh(self.hidden(scaled))) + self.linear(scaled)
        return scores.squeeze(-1) + PLAIN * torch.tensor(plain(rows.numpy()))


def fit(groups: list[Group], decay: float = 0.1) -> Ranker:
    """The ranker that gives the right candidates of each question the most of a softmax."""
    rows = np.concatenate([group.rows for group in groups]).astype(np.float32)
    return side_by_side([_fitted(rows, groups, seed, decay) for seed in range(SEEDS)], rows)


def side_by_side(models: list[Ranker], rows: NDArray[np.float32]) -> Ranker:
    """One ranker whose score is the mean of theirs."""
    joined = Ranker(rows, sum(len(each.hidden.bias) for each in models))
    with torch.no_grad():
        joined.hidden.weight.copy_(torch.cat([each.hidden.weight for each in models]))
        joined.hidden.bias.copy_(torch.cat([each.hidden.bias for each in models]))
        joined.out.weight.copy_(torch.cat([each.out.weight for each in models], 1) / len(models))
        joined.linear.weight.copy_(sum(each.linear.weight for each in models) / len(models))
    return joined


def _fitted(rows: NDArray[np.float32], groups: list[Group], seed: int, decay: float) -> Ranker:
    torch.manual_seed(seed)
    model = Ranker(rows)
    chance = random.Random(seed)
    seen = [group for group in groups for _ in range(EPOCHS[group.source])]
    steps = len(seen) // BATCH
    optimiser = torch.optim.AdamW(model.parameters(), weight_decay=decay)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, RATE, total_steps=steps)
    chance.shuffle(seen)
    for step in range(steps):
        loss = _loss(model, seen[step * BATCH : (step + 1) * BATCH])
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        schedule.step()
    return model


def _loss(model: Ranker, batch: list[Group]) -> torch.Tensor:
    scores = model(torch.tensor(np.concatenate([group.rows for group in batch]).astype(np.float32)))
    losses = []
    for group, part in zip(batch, scores.split([len(g.right) for g in batch]), strict=True):
        log_shares = torch.log_softmax(part, 0)
        losses.append(-torch.logsumexp(log_shares[torch.tensor(group.right)], 0))
    return torch.stack(losses).mean()


def write_ranker(model: Ranker, path: Path, names: Sequence[str], embedder: str) -> None:
    """Writes the weights with the names of the features they belong to."""
    weights = {
        "embedder": embedder,
        "features": list(names),
        "mean": _numbers(model.mean),
        "spread": _numbers(model.spread),
        "plain": PLAIN,
        "linear": _numbers(model.linear.weight[0]),
        "hidden": [_numbers(row) for row in model.hidden.weight],
        "bias": _numbers(model.hidden.bias),
        "out": _numbers(model.out.weight[0]),
    }
    path.write_text(json.dumps(weights, indent=0), encoding="utf-8")


def _numbers(values: torch.Tensor) -> list[float]:
    return [float(f"{value:.5g}") for value in values.tolist()]


def shares(model: Ranker, groups: list[Group]) -> tuple[float, float]:
    """Share of the questions whose first candidate, and one of whose first three, is right."""
    first = three = 0
    with torch.no_grad():
        for group in groups:
            order = np.argsort(-model(torch.tensor(group.rows.astype(np.float32))).numpy())
            first += bool(group.right[order[0]])
            three += bool(group.right[order[:3]].any())
    return first / len(groups), three / len(groups)


def run(data: Path, judged_folders: list[Path], work: Path) -> None:
    """Reads, fits, writes, and logs how well held-out questions of each source are ranked."""
    logger, chance = log(work, "sentences"), random.Random(0)
    embedder = shipped()
    groups = _of_data(data, judged_folders, embedder, chance)
    written = [passage.page for passage in invented()]
    every = list(chain.from_iterable(found for _, found in written))
    groups += _read(written, every, every, embedder)
    logger.info("%d questions read", len(groups))
    held = fit([group for place, group in enumerate(groups) if place % 10])
    for source in EPOCHS:
        tenth = [group for group in groups[::10] if group.source == source]
        logger.info("%s: first, among three: %s", source, shares(held, tenth))
    write_ranker(fit(groups), RANKER, NAMES, embedder.fingerprint)
    real = [group for group in groups if group.source != "invented"]
    alone = [replace(group, rows=group.rows[:, : len(ALONE)]) for group in real]
    write_ranker(fit(alone), RANKER_ALONE, ALONE, embedder.fingerprint)


def _of_data(
    data: Path, judged_folders: list[Path], embedder: Embedder, chance: random.Random
) -> list[Group]:
    """What the reader sees of questions over the training data."""
    pages = [
        *map(_page, passages(data, "learning")),
        *cut(data, chance, CUT_PAGES),
        *judged(judged_folders),
    ]
    asked_of: dict[str, list[Answered]] = {source: [] for source in GIVEN}
    for question in chain.from_iterable(found for _, found in pages):
        asked_of[question.source].append(question)
    given, free = (
        [one for source, most in of.items() for one in _some(asked_of[source], most, chance)]
        for of in (GIVEN, FREE)
    )
    return _read(pages, given, free, embedder)


def _read(
    pages: Sequence[Page],
    given: Sequence[Answered],
    free: Sequence[Answered],
    embedder: Embedder,
) -> list[Group]:
    """What the reader sees of questions ``given`` their article, and ``free`` in all pages."""
    meanings = Meanings(embedder)
    with TemporaryDirectory() as folder:
        engine = open_searching(Path(folder), embedder)
        with engine.store.batch():
            for article, _ in pages:
                engine.add(article)
        groups = list(read_groups(engine, meanings, given, free=False))
        groups += read_groups(engine, meanings, free, free=True)
        engine.close()
    return groups


def _page(passage: Passage) -> Page:
    """A passage with all that it answers, asked from afar or beside it."""
    return passage.article, [*passage.answered, *passage.within]


def _some(questions: list[Answered], most: int, chance: random.Random) -> list[Answered]:
    return chance.sample(questions, min(most, len(questions)))


def open_searching(folder: Path, embedder: Embedder) -> Engine:
    """An engine that searches; it needs no reader, for that is what is being made."""
    store = open_store(
        folder,
        embedder=embedder.fingerprint,
        dim=embedder.dim,
        chunking="training",
        create=True,
    )
    return Engine(store, embedder, reader=None)


def arguments(description: str | None) -> argparse.Namespace:
    """What the command line gives: the data, the judged sets and the folder to work in."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--data", type=Path, required=True, help="folder of sets (see README)")
    parser.add_argument(
        "--judged", type=Path, nargs="+", required=True, help="BEIR folders, even half"
    )
    parser.add_argument("--work", type=Path, default=WORK)
    return parser.parse_args()


def main() -> None:
    given = arguments(__doc__)
    run(given.data, given.judged, given.work)


if __name__ == "__main__":
    main()
