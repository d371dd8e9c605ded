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
_BITS = 256


def grouped(hits: Iterable[Hit]) -> list[Hit]:
    """The hits with those of other articles that say the same taken in, in their order.

    Of one group the newest article is shown, of equally old ones the best, at the place and with
    the score of the best; ``also_in`` names the others.
    """
    groups: list[tuple[_Outline, list[Hit]]] = []
    for hit in hits:
        own = _outline(hit.chunk.text)
        alike = (group for known, group in groups if _may_be_same(own, known))
        same = next((group for group in alike if _is_same(hit, group)), None)
        if same is None:
            groups.append((own, [hit]))
        else:
            same.append(hit)
    return [_shown(group) for _, group in groups]


_Outline = tuple[int, int]
"""The number of different words, and their hashes as bits."""


@lru_cache(maxsize=8192)
def _outline(text: str) -> _Outline:
    """Kept, because the same chunks are found for many questions."""
    words = set(stored_words(text))
    bits = bytearray(_BITS)
    for word in words:
        bits[hash(word) % _BITS] = 1
    return len(words), int.from_bytes(bits)


def _may_be_same(one: _Outline, other: _Outline) -> bool:
    """Nearly always false where the words differ, at a tenth of the cost of comparing them."""
    both = one[0] + other[0]
    # Each bit that differs is a word which only one of them holds.
    most = (both - (one[1] ^ other[1]).bit_count()) // 2
    return most >= SAME * (both - most)


def _is_same(hit: Hit, group: Sequence[Hit]) -> bool:
    if any(each.article.article_id == hit.article.article_id for each in group):
        return False
    held, known = (set(stored_words(each.chunk.text)) for each in (hit, group[0]))
    return len(held & known) >= SAME * len(held | known)


def _shown(group: Sequence[Hit]) -> Hit:
    if len(group) == 1:
        return group[0]
    first = max(group, key=lambda hit: hit.article.published or date.min)
    others = dict.fromkeys(hit.article for hit in group if hit is not first)
    return replace(first, score=group[0].score, also_in=tuple(others))


def spanning(hits: Sequence[Hit], places: Sequence[str], first: int) -> list[Hit]:
    """The hits; where a question names several places, the best of each is among the first ones.

    Where there is no room for all places, the places that are named first go first.
    """
    if len(places) < 2:
        return list(hits)
    ranks = range(len(hits))
    firsts = [
        next((at for at in ranks if place in hits[at].article.places), None) for place in places
    ]
    chosen = list(dict.fromkeys([*(at for at in firsts if at is not None), *ranks]))
    return [hits[at] for at in [*sorted(chosen[:first]), *sorted(chosen[first:])]]
