"""The extractive reader: chooses sentences by what they share with the question."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from qa.identifiers import Span
from qa.reader.lacks import LOOKS, Facts, Lack, facts
from qa.reader.matching import MARKED, AnswerType, answer_type, coverage, mark
from qa.reader.refusals import refuse
from qa.reader.speakers import speaker_of
from qa.types import (
    Answer,
    Article,
    Citation,
    Coverage,
    Embedder,
    Hit,
    Question,
    Reason,
    Reply,
    Sentence,
)
from qa.vietnamese import search_form, sentence_spans

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
_SECOND = 0.9
"""Share of the best score from which a further sentence is shown."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence of a hit with how well it answers; offsets are characters of the article."""

    hit: Hit
    start: int
    end: int
    text: str
    score: float
    mark: Span | None


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
        there = self._facts(hits)
        hits = [hit for hit in hits if hit.article.article_id in there]
        if not hits:
            return refuse(question, "no_hits", hits, coverage)
        fitting, lack = _fitting(question, hits, there)
        if lack:
            return refuse(question, lack.reason, hits, coverage, lack.missing, lack.instead)
        candidates = self._weigh(question, fitting[:READ_HITS])
        if not candidates or candidates[0].score < _WEIGHTS[question.language].sure:
            return refuse(question, _weakness(question, hits), hits, coverage)
        return _answer(question, _chosen(candidates), hits, coverage)

    def _facts(self, hits: Sequence[Hit]) -> dict[str, Facts]:
        """What each found article names; an article that was deleted meanwhile is left out."""
        articles = map(self._article, dict.fromkeys(hit.article.article_id for hit in hits))
        return {
            article.article_id: facts(f"{article.heading}\n{article.text}")
            for article in articles
            if article is not None
        }

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
        vector = self._embedder.embed_questions([search_form(question.searched)])[0]
        return [max(0.0, float(cosine)) for cosine in self._embedder.embed_passages(texts) @ vector]


def _fitting(
    question: Question, hits: Sequence[Hit], there: Mapping[str, Facts]
) -> tuple[list[Hit], Lack | None]:
    """The hits of articles that name what the question names, or what none of them does."""
    fitting = list(hits)
    for look in LOOKS:
        lacks = {article_id: look(question, named) for article_id, named in there.items()}
        left = [hit for hit in fitting if lacks[hit.article.article_id] is None]
        if not left:
            return [], lacks[fitting[0].article.article_id]
        fitting = left
    return fitting, None


def _around(question: Question, hit: Hit, best: Hit) -> float:
    """What the chunk and its rank give to each of its sentences."""
    nearby = coverage(question, f"{hit.article.heading}\n{hit.chunk.text}")
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
    span_asked = mark(kind, text, question)
    weights = _WEIGHTS[question.language]
    score = (
        around
        + weights.covered * coverage(question, text)
        + weights.similar * min(1.0, cosine / weights.alike)
        + weights.typed * (span_asked is not None or kind not in MARKED)
    )
    if span_asked is None and kind in _NEEDS_MARK:
        score *= _WITHOUT_MARK
    return Candidate(hit, *span, text, score, span_asked)


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
            speaker_of(each.text, _before(each), each.hit.article),
        )
        for number, each in enumerate(chosen, start=1)
    )
    sentences = tuple(Sentence(each.quote, (each.number,), "verbatim") for each in citations)
    confidence = round(min(1.0, max(each.score for each in chosen)), 3)
    return Answer(question, sentences, citations, tuple(hits), confidence, "extractive", coverage)


def _before(candidate: Candidate) -> list[str]:
    """The sentences of the chunk that stand before a candidate."""
    chunk = candidate.hit.chunk
    spans = sentence_spans(chunk.text, 0, candidate.start - chunk.start)
    return [chunk.text[slice(*span)] for span in spans]


def _weakness(question: Question, hits: Sequence[Hit]) -> Reason:
    """Off topic if not even the best chunks share half of what the question is about."""
    read = "\n".join(f"{hit.article.heading}\n{hit.chunk.text}" for hit in hits)
    return "off_topic" if coverage(question, read) < 0.5 else "weak_evidence"
