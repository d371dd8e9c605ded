"""Makes the confidence of answers: python -m training.confidence --data DIR --judged DIR.

Small and large collections are drawn, each from one source of questions and articles. They are
asked what their articles answer, what sounds as if they did, what only others of their source
answer, and what is asked of another source; a logistic function learns to tell from what the reader
then thinks best whether the articles answer. Writes ``qa/reader/confidence.json``; to be run after
``training.sentences``.
"""

from __future__ import annotations

import json
import math
import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize  # type: ignore[import-untyped]

from qa.embedding import shipped
from qa.engine import Engine
from qa.evaluation.measures import calibration_error
from qa.reader import READ_HITS
from qa.reader.confidence import CONFIDENCE, EVIDENCE, evidence
from qa.reader.features import ALONE, alone, asked
from qa.reader.marks import mark
from qa.reader.meanings import Meanings
from qa.reader.ranker import RANKER_ALONE, Ranker
from qa.reader.ranking import rank
from qa.reader.sentences import candidates
from qa.types import Embedder
from training.answered import CUT_SETS, Answered, Page, cut, judged, legal
from training.asked import passages
from training.files import log
from training.sentences import arguments, open_searching

COLLECTIONS = 160
FEWEST, MOST, MOST_OF_A_SOURCE = 4, 1500, 0.7
"""Articles of a collection, and share of a source; sizes between are alike by their logarithm."""
ASKED = 12
"""Questions of each kind that are put to a collection."""
LEGAL_PAGES, CUT_PAGES = 1500, 500
AGAINST = (
    "unknown", "uncounted", "unmarked", "numbers_unknown", "best_lacking", "is_english", "is_bare",
)  # fmt: skip
EITHER_SIGN = ("rarity", "terms", "is_free")
"""Evidence that speaks against an answer, and that may speak for or against it; else it is for."""
ANSWERED = 0.945
"""Share of the answerable questions that the threshold lets through."""


@dataclass(frozen=True, slots=True)
class Case:
    """What was shown for one question to a collection, and whether its articles answer it."""

    shown: NDArray[np.float32]
    answerable: bool
    collection: int


def read_cases(
    sources: Mapping[str, Sequence[Page]],
    missed: Mapping[str, Sequence[Answered]],
    embedder: Embedder,
    chance: random.Random,
) -> Iterator[Case]:
    """The cases of all collections, which are drawn from the sources in turns.

    ``missed`` are questions that sound as if an article answered them, by its id.
    """
    names, meanings, ranker = sorted(sources), Meanings(embedder), Ranker(RANKER_ALONE, ALONE)
    for number in range(COLLECTIONS):
        name = names[number % len(names)]
        most = min(MOST, MOST_OF_A_SOURCE * len(sources[name]))
        size = round(math.exp(chance.uniform(math.log(FEWEST), math.log(most))))
        own = chance.sample(sources[name], size)
        held = {article.article_id for article, _ in own}
        misses = [(article, list(missed.get(article.article_id, ()))) for article, _ in own]
        near = [page for page in sources[name] if page[0].article_id not in held]
        foreign = chain.from_iterable(sources[other] for other in names if other != name)
        with _collected(own, embedder) as engine:
            for pages in (own, misses, near, foreign):
                for question in _some(pages, chance):
                    shown = _shown(engine, meanings, ranker, question)
                    if shown is not None:
                        yield Case(shown, pages is own, number)


@contextmanager
def _collected(pages: Sequence[Page], embedder: Embedder) -> Iterator[Engine]:
    """An engine over these articles, gone afterwards."""
    with TemporaryDirectory() as folder:
        engine = open_searching(Path(folder), embedder)
        with engine.store.batch():
            for article, _ in pages:
                engine.add(article)
        yield engine
        engine.close()


def _some(pages: Iterable[Page], chance: random.Random) -> list[Answered]:
    """A few of the questions of these pages."""
    every = [question for _, questions in pages for question in questions]
    return chance.sample(every, min(ASKED, len(every)))


def _shown(
    engine: Engine, meanings: Meanings, ranker: Ranker, question: Answered
) -> NDArray[np.float32] | None:
    """What speaks for the sentence that the reader thinks best; ``None`` where nothing is found."""
    searched = engine.search(question.question)
    hits = searched.hits[:READ_HITS]
    names = {hit.article.article_id for hit in hits}
    found = candidates(hits, {name: engine.article(name) for name in names})
    if not found:
        return None
    wanted = asked(searched.question, meanings)
    rows = alone(wanted, found, meanings)
    ranked = rank(wanted, found, ranker.scores(rows), lambda text: mark(wanted, text, meanings))
    return evidence(wanted, found, rows, ranked, meanings)


def fit(cases: Sequence[Case], decay: float = 0.001) -> tuple[NDArray[np.float32], ...]:
    """Mean, spread, weights and bias of the logistic function; labels are "answerable"."""
    rows = np.array([case.shown for case in cases])
    mean, spread = rows.mean(axis=0), rows.std(axis=0)
    spread = np.where(spread > 1e-4, spread, 1e9)
    scaled = ((rows - mean) / spread).clip(-4, 4).astype(np.float64)
    answerable = np.array([float(case.answerable) for case in cases])

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        odds = scaled @ weights[:-1] + weights[-1]
        pull = np.append(decay * weights[:-1], 0.0)
        gap = (1 / (1 + np.exp(-odds)) - answerable) / len(answerable)
        likely = np.logaddexp(0, odds) - answerable * odds
        slope = np.append(gap @ scaled, gap.sum()) + 2 * pull
        return float(likely.mean() + pull @ weights), slope

    start = np.zeros(rows.shape[1] + 1)
    bounds = [*map(_bound, EVIDENCE), (None, None)]
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds).x
    return mean, spread, found[:-1].astype(np.float32), found[-1:].astype(np.float32)


def _bound(name: str) -> tuple[float | None, float | None]:
    """Between what the weight of an evidence may lie: more of it never speaks the other way."""
    if name in EITHER_SIGN or name.endswith("_squared"):
        return None, None
    return (None, 0.0) if name in AGAINST else (0.0, None)


def chances(model: tuple[NDArray[np.float32], ...], cases: Sequence[Case]) -> NDArray[np.float32]:
    """The chance of each case that the articles answer."""
    mean, spread, weights, bias = model
    rows = np.array([case.shown for case in cases])
    return 1 / (1 + np.exp(-(((rows - mean) / spread).clip(-4, 4) @ weights + bias[0])))


def threshold(found: NDArray[np.float32], cases: Sequence[Case]) -> float:
    """The highest chance that still lets the wanted share of answerable questions through."""
    answerable = np.sort(found[[case.answerable for case in cases]])
    return float(answerable[int((1 - ANSWERED) * len(answerable))])


def settle(cases: Sequence[Case], path: Path, embedder: str) -> dict[str, float]:
    """Fits on all cases and writes; gives what fitting on four fifths does on the other fifth.

    Collections are held out whole.
    """
    held = [case for case in cases if case.collection % 5 == 4]
    kept = [case for case in cases if case.collection % 5 != 4]
    tried = fit(kept)
    found, least = chances(tried, held), threshold(chances(tried, kept), kept)
    write_confidence(fit(cases), least, path, embedder)
    answerable = np.array([case.answerable for case in held])
    pairs = zip(found.tolist(), answerable.tolist(), strict=True)
    return {
        "threshold": least,
        "calibration error": calibration_error(pairs),
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


def run(data: Path, judged_folders: Sequence[Path], work: Path) -> None:
    """Draws, asks, fits, writes, and logs what held-out collections say."""
    logger, chance = log(work, "confidence"), random.Random(0)
    written = list(passages(data, "learning"))
    missed = {
        each.article.article_id: [
            Answered(question, each.article.article_id, (), "asked") for question in each.unanswered
        ]
        for each in written
    }
    sources = {
        "asked": [each.page for each in written],
        "legal": list(legal(data, chance, LEGAL_PAGES)),
        "judged": list(judged(judged_folders)),
        **{name: list(cut(data, chance, CUT_PAGES, [name])) for name in CUT_SETS},
    }
    embedder = shipped()
    cases = list(read_cases(sources, missed, embedder, chance))
    logger.info("%d questions to %d collections", len(cases), COLLECTIONS)
    logger.info("%s", settle(cases, CONFIDENCE, embedder.fingerprint))


def main() -> None:
    given = arguments(__doc__)
    run(given.data, given.judged, given.work)


if __name__ == "__main__":
    main()
