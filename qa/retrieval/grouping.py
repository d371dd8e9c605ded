"""Hits that say the same are made one, and a question that spans several places finds each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache

from qa.types import Hit
from qa.vietnamese import stored_words

SAME = 0.9
"""Share of the different words of two chunks that both hold, from which they say the same."""


def grouped(hits: Iterable[Hit]) -> list[Hit]:
    """The hits with those of other articles that say the same taken in, in their order.

    Of one group the newest article is shown, of equally old ones the best, at the place and with
    the score of the best; ``also_in`` names the others.
    """
    groups: list[tuple[frozenset[str], list[Hit]]] = []
    for hit in hits:
        held = _words(hit.chunk.text)
        same = next((group for known, group in groups if _is_same(held, known, hit, group)), None)
        if same is None:
            groups.append((held, [hit]))
        else:
            same.append(hit)
    return [_shown(group) for _, group in groups]


@lru_cache(maxsize=4096)
def _words(text: str) -> frozenset[str]:
    """The different words; kept, because the same chunks are found for many questions."""
    return frozenset(stored_words(text))


def _is_same(held: frozenset[str], known: frozenset[str], hit: Hit, group: Sequence[Hit]) -> bool:
    fewer, more = sorted((len(held), len(known)))
    own = hit.article.article_id
    if fewer < SAME * more or any(each.article.article_id == own for each in group):
        return False
    shared = len(held & known)
    return shared >= SAME * (fewer + more - shared)


def _shown(group: Sequence[Hit]) -> Hit:
    if len(group) == 1:
        return group[0]
    first = max(group, key=lambda hit: hit.article.published or date.min)
    others = dict.fromkeys(hit.article for hit in group if hit is not first)
    return replace(first, score=group[0].score, also_in=tuple(others))


def spanning(hits: Sequence[Hit], places: Sequence[str], top_k: int) -> list[Hit]:
    """The best hits; where a question names several places, the best of each is among them."""
    best = list(hits[:top_k])
    if len(places) < 2:
        return best
    firsts = (next((hit for hit in hits if place in hit.article.places), None) for place in places)
    needed = {id(hit) for hit in firsts if hit}
    wanted = [hit for hit in hits[top_k:] if id(hit) in needed]
    return best[: top_k - len(wanted)] + wanted
