"""The weights by which found chunks are ranked anew.

    python -m training.reranker --data DIR --measured EVAL_DIR [--output qa/retrieval/ranker.json]

Questions whose answers are known are searched as a user's would be; the weights of the features are
those under which the right chunks are likeliest to come first (listwise softmax, Cao et al. 2007).
To be made again for another embedding model. Of mlqa-dev only the even questions are used: report
on the odd ones.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize  # type: ignore[import-untyped]

from qa.engine import temporary_engine
from qa.evaluation import BeirSet, read_beir
from qa.retrieval import understand
from qa.retrieval.features import COLUMNS, features
from qa.retrieval.likeness import vocabulary
from qa.retrieval.reranking import FILE
from qa.retrieval.searching import candidates, find
from qa.settings import read_settings
from qa.types import Article
from qa.vietnamese import language
from training.answered import Answered
from training.asked import passages

Table = NDArray[np.float64]

QUESTIONS = 2500
"""Of those written for this project, so many of a language are learned from at most."""
JUDGED = {"vi": "mlqa-dev-vi-vi", "en": "mlqa-dev-en-vi"}
SHARE_OF_JUDGED = 0.2
"""What the questions of that set count beside the others: they are of one kind, and few."""
PRIOR = {
    "vi": {
        "fused": 6.0, "alike": 8.0, "article": 8.0, "rare": 3.0, "rare in article": 3.0,
        "person": 15.0, "place": 6.0,
    },
    # Of a question in English, an article holds names and numbers alone.
    "en": {
        "fused": 10.0, "alike": 8.0, "article": 3.0, "person": 6.0, "place": 6.0,
    },
}  # fmt: skip
"""A plain fusion, from which the weights are pulled away only as far as the questions ask for."""
STRENGTH = 0.03
"""Of the pull back to it, over features of variance 1."""
EITHER_SIGN = ("length",)
"""Features that may speak against a chunk; of any other, more is never worse."""


@dataclass(frozen=True)
class Examples:
    """Candidates of many questions, a row each: features, number of the question, right or not."""

    table: Table
    question: NDArray[np.int64]
    right: NDArray[np.bool_]


def asked(data: Path) -> dict[str, BeirSet]:
    """The questions to learn from that were written for this project, by their language."""
    every = list(passages(data))
    corpus = {each.article.article_id: (each.article.title, each.article.text) for each in every}
    questions: dict[str, list[Answered]] = {"vi": [], "en": []}
    for question in chain.from_iterable(each.answered for each in every if each.part == "learning"):
        questions[language(question.question)].append(question)
    return {each: _as_set(corpus, asked_in) for each, asked_in in questions.items()}


def _as_set(corpus: dict[str, tuple[str, str]], questions: Sequence[Answered]) -> BeirSet:
    chosen = random.Random(1).sample(questions, min(QUESTIONS, len(questions)))
    named = {f"{at}": each for at, each in enumerate(chosen)}
    return BeirSet(
        corpus=corpus,
        queries={name: each.question for name, each in named.items()},
        qrels={name: {each.article_id: 1} for name, each in named.items()},
        answers={},
    )


def examples(beir: BeirSet) -> Examples:
    """What a search finds for each question of the set; questions without a right one are left."""
    found = [each for each in _searched(beir) if each[1].any()]
    sizes = [len(right) for _, right in found]
    return Examples(
        np.vstack([table for table, _ in found]).astype(np.float64),
        np.repeat(np.arange(len(found)), sizes),
        np.concatenate([right for _, right in found]),
    )


def _searched(beir: BeirSet) -> Iterator[tuple[Table, NDArray[np.bool_]]]:
    with temporary_engine(read_settings()) as engine:
        with engine.store.batch():
            for name, (title, text) in beir.corpus.items():
                engine.add(Article(name, title, source=name, sha256=name, text=text))
        for name, text in beir.queries.items():
            question = understand(text, engine.store)
            found = find(question, engine.store, engine.embedder)
            judged = candidates(found, engine.store, engine.embedder)
            if judged:
                articles = [each.passage.article.article_id for each in judged]
                grades = beir.qrels.get(name, {})
                right = np.array([grades.get(article, 0) > 0 for article in articles])
                known = vocabulary(engine.embedder.table)
                yield features(question, found.vector, judged, known), right


def weights(
    sets: Sequence[tuple[Examples, float]], plain: Mapping[str, float]
) -> tuple[Table, float]:
    """Weights and bias that make the right candidates likeliest; each set counts by its share."""
    spread = sets[0][0].table.std(axis=0)
    spread[spread < 1e-6] = 1.0  # nothing to learn: the prior stays
    prior = np.array([plain.get(name, 0.0) for name in COLUMNS]) * spread
    scaled = [
        (Examples(each.table / spread, each.question, each.right), share) for each, share in sets
    ]

    def loss(weights: Table) -> tuple[float, Table]:
        parts = [(*_softmax(each, weights), share) for each, share in scaled]
        away = weights - prior
        value = sum(share * part for part, _, share in parts) + STRENGTH / 2 * away @ away
        return value, sum(share * slope for _, slope, share in parts) + STRENGTH * away

    bounds = [(None if name in EITHER_SIGN else 0.0, None) for name in COLUMNS]
    best = minimize(loss, prior, jac=True, method="L-BFGS-B", bounds=bounds).x
    slope, bias = _calibrated([each for each, _ in scaled], best)
    learned = slope * best / spread
    # What names the document that a question names comes before all else, however few ask so.
    learned[COLUMNS.index("named")] = np.abs(learned).sum()
    return learned, bias


def _softmax(examples: Examples, weights: Table) -> tuple[float, Table]:
    """Minus the mean log likelihood that a right candidate comes first, and its slope."""
    starts = np.flatnonzero(np.diff(examples.question, prepend=-1))
    owner = examples.question
    scores = examples.table @ weights
    raised = np.exp(scores - np.maximum.reduceat(scores, starts)[owner])
    total = np.add.reduceat(raised, starts)
    right = np.add.reduceat(raised * examples.right, starts)
    pull = raised / total[owner] - raised * examples.right / np.maximum(right, 1e-30)[owner]
    count = len(starts)
    value = -float(np.log(np.maximum(right / total, 1e-30)).mean())
    return value, pull @ examples.table / count


def _calibrated(sets: Sequence[Examples], weights: Table) -> tuple[float, float]:
    """Slope and bias that make the scores likelihoods (Platt 1999).

    What names a document is left out: it comes first, be it likely or not.
    """
    plain = np.concatenate([each.table[:, COLUMNS.index("named")] == 0 for each in sets])
    scores = np.concatenate([each.table @ weights for each in sets])[plain]
    right = np.concatenate([each.right for each in sets])[plain]

    def loss(line: Table) -> tuple[float, Table]:
        odds = line[0] * scores + line[1]
        gap = 1 / (1 + np.exp(-odds)) - right
        value = np.logaddexp(0, odds) - right * odds
        return float(value.mean()), np.array([(gap * scores).mean(), gap.mean()])

    slope, bias = minimize(loss, np.array([1.0, 0.0]), jac=True, method="L-BFGS-B").x
    return float(slope), float(bias)


def main() -> None:
    """Makes the weights of both languages."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--measured", type=Path, required=True)
    parser.add_argument("--output", type=Path, default=FILE)
    given = parser.parse_args()
    made = {}
    written = asked(given.data)
    for each, name in JUDGED.items():
        judged = read_beir(given.measured / name).part("even")
        sets = [(examples(written[each]), 1.0), (examples(judged), SHARE_OF_JUDGED)]
        learned, bias = weights(sets, PRIOR[each])
        made[each] = {
            "bias": round(bias, 4),
            "weights": {n: round(float(w), 4) for n, w in zip(COLUMNS, learned, strict=True)},
        }
        print(each, [len(set(part.question)) for part, _ in sets], "questions")
    given.output.write_text(json.dumps(made, indent=1, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    main()
