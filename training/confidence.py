"""How sure an answer is: questions asked where their answer stands, and where it cannot.

Each question is put to all articles, to all but its own, to its own alone, to a few others, and to
its own among these, as in a small collection: what the reader then thinks best is right or wrong,
and a logistic function learns to tell.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from qa.engine import Engine
from qa.evaluation.measures import calibration_error
from qa.reader.confidence import EVIDENCE, evidence
from qa.reader.features import asked
from qa.reader.meanings import Meanings
from qa.reader.ranker import Ranker
from qa.reader.ranking import rank
from qa.reader.sentences import Candidate, candidates
from qa.types import Filter, Hit
from training.answered import Answered

READ = 4
FEW = 8
CASES = 5
"""Cases of a question, which are held out together."""
ANSWERED = 0.99
"""Share of the questions with a right best sentence that the threshold must let through."""


@dataclass(frozen=True, slots=True)
class Case:
    """What was shown for one question, whether it answers, and whether anything could."""

    shown: NDArray[np.float32]
    right: bool
    answerable: bool


def read_cases(
    engine: Engine, meanings: Meanings, questions: Sequence[Answered], chance: random.Random
) -> Iterator[Case]:
    """Five cases: with the article, without it, it alone, a few others, it among them.

    The last is what a small collection is like.
    """
    ranker = Ranker()
    names = sorted({each.article_id for each in questions})
    for each in questions:
        few = tuple(sorted(set(chance.sample(names, FEW)) - {each.article_id}))
        searched = engine.search(each.question, top_k=READ * 3)
        others = [hit for hit in searched.hits if hit.article.article_id != each.article_id]
        alone = engine.search(each.question, Filter(article_ids=(each.article_id,))).hits
        foreign = engine.search(each.question, Filter(article_ids=few)).hits
        among = engine.search(each.question, Filter(article_ids=(each.article_id, *few))).hits
        for hits, answerable in (
            (searched.hits, True), (others, False), (alone, True), (foreign, False),
            (among, True),
        ):  # fmt: skip
            found = _found(engine, hits[:READ])
            if found:
                question = asked(searched.question, meanings)
                ranked, rows = rank(question, found, meanings, ranker)
                right = answers(ranked[0].candidate, each)
                yield Case(evidence(question, found, rows, ranked), right, answerable)


def _found(engine: Engine, hits: Sequence[Hit]) -> list[Candidate]:
    names = {hit.article.article_id for hit in hits}
    return candidates(hits, {name: engine.article(name) for name in names})


def answers(candidate: Candidate, question: Answered) -> bool:
    """Whether one of the spans that answer stands in the candidate."""
    return candidate.hit.article.article_id == question.article_id and any(
        candidate.start <= start and end <= candidate.end for start, end in question.spans
    )


def fit(cases: Sequence[Case], decay: float = 0.01) -> tuple[NDArray[np.float32], ...]:
    """Mean, spread, weights and bias of the logistic function; labels are "right"."""
    rows = np.array([case.shown for case in cases])
    mean, spread = rows.mean(axis=0), rows.std(axis=0)
    spread = np.where(spread > 1e-4, spread, 1e9)
    scaled = torch.tensor(((rows - mean) / spread).clip(-4, 4), dtype=torch.float32)
    right = torch.tensor([float(case.right) for case in cases])
    weights = torch.zeros(rows.shape[1] + 1, requires_grad=True)
    optimiser = torch.optim.LBFGS([weights], max_iter=200)
    likely = torch.nn.functional.binary_cross_entropy_with_logits

    def loss() -> torch.Tensor:
        optimiser.zero_grad()
        value = likely(scaled @ weights[:-1] + weights[-1], right)
        value = value + decay * (weights[:-1] ** 2).mean() * len(EVIDENCE) / 10
        value.backward()
        return value

    optimiser.step(loss)
    found = weights.detach().numpy()
    return mean, spread, found[:-1], found[-1:]


def chances(model: tuple[NDArray[np.float32], ...], cases: Sequence[Case]) -> NDArray[np.float32]:
    """The chance of each case that its best sentence answers."""
    mean, spread, weights, bias = model
    rows = np.array([case.shown for case in cases])
    return 1 / (1 + np.exp(-(((rows - mean) / spread).clip(-4, 4) @ weights + bias[0])))


def threshold(found: NDArray[np.float32], cases: Sequence[Case]) -> float:
    """The highest chance that still lets the wanted share of right answers through."""
    right = np.sort(found[[case.right for case in cases]])
    return float(right[int((1 - ANSWERED) * len(right))])


def settle(cases: Sequence[Case], path: Path, embedder: str) -> dict[str, float]:
    """Fits on all cases and writes; gives what fitting on four fifths does on the other fifth."""
    held = [case for place, case in enumerate(cases) if place // CASES % 5 == 0]
    kept = [case for place, case in enumerate(cases) if place // CASES % 5]
    tried = fit(kept)
    found, least = chances(tried, held), threshold(chances(tried, kept), kept)
    write_confidence(fit(cases), least, path, embedder)
    answerable = np.array([case.answerable for case in held])
    right = np.array([case.right for case in held])
    return {
        "threshold": least,
        "calibration error": calibration_error(zip(found.tolist(), right.tolist(), strict=True)),
        "right ones answered": float((found[right] >= least).mean()),
        "answerable ones answered": float((found[answerable] >= least).mean()),
        "unanswerable ones answered": float((found[~answerable] >= least).mean()),
    }


def write_confidence(
    model: tuple[NDArray[np.float32], ...], least: float, path: Path, embedder: str
) -> None:
    """Writes the weights with the names of the evidence they belong to."""
    mean, spread, weights, bias = model
    content = {
        "embedder": embedder,
        "evidence": list(EVIDENCE),
        "threshold": round(least, 4),
        "bias": round(float(bias[0]), 4),
        "mean": _numbers(mean),
        "spread": _numbers(spread),
        "weights": _numbers(weights),
    }
    path.write_text(json.dumps(content, indent=0) + "\n", encoding="utf-8")


def _numbers(values: Iterable[float]) -> list[float]:
    return [float(f"{value:.5g}") for value in values]
