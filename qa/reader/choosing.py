"""Enough and no more: which of the ranked sentences an answer shows, and what they lean on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from qa.identifiers import place_spans, places
from qa.reader.features import leans
from qa.reader.kinds import AnswerType
from qa.reader.ranking import Ranked
from qa.reader.sentences import POINT, Candidate, beside, content_of, is_whole
from qa.types import Article
from qa.vietnamese import fold, search_form

MOST_SENTENCES = 3
"""Sentences that answer; what they lean on and the points of a list come in addition."""
_LONGEST_LIST = 12
_FARTHEST = 8
"""Sentences before in which the place of what a sentence tells is looked for."""
_SECOND, _SECOND_WIDE = 0.45, 0.25
"""Share of the chance of the best sentence from which a further one is shown."""
_ALIKE = 0.7
"""Share of common terms from which two sentences say the same."""
_WIDE: frozenset[AnswerType] = frozenset({"how", "list", "reason", "free", "comparison", "yesno"})
"""Kinds whose answer may take several sentences."""
_LISTED = _WIDE | {"definition", "subject"}
"""Kinds that a point answers with the other points of its list."""
_FOLLOWED: frozenset[AnswerType] = frozenset({"how", "reason"})
"""Kinds that the next sentence goes on to answer where it leans on this one ("Qua đó, …")."""
# What only carries on can be understood alone; folded.
_CARRIES_ON = re.compile(r"\W*(?:theo do|ngoai ra|dong thoi|ben canh do|cung voi do)\b")


def choose(
    ranked: Sequence[Ranked], kind: AnswerType, articles: Mapping[str, Article]
) -> list[Ranked]:
    """The fewest sentences that answer, with what they lean on, in the order of their articles."""
    return in_context(_best(ranked, kind), kind, articles)


def in_context(
    chosen: Sequence[Ranked], kind: AnswerType, articles: Mapping[str, Article]
) -> list[Ranked]:
    """The chosen sentences with what they lean on, each once, in the order of their articles."""
    context = (
        each for one in chosen for each in _with_context(one, kind, articles[one.article_id].text)
    )
    # A sentence that others lean on may be chosen itself; then it keeps its mark.
    shown = {(each.article_id, each.candidate.place): each for each in (*context, *chosen)}
    order = list(dict.fromkeys(each.article_id for each in chosen))
    return sorted(
        shown.values(), key=lambda each: (order.index(each.article_id), each.candidate.place)
    )


def _best(ranked: Sequence[Ranked], kind: AnswerType) -> list[Ranked]:
    chosen = [ranked[0]]
    for each in ranked[1:]:
        if len(chosen) < MOST_SENTENCES and _adds(each, chosen) and _wanted(each, chosen, kind):
            chosen.append(each)
    return chosen


def _wanted(each: Ranked, chosen: Sequence[Ranked], kind: AnswerType) -> bool:
    """A comparison takes the best of a second article; others, what answers nearly as well."""
    least = _SECOND_WIDE if kind in _WIDE else _SECOND
    near = each.chance >= least * chosen[0].chance
    same = each.article_id == chosen[0].article_id
    if kind == "comparison" and not same:
        return len(chosen) == 1 or near
    return near and same and (kind in _WIDE or each.mark is not None)


def _adds(each: Ranked, chosen: Sequence[Ranked]) -> bool:
    """Whether it says something else, and is no caption."""
    told = each.mark or is_whole(each.candidate)
    return bool(told) and not any(alike(each, one) for one in chosen)


def alike(first: Ranked, second: Ranked) -> bool:
    """Whether two sentences say the same in nearly the same words."""
    one, other = (content_of(each.candidate.text).terms for each in (first, second))
    return len(one & other) >= _ALIKE * max(1, min(len(one), len(other)))


def _with_context(each: Ranked, kind: AnswerType, text: str) -> Iterator[Ranked]:
    """The sentence with the one it leans on, or the head of its list and, if asked, its points."""
    found = each.candidate
    before, following = beside(found, text, -1), beside(found, text, 1)
    head = found if found.text.endswith(":") else _head(found, text)
    if head:
        yield Ranked(head, 0.0, 0.0)
    elif before and _points_back(found, before):
        yield Ranked(before, 0.0, 0.0)
    elif placing := _placing(each, kind, text):
        yield placing
    if head and (kind in _LISTED or head is found):
        yield from (Ranked(point, each.score, each.chance) for point in _points(head, text))
    yield each
    if kind in _FOLLOWED and following and leans(following.text):
        yield Ranked(following, 0.0, 0.0)


def _placing(each: Ranked, kind: AnswerType, text: str) -> Ranked | None:
    """The nearest sentence before that tells the place which is asked for and not told here."""
    if kind != "place" or each.mark is not None:
        return None
    earlier = (beside(each.candidate, text, -step) for step in range(1, _FARTHEST + 1))
    whole = (one for one in earlier if one and is_whole(one))
    told = next((one for one in whole if places(one.text) or place_spans(one.text)), None)
    mark = next(iter(place_spans(told.text)), None) if told else None
    return Ranked(told, 0.0, 0.0, mark) if told else None


def _head(found: Candidate, text: str) -> Candidate | None:
    """The line above the list that a point stands in; none where clauses are only numbered."""
    level = _level(found)
    for step in range(1, _LONGEST_LIST if level else 0):
        before = beside(found, text, -step)
        if before is None or not _level(before):
            return before if before and before.text.endswith(":") else None
        if _level(before) < level and before.text.endswith(":"):
            return before
    return None


def _points(head: Candidate, text: str) -> Iterator[Candidate]:
    """What stands below the head of a list, up to its end or to the next point of its own kind."""
    for step in range(1, _LONGEST_LIST):
        after = beside(head, text, step)
        if after is None or (step > 1 and not _level(after)):
            return
        if _level(after) and _level(after) == _level(head):
            return
        yield after


def _level(found: Candidate) -> int:
    """1 for a numbered point, 2 for a letter, 3 for a dash; 0 for what is no point."""
    point = POINT.match(found.text)
    if not point:
        return 0
    mark = point[0].strip(" \t\u200b(.)")
    return 1 if mark.isdigit() else 2 if mark.isalpha() else 3


def _points_back(found: Candidate, before: Candidate) -> bool:
    """Whether the one before is needed; not a caption or heading, which ends like no sentence."""
    carries_on = _CARRIES_ON.match(fold(search_form(found.text)))
    return leans(found.text) and not carries_on and is_whole(before)
