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
from qa.retrieval.searching import find
from qa.settings import read_settings
from qa.types import Article
from training.files import rows

Table = NDArray[np.float64]

LEGAL_QUESTIONS, LEGAL_ANSWERS = 600, 3000
"""Legal questions that are learned from, and the answers among which theirs are looked for."""
NATURAL = {"vi": ("mlqa-dev-vi-vi",), "en": ("mlqa-dev-en-vi",)}
SHARE_OF_LEGAL = 0.3
"""What the legal questions count beside the natural ones: the embedding model has seen them."""
PRIOR = {
    "vi": {
        "fused": 6.0, "alike": 8.0, "article": 8.0, "rare": 3.0, "rare in article": 3.0,
        "place": 2.0, "named": 20.0,
    },
    # Of a question in English, an article holds names and numbers alone.
    "en": {"fused": 10.0, "alike": 8.0, "article": 3.0, "place": 2.0, "named": 20.0},
}  # fmt: skip
"""A plain fusion, from which the weights are pulled away only as far as the questions ask for; what
names the document that a question names comes before all else."""
STRENGTH = 0.2
"""Of the pull back to it, over features of variance 1."""
EITHER_SIGN = ("length",)
"""Features that may speak against a chunk; of any other, more is never worse."""


@dataclass(frozen=True)
class Examples:
    """Candidates of many questions, a row each: features, number of the question, right or not."""

    table: Table
    question: NDArray[np.int64]
    right: NDArray[np.bool_]


def legal(data: Path) -> BeirSet:
    """Real questions on law with the sections that answer them (``legal-question-answer``)."""
    pairs = [
        row
        for row in rows(data / "policy_tailieu/pairs.jsonl.xz")
        if row["kind"] == "legal-question-answer" and 5 <= len(row["anchor"].split()) <= 40
    ]
    random.Random(1).shuffle(pairs)
    answers = {row["positive"]: row["anchor"] for row in pairs[:LEGAL_ANSWERS]}
    names = {f"{at}": (answer, asked) for at, (answer, asked) in enumerate(answers.items())}
    asked = dict(list(names.items())[:LEGAL_QUESTIONS])
    return BeirSet(
        corpus={name: ("", answer) for name, (answer, _) in names.items()},
        queries={name: question for name, (_, question) in asked.items()},
        qrels={name: {name: 1} for name in asked},
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
            if found.candidates:
                articles = [each.passage.article.article_id for each in found.candidates]
                grades = beir.qrels.get(name, {})
                right = np.array([grades.get(article, 0) > 0 for article in articles])
                known = vocabulary(engine.embedder)
                yield features(question, found.vector, found.candidates, known), right


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
    return slope * best / spread, bias


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
    for language, names in NATURAL.items():
        sets = [(examples(read_beir(given.measured / name).part("even")), 1.0) for name in names]
        sets += [(examples(legal(given.data)), SHARE_OF_LEGAL)] if language == "vi" else []
        learned, bias = weights(sets, PRIOR[language])
        made[language] = {
            "bias": round(bias, 4),
            "weights": {n: round(float(w), 4) for n, w in zip(COLUMNS, learned, strict=True)},
        }
        print(language, [len(set(each.question)) for each, _ in sets], "questions")
    given.output.write_text(json.dumps(made, indent=1, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    main()
