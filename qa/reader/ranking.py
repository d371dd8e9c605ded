"""The sentences in the order in which they answer, each with its chance and the span asked for."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from qa.identifiers import Span
from qa.reader.counting import is_spelt_out, is_strict, suits
from qa.reader.features import Asked
from qa.reader.ranker import Scores
from qa.reader.sentences import Candidate, content_of, is_whole
from qa.reader.spans import defines, has_foreign_name
from qa.vietnamese import WORD, fold, search_form

Marks = Callable[[str], Span | None]
_STRICT = frozenset({"figure", "date", "document", "subject", "person"})
"""Kinds that a sentence without such a span does not answer."""
_FAIRLY, _NEARLY, _HARDLY = 0.3, 0.1, 0.01
"""Share of the best sentence's chance from which another is preferred: a sum of another article,
one with the asked span, that is no caption or names whose doing is asked about, and a sum in the
same article or the subject of the very document."""
_GROUPS = re.compile(r"\b(?:nhung|cac|nhom|loai|cho|voi) (?:nguoi|ai)\b")
"""What asks for groups of people, folded."""
_CALENDAR_ASKED = re.compile(
    r"\b(?:ngay|hom|thang|nam|gio) (?:nao|may|bao nhieu)\b|\b(?:day|date|month|year)s?\b"
)
_TIME_IN_WORDS = re.compile(r"\b(?:khi|lúc|buổi|thời|thập (?:kỷ|niên)|trước|sau|sớm)\b")
_TOLD_AT_LENGTH = frozenset({"list", "how", "free", "definition"})
"""Kinds that a sentence answers which says what it speaks of before it does."""
_TOPIC = re.compile(
    r"\W*(?:Riêng )?(?:[Vv]ề|[Đđ]ối với|Liên quan (?:đến|tới)|Trong) (?P<topic>[^,:;.]{3,80})[,:]"
)
_NO_TOPIC = frozenset({
    "cong", "tac", "viec", "van", "de", "linh", "vuc", "mat", "cac", "nhung", "cua", "o", "trong",
    "ve", "va", "nam",
})  # fmt: skip
"""Words of a topic that need not be asked about."""
_WORDS_OF_A_TOPIC = 3
_MARKED = 12
"""Ranked sentences in which the span asked for is looked for."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate with its score, its chance beside the others, and the span asked for."""

    candidate: Candidate
    score: float
    chance: float
    mark: Span | None = None
    row: int = 0
    """its row of the features"""

    @property
    def article_id(self) -> str:
        """The article it stands in."""
        return self.candidate.hit.article.article_id


def rank(question: Asked, found: Sequence[Candidate], scores: Scores, marks: Marks) -> list[Ranked]:
    """The candidates, that which answers best first, by the scores of a ranker.

    ``marks`` gives the span of a sentence that is asked for.
    """
    chances = np.exp(scores - scores.max())
    chances /= chances.sum()
    order = sorted(range(len(found)), key=lambda at: (-scores[at], at))
    ranked = [
        Ranked(
            found[at],
            float(scores[at]),
            float(chances[at]),
            marks(found[at].text) if place < _MARKED else None,
            at,
        )
        for place, at in enumerate(order)
    ]
    led = _whole_first(_repeating_first(question, _marked_first(question, ranked)))
    return _defining_first(question, _of_the_topic_first(question, led))


def _defining_first(question: Asked, ranked: list[Ranked]) -> list[Ranked]:
    """The ranking, led by the sentence that defines what is to be defined, if there is one."""
    if not question.concept:
        return ranked
    how = {each.row: defines(each.candidate.text, question.concept) for each in ranked}
    best = max(ranked, key=lambda each: how[each.row])  # the first of those that define alike
    return _led(best, ranked)


def _of_the_topic_first(question: Asked, ranked: list[Ranked]) -> list[Ranked]:
    """The ranking, led by what says that it speaks of what is asked: "Về nhiệm vụ năm 2020, …"."""
    if question.kind not in _TOLD_AT_LENGTH:
        return ranked
    near = [each for each in ranked[:_MARKED] if each.chance >= _HARDLY * ranked[0].chance]
    words = set(WORD.findall(question.whole))
    return _led(next((each for each in near if _is_topic(each, words)), ranked[0]), ranked)


def _is_topic(each: Ranked, words: set[str]) -> bool:
    found = _TOPIC.match(each.candidate.text)
    told = set(WORD.findall(fold(search_form(found["topic"])))) - _NO_TOPIC if found else set()
    return len(told) >= _WORDS_OF_A_TOPIC and told <= words


def _repeating_first(question: Asked, ranked: list[Ranked]) -> list[Ranked]:
    """The ranking, led by what tells of whose doing is asked; then nothing else has a chance."""
    least = _HARDLY if len(question.repeated) > 1 else _NEARLY  # a name of two words is no chance
    near = [each for each in ranked[:_MARKED] if each.chance >= least * ranked[0].chance]
    held = [each for each in near if question.repeated <= content_of(each.candidate.text).folded]
    if not question.repeated or not held:
        return ranked
    return held + [replace(each, chance=0.0) for each in ranked if each not in held]


def _whole_first(ranked: list[Ranked]) -> list[Ranked]:
    """The ranking, led by a statement, not a caption or question, if one ranks nearly as well."""
    least = _HARDLY if ranked[0].candidate.text.endswith("?") else _NEARLY
    near = [each for each in ranked[:_MARKED] if each.chance >= least * ranked[0].chance]
    told = (each for each in near if is_whole(each.candidate) and each.candidate.text[-1] != "?")
    return _led(next(told, ranked[0]), ranked)


def _led(best: Ranked, ranked: list[Ranked]) -> list[Ranked]:
    return [best, *(each for each in ranked if each is not best)]


def _marked_first(question: Asked, ranked: list[Ranked]) -> list[Ranked]:
    """The ranking, led by a sentence that has what was asked for, if one ranks nearly as well."""
    if question.kind not in _STRICT and not (question.kind == "body" and question.documents):
        return ranked
    if _tells_in_words(question, ranked[0].candidate.text):
        return ranked
    near = [each for each in ranked if each.mark and _is_near(question, each, ranked[0])]
    suited = [each for each in near if suits(question, each.candidate.text)]
    led = _led(next(iter(suited or near), ranked[0]), ranked)
    if not suited:
        return led
    return [
        each if suits(question, each.candidate.text) else replace(each, mark=None) for each in led
    ]


def _tells_in_words(question: Asked, text: str) -> bool:
    """Whether a sentence may tell what bears no mark: a group, a foreign name, a time in words."""
    if question.kind == "person":
        is_group = _GROUPS.search(question.whole) is not None
        return is_group or has_foreign_name(text, question.whole.split())
    if question.kind == "date" and not _CALENDAR_ASKED.search(question.whole):
        return _TIME_IN_WORDS.search(search_form(text)) is not None
    return question.kind == "figure" and is_spelt_out(question, text)


def _is_near(question: Asked, each: Ranked, best: Ranked) -> bool:
    """Whether it ranks nearly as well.

    What says the subject of the very document, or a sum in the same article, need hardly do so.
    """
    least = _HARDLY if question.kind == "subject" else _NEARLY
    if is_strict(question):
        least = _HARDLY if each.article_id == best.article_id else _FAIRLY
    return each.chance >= least * best.chance
