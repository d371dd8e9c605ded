"""Abbreviations that the collection explains itself: "Quy chế dân chủ ở cơ sở (QCDC)".

An explanation is found by a lexical term of its own, so it comes and goes with its article.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from qa.retrieval.edits import Edit
from qa.types import Filter, Store
from qa.vietnamese import (
    WORD,
    Explained,
    documents,
    explained,
    explanation_term,
    search_form,
    shortening_term,
)

_LENGTHS = range(3, 9)
"""Syllables that an abbreviation stands for."""
_FIRST = 64
"""Words of a question that are looked at."""
_READ = 5
"""Chunks whose explanation of one abbreviation is read."""


def expansions(text: str, store: Store) -> list[Edit]:
    """The abbreviations in capitals of a text, with what the collection says that they mean."""
    numbers = [(each.start, each.end) for each in documents(text)]
    words = (found for found in WORD.finditer(text) if _is_short(found[0]))
    short = [
        found for found in words if not any(start <= found.start() < end for start, end in numbers)
    ][:_FIRST]
    known = _explanations({explanation_term(found[0]) for found in short}, store)
    return [
        Edit(found.start(), found.end(), "abbreviation", known[explanation_term(found[0])].long)
        for found in short
        if explanation_term(found[0]) in known
    ]


def shortened(text: str, store: Store) -> dict[str, list[str]]:
    """The abbreviations of what a text spells out, with the words of that; in the search form."""
    words = WORD.findall(search_form(text))[:_FIRST]
    runs = list(_runs(words))
    known = _explanations({shortening_term(run) for run in runs}, store)
    found = ((each.short, WORD.findall(search_form(each.long))) for each in known.values())
    return {
        "".join(WORD.findall(search_form(short))): long for short, long in found if long in runs
    }


def _is_short(word: str) -> bool:
    return word.isupper() and word.isalpha() and 2 <= len(word) <= 12


def _runs(words: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(len(words)):
        for length in _LENGTHS:
            if start + length <= len(words):
                yield words[start : start + length]


def _explanations(terms: Collection[str], store: Store) -> dict[str, Explained]:
    """What the collection explains of the abbreviations that have these terms, by them."""
    if not terms:
        return {}
    _, frequencies = store.document_frequencies(sorted(terms))
    found = ((term, _explanation(term, store)) for term in sorted(terms) if frequencies[term])
    return {term: each for term, each in found if each}


def _explanation(term: str, store: Store) -> Explained | None:
    """The explanation that most of the chunks give which give one."""
    chunks = store.passages([each.key for each in store.matching({term: 1.0}, _READ, Filter())])
    given = [
        each
        for passage in chunks.values()
        for each in explained(f"{passage.article.heading}\n{passage.chunk.text}")
        if each.term == term
    ]
    return max(given, key=given.count, default=None)
