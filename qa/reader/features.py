"""What tells how well a sentence answers a question: one row of numbers a candidate.

All are shares, cosines or slow functions of counts, so that no sentence weighs more for being long.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain, pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qa.reader.context import AROUND, Held, around, ordered, weighed
from qa.reader.kinds import (
    KINDS,
    AnswerType,
    answer_type,
    concept,
    office_asked,
    repeated,
    slot_terms,
)
from qa.reader.meanings import Meanings
from qa.reader.sentences import Candidate, Content, content_of, expanded_terms
from qa.reader.spans import MARKED, cues, nearest, new_spans
from qa.types import Question, Vectors
from qa.vietnamese import UPPER, content, documents, fold, is_accented, search_form

Features = NDArray[np.float32]
"""Shape (candidates, columns)."""
Columns = dict[str, Any]
"""Values of the candidates by the names of the columns."""

_LEXICAL = (
    "covered", "pairs", "rare", "bm25", "folded", "before", "after", "around", "led",
    "titled", "run", "slot", "fresh",
)  # fmt: skip
_DENSE = ("similar", "windowed", "headed", "soft")
_AGREEING = ("numbers", "numbers_missing", "names", "wanted", "lacking", "near", "cues")
_PLACED = ("position", "first", "length", "short", "asks", "leans", "hit", "rank")
_COUNTED: tuple[AnswerType, ...] = ("figure", "date", "person", "body", "place", "definition")
_RELATIVE = ("covered", "pairs", "rare", "bm25", *_DENSE)
ALONE: tuple[str, ...] = (
    *_LEXICAL,
    *_DENSE,
    *_AGREEING,
    *_PLACED,
    *(f"new_{kind}" for kind in _COUNTED),
    *(f"{name}_below_best" for name in _RELATIVE),
    *(f"{name}_order" for name in _RELATIVE),
    *(f"is_{kind}" for kind in KINDS),
    "is_english",
    "is_bare",
)
"""What is known of a sentence but for what stands around it: enough to tell articles apart."""
NAMES: tuple[str, ...] = (*ALONE, *AROUND)
"""The names of the columns."""
_COLUMN = {name: at for at, name in enumerate(NAMES)}
_LEANS = re.compile(
    r"\W*(?:theo đó|trong đó|do đó|vì vậy|ngoài ra|đồng thời|bên cạnh đó|cùng với đó|qua đó|từ đó|"
    r"đây là|điều này|việc này|ông|bà|anh|chị|cô|họ|nó|người này)\b"
)
_NAMED = re.compile(rf"\W*(?:Ông|Bà|Anh|Chị|Cô) [{UPPER}]")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question in the forms that are compared with sentences."""

    kind: AnswerType
    terms: Mapping[str, float]
    folded: Mapping[str, float]
    """the same without accents"""
    bare: bool
    english: bool
    made_of: Content
    whole: str
    """the question in folded search form"""
    slot: frozenset[str]
    """the words and pairs beside the question word, folded: what is asked of something"""
    documents: bool
    """whether it names an official document"""
    concept: str
    """what is to be defined, folded, if anything"""
    vector: Vectors
    abbreviated: Mapping[str, tuple[str, ...]]
    """terms that stand for words of the question, with these words"""
    repeated: frozenset[str]
    """pairs of words, folded, that the sentence which answers says again"""
    office: str
    """the office or kinship whose holder is asked for, folded, if any"""

    def held(self, text: str) -> frozenset[str]:
        """The terms of a text in the form in which those of the question are written."""
        made_of = content_of(text)
        if self.english:  # its own words without accents, its translations with theirs
            return made_of.folded | made_of.terms
        return expanded_terms(made_of.folded if self.bare else made_of.terms, self.abbreviated)


def asked(question: Question, meanings: Meanings) -> Asked:
    """The question as it is compared."""
    form, terms = search_form(question.searched), _wanted(question)
    return Asked(
        answer_type(question.searched),
        terms,
        {fold(term): weight for term, weight in terms.items()},
        not is_accented(question.searched),
        question.language == "en",
        replace(content_of(content(question.searched)), names=content_of(question.searched).names),
        fold(form),
        slot_terms(question.searched),
        bool(documents(question.searched)),
        concept(question.searched),
        meanings.question(form),
        question.abbreviated,
        repeated(question.searched),
        office_asked(question.searched),
    )


def _wanted(question: Question) -> Mapping[str, float]:
    """The terms that are looked for; of an English question also its translations."""
    weights = dict(question.terms)
    for terms in question.translations.values():
        for term, weight in terms.items():
            weights[term] = weights.get(term, 0.0) + weight
    return weights


def features(question: Asked, found: Sequence[Candidate], meanings: Meanings) -> Features:
    """One row a candidate, in their order; the columns are ``NAMES``."""
    held, columns = _alone(question, found, meanings)
    return _table(question, NAMES, columns | around(found, held, columns), len(found))


def alone(question: Asked, found: Sequence[Candidate], meanings: Meanings) -> Features:
    """The same of each sentence but for what stands around it; the columns are ``ALONE``."""
    return _table(question, ALONE, _alone(question, found, meanings)[1], len(found))


def _table(question: Asked, names: Sequence[str], columns: Columns, rows: int) -> Features:
    table = np.zeros((rows, len(names)), dtype=np.float32)
    known = {"is_english": question.english, "is_bare": question.bare, f"is_{question.kind}": True}
    for name, column in (columns | known).items():
        table[:, _COLUMN[name]] = column
    return table


def _alone(question: Asked, found: Sequence[Candidate], meanings: Meanings) -> tuple[Held, Columns]:
    """What the candidates hold of the question, and their columns but for what it is like."""
    held = _held(question, found, meanings)
    columns: Columns = {
        **_lexical(question, found, held),
        **_dense(held, found, meanings),
        **_agreeing(question, found),
        **_placed(found),
    }
    for name in _RELATIVE:
        values = np.asarray(columns[name], dtype=np.float32)
        columns |= {f"{name}_below_best": values - values.max(), f"{name}_order": ordered(values)}
    return held, columns


def _held(question: Asked, found: Sequence[Candidate], meanings: Meanings) -> Held:
    """What the candidates hold of a question, in rows."""
    terms = _standing(question, [each.text for each in found])
    words = grams(question.made_of.words)
    place = {term: at for at, term in enumerate(question.terms)}
    return Held(
        terms,
        _standing(question, [each.hit.article.heading for each in found]),
        _weights(question.terms) * np.log(1 + len(found) / (1 + terms.sum(axis=0))),
        _nearest(words, found, meanings),
        np.array([_weight(question, gram) for gram in words], dtype=np.float32),
        [place.get(_term(question, gram), -1) for gram in words],
        meanings.of([each.text for each in found]),
        meanings.of([each.hit.article.title for each in found]),
        question.vector,
    )


def _standing(question: Asked, texts: Sequence[str]) -> NDArray[np.float32]:
    """1 where a term of the question stands in a text; one row a text."""
    return _stands(question.terms, [question.held(text) for text in texts])


def _stands(wanted: Collection[str], held: Sequence[Set[str]]) -> NDArray[np.float32]:
    rows = [[term in each for term in wanted] for each in held]
    return np.array(rows, dtype=np.float32).reshape(len(held), len(wanted))


def _weights(weights: Mapping[str, float]) -> NDArray[np.float32]:
    return np.array(list(weights.values()), dtype=np.float32)


def _lexical(question: Asked, found: Sequence[Candidate], held: Held) -> Columns:
    before, after = (
        _standing(question, [getattr(each, side) for each in found]) for side in ("before", "after")
    )
    folded = _stands(question.folded, [content_of(each.text).folded for each in found])
    weights, folded_weights = _weights(question.terms), _weights(question.folded)
    slot = [term in question.slot for term in question.folded]
    rare, led = held.weights, np.maximum(held.terms, before)
    return {
        "covered": weighed(held.terms, weights),
        "pairs": weighed(held.terms, weights * _is_pair(question, found)),
        "rare": weighed(held.terms, rare),
        "bm25": _bm25(weighed(held.terms, rare), found),
        "folded": weighed(folded, folded_weights),
        "before": weighed(before, rare),
        "after": weighed(after, rare),
        "around": weighed(np.maximum(led, after), rare),
        "led": weighed(led, rare),
        "titled": weighed(held.titled, rare),
        "run": [_run(question.made_of, content_of(each.text).bare) for each in found],
        "slot": weighed(folded, folded_weights * slot),
        "fresh": [_fresh(question.made_of, content_of(each.text)) for each in found],
    }


def _is_pair(question: Asked, found: Sequence[Candidate]) -> list[bool]:
    """Whether each term of the question is none of its words."""
    words = set(question.made_of.words) | {fold(word) for word in question.made_of.words}
    if question.english:  # the words of its translations are known by the sentences alone
        words.update(word for each in found for word in content_of(each.text).words)
    return [term not in words for term in question.terms]


def _fresh(question: Content, text: Content) -> float:
    """How many words a sentence has that the question has not; the answer is among them."""
    asked_of = set(question.bare.split())
    return math.log1p(sum(word not in asked_of for word in text.bare.split())) / 4


def _bm25(shares: NDArray[np.float32], found: Sequence[Candidate]) -> NDArray[np.float32]:
    """Coverage that a long sentence has to earn, as in BM25 with b = 0.5."""
    lengths = np.array([len(content_of(each.text).words) for each in found], dtype=np.float32)
    return np.asarray(shares * 1.5 / (0.75 + 0.5 + 0.25 * lengths / max(1, lengths.mean())))


def _run(question: Content, text: str) -> float:
    """The longest run of the question's words that stands in the text, as a share of them."""
    words = len(question.words)
    return longest_run(question.bare, text) / words if words else 0.0


def longest_run(asked_of: str, text: str) -> int:
    """How many words in a row stand in both; both are folded, with a blank at each end."""
    words, longest = asked_of.split(), 0
    for first in range(len(words)):
        while (
            first + longest < len(words)
            and f" {' '.join(words[first : first + longest + 1])} " in text
        ):
            longest += 1
    return longest


def _dense(
    held: Held, found: Sequence[Candidate], meanings: Meanings
) -> dict[str, NDArray[np.float32]]:
    vectors, question, weights = held.vectors, held.question, held.soft_weights
    before, after = ([getattr(each, side) for each in found] for side in ("before", "after"))
    sides = meanings.of(before) + meanings.of(after)
    return {
        "similar": vectors @ question,
        "windowed": _cosines(2 * vectors + sides, question),
        "headed": _cosines(2 * vectors + held.titles, question),
        "soft": weighed(held.soft, weights),
    }


def _cosines(rows: Vectors, vector: Vectors) -> NDArray[np.float32]:
    lengths = np.linalg.norm(rows, axis=1)
    return np.asarray(rows @ vector / np.where(lengths > 0, lengths, 1), dtype=np.float32)


def _nearest(
    wanted: Sequence[str], found: Sequence[Candidate], meanings: Meanings
) -> NDArray[np.float32]:
    """How near the nearest word or pair of each sentence comes to each that is wanted."""
    held = [grams(content_of(each.text).words) for each in found]
    places = {gram: at for at, gram in enumerate(dict.fromkeys(chain(*held)), 1)}
    near = np.zeros((len(places) + 1, len(wanted)), dtype=np.float32)
    np.matmul(meanings.of(list(places)), meanings.of(wanted).T, out=near[1:])
    rows = [at for each in held for at in (0, *(places[gram] for gram in each))]
    starts = np.cumsum([0, *(len(each) + 1 for each in held[:-1])])
    return np.maximum.reduceat(near[rows], starts)  # against 0, too, which every sentence has


def _weight(question: Asked, gram: str) -> float:
    """How rare words of the question are; each counts alike where the articles lack them all."""
    if question.english:
        return float(" " not in gram)
    return question.terms.get(_term(question, gram), 0.0)


def _term(question: Asked, gram: str) -> str:
    """The term of the question that a word or pair is."""
    term = gram.replace(" ", "")
    return fold(term) if question.bare else term


@lru_cache(maxsize=8192)
def grams(words: tuple[str, ...]) -> list[str]:
    """The words and their adjacent pairs."""
    return [*words, *(f"{first} {second}" for first, second in pairwise(words))]


def _agreeing(question: Asked, found: Sequence[Candidate]) -> dict[str, list[float]]:
    kind, numbers, names = question.kind, question.made_of.numbers, question.made_of.names
    spans = [new_spans(kind, each.text, question.whole) for each in found]
    made_of = [content_of(each.text) for each in found]
    return {
        "numbers": [_part(len(numbers & each.numbers), len(numbers)) for each in made_of],
        "numbers_missing": [float(len(numbers - each.numbers)) for each in made_of],
        "names": [_part(sum(f" {n} " in each.bare for n in names), len(names)) for each in made_of],
        "wanted": [float(bool(each)) for each in spans],
        "lacking": [float(kind in MARKED and not each) for each in spans],
        "near": [
            nearest(question.folded, each.text, new)[1] if new else 0.0
            for each, new in zip(found, spans, strict=True)
        ],
        "cues": [math.log1p(cues(kind, each.text)) for each in found],
    } | {
        f"new_{each}": [math.log1p(len(new_spans(each, one.text, question.whole))) for one in found]
        for each in _COUNTED
    }


def _part(count: int, of: int) -> float:
    return count / of if of else 0.0


def _placed(found: Sequence[Candidate]) -> dict[str, Sequence[float]]:
    best = max((each.hit.score for each in found), default=0.0) or 1.0
    lengths = [len(content_of(each.text).words) for each in found]
    return {
        "position": [each.place / each.among for each in found],
        "first": [float(each.place == 0) for each in found],
        "length": [math.log1p(length) / 4 for length in lengths],
        "short": [float(length < 6) for length in lengths],
        "asks": [float(each.text.endswith("?")) for each in found],
        "leans": [float(leans(each.text)) for each in found],
        "hit": [each.hit.score / best for each in found],
        "rank": [1 / (1 + each.rank) for each in found],
    }


@lru_cache(maxsize=8192)
def leans(text: str) -> bool:
    """Whether a sentence begins by pointing at the one before it: "Theo đó", "Ông", no name."""
    return bool(_LEANS.match(search_form(text[:40]))) and not _NAMED.match(text)
