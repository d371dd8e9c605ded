"""Two articles that give different values for the same asked fact."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from qa.identifiers import quantities, years
from qa.reader.features import Asked
from qa.reader.kinds import AnswerType
from qa.reader.ranking import Ranked
from qa.vietnamese import fold, search_form

_STATED = frozenset({"figure", "date", "person"})
"""Kinds of answer that can contradict each other."""
_NEAR = 0.15
"""Share of the best sentence's chance from which another one is about the same fact."""
_SAME = 0.8
"""Share of the question's terms in the best sentence that the other one must hold, too."""
_NUMBER = re.compile(r"\d+")
_Values = Sequence[frozenset[Decimal] | frozenset[str]]
"""What each part of a mark may be read as; two that have none in common differ."""
_UNTOLD: frozenset[Decimal] = frozenset()
"""A part of a date that is not told, and so differs from none: the year of 27/12."""


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
            and _differ(question.kind, best, each)
        ),
        None,
    )


def _same_fact(question: Asked, best: Ranked, other: Ranked) -> bool:
    """Whether both hold the same of what is asked, and say it of no other year."""
    first, second = best.candidate.text, other.candidate.text
    held = question.terms.keys() & question.held(first)
    both = held & question.held(second)
    weights = question.terms
    shared = sum(weights[term] for term in both) >= _SAME * sum(weights[term] for term in held)
    when = years(first), years(second)
    same_time = not (when[0] and when[1]) or bool(when[0] & when[1]) or question.kind == "date"
    return bool(held) and shared and same_time


def _differ(kind: AnswerType, first: Ranked, second: Ranked) -> bool:
    """Whether two marks state different values of one unit; 2 tỷ and 2.000 triệu are the same."""
    (unit, values), (other_unit, others) = _stated(kind, first), _stated(kind, second)
    told = [pair for pair in zip(values, others, strict=False) if _UNTOLD not in pair]
    differ = len(values) != len(others) or any(one.isdisjoint(other) for one, other in told)
    return unit == other_unit and differ


def _stated(kind: AnswerType, each: Ranked) -> tuple[str, _Values]:
    """The unit and the values of a mark."""
    marked = search_form(each.candidate.text[slice(*each.mark)]) if each.mark else ""
    english = each.candidate.hit.article.language == "en"
    found = quantities(marked, english) if kind == "figure" else []
    if not found:
        return _named(fold(marked))
    unit = found[-1].unit.partition("/")[0]  # 12/14 and 13 are of one unit
    beside = f"{marked[: found[0].start]} {unit} {marked[found[-1].end :]}"
    return " ".join(beside.split()), [one.values for one in found]


def _named(marked: str) -> tuple[str, _Values]:
    """The parts of a date, with what a single number is: "năm"; for names, the name."""
    numbers = _NUMBER.findall(marked)
    unit = " ".join(_NUMBER.sub("", marked).split()) if len(numbers) == 1 else ""
    return unit, _date_parts(numbers) if numbers else [frozenset({marked})]


def _date_parts(numbers: Sequence[str]) -> list[frozenset[Decimal]]:
    """Year, month and day, in this order, each untold where the date lacks it."""
    parts = [frozenset({Decimal(number)}) for number in reversed(numbers)]
    if len(numbers[-1]) < 4:
        parts.insert(0, _UNTOLD)
    return parts + [_UNTOLD] * (3 - len(parts))
