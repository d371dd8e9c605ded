"""Enough and no more: which of the ranked sentences an answer shows, and what they lean on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from qa.identifiers import person_spans, place_spans, places
from qa.reader.features import leans
from qa.reader.kinds import AnswerType
from qa.reader.ranking import Ranked
from qa.reader.sentences import POINT, Candidate, beside, content_of, ends_quote, is_whole
from qa.types import Article
from qa.vietnamese import fold, search_form

MOST_SENTENCES = 3
"""Sentences that answer; what they lean on and the points of a list come in addition."""
_LONGEST_LIST = 12
_FARTHEST = 8
"""Sentences before in which the place of what a sentence tells is looked for."""
_SECOND, _SECOND_WIDE = 0.45, 0.25
"""Share of the chance of the best sentence from which a further one is shown."""
_SURE, _UNLIKELY = 0.8, 0.05
"""Chance of those shown from which they answer, and of another one below which it hardly does; on
articles that nobody had seen the chances are right to about a tenth."""
_SECOND_LIST = 0.02
"""The same of one that lists what the others only speak of."""
_ALIKE = 0.7
"""Share of common terms from which two sentences say the same."""
_WIDE: frozenset[AnswerType] = frozenset({"how", "list", "reason", "free", "comparison", "yesno"})
"""Kinds whose answer may take several sentences."""
_LISTED = _WIDE | {"definition", "subject"}
"""Kinds that a point answers with the other points of its list."""
_FOLLOWED: frozenset[AnswerType] = frozenset({"how", "reason", "definition"})
"""Kinds that the next sentence goes on to answer where it leans on this one ("Qua đó, …")."""
# Several things in a row, what announces them, and words that tell a cause.
_ROW = re.compile(r"[,;] [^,;:]{2,}(?:,? và |; )[^,;:]{2,}")
_ANNOUNCED = re.compile(
    r"(?::|\b(?:gồm|là|như|việc|nội dung)) [^,;:]{2,110}(?:[,;] [^,;:]{2,110})+"
    r"(?:,? và |; )[^,;:]{2,}"
)
_COUNTED_LIST = re.compile(r"\b(?:hai|ba|bốn|năm|sáu|bảy|tám|[2-9]) (?:\w+ ){0,3}\w+: ")
_NUMBER = re.compile(r"\d")
_CAUSE = re.compile(r"\b(?:[Vv]ì|[Dd]o|[Bb]ởi|[Nn]hờ|[Nn]guyên nhân|[Ll]ý do)\b")
_BEHIND: Mapping[AnswerType, tuple[re.Pattern[str], re.Pattern[str]]] = {
    "list": (_ROW, _ANNOUNCED),
    "reason": (_CAUSE, _CAUSE),
}
"""What makes a sentence answer such a question, and what must stand in one that does so for it."""
# What begins the first of several things that are told in turn, and each of the others.
_FIRST_OF = re.compile(r"(?:Một là|Thứ nhất)\b")
_IN_TURN = re.compile(
    rf"{_FIRST_OF.pattern}|(?:(?:Hai|Ba|Bốn|Năm|Sáu|Bảy|Tám) là|Thứ (?:hai|ba|tư|năm|sáu|bảy))\b"
)
_FAR = 3
"""Sentences of its paragraph behind one, in which it is looked for."""
# What says the meaning of what was named before it; what only carries on can be understood alone;
# folded.
_MEANS = re.compile(r"\W*do la\b")
_CARRIES_ON = re.compile(r"\W*(?:theo do|ngoai ra|dong thoi|ben canh do|cung voi do)\b")


def choose(
    ranked: Sequence[Ranked], kind: AnswerType, articles: Mapping[str, Article]
) -> list[Ranked]:
    """The fewest sentences that answer, with what they lean on, in the order of their articles.

    What is told in turn, "Một là, …", "Hai là, …", is all of an answer.
    """
    best = ranked[0]
    is_whole_list = _told_in_turn(best.candidate, articles[best.article_id].text, kind)
    return in_context([best] if is_whole_list else _best(ranked, kind), kind, articles)


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
    if kind == "list" and _lists_more(each, chosen):
        least = _SECOND_LIST
    near = each.chance >= least * chosen[0].chance or _may_be_it(each, chosen)
    same = each.article_id == chosen[0].article_id
    if kind == "comparison" and not same:
        return len(chosen) == 1 or near
    if kind == "comparison" and len(chosen) == 1 and _both_tell_numbers(each, chosen[0]):
        return each.chance >= _UNLIKELY
    return near and same and (kind in _WIDE or each.mark is not None)


def _both_tell_numbers(first: Ranked, second: Ranked) -> bool:
    """Whether two sentences may tell the numbers that are compared."""
    return all(_NUMBER.search(each.candidate.text) for each in (first, second))


def _may_be_it(each: Ranked, chosen: Sequence[Ranked]) -> bool:
    """Whether it may answer where those that are chosen are not sure to."""
    return each.chance >= _UNLIKELY and sum(one.chance for one in chosen) < _SURE


def _lists_more(each: Ranked, chosen: Sequence[Ranked]) -> bool:
    """Whether it counts what it lists, or lists something where the chosen ones list nothing."""
    text, is_told = each.candidate.text, any(_ROW.search(one.candidate.text) for one in chosen)
    return bool(_COUNTED_LIST.search(text) or (not is_told and _ANNOUNCED.search(text)))


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
    elif kind == "person" and (saying := _saying(found, text)):
        yield saying
    elif placing := _placing(each, kind, text):
        yield placing
    points = list(_points(head, text)) if head and (kind in _LISTED or head is found) else []
    points += _told_in_turn(found, text, kind)
    yield from (Ranked(point, each.score, each.chance) for point in points)
    yield each
    if told := _told_behind(found, kind, text):
        yield Ranked(told, 0.0, 0.0)
    elif following and _goes_on(following, kind):
        yield Ranked(following, 0.0, 0.0)


def _goes_on(following: Candidate, kind: AnswerType) -> bool:
    """Whether the next sentence says the rest of an answer."""
    means = kind == "definition" and _MEANS.match(fold(search_form(following.text)))
    return bool(means) or (kind in _FOLLOWED and leans(following.text))


def _told_behind(found: Candidate, kind: AnswerType, text: str) -> Candidate | None:
    """The sentence that lists, or gives the reason of, what this one only speaks of."""
    if kind not in _BEHIND:
        return None
    enough, wanted = _BEHIND[kind]
    if enough.search(found.text):
        return None
    return next((one for one in _behind(found, text) if wanted.search(one.text)), None)


def _behind(found: Candidate, text: str) -> Iterator[Candidate]:
    """The next sentences of the paragraph."""
    later = (beside(found, text, step) for step in range(1, _FAR + 1))
    return (one for one in later if one and "\n" not in text[found.start : one.start])


def _saying(found: Candidate, text: str) -> Ranked | None:
    """The sentence in which the quotation begins that this one ends, with who says it."""
    if not ends_quote(found.text):
        return None
    earlier = (beside(found, text, -step) for step in range(1, _FAR + 1))
    begun = next((one for one in earlier if one and "“" in one.text), None)
    who = next(iter(person_spans(begun.text)), None) if begun else None
    return Ranked(begun, 0.0, 0.0, who) if begun else None


def _placing(each: Ranked, kind: AnswerType, text: str) -> Ranked | None:
    """The sentence that tells the place which is asked for and not told here."""
    if kind != "place" or each.mark is not None:
        return None
    return _placed_behind(each.candidate, text) or _placed_before(each.candidate, text)


def _placed_behind(found: Candidate, text: str) -> Ranked | None:
    """The next sentence of the paragraph with a place that this one does not name."""
    named = ((one, span) for one in _behind(found, text) for span in place_spans(one.text))
    new = ((one, span) for one, span in named if one.text[slice(*span)] not in found.text)
    return next((Ranked(one, 0.0, 0.0, span) for one, span in new), None)


def _placed_before(found: Candidate, text: str) -> Ranked | None:
    """The nearest sentence before with a place."""
    earlier = (beside(found, text, -step) for step in range(1, _FARTHEST + 1))
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


def _told_in_turn(found: Candidate, text: str, kind: AnswerType) -> list[Candidate]:
    """What is told in turn, of which this is one, or which it announces, with what announces it.

    One alone answers what asks for no list.
    """
    is_one = _IN_TURN.match(found.text)
    if kind not in (("list",) if is_one else _WIDE):
        return []
    around = range(-_LONGEST_LIST, _LONGEST_LIST + 1)
    near = [each for step in around if (each := beside(found, text, step) if step else found)]
    at = near.index(found)
    firsts = [place for place, each in enumerate(near) if _FIRST_OF.match(each.text)]
    begin = max((place for place in firsts if place <= at), default=None) if is_one else at + 1
    if begin not in firsts:
        return []
    end = min((place for place in firsts if place > begin), default=len(near))
    in_turn = [each for each in near[begin:end] if _IN_TURN.match(each.text)]
    return [*near[begin - 1 : begin], *in_turn]


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
