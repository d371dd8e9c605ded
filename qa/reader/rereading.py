"""Found hits in a new order: by what found them and by how well their sentences answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from qa.reader.features import Asked, alone
from qa.reader.meanings import Meanings
from qa.reader.ranker import Ranker
from qa.reader.sentences import candidates
from qa.types import Article, FeatureShare, Hit

_WEIGHT = 0.3
"""Of what the sentences say beside the log odds of a hit; 0.2 to 0.5 do nearly as well."""
_SURE = 1e-9
"""Chance short of certainty: what names the document of the question stays before all else."""


def reread(
    question: Asked,
    hits: Sequence[Hit],
    articles: Mapping[str, Article],
    meanings: Meanings,
    ranker: Ranker,
) -> list[Hit]:
    """The hits, the likeliest first, with scores that say so; what found them counts most.

    What a hit gains another loses, so that all together stay as likely as they were.
    """
    found = candidates(hits, articles) if len(hits) > 1 else []
    if not found:
        return list(hits)
    scores = ranker.scores(alone(question, found, meanings))
    owner = np.array([each.rank for each in found])
    said = _said(scores, owner, len(hits))
    gains = _WEIGHT * (said - said.mean())
    moved = [
        _moved(hit, float(value), float(gain))
        for hit, value, gain in zip(hits, said, gains, strict=True)
    ]
    return sorted(moved, key=lambda hit: -hit.score)


def _said(scores: NDArray[np.float32], owner: NDArray[np.int64], hits: int) -> NDArray[np.float64]:
    """How well each hit answers: the log of the sum of what its sentences have a chance of.

    A hit all of whose sentences stand in an earlier one says as little as the least.
    """
    total = np.bincount(owner, np.exp(scores - scores.max()), hits)
    return np.log(np.where(total > 0, total, total[total > 0].min()))


def _moved(hit: Hit, value: float, gain: float) -> Hit:
    likely = min(max(hit.score, _SURE), 1 - _SURE)
    score = 1 / (1 + np.exp(-(np.log(likely / (1 - likely)) + gain)))
    told = hit.explanation
    if told:
        share = FeatureShare("sentences", value, gain)
        shares = sorted([*told.features, share], key=lambda each: -abs(each.share))
        told = replace(told, features=tuple(shares))
    return replace(hit, score=float(score), explanation=told)
