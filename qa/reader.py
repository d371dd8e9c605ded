"""Hits to an answer of sentences that stand in them, or to a refusal with its reason."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from typing import Literal, NamedTuple

from qa.identifiers import (
    Span,
    asked_numbers,
    date_spans,
    document_numbers,
    document_spans,
    figure_spans,
    names,
    person_spans,
    place_spans,
    places,
    years,
)
from qa.types import (
    Answer,
    Article,
    Citation,
    Coverage,
    Embedder,
    Hit,
    NoAnswer,
    Question,
    Reason,
    Reply,
    Sentence,
)
from qa.vietnamese import fold, folded_terms, search_form, sentence_spans

AnswerType = Literal["figure", "date", "person", "document", "place", "free"]

READ_HITS = 4
"""Hits whose sentences are weighed; what answers stands in the first ones or nowhere."""
MOST_SENTENCES = 3


class Weights(NamedTuple):
    """What each feature of a sentence counts; all features lie between 0 and 1."""

    covered: float
    """terms of the question in the sentence"""
    nearby: float
    """terms of the question in the chunk and heading around it"""
    similar: float
    """cosine of question and sentence, of ``alike`` the whole"""
    alike: float
    ranked: float
    """score of the hit beside that of the best hit"""
    typed: float
    """something of the kind that was asked for"""
    sure: float
    """least sum of a sentence that is shown"""


# Chosen on the gold questions of the five articles. English words cannot stand in Vietnamese text
# but for names and numbers, and vectors of two languages lie further apart.
_WEIGHTS: Mapping[str, Weights] = {
    "vi": Weights(0.35, 0.15, 0.25, 1.0, 0.15, 0.10, sure=0.43),
    "en": Weights(0.10, 0.10, 0.50, 0.3, 0.15, 0.15, sure=0.45),
}
_NEEDS_MARK = frozenset({"figure", "date", "document"})
_WITHOUT_MARK = 0.7
"""What a sentence is worth that has nothing of the kind that was asked for."""
_SAME_NAME = 0.9
"""Likeness from which two names are the same but for a slip of the fingers."""
_SECOND = 0.9
"""Share of the best score from which a further sentence is shown."""

_ASKS: tuple[tuple[AnswerType, re.Pattern[str]], ...] = (
    (
        "document",
        re.compile(
            r"\b(?:van ban|chi thi|quyet dinh|nghi quyet|ket luan|ke hoach|quy dinh|thong tu|"
            r"nghi dinh)(?: so)? (?:nao|may|bao nhieu)\b"
            r"|\bwhich (?:\w+ )?(?:document|directive|decision|resolution|plan|conclusion)"
        ),
    ),
    (
        "date",
        re.compile(
            r"\b(?:khi nao|bao gio|hom nao|(?:ngay|thang|nam|quy|giai doan|thoi gian|dip)"
            r"(?: thang)?(?: nam)? (?:nao|may|bao nhieu)|when|"
            r"(?:what|which) (?:day|date|month|year|period))\b"
        ),
    ),
    ("figure", re.compile(r"\b(?:bao nhieu|so luong|ty le|may|how many|how much|what percent)\b")),
    ("person", re.compile(r"\b(?:ai|nguoi nao|dong chi nao|who|whom|whose)\b")),
    (
        "place",
        re.compile(
            r"\b(?:o dau|noi nao|(?:tinh|huyen|xa|phuong|thanh pho|dia phuong) nao|where|"
            r"which (?:province|district|city|town))\b"
        ),
    ),
)
_SPANS: Mapping[AnswerType, Callable[[str], list[Span]]] = {
    "figure": figure_spans,
    "date": date_spans,
    "person": person_spans,
    "document": document_spans,
    "place": place_spans,
}
_EXPLANATIONS: Mapping[str, Mapping[Reason, str]] = {
    "vi": {
        "no_hits": "Không tìm thấy đoạn nào trong các bài viết khớp với câu hỏi.",
        "weak_evidence": "Các bài viết có chủ đề gần với câu hỏi, nhưng không câu nào trả lời.",
        "number_not_found": "Các bài viết không nhắc tới văn bản số {missing}.{instead}",
        "entity_mismatch": "Các bài viết tìm được không nói về {missing}.",
        "period_mismatch": "Các bài viết tìm được không nói về năm {missing}.",
        "off_topic": "Câu hỏi không thuộc nội dung của các bài viết.",
        "not_a_question": "Đây không phải là một câu hỏi về nội dung các bài viết.",
        "rejected_input": "Không xử lý được nội dung đã nhập.",
    },
    "en": {
        "no_hits": "No passage of the articles fits the question.",
        "weak_evidence": "The articles touch on a related topic, but no sentence answers this.",
        "number_not_found": "The articles do not mention document number {missing}.{instead}",
        "entity_mismatch": "The articles that were found are not about {missing}.",
        "period_mismatch": "The articles that were found are not about the year {missing}.",
        "off_topic": "The question is not about what the articles cover.",
        "not_a_question": "This is not a question about what the articles say.",
        "rejected_input": "The input cannot be processed.",
    },
}
_INSTEAD = {"vi": " Văn bản có trong bài viết: {numbers}.", "en": " They do mention: {numbers}."}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence of a hit with how well it answers; offsets are characters of the article."""

    hit: Hit
    start: int
    end: int
    text: str
    score: float
    mark: Span | None


@dataclass(frozen=True, slots=True)
class Lack:
    """What a question names and an article does not, with what the article has instead."""

    reason: Reason
    missing: str
    instead: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """The document numbers, years, places and people that an article names."""

    numbers: Mapping[str, str]
    bare_numbers: frozenset[str]
    years: frozenset[int]
    places: frozenset[str]
    people: tuple[str, ...]
    folded: str


class ExtractiveReader:
    """Chooses sentences by what they share with the question; writes none of its own.

    ``article`` gives the whole article of a hit: what a question names may stand outside the
    chunks that were found.
    """

    def __init__(self, embedder: Embedder, article: Callable[[str], Article | None]) -> None:
        self._embedder = embedder
        self._article = article

    def read(self, question: Question, hits: Sequence[Hit], coverage: Coverage) -> Reply:
        """The best sentences, cited word for word, or a refusal that names what was missing."""
        if not question.terms:
            return refuse(question, "not_a_question", hits, coverage)
        if not hits:
            return refuse(question, "no_hits", hits, coverage)
        fitting, lack = self._fitting(question, hits)
        if lack:
            return refuse(question, lack.reason, hits, coverage, lack.missing, lack.instead)
        candidates = self._weigh(question, fitting[:READ_HITS])
        if not candidates or candidates[0].score < _WEIGHTS[question.language].sure:
            return refuse(question, _weakness(question, hits), hits, coverage)
        return _answer(question, _chosen(candidates), hits, coverage)

    def _fitting(self, question: Question, hits: Sequence[Hit]) -> tuple[list[Hit], Lack | None]:
        """The hits of articles that name what the question names, or what none of them does."""
        fitting = list(hits)
        for look in _LOOKS:
            lacks = {article_id: look(question, facts) for article_id, facts in self._read(fitting)}
            left = [hit for hit in fitting if lacks.get(hit.article.article_id) is None]
            if not left:
                return [], lacks[fitting[0].article.article_id]
            fitting = left
        return fitting, None

    def _read(self, hits: Sequence[Hit]) -> Iterator[tuple[str, Facts]]:
        for article_id in dict.fromkeys(hit.article.article_id for hit in hits):
            article = self._article(article_id)
            if article is not None:
                yield article_id, _facts(f"{article.heading}\n{article.text}")

    def _weigh(self, question: Question, hits: Sequence[Hit]) -> list[Candidate]:
        """All sentences of the hits, best first; each sentence once."""
        found = {
            (hit.article.article_id, hit.chunk.start + start, hit.chunk.start + end): hit
            for hit in reversed(hits)
            for start, end in sentence_spans(hit.chunk.text)
        }
        texts = [
            hit.chunk.text[start - hit.chunk.start : end - hit.chunk.start]
            for (_, start, end), hit in found.items()
        ]
        similar = self._similarities(question, texts)
        kind = answer_type(question.searched)
        around = {id(hit): _around(question, hit, hits[0]) for hit in hits}
        candidates = [
            _candidate(question, kind, hit, (start, end), text, cosine, around[id(hit)])
            for ((_, start, end), hit), text, cosine in zip(
                found.items(), texts, similar, strict=True
            )
        ]
        return sorted(candidates, key=lambda each: (-each.score, each.start))

    def _similarities(self, question: Question, texts: Sequence[str]) -> list[float]:
        if not texts:
            return []
        vector = self._embedder.embed_questions([question.searched])[0]
        return [max(0.0, float(cosine)) for cosine in self._embedder.embed_passages(texts) @ vector]


def answer_type(question: str) -> AnswerType:
    """What kind of words would answer: a figure, a date, a person, a document, a place, or any."""
    asked = fold(search_form(question))
    return next((kind for kind, pattern in _ASKS if pattern.search(asked)), "free")


def refuse(
    question: Question,
    reason: Reason,
    hits: Sequence[Hit],
    coverage: Coverage,
    missing: str = "",
    instead: str = "",
) -> NoAnswer:
    """A refusal whose explanation is in the language of the question."""
    told = _EXPLANATIONS[question.language][reason].format(missing=missing, instead=instead)
    return NoAnswer(question, reason, told, tuple(hits), coverage)


def _around(question: Question, hit: Hit, best: Hit) -> float:
    """What the chunk and its rank give to each of its sentences."""
    nearby = _coverage(question, f"{hit.article.heading}\n{hit.chunk.text}")
    weights = _WEIGHTS[question.language]
    return weights.nearby * nearby + weights.ranked * hit.score / (best.score or 1.0)


def _candidate(
    question: Question,
    kind: AnswerType,
    hit: Hit,
    span: Span,
    text: str,
    cosine: float,
    around: float,
) -> Candidate:
    mark = _mark(kind, text, question)
    weights = _WEIGHTS[question.language]
    score = (
        around
        + weights.covered * _coverage(question, text)
        + weights.similar * min(1.0, cosine / weights.alike)
        + weights.typed * (mark is not None or kind not in _SPANS)
    )
    if mark is None and kind in _NEEDS_MARK:
        score *= _WITHOUT_MARK
    return Candidate(hit, *span, text, score, mark)


def _coverage(question: Question, text: str) -> float:
    """Share of the question's terms, by weight, that stand in the text; accents do not matter."""
    there = set(folded_terms(text))
    total = sum(question.terms.values()) or 1.0
    return sum(weight for term, weight in question.terms.items() if fold(term) in there) / total


def _mark(kind: AnswerType, text: str, question: Question) -> Span | None:
    """The span of the asked kind whose surroundings share most with the question.

    What the question contains itself is not what it asks for.
    """
    asked = fold(search_form(question.searched))
    spans = _SPANS[kind](text) if kind in _SPANS else []
    new = [span for span in spans if fold(search_form(text[slice(*span)])) not in asked]
    return max(
        new,
        key=lambda span: (_coverage(question, _surroundings(text, span, spans)), -span[0]),
        default=None,
    )


def _surroundings(text: str, span: Span, spans: Sequence[Span]) -> str:
    """The clause of a span, as far as the neighbouring spans of the same kind."""
    start = max([end for _, end in spans if end <= span[0]] + [text.rfind(";", 0, span[0]) + 1])
    stops = [other for other, _ in spans if other >= span[1]] + [text.find(";", span[1])]
    return text[start : min((stop for stop in stops if stop >= 0), default=len(text))]


def _chosen(candidates: Sequence[Candidate]) -> list[Candidate]:
    """The best sentence, and those of its article that answer nearly as well, in text order."""
    best = candidates[0]
    near = [
        each
        for each in candidates[:MOST_SENTENCES]
        if each.score >= _SECOND * best.score
        and each.hit.article.article_id == best.hit.article.article_id
    ]
    return sorted(near, key=lambda each: each.start)


def _answer(
    question: Question, chosen: Sequence[Candidate], hits: Sequence[Hit], coverage: Coverage
) -> Answer:
    citations = tuple(
        Citation(
            number,
            each.hit.article,
            each.start,
            each.end,
            each.text,
            (each.start + each.mark[0], each.start + each.mark[1]) if each.mark else None,
        )
        for number, each in enumerate(chosen, start=1)
    )
    sentences = tuple(Sentence(each.quote, (each.number,), "verbatim") for each in citations)
    confidence = round(min(1.0, max(each.score for each in chosen)), 3)
    return Answer(question, sentences, citations, tuple(hits), confidence, "extractive", coverage)


@lru_cache(maxsize=512)
def _facts(text: str) -> Facts:
    """What an article names; kept, because the same few articles are read for many questions."""
    numbers = {each.term: text[each.start : each.end] for each in document_numbers(text)}
    people = (fold(text[start:end]).lower() for start, end in person_spans(text))
    return Facts(
        numbers,
        frozenset(each.number.lstrip("0") for each in document_numbers(text)),
        frozenset(years(text)),
        frozenset(places(text)),
        tuple(dict.fromkeys(people)),
        fold(search_form(text)),
    )


def _lacked_document(question: Question, facts: Facts) -> Lack | None:
    asked = question.searched
    written = document_numbers(asked)
    missing = [asked[each.start : each.end] for each in written if each.term not in facts.numbers]
    missing += [number for number in asked_numbers(asked) if number not in facts.bare_numbers]
    if not missing:
        return None
    known = ", ".join(facts.numbers.values())
    instead = _INSTEAD[question.language].format(numbers=known) if known else ""
    return Lack("number_not_found", missing[0], instead)


def _lacked_year(question: Question, facts: Facts) -> Lack | None:
    missing = sorted(years(question.searched) - facts.years)
    return Lack("period_mismatch", ", ".join(map(str, missing))) if missing else None


def _lacked_place(question: Question, facts: Facts) -> Lack | None:
    missing = [place for place in places(question.searched) if place not in facts.places]
    return Lack("entity_mismatch", missing[0]) if missing else None


def _lacked_person(question: Question, facts: Facts) -> Lack | None:
    """Names may be misspelt by a letter; places were looked for before."""
    for name in names(question.searched) if question.language == "vi" else ():
        folded = fold(search_form(name))
        close = get_close_matches(folded, facts.people, cutoff=_SAME_NAME)
        if folded not in facts.folded and not close:
            return Lack("entity_mismatch", name)
    return None


_LOOKS = (_lacked_document, _lacked_year, _lacked_place, _lacked_person)


def _weakness(question: Question, hits: Sequence[Hit]) -> Reason:
    """Off topic if not even the best chunks share half of what the question is about."""
    read = "\n".join(f"{hit.article.heading}\n{hit.chunk.text}" for hit in hits)
    return "off_topic" if _coverage(question, read) < 0.5 else "weak_evidence"
