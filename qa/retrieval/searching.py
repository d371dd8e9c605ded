"""A question to hits: search each leg, fuse the scores."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from qa.types import Embedder, Found, Hit, Leg, LegScore, Question, Store
from qa.vietnamese import asked_terms, is_accented, search_form

CANDIDATES = 60
"""Chunks that each leg brings; more changed no figure on the development sets."""

# Share of each leg in the fused score. English words find nothing but names and numbers in
# Vietnamese text, so an English question leans on the dense leg.
_WEIGHTS: Mapping[str, Mapping[Leg, float]] = {
    "vi": {"lexical": 0.7, "folded": 0.7, "dense": 0.3, "number": 0.2},
    "en": {"lexical": 0.4, "folded": 0.4, "dense": 0.6, "number": 0.2},
}

_SYSTEMS: Mapping[str, str] = {"folded": "lexical"}
_PLACE = 0.15
"""What an article gains that is about a place which the question names."""
_NAMED = 2.0
"""What a chunk gains that names the document which the question names; more than all legs give."""
_LOOKED_AT = 3
"""Times as many chunks as are wanted, among which such an article may rise."""


def search(question: Question, store: Store, embedder: Embedder, top_k: int = 8) -> list[Hit]:
    """The chunks that fit the question best, best first; none for a question without content."""
    legs = _legs(question, store, embedder)
    fused = _fused(legs, question)[: top_k * _LOOKED_AT]
    passages = store.passages([key for key, _ in fused])
    scores = _leg_scores(legs)
    windows = {each.key: each.window for each in legs.get("dense", ())}
    asked = set(question.cues.places)
    hits = [
        Hit(
            passages[key].chunk,
            passages[key].article,
            score + _PLACE * bool(asked.intersection(passages[key].article.places)),
            scores[key],
            windows.get(key),
        )
        for key, score in fused
        if key in passages  # deleted since the index was read
    ]
    return sorted(hits, key=lambda hit: -hit.score)[:top_k]


def rankings(
    question: Question, store: Store, embedder: Embedder, top_k: int
) -> dict[str, list[str]]:
    """Article ids, best first, as each leg ranks them, as ``fused``, and as ``final`` for a user.

    An article stands where its best chunk does. The folded leg goes by the name of the lexical one,
    in whose place it stands.
    """
    legs = _legs(question, store, embedder)
    orders: dict[str, list[int]] = {
        _SYSTEMS.get(leg, leg): [each.key for each in legs[leg]] for leg in legs
    }
    orders["fused"] = [key for key, _ in _fused(legs, question)]
    passages = store.passages(orders["fused"])
    found = {
        name: [passages[key].article.article_id for key in keys if key in passages]
        for name, keys in orders.items()
    }
    hits = search(question, store, embedder, top_k)
    found["final"] = [hit.article.article_id for hit in hits]
    return {name: list(dict.fromkeys(articles)) for name, articles in found.items()}


def _fused(legs: Mapping[Leg, Sequence[Found]], question: Question) -> list[tuple[int, float]]:
    """As ``fuse``, but what names the document that is asked for comes before all else."""
    named = {each.key for each in legs.get("number", ())}
    fused = fuse(legs, _WEIGHTS[question.language])
    raised = [(key, score + _NAMED * (key in named)) for key, score in fused]
    return sorted(raised, key=lambda item: -item[1])


def fuse(
    legs: Mapping[Leg, Sequence[Found]], weights: Mapping[Leg, float]
) -> list[tuple[int, float]]:
    """Chunk keys with their fused score, best first.

    Each leg is scaled to 0…1 between its worst and best candidate, then weighted; a chunk that a
    leg did not bring gets nothing from it. The order of the legs does not matter.
    """
    fused: dict[int, float] = {}
    for leg in sorted(legs):
        for key, score in _scaled(legs[leg]).items():
            fused[key] = fused.get(key, 0.0) + weights[leg] * score
    return sorted(fused.items(), key=lambda item: (-item[1], item[0]))


def _legs(question: Question, store: Store, embedder: Embedder) -> dict[Leg, list[Found]]:
    if not question.terms:
        return {}
    bare = not is_accented(question.searched)
    # The store weighs them by their rarity.
    weights = {term: question.boosts.get(term, 1.0) for term in question.terms}
    # One form for all spellings of a question, so that they find the same.
    vector = embedder.embed_questions([search_form(question.searched)])
    legs: dict[Leg, list[Found]] = {
        "folded" if bare else "lexical": store.matching(
            weights, CANDIDATES, question.filters, folded=bare
        )
    }
    named = asked_terms(question.searched)
    if named:
        legs["number"] = store.matching(named, CANDIDATES, question.filters)
    if vector.any():
        legs["dense"] = store.nearest(vector, CANDIDATES, question.filters)
    return legs


def _scaled(found: Sequence[Found]) -> dict[int, float]:
    if not found:
        return {}
    best, worst = found[0].score, min(found[-1].score, 0.999 * found[0].score)
    return {each.key: (each.score - worst) / ((best - worst) or 1.0) for each in found}


def _leg_scores(legs: Mapping[Leg, Sequence[Found]]) -> dict[int, dict[Leg, LegScore]]:
    scores: dict[int, dict[Leg, LegScore]] = {}
    for leg, found in legs.items():
        for rank, each in enumerate(found, start=1):
            scores.setdefault(each.key, {})[leg] = LegScore(rank, each.score)
    return scores
