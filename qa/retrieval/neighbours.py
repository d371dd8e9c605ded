"""How probable one word is behind another in the collection: its names, its terms of art."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from itertools import pairwise, product

from qa.accents import Pairs
from qa.types import Store
from qa.vietnamese import fold


def neighbours(lattice: Sequence[Collection[str]], store: Store) -> list[Pairs]:
    """For each place and the next the pairs of their candidates that stand in the collection.

    Each with the share of the chunks of its first word in which it stands, one chunk more taken for
    one without it; none where there is no choice.
    """
    bare = {word: fold(word) for place in lattice for word in place}
    places = [list(product(*both)) if max(map(len, both)) > 1 else [] for both in pairwise(lattice)]
    folded = held((bare[a] + bare[b] for place in places for a, b in place), store, folded=True)
    places = [[(a, b) for a, b in place if bare[a] + bare[b] in folded] for place in places]
    words = held((word for place in places for pair in place for word in pair), store)
    places = [[(a, b) for a, b in place if a in words and b in words] for place in places]
    pairs = held((a + b for place in places for a, b in place), store)
    return [
        {(a, b): pairs[a + b] / (words[a] + 1) for a, b in place if a + b in pairs}
        for place in places
    ]


def held(terms: Iterable[str], store: Store, *, folded: bool = False) -> dict[str, int]:
    """In how many chunks each of the terms stands that stand anywhere."""
    _, frequencies = store.document_frequencies(sorted(set(terms)), folded=folded)
    return {term: count for term, count in frequencies.items() if count}
