"""Replies to outcomes, outcomes to figures, figures against a gate."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from qa.errors import QaError
from qa.evaluation.asking import ArticleText, Ask
from qa.evaluation.gold import GoldQuestion
from qa.evaluation.measures import (
    calibration_error,
    evaluate_retrieval,
    mean,
    percentile,
    risk_coverage,
)
from qa.vietnamese import nfc, syllables

MARKED = frozenset({"figure", "date", "person", "place", "document", "body"})
"""The kinds of questions whose answer is one span that can be marked."""
_FIRST_HITS = 5


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one question got. Ranks count from 1; ``None`` is "not found" or "does not apply"."""

    question: GoldQuestion
    refused: bool
    reason: str | None
    confidence: float | None
    sources: tuple[str, ...]
    """Where the hits come from, each article once, in the order of the hits."""
    article_rank: int | None
    gold_in_answer: bool
    gold_in_hits: bool
    marks: tuple[str, ...]
    mark_exact: bool
    mark_contains: bool
    mark_f1: float
    verbatim: tuple[bool, ...]
    """For each citation that could be checked, whether its article says just that just there."""
    relevant: tuple[bool, ...]
    """For each citation, whether it is of the article that answers, in an answer that is right."""
    sentences: tuple[bool, ...]
    """For each sentence of the answer, whether it holds the gold words."""
    milliseconds: float

    @property
    def is_right(self) -> bool:
        """Whether the gold words were given, or a question that has none was refused."""
        return self.gold_in_answer if self.question.is_answerable else self.refused

    @property
    def is_rightly_refused(self) -> bool:
        """Whether it was refused for a reason that fits, as far as one is known."""
        fits = not self.question.reasons or self.reason in self.question.reasons
        return self.refused and not self.question.is_answerable and fits


@dataclass(frozen=True, slots=True)
class Report:
    """All outcomes with their figures; a figure that nothing could be measured for is left out."""

    outcomes: tuple[Outcome, ...]
    figures: Mapping[str, float]
    slices: Mapping[str, Mapping[str, float]]
    risk_coverage: tuple[tuple[float, float], ...]
    reasons: Mapping[str, Mapping[str, float]]
    """Of each reason for refusing: how often given, precision, and recall where it is known."""


def evaluate(
    gold: Iterable[GoldQuestion], ask: Ask, article_text: ArticleText | None = None
) -> Report:
    """The report of asking every question once, one after the other.

    Citations are checked against their articles where ``article_text`` is given.

    Raises:
        QaError: if a reply has not the form of ``POST /v1/ask``; what ``ask`` raises goes through.
    """
    outcomes = tuple(_outcome(question, ask, article_text) for question in gold)
    return Report(
        outcomes,
        _figures(outcomes),
        {name: _figures(members) for name, members in _slices(outcomes).items()},
        tuple(risk_coverage(_confidences(outcomes), len(outcomes))),
        _reasons(outcomes),
    )


def _outcome(question: GoldQuestion, ask: Ask, article_text: ArticleText | None) -> Outcome:
    started = time.perf_counter()
    reply = ask(question.question)
    milliseconds = (time.perf_counter() - started) * 1000
    try:
        return _judge(question, reply, article_text, milliseconds)
    except (LookupError, TypeError, AttributeError) as error:
        raise QaError(
            f"The reply to question {question.question_id} has not the form of POST /v1/ask "
            f"({error!r}). Check that what answers is of this version."
        ) from error


def _judge(
    question: GoldQuestion,
    reply: Mapping[str, Any],
    article_text: ArticleText | None,
    milliseconds: float,
) -> Outcome:
    answered = reply["kind"] == "answer"
    citations = reply["citations"] if answered else []
    said = [sentence["text"] for sentence in reply["sentences"]] if answered else []
    right = holds(" ".join(said), question.gold)
    marks = tuple(filter(None, map(_marked, citations)))
    sources = tuple(dict.fromkeys(_source(hit, question) for hit in reply["hits"]))
    return Outcome(
        question=question,
        refused=not answered,
        reason=None if answered else reply["reason"],
        confidence=reply["confidence"] if answered else None,
        sources=sources,
        article_rank=sources.index(question.article) + 1 if question.article in sources else None,
        gold_in_answer=right,
        gold_in_hits=any(_is_gold_hit(hit, question) for hit in islice(reply["hits"], _FIRST_HITS)),
        marks=marks,
        mark_exact=any(_folded(mark) == _folded(gold) for mark in marks for gold in question.gold),
        mark_contains=any(holds(mark, question.gold) for mark in marks),
        mark_f1=max((_f1(mark, gold) for mark in marks for gold in question.gold), default=0.0),
        verbatim=tuple(_is_verbatim(each, article_text) for each in citations if article_text),
        relevant=tuple(right and _source(each, question) == question.article for each in citations),
        sentences=tuple(holds(each, question.gold) for each in said),
        milliseconds=milliseconds,
    )


def _source(found: Mapping[str, Any], question: GoldQuestion) -> str:
    """The source of a hit or citation; the right one as the gold file names it, without folder."""
    source = str(found["article"]["source"])
    right = question.article
    return right if right and (source == right or source.endswith("/" + right)) else source


def _is_gold_hit(hit: Mapping[str, Any], question: GoldQuestion) -> bool:
    return _source(hit, question) == question.article and holds(hit["text"], question.gold)


def _folded(text: str) -> str:
    return " ".join(nfc(text).split())


def holds(text: str, gold: Iterable[str]) -> bool:
    """Whether one of the gold words stands in the text, whole: "922" does not stand in "1922"."""
    folded = _folded(text)
    return any(re.search(rf"(?<!\w){re.escape(_folded(each))}(?!\w)", folded) for each in gold)


def _marked(citation: Mapping[str, Any]) -> str:
    mark, start = citation.get("mark"), citation["start"]
    return citation["quote"][mark["start"] - start : mark["end"] - start] if mark else ""


def _f1(mark: str, gold: str) -> float:
    found, wanted = Counter(syllables(mark)), Counter(syllables(gold))
    shared = (found & wanted).total()
    return 2 * shared / (found.total() + wanted.total()) if shared else 0.0


def _is_verbatim(citation: Mapping[str, Any], article_text: ArticleText | None) -> bool:
    text = article_text(citation["article"]["article_id"]) if article_text else None
    start, end = citation["start"], citation["end"]
    return text is not None and 0 <= start < end and text[start:end] == citation["quote"]


def _slices(outcomes: Iterable[Outcome]) -> dict[str, list[Outcome]]:
    members: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        question = outcome.question
        names = [f"kind:{question.kind}", f"lang:{question.language}"]
        names += ["held"] if question.held else []
        for name in names + ([f"slice:{question.slice}"] if question.slice else []):
            members.setdefault(name, []).append(outcome)
    return dict(sorted(members.items()))


def _figures(outcomes: Sequence[Outcome]) -> dict[str, float]:
    figures = {"questions": float(len(outcomes))}
    figures |= {name: mean(values) for name, values in _shares(outcomes).items() if values}
    figures |= _retrieval(outcomes)
    if confidences := _confidences(outcomes):
        figures["calibration_error"] = calibration_error(confidences)
    if taken := [each.milliseconds for each in outcomes]:
        figures["latency_p50_ms"] = percentile(taken, 0.5)
        figures["latency_p95_ms"] = percentile(taken, 0.95)
        figures["latency_max_ms"] = max(taken)
    return figures


def _shares(outcomes: Sequence[Outcome]) -> dict[str, Sequence[float]]:
    answerable = [each for each in outcomes if each.question.is_answerable]
    marked = [each for each in answerable if each.question.kind in MARKED]
    refused = [each for each in outcomes if each.refused]
    return {
        "article_first": [each.article_rank == 1 for each in answerable],
        "gold_in_hits@5": [each.gold_in_hits for each in answerable],
        "answered_share": [not each.refused for each in answerable],
        "contains_gold": [each.gold_in_answer for each in answerable],
        "sentence_accuracy": [held for each in answerable for held in each.sentences],
        "mark_exact": [each.mark_exact for each in marked],
        "mark_contains": [each.mark_contains for each in marked],
        "mark_f1": [each.mark_f1 for each in marked],
        "citation_verbatim": [same for each in outcomes for same in each.verbatim],
        "citation_relevant": [fits for each in outcomes for fits in each.relevant],
        "citation_precision": [
            same and fits
            for each in outcomes
            if each.verbatim
            for same, fits in zip(each.verbatim, each.relevant, strict=True)
        ],
        "refusal_precision": [not each.question.is_answerable for each in refused],
        "refusal_recall": [each.refused for each in outcomes if not each.question.is_answerable],
    }


def _reasons(outcomes: Sequence[Outcome]) -> dict[str, dict[str, float]]:
    """A question that may be refused for several reasons counts for each of them."""
    names = {each.reason for each in outcomes} | {
        reason for each in outcomes for reason in each.question.reasons
    }
    reasons = {}
    for name in sorted(filter(None, names)):
        given = [each.is_rightly_refused for each in outcomes if each.reason == name]
        known = [each.is_rightly_refused for each in outcomes if name in each.question.reasons]
        shares = {"precision": given, "recall": known}
        reasons[name] = {"refused": float(len(given))} | {
            figure: mean(values) for figure, values in shares.items() if values
        }
    return reasons


def _retrieval(outcomes: Iterable[Outcome]) -> dict[str, float]:
    qrels, runs = {}, {}
    for outcome in outcomes:
        if article := outcome.question.article:
            qrels[outcome.question.question_id] = {article: 1}
            runs[outcome.question.question_id] = [(each, 0.0) for each in outcome.sources]
    found = evaluate_retrieval(runs, qrels).mean
    return {name: found[name] for name in ("recall@5", "MRR@10", "nDCG@10") if name in found}


def _confidences(outcomes: Iterable[Outcome]) -> list[tuple[float, bool]]:
    return [(each.confidence, each.is_right) for each in outcomes if each.confidence is not None]


def check_gate(report: Report, gate: Mapping[str, float]) -> list[str]:
    """What stays behind the gate, one sentence each; nothing where all is reached.

    A figure of a slice is named ``kind:figure/contains_gold``, one of a reason
    ``reason:off_topic/recall``. Figures are minima, but a name that
    ends in ``_ms`` or ``_error`` is a maximum.
    """
    known = dict(report.figures) | {
        f"{name}/{figure}": value
        for name, figures in (*report.slices.items(), *_named_reasons(report))
        for figure, value in figures.items()
    }
    return [
        sentence
        for name, wanted in gate.items()
        if (sentence := _shortfall(name, known.get(name), wanted))
    ]


def _named_reasons(report: Report) -> list[tuple[str, Mapping[str, float]]]:
    return [(f"reason:{name}", figures) for name, figures in report.reasons.items()]


def _shortfall(name: str, measured: float | None, wanted: float) -> str:
    if measured is None:
        return f"{name} was not measured, but the gate asks for {wanted:g}."
    at_most = name.endswith(("_ms", "_error"))
    if measured > wanted if at_most else measured < wanted:
        return (
            f"{name} is {measured:.4g}, but must be at {'most' if at_most else 'least'} {wanted:g}."
        )
    return ""
