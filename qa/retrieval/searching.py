"""A question to hits: search each leg, fuse the scores, rank the best of them anew."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from qa.chunks import window_texts, windows
from qa.retrieval.explaining import explanation
from qa.retrieval.features import Candidate, features
from qa.retrieval.fusion import WEIGHTS, fuse
from qa.retrieval.grouping import grouped, spanning
from qa.retrieval.likeness import vocabulary
from qa.retrieval.reranking import rankers
from qa.retrieval.translating import translated
from qa.types import (
    Embedder,
    Found,
    Hit,
    Leg,
    LegScore,
    Passage,
    Question,
    Store,
    Table,
    Vectors,
)
from qa.vietnamese import asked_terms, fold, is_accented, search_form

FOUND = 48
"""Chunks that each leg brings; 60 changed no figure on the development sets."""
JUDGED = 24
"""Chunks, the best of the fused ones, that are ranked anew at once; 40 did no better on any set."""
MOST_READ = 4096
"""Chunks whose windows are kept where another model made the index, some 10 KB each."""
FIRST = 8
"""Hits that are read, for an answer or to be ranked by it; half as many lose half the gain."""


@dataclass(frozen=True)
class Search:
    """What was found before it is ranked anew: by each leg, and by all of them, best first."""

    vector: Vectors
    """Of the question, by the table that what was learnt reads with."""
    legs: Mapping[Leg, Sequence[Found]]
    fused: Mapping[int, float]
    """What the fusion of the legs gave each chunk, as a share of the most that they can give."""


def search(
    question: Question, store: Store, embedder: Embedder, top_k: int = 8, explain: bool = False
) -> list[Hit]:
    """The chunks that fit the question best, best first; none for a question without content.

    Chunks that say the same in several articles are one hit, which names the other articles.
    A longer list begins with the shorter one, so that what is found further on changes nothing:
    a reprint there is left out.
    """
    if not question.terms:
        return []
    found = find(question, store, embedder)
    hits: list[Hit] = []
    for start in range(0, len(found.fused), JUDGED):
        judged = candidates(found, store, embedder, start)
        ranked = _ranked(question, found, judged, embedder.table, explain)
        further = grouped([*hits, *ranked])[len(hits) :]
        hits += spanning(further, question.cues.places, FIRST)
        if len(hits) >= top_k:
            break
    return hits[:top_k]


def rankings(question: Question, store: Store, embedder: Embedder) -> dict[str, list[str]]:
    """Article ids, best first, as each leg ranks them, and as ``fused``.

    An article stands where its best chunk does. The folded leg goes by the name of the lexical one
    where it stands in its place, and by its own beside it.
    """
    found = find(question, store, embedder)
    names = {} if "lexical" in found.legs else {"folded": "lexical"}
    orders: Mapping[str, Sequence[int]] = {
        names.get(leg, leg): [each.key for each in found.legs[leg]] for leg in found.legs
    } | {"fused": list(found.fused)}
    passages = store.passages(orders["fused"])
    return {
        name: list(
            dict.fromkeys(passages[key].article.article_id for key in keys if key in passages)
        )
        for name, keys in orders.items()
    }


def find(question: Question, store: Store, embedder: Embedder) -> Search:
    """What the legs find, and how they rank it together."""
    # One form for all spellings of a question, so that they find the same.
    form = [search_form(question.searched)]
    vector: Vectors = embedder.embed_questions(form)[0]
    legs = _legs(question, vector, store)
    weights = WEIGHTS[question.language]
    most = sum(weights[leg] for leg in legs if legs[leg])
    if embedder is not embedder.table:
        vector = embedder.table.embed_questions(form)[0]
    return Search(vector, legs, {key: score / most for key, score in fuse(legs, weights)})


def candidates(found: Search, store: Store, embedder: Embedder, start: int = 0) -> list[Candidate]:
    """The chunks from this place of the fused order on that are ranked anew at once."""
    keys = list(found.fused)[start : start + JUDGED]
    passages = store.passages(keys)
    table = embedder.table
    if embedder is table:
        cut = store.windows(keys)
    else:  # an object without equals is hashable
        cut = {key: _windows(each, table) for key, each in passages.items()}  # type: ignore[arg-type]
    scores = _leg_scores(found.legs, {*keys})
    return [
        Candidate(key, passages[key], scores[key], *cut[key], found.fused[key])
        for key in keys
        if key in passages and key in cut  # deleted since the index was read
    ]


@functools.lru_cache(maxsize=MOST_READ)
def _windows(passage: Passage, table: Table) -> tuple[list[tuple[int, int]], Vectors]:
    """The windows of a chunk as the table would have them, and their vectors, a row each.

    The vectors in the index are those of another model; what was learnt cannot tell by them what
    is near.
    """
    cut = windows(passage.chunk, table.window)
    texts = window_texts(passage.article.heading, passage.chunk, cut)
    return [(each.start, each.end) for each in cut], table.embed_passages(texts)


def _ranked(
    question: Question,
    found: Search,
    judged: Sequence[Candidate],
    table: Table,
    explain: bool,
) -> list[Hit]:
    if not judged:
        return []
    rows = features(question, found.vector, judged, vocabulary(table))
    ranker = rankers()[question.language]
    scores = ranker.scores(rows)
    hits = []
    for at in np.argsort(-scores, kind="stable"):
        hit = _hit(judged[at], float(scores[at]), found.vector)
        if explain:
            parts = ranker.contributions(rows[at])
            said = explanation(question, judged[at], found.vector, rows[at], parts)
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


def _leg_scores(
    legs: Mapping[Leg, Sequence[Found]], keys: set[int]
) -> dict[int, dict[Leg, LegScore]]:
    """What each leg gave these chunks."""
    scores: dict[int, dict[Leg, LegScore]] = {}
    for leg, found in legs.items():
        for rank, each in enumerate(found, start=1):
            if each.key in keys:
                scores.setdefault(each.key, {})[leg] = LegScore(rank, each.score)
    return scores
