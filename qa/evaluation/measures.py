"""Figures over rankings and over confidences; nothing here knows of questions or replies."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from qa.errors import QaError

Run = Mapping[str, Sequence[tuple[str, float]]]
"""Question id to documents with their scores; where scores are equal, the first is better."""
Qrels = Mapping[str, Mapping[str, int]]
"""Question id to documents with their grades; a grade of 0 is a judged wrong one."""

_AT_ONCE = 200
"""Samples that are drawn together; more of them take memory, not less time."""
RETRIEVAL = ("accuracy@1", "recall@5", "recall@10", "MRR@10", "nDCG@10")


@dataclass(frozen=True, slots=True)
class RetrievalFigures:
    """The mean of each measure, and the value of each question that it is made of."""

    mean: Mapping[str, float]
    per_question: Mapping[str, Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class Comparison:
    """How much better the first of two systems is on average, and how likely that is chance."""

    difference: float
    p_value: float


def evaluate_retrieval(runs: Run, qrels: Qrels) -> RetrievalFigures:
    """The figures of a run over the questions that have a right document.

    A question that the run leaves out counts as found nothing.
    """
    judged = {
        query: dict(grades)
        for query, grades in qrels.items()
        if any(grade > 0 for grade in grades.values())
    }
    ranked = {query: _by_place(runs.get(query, ())) for query in judged}
    values: dict[str, dict[str, float]] = {name: dict.fromkeys(judged, 0.0) for name in RETRIEVAL}
    names = _measures()
    import ir_measures

    for found in ir_measures.iter_calc(list(names), judged, ranked):
        values[names[found.measure]][found.query_id] = float(found.value)
    means = {name: mean(each.values()) for name, each in values.items()} if judged else {}
    return RetrievalFigures(means, values)


def _measures() -> dict[Any, str]:
    from ir_measures import RR, R, Success, nDCG

    return dict(zip((Success @ 1, R @ 5, R @ 10, RR @ 10, nDCG @ 10), RETRIEVAL, strict=True))


def _by_place(ranking: Sequence[tuple[str, float]]) -> dict[str, float]:
    """Scores that fall with every place, so that equal ones are not reordered by document name."""
    best = dict.fromkeys(document for document, _ in sorted(ranking, key=lambda each: -each[1]))
    return {document: float(-place) for place, document in enumerate(best)}


def paired_bootstrap(
    first: Mapping[str, float], second: Mapping[str, float], samples: int = 10_000, seed: int = 0
) -> Comparison:
    """Compares two systems by their values on the same questions (two-sided, shifted to the null).

    Raises:
        QaError: if the two do not have values for the same questions, or for none.
    """
    if not first or first.keys() != second.keys():
        raise QaError(
            f"{len(first)} and {len(second)} values cannot be paired. "
            "Measure both systems on the same questions."
        )
    differences = np.array([first[question] - second[question] for question in sorted(first)])
    observed = float(differences.mean())
    centred, random = differences - observed, np.random.default_rng(seed)
    shapes = [(min(_AT_ONCE, samples - done), len(centred)) for done in range(0, samples, _AT_ONCE)]
    drawn = np.concatenate([random.choice(centred, shape).mean(axis=1) for shape in shapes])
    # Without a margin for rounding, a difference of nothing but 1e-17 would be called significant.
    extreme = int((np.abs(drawn) >= abs(observed) - 1e-12).sum())
    return Comparison(observed, (extreme + 1) / (samples + 1))


def mean(values: Iterable[float]) -> float:
    """The mean of at least one value."""
    listed = list(values)
    return math.fsum(listed) / len(listed)


def percentile(values: Iterable[float], share: float) -> float:
    """The smallest value that at least this share of the values does not exceed."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def risk_coverage(
    answered: Iterable[tuple[float, bool]], questions: int
) -> list[tuple[float, float]]:
    """Coverage and risk when only the answers above a confidence are given, for each confidence.

    ``answered`` holds the confidence of each answer and whether it is right; coverage counts over
    all ``questions``. Equal confidences make one point: no threshold can tell them apart.
    """
    ordered = sorted(answered, reverse=True)
    curve, wrong = [], 0
    for place, (confidence, right) in enumerate(ordered, 1):
        wrong += not right
        if place == len(ordered) or ordered[place][0] < confidence:
            curve.append((place / questions, wrong / place))
    return curve


def calibration_error(answered: Iterable[tuple[float, bool]], bins: int = 10) -> float:
    """How far confidence and share of right answers lie apart, over bins of equal width."""
    members: dict[int, list[tuple[float, bool]]] = {}
    for confidence, right in answered:
        members.setdefault(min(int(confidence * bins), bins - 1), []).append((confidence, right))
    total = sum(map(len, members.values()))
    gaps = (abs(math.fsum(each - right for each, right in group)) for group in members.values())
    return math.fsum(gaps) / total
