"""Two articles that give different values for the same asked fact."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.identifiers import years
from qa.reader.features import Asked
from qa.reader.ranking import Ranked
from qa.vietnamese import fold, search_form

_STATED = frozenset({"figure", "date", "person"})
"""Kinds of answer that can contradict each other."""
_NEAR = 0.15
"""Share of the best sentence's chance from which another one is about the same fact."""
_SAME = 0.8
"""Share of the question's terms in the best sentence that the other one must hold, too."""
_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")


def contradicting(question: Asked, ranked: Sequence[Ranked]) -> Ranked | None:
    """The best sentence of another article with another value for what was asked, or ``None``."""
    best = ranked[0]
    if question.kind not in _STATED or best.mark is None:
        return None
    return next(
        (
            each
            for each in ranked[1:]
            if each.article_id != best.article_id
            and each.mark is not None
            and each.chance >= _NEAR * best.chance
            and _same_fact(question, best, each)
            and _value(best) != _value(each)
        ),
        None,
    )


def _same_fact(question: Asked, best: Ranked, other: Ranked) -> bool:
    """Whether both hold the same of what is asked, say it of the same unit and of no other year."""
    first, second = best.candidate.text, other.candidate.text
    held = question.terms.keys() & question.held(first)
    both = held & question.held(second)
    weights = question.terms
    shared = sum(weights[term] for term in both) >= _SAME * sum(weights[term] for term in held)
    when = years(first), years(second)
    same_time = not (when[0] and when[1]) or bool(when[0] & when[1]) or question.kind == "date"
    return bool(held) and shared and same_time and _unit(best) == _unit(other)


def _marked(each: Ranked) -> str:
    return fold(search_form(each.candidate.text[slice(*each.mark)])) if each.mark else ""


def _value(each: Ranked) -> str:
    """The figures of a mark without their grouping signs; for names, the name."""
    found = _DIGITS.findall(_marked(each))
    return " ".join(re.sub(r"\D", "", number) for number in found) or _marked(each)


def _unit(each: Ranked) -> str:
    return " ".join(_DIGITS.sub("", _marked(each)).split()) if _value(each).isdigit() else ""
