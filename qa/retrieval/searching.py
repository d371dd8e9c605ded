"""A question to hits: search each leg, fuse the scores, rank the best of them anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from qa.retrieval.explaining import explanation
from qa.retrieval.features import Candidate, features
from qa.retrieval.fusion import WEIGHTS, fuse
from qa.retrieval.grouping import grouped, spanning
from qa.retrieval.likeness import vocabulary
from qa.retrieval.reranking import rankers
from qa.retrieval.translating import translated
from qa.types import Embedder, Found, Hit, Leg, LegScore, Question, Store, Vectors
from qa.vietnamese import asked_terms, fold, is_accented, search_form

FOUND = 60
"""Chunks that each leg brings; more changed no figure on the development sets."""
JUDGED = 16
"""Chunks, the best of the fused ones, that are ranked anew; as good as 40 on every set."""


@dataclass(frozen=True)
class Search:
    """What was found before it is ranked: the legs, their fused order, the best candidates."""

    vector: Vectors
    legs: Mapping[Leg, Sequence[Found]]
    fused: Sequence[int]
    candidates: Sequence[Candidate]


def search(
    question: Question, store: Store, embedder: Embedder, top_k: int = 8, explain: bool = False
) -> list[Hit]:
    """The chunks that fit the question best, best first; none for a question without content.

    Chunks that say the same in several articles are one hit, which names the other articles.
    """
    if not question.terms:
        return []
    found = find(question, store, embedder, max(JUDGED, top_k))
    hits = _ranked(question, found, embedder, explain)
    return spanning(grouped(hits), question.cues.places, top_k)


def rankings(question: Question, store: Store, embedder: Embedder) -> dict[str, list[str]]:
    """Article ids, best first, as each leg ranks them, and as ``fused``.

    An article stands where its best chunk does. The folded leg goes by the name of the lexical one,
    in whose place it stands.
    """
    found = find(question, store, embedder)
    orders: dict[str, Sequence[int]] = {
        _SYSTEMS.get(leg, leg): [each.key for each in found.legs[leg]] for leg in found.legs
    } | {"fused": found.fused}
    passages = store.passages(found.fused)
    return {
        name: list(
            dict.fromkeys(passages[key].article.article_id for key in keys if key in passages)
        )
        for name, keys in orders.items()
    }


_SYSTEMS: Mapping[str, str] = {"folded": "lexical"}


def find(question: Question, store: Store, embedder: Embedder, judged: int = JUDGED) -> Search:
    """What the legs find, with all that is needed to rank the best of it anew."""
    # One form for all spellings of a question, so that they find the same.
    vector: Vectors = embedder.embed_questions([search_form(question.searched)])[0]
    legs = _legs(question, vector, store)
    weights = WEIGHTS[question.language]
    fused = dict(fuse(legs, weights))
    most = sum(weights[leg] for leg in legs if legs[leg])
    best = list(fused)[:judged]
    passages, windows, scores = store.passages(best), store.windows(best), _leg_scores(legs)
    candidates = [
        Candidate(key, passages[key], scores[key], *windows[key], fused[key] / most)
        for key in best
        if key in passages and key in windows  # deleted since the index was read
    ]
    return Search(vector, legs, list(fused), candidates)


def _ranked(question: Question, found: Search, embedder: Embedder, explain: bool) -> list[Hit]:
    if not found.candidates:
        return []
    table = features(question, found.vector, found.candidates, vocabulary(embedder))
    ranker = rankers()[question.language]
    scores = ranker.scores(table)
    hits = []
    for at in np.argsort(-scores, kind="stable"):
        hit = _hit(found.candidates[at], float(scores[at]), found.vector)
        if explain:
            parts = ranker.contributions(table[at])
            said = explanation(question, found.candidates[at], found.vector, table[at], parts)
            hit = replace(hit, explanation=said)
        hits.append(hit)
    return hits


def _hit(candidate: Candidate, score: float, vector: Vectors) -> Hit:
    nearest = candidate.windows[int(np.argmax(candidate.vectors @ vector))]
    passage = candidate.passage
    return Hit(passage.chunk, passage.article, score, candidate.legs, nearest)


def _legs(question: Question, vector: Vectors, store: Store) -> dict[Leg, list[Found]]:
    bare = not is_accented(question.searched)
    legs: dict[Leg, list[Found]] = {
        "folded" if bare else "lexical": store.matching(
            question.boosts, FOUND, question.filters, folded=bare
        )
    }
    if any(change.kind == "accents" for change in question.changes):
        # An accent may have been put back wrongly, which the folded leg does not mind.
        folded = {fold(term): weight for term, weight in question.boosts.items()}
        legs["folded"] = store.matching(folded, FOUND, question.filters, folded=True)
    if question.language == "en":
        legs["translated"] = store.matching(translated(question.searched), FOUND, question.filters)
    named = asked_terms(question.searched)
    if named:
        legs["number"] = store.matching(named, FOUND, question.filters)
    if vector.any():
        legs["dense"] = store.nearest(vector, FOUND, question.filters)
    return legs


def _leg_scores(legs: Mapping[Leg, Sequence[Found]]) -> dict[int, dict[Leg, LegScore]]:
    scores: dict[int, dict[Leg, LegScore]] = {}
    for leg, found in legs.items():
        for rank, each in enumerate(found, start=1):
            scores.setdefault(each.key, {})[leg] = LegScore(rank, each.score)
    return scores
