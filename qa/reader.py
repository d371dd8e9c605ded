"""Hits to an answer of sentences that stand in them, or to a refusal with its reason."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal

from qa.identifiers import (
    Span,
    asked_numbers,
    date_spans,
    document_numbers,
    document_spans,
    figure_spans,
    names,
    person_spans,
    places,
    years,
)
from qa.types import (
    Answer,
    Citation,
    Coverage,
    Embedder,
    Header,
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

# Weights of the features of a sentence, all of them between 0 and 1, chosen on the gold questions.
_COVERED, _NEARBY, _SIMILAR, _RANKED, _TYPED = 0.40, 0.15, 0.20, 0.15, 0.10
_SURE = {"vi": 0.42, "en": 0.40}
"""Least score of a sentence that is shown, by the language of the question."""
_SAME_NAME = 0.9
"""Likeness from which two names are the same but for a slip of the fingers."""
_SECOND = 0.90
"""Share of the best score from which a further sentence is shown."""

_ASKS: tuple[tuple[AnswerType, re.Pattern[str]], ...] = (
    (
        "document",
        re.compile(
            r"\b(?:van ban|chi thi|quyet dinh|nghi quyet|ket luan|ke hoach|quy dinh|thong tu|"
            r"nghi dinh)(?: \w+){0,4} (?:nao|so may|so bao nhieu|gi)\b"
            r"|\bwhich (?:\w+ )?(?:document|directive|decision|resolution|plan|conclusion)"
        ),
    ),
    ("figure", re.compile(r"\b(?:bao nhieu|so luong|ty le|may|how many|how much|what percent)\b")),
    (
        "date",
        re.compile(
            r"\b(?:khi nao|bao gio|ngay(?: thang)?(?: nam)? nao|ngay may|nam nao|thang nao|hom nao|"
            r"thoi gian nao|when|what date|which (?:day|year))\b"
        ),
    ),
    ("person", re.compile(r"\b(?:ai|nguoi nao|dong chi nao|who|whom|whose)\b")),
    (
        "place",
        re.compile(r"\b(?:o dau|noi nao|tinh nao|dia phuong nao|where|which province)\b"),
    ),
)
_SPANS: Mapping[AnswerType, Callable[[str], list[Span]]] = {
    "figure": figure_spans,
    "date": date_spans,
    "person": person_spans,
    "document": document_spans,
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


class ExtractiveReader:
    """Chooses sentences by what they share with the question; writes none of its own."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    def read(self, question: Question, hits: Sequence[Hit], coverage: Coverage) -> Reply:
        """The best sentences, cited word for word, or a refusal that names what was missing."""
        if not question.terms:
            return refuse(question, "not_a_question", hits, coverage)
        if not hits:
            return refuse(question, "no_hits", hits, coverage)
        fitting, lack = _fitting(question, hits)
        if lack:
            return refuse(question, lack.reason, hits, coverage, lack.missing, lack.instead)
        candidates = self._weigh(question, fitting[:READ_HITS])
        if not candidates or candidates[0].score < _SURE[question.language]:
            return refuse(question, _weakness(question, hits), hits, coverage)
        return _answer(question, _chosen(candidates), hits, coverage)

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
    return _NEARBY * nearby + _RANKED * hit.score / (best.score or 1.0)


def _candidate(
    question: Question,
    kind: AnswerType,
    hit: Hit,
    span: Span,
    text: str,
    cosine: float,
    around: float,
) -> Candidate:
    mark = _mark(kind, text, question.searched)
    score = (
        around
        + _COVERED * _coverage(question, text)
        + _SIMILAR * cosine
        + _TYPED * (mark is not None or kind not in _SPANS)
    )
    return Candidate(hit, *span, text, score, mark)


def _coverage(question: Question, text: str) -> float:
    """Share of the question's terms, by weight, that stand in the text; accents do not matter."""
    there = set(folded_terms(text))
    total = sum(question.terms.values())
    return sum(weight for term, weight in question.terms.items() if fold(term) in there) / total


def _mark(kind: AnswerType, text: str, question: str) -> Span | None:
    """The first span of the asked kind that the question does not contain itself."""
    asked = search_form(question)
    spans = _SPANS[kind](text) if kind in _SPANS else []
    return next((span for span in spans if search_form(text[slice(*span)]) not in asked), None)


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


def _fitting(question: Question, hits: Sequence[Hit]) -> tuple[list[Hit], Lack | None]:
    """The hits of articles that name what the question names, or what it is that none of them does.

    A document, a year, a place and a person are looked for one after the other; what only another
    article names does not count.
    """
    fitting = list(hits)
    for look in (_lacked_document, _lacked_year, _lacked_place, _lacked_person):
        read = {
            article: "\n".join(hit.chunk.text for hit in fitting if hit.article == article)
            for article in {hit.article for hit in fitting}
        }
        lacks = {article: look(question, article, text) for article, text in read.items()}
        left = [hit for hit in fitting if lacks[hit.article] is None]
        if not left:
            return [], lacks[fitting[0].article]
        fitting = left
    return fitting, None


def _lacked_document(question: Question, article: Header, text: str) -> Lack | None:
    read = f"{article.heading}\n{text}"
    there = document_numbers(read)
    asked = question.searched
    missing = [
        asked[each.start : each.end]
        for each in document_numbers(asked)
        if each.term not in {other.term for other in there}
    ]
    known = {each.number.lstrip("0") for each in there}
    missing += [number for number in asked_numbers(asked) if number not in known]
    if not missing:
        return None
    numbers = ", ".join(dict.fromkeys(read[each.start : each.end] for each in there))
    instead = _INSTEAD[question.language].format(numbers=numbers) if numbers else ""
    return Lack("number_not_found", missing[0], instead)


def _lacked_year(question: Question, article: Header, text: str) -> Lack | None:
    missing = years(question.searched) - years(f"{article.heading}\n{text}")
    return Lack("period_mismatch", ", ".join(map(str, sorted(missing)))) if missing else None


def _lacked_place(question: Question, article: Header, text: str) -> Lack | None:
    there = places(f"{article.heading}\n{text}")
    missing = [place for place in places(question.searched) if place not in there]
    return Lack("entity_mismatch", missing[0]) if missing else None


def _lacked_person(question: Question, article: Header, text: str) -> Lack | None:
    """Names may be misspelt by a letter; places were looked for before."""
    if question.language == "en":
        return None
    read = fold(search_form(f"{article.heading}\n{text}"))
    people = [fold(text[start:end]).lower() for start, end in person_spans(text)]
    for name in names(question.searched):
        folded = fold(search_form(name))
        if folded not in read and not get_close_matches(folded, people, cutoff=_SAME_NAME):
            return Lack("entity_mismatch", name)
    return None


def _weakness(question: Question, hits: Sequence[Hit]) -> Reason:
    """Off topic if not even the best chunks share half of what the question is about."""
    read = "\n".join(f"{hit.article.heading}\n{hit.chunk.text}" for hit in hits)
    return "off_topic" if _coverage(question, read) < 0.5 else "weak_evidence"
