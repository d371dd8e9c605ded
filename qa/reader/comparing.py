"""What a comparison of places asks about each of them."""

from __future__ import annotations

import re
from dataclasses import replace

from qa.identifiers import places
from qa.types import Question
from qa.vietnamese import content, fold, question_terms, search_form

_COMPARES = re.compile(
    r"\b(?:so sanh|so voi|khac (?:nhau|gi|biet)|giong (?:nhau|gi)|giua|hon|kem|"
    r"(?:tinh|noi|dia phuong|huyen|xa|ben|don vi) nao|compared?(?: to| with)?|difference between)\b"
)


def sides(question: Question) -> dict[str, Question]:
    """Each place that is compared, with the question as it would be asked about it alone.

    Empty where fewer than two are named.
    """
    named = list(dict.fromkeys(places(question.searched)))
    if len(named) < 2:
        return {}
    return {place: _alone(question, [each for each in named if each != place]) for place in named}


def _alone(question: Question, others: list[str]) -> Question:
    """The question without the other places and without the words that compare."""
    form = search_form(question.searched)
    bare = fold(form)
    left = list(form)
    names = (re.compile(rf"\b{re.escape(fold(search_form(each)))}\b") for each in others)
    for pattern in (_COMPARES, *names) if len(bare) == len(form) else ():
        for found in pattern.finditer(bare):
            left[slice(*found.span())] = " " * len(found[0])
    asked = "".join(left)
    kept = question_terms(content(asked))
    kept += [fold(term) for term in kept]
    terms = {term: weight for term, weight in question.terms.items() if term in kept}
    return replace(question, searched=" ".join(asked.split()), terms=terms)
