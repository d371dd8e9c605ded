"""The question as it will be searched."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import NamedTuple

from qa import accents
from qa.retrieval.cues import cues
from qa.retrieval.edits import Edit, Edited, edited
from qa.retrieval.explanations import expansions, shortened
from qa.retrieval.mending import mended
from qa.retrieval.shorthand import shorthand
from qa.retrieval.translating import translations
from qa.types import Filter, Question, Store
from qa.vietnamese import (
    Abbreviation,
    abbreviations,
    content,
    documents,
    fold,
    is_accented,
    language,
    question_terms,
    visible,
)

EXPANSION_WEIGHT = 0.3
"""What each term counts that only the explanation of an abbreviation adds; they are several."""
EMPHASIS = 0.5
"""Power of its rarity by which a term counts once more in BM25: the rare ones tell who is meant."""


def understand(
    text: str, store: Store, filters: Filter = Filter(), *, restore: bool = True
) -> Question:
    """The question as it will be searched; its terms are weighted by their rarity in the store.

    ``restore`` puts accents back and mends slips; without it, words stay as they were typed.
    """
    opened = _opened(" ".join(visible(text).split()), store)
    meant = _mended(opened, store) if restore else edited(opened.text, [])
    explained = edited(meant.text, expansions(meant.text, store))
    searched, asked_in = explained.text, language(explained.text)
    weighted = _weighted(meant.text, searched, asked_in, store)
    return Question(
        text=text,
        searched=searched,
        language=asked_in,
        terms=weighted.terms,
        identifiers=tuple(dict.fromkeys(each.term for each in documents(searched))),
        filters=filters,
        changes=opened.changes + meant.changes + explained.changes,
        cues=cues(searched, store),
        boosts=weighted.boosts,
        abbreviated=weighted.abbreviated,
        translations=_translations(searched, store) if asked_in == "en" else {},
    )


def _mended(typed: Edited, store: Store) -> Edited:
    """The text with its accents put back and its slips mended, if it is Vietnamese."""
    if language(typed.text) != "vi":
        return edited(typed.text, [])
    return edited(typed.text, mended(typed.text, typed.spans, store, accents.shipped()))


class _Weighted(NamedTuple):
    """The terms of a question with their weights; the fields of ``Question`` say what each is."""

    terms: dict[str, float]
    boosts: dict[str, float]
    abbreviated: dict[str, tuple[str, ...]]


def _weighted(meant: str, searched: str, asked_in: str, store: Store) -> _Weighted:
    """The terms of what is searched; those that are not in what was meant count less."""
    bare = not is_accented(searched)
    typed, expanded = (_terms(content(each), bare) for each in (meant, searched))
    short = _shortened(searched, store, bare)
    rarity = _rarity([*typed, *expanded, *short], asked_in, store, bare)
    shares = dict.fromkeys(set(expanded).difference(typed, short), EXPANSION_WEIGHT)
    weights = {term: rare * shares.get(term, 1.0) for term, rare in rarity.items()}
    return _Weighted(
        {term: weight for term, weight in weights.items() if term not in short},
        {term: shares.get(term, 1.0) * rare**EMPHASIS for term, rare in rarity.items() if rare},
        short,
    )


def _shortened(searched: str, store: Store, bare: bool) -> dict[str, tuple[str, ...]]:
    """The abbreviations of what is spelt out, each with its words, as they are looked for."""
    return {
        _folded([short], bare)[0]: tuple(_folded(words, bare))
        for short, words in shortened(searched, store).items()
    }


def _terms(text: str, bare: bool) -> list[str]:
    return _folded(question_terms(text), bare)


def _folded(terms: Iterable[str], bare: bool) -> list[str]:
    """The terms as they are looked for: without accents in a question without accents."""
    return [fold(term) if bare else term for term in terms]


def _opened(text: str, store: Store) -> Edited:
    """The text with its known abbreviations opened, and what is only typed in short."""
    known = [
        Edit(each.start, each.end, "abbreviation", _long_form(text, each))
        for each in abbreviations(text)
    ]
    taken = [(each.start, each.end) for each in known]
    short = shorthand(text, taken, store) if language(text) == "vi" else []
    return edited(text, sorted([*known, *short]))


def _long_form(text: str, short: Abbreviation) -> str:
    long = short.long[0].upper() + short.long[1:] if text[short.start].isupper() else short.long
    joined = text[short.end - 1] == "." and text[short.end : short.end + 1].isalnum()  # TP.HCM
    return f"{long} " if joined else long


def _translations(asked: str, store: Store) -> dict[str, dict[str, float]]:
    """The Vietnamese terms that each English word stands for: how likely, times how rare."""
    found = translations(asked)
    every = dict.fromkeys(term for terms in found.values() for term in terms)
    rarity = _rarity(every, "vi", store, folded=False)
    return {
        word: {term: share * rarity[term] for term, share in terms.items()}
        for word, terms in found.items()
    }


def _rarity(asked: Iterable[str], asked_in: str, store: Store, folded: bool) -> dict[str, float]:
    """Inverse document frequency of each term as in BM25 (Robertson and Zaragoza 2009).

    An English word that the collection lacks says nothing about what it holds, and weighs nothing.
    """
    found = list(dict.fromkeys(asked))
    chunks, frequencies = store.document_frequencies(found, folded=folded)
    return {
        term: math.log(1 + (chunks - frequencies[term] + 0.5) / (frequencies[term] + 0.5))
        * (frequencies[term] > 0 or asked_in != "en")
        for term in found
    }
