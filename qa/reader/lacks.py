"""What a question names and the found articles do not: a document, a year, a place, a person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache

from qa.identifiers import names, person_spans, places, took_in, years
from qa.types import Question, Reason
from qa.vietnamese import Document, documents, fold, search_form

_SAME_NAME = 0.9
"""Likeness from which two names are the same but for a slip of the fingers."""
_INSTEAD = {"vi": " Văn bản có trong bài viết: {numbers}.", "en": " They do mention: {numbers}."}


@dataclass(frozen=True, slots=True)
class Lack:
    """What a question names and an article does not, with what the article has instead."""

    reason: Reason
    missing: str
    instead: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """The document numbers, years, places and people that an article names."""

    documents: tuple[Document, ...]
    numbers: Mapping[str, str]
    years: frozenset[int]
    places: frozenset[str]
    people: tuple[str, ...]
    folded: str


@lru_cache(maxsize=512)
def facts(text: str) -> Facts:
    """What an article names; kept, because the same few articles are read for many questions."""
    named = tuple(documents(text))
    people = (fold(text[start:end]).lower() for start, end in person_spans(text))
    return Facts(
        named,
        {each.term: text[each.start : each.end] for each in named if each.issuer},
        frozenset(years(text)),
        frozenset(places(text)),
        tuple(dict.fromkeys(people)),
        fold(search_form(text)),
    )


def _lacked_document(question: Question, there: Facts) -> Lack | None:
    asked = question.searched
    missing = [
        asked[each.start : each.end]
        for each in documents(asked)
        if not any(each.fits(other) for other in there.documents)
    ]
    if not missing:
        return None
    known = ", ".join(there.numbers.values())
    instead = _INSTEAD[question.language].format(numbers=known) if known else ""
    return Lack("number_not_found", missing[0], instead)


def _lacked_year(question: Question, there: Facts) -> Lack | None:
    missing = sorted(years(question.searched) - there.years)
    return Lack("period_mismatch", ", ".join(map(str, missing))) if missing else None


def _lacked_place(question: Question, there: Facts) -> Lack | None:
    missing = [
        place
        for place in places(question.searched)
        if there.places.isdisjoint({place, *took_in(place)})
    ]
    return Lack("entity_mismatch", missing[0]) if missing else None


def _lacked_person(question: Question, there: Facts) -> Lack | None:
    """Names may be misspelt by a letter; places were looked for before."""
    for name in names(question.searched) if question.language == "vi" else ():
        folded = fold(search_form(name))
        close = get_close_matches(folded, there.people, cutoff=_SAME_NAME)
        if folded not in there.folded and not close:
            return Lack("entity_mismatch", name)
    return None


LOOKS = (_lacked_document, _lacked_year, _lacked_place, _lacked_person)
