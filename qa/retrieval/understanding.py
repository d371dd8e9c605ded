"""The question as it will be searched."""

from __future__ import annotations

import math

from qa.identifiers import document_numbers, places
from qa.types import Cues, Filter, Question, Store
from qa.vietnamese import content, fold, is_accented, language, nfc, terms


def understand(text: str, store: Store, filters: Filter = Filter()) -> Question:
    """The question as it will be searched; its terms are weighted by their rarity in the store."""
    searched = " ".join(nfc(text).split())
    bare = not is_accented(searched)
    found = [fold(term) if bare else term for term in terms(content(searched))]
    return Question(
        text=text,
        searched=searched,
        language=language(searched),
        terms=_rarity(list(dict.fromkeys(found)), store, bare, language(searched)),
        identifiers=tuple(dict.fromkeys(each.term for each in document_numbers(searched))),
        filters=filters,
        cues=Cues(places=tuple(dict.fromkeys(places(searched)))),
    )


def _rarity(found: list[str], store: Store, bare: bool, asked_in: str) -> dict[str, float]:
    """Inverse document frequency as in BM25 (Robertson and Zaragoza 2009).

    An English word that the collection lacks says nothing about what it holds, and weighs nothing.
    """
    chunks, frequencies = store.document_frequencies(found, folded=bare)
    return {
        term: math.log(1 + (chunks - frequencies[term] + 0.5) / (frequencies[term] + 0.5))
        * (frequencies[term] > 0 or asked_in != "en")
        for term in found
    }
