"""Refusal under test: answerable and unanswerable questions, half and half, over public sets.

Unanswerable are questions of one set put to the articles of another (``foreign``), and those that a
set itself says its articles do not answer (``near``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from qa.errors import RejectedInput
from qa.evaluation.asking import Ask
from qa.evaluation.gold import BeirSet
from qa.evaluation.measures import risk_coverage
from qa.evaluation.report import holds

ANSWERABLE, FOREIGN, NEAR = KINDS = ("answerable", "foreign", "near")
ASKED_FOR = 0.9
"""Share of answerable questions that must be answered where the other shares are told."""
_SHOWN = (0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95)


@dataclass(frozen=True, slots=True)
class MixedQuestion:
    """A question to the articles of a set; what answers it is known where it is answerable."""

    asked_over: str
    question: str
    kind: str
    gold: tuple[str, ...] = ()
    articles: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Weighed:
    """What became of one question."""

    mixed: MixedQuestion
    answered: bool
    right: bool
    """Whether the answer holds the gold words, or where none are known, cites a right article."""
    certainty: float
    """Confidence over the least one that is shown: from 1 up there is an answer; 0 is no chance."""


@dataclass(frozen=True, slots=True)
class Point:
    """What would be answered at one least certainty: a share of each kind."""

    certainty: float
    answered: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class RefusalReport:
    """All questions weighed, with the curves over the least certainty that is answered."""

    weighed: tuple[Weighed, ...]
    points: tuple[Point, ...]
    """From the surest answer alone to all that have any certainty."""
    risk_coverage: tuple[tuple[float, float], ...]
    """As far as answers were shown; whether what was refused would have been right is not known."""


def mix(sets: Mapping[str, BeirSet]) -> dict[str, list[MixedQuestion]]:
    """The questions to put to the articles of each set: its own, and as many unanswerable ones.

    Where the set itself has unanswerable ones, these take the place of foreign ones. Sets that
    share articles with it lend it none, for their questions are answered there.

    Raises:
        RejectedInput: if all questions are answerable, or none is.
    """
    mixed = {name: _mixed(sets, name) for name in sets}
    answerable = {each.kind == ANSWERABLE for every in mixed.values() for each in every}
    if answerable != {True, False}:
        raise RejectedInput(
            f"Of the questions of {', '.join(sets)}, {'all' if True in answerable else 'none'} are "
            "answerable. Add a set about other things, whose questions its articles do not answer."
        )
    return mixed


def _mixed(sets: Mapping[str, BeirSet], name: str) -> list[MixedQuestion]:
    own = sets[name]
    answerable = [
        MixedQuestion(name, text, ANSWERABLE, own.answers.get(query, ()), _right(own, query))
        for query, text in own.queries.items()
        if own.answers.get(query) or (query not in own.answers and _right(own, query))
    ]
    near = [
        MixedQuestion(name, text, NEAR)
        for query, text in own.queries.items()
        if own.answers.get(query) == ()
    ]
    others = [
        MixedQuestion(name, text, FOREIGN)
        for each in sets.values()
        if each.corpus.keys().isdisjoint(own.corpus)
        for text in each.queries.values()
    ]
    wanted = min(len(others), max(0, len(answerable) - len(near)))
    return [*answerable, *near, *Random(0).sample(others, wanted)]


def _right(beir: BeirSet, query: str) -> frozenset[str]:
    return frozenset(name for name, grade in beir.qrels.get(query, {}).items() if grade > 0)


def weigh(mixed: Iterable[MixedQuestion], ask: Ask) -> list[Weighed]:
    """What became of each question; ``ask`` gives the JSON of a reply."""
    return [_weighed(each, ask(each.question)) for each in mixed]


def _weighed(mixed: MixedQuestion, reply: Mapping[str, Any]) -> Weighed:
    answered = reply["kind"] == "answer"
    said = " ".join(each["text"] for each in reply["sentences"]) if answered else ""
    cited = {each["article"]["article_id"] for each in reply["citations"]} if answered else set()
    right = holds(said, mixed.gold) if mixed.gold else not cited.isdisjoint(mixed.articles)
    least = reply["least_confidence"]
    certainty = reply["confidence"] / least if least else float(answered)
    return Weighed(mixed, answered, right, certainty)


def measure_refusals(weighed: Sequence[Weighed]) -> RefusalReport:
    """The report of questions of any number of sets, judged by one least certainty."""
    limits = sorted({each.certainty for each in weighed if each.certainty > 0}, reverse=True)
    held = {kind: [each.certainty for each in _of(weighed, kind)] for kind in KINDS}
    points = tuple(
        Point(limit, {kind: _share(held[kind], limit) for kind in KINDS if held[kind]})
        for limit in limits
    )
    shown = [(each.certainty, each.right) for each in weighed if each.answered]
    return RefusalReport(tuple(weighed), points, tuple(risk_coverage(shown, len(weighed))))


def _of(weighed: Iterable[Weighed], kind: str) -> list[Weighed]:
    return [each for each in weighed if each.mixed.kind == kind]


def _share(certainties: Sequence[float], least: float) -> float:
    return sum(each >= least for each in certainties) / len(certainties)


def point_at(report: RefusalReport, answerable: float) -> Point | None:
    """The strictest point at which this share of the answerable questions is answered, if any."""
    reached = (
        each for each in report.points if each.answered.get(ANSWERABLE, 0.0) >= answerable - 1e-9
    )
    return next(reached, None)


def refusal_rows(report: RefusalReport) -> list[list[list[str]]]:
    """Tables to print: what is answered now, in all and by set, and what would be on the curve."""
    by_set: dict[str, list[Weighed]] = {"all": list(report.weighed)}
    for each in report.weighed:
        by_set.setdefault(each.mixed.asked_over, []).append(each)
    return [
        [["answered now", *KINDS], *([name, *_now(each)] for name, each in by_set.items())],
        [
            ["certainty (now: 1)", *KINDS],
            *(
                [f"{point.certainty:.3f}", *(_cell(point.answered.get(kind)) for kind in KINDS)]
                for point in dict(_points_shown(report)).values()
            ),
        ],
    ]


def _points_shown(report: RefusalReport) -> Iterator[tuple[float, Point]]:
    for share in _SHOWN:
        if point := point_at(report, share):
            yield point.certainty, point


def _now(weighed: Sequence[Weighed]) -> list[str]:
    of_kind = [[each.answered for each in _of(weighed, kind)] for kind in KINDS]
    return [f"{sum(each) / len(each):.3f} of {len(each)}" if each else "-" for each in of_kind]


def _cell(share: float | None) -> str:
    return "-" if share is None else f"{share:.3f}"


def refusals_json(report: RefusalReport) -> dict[str, Any]:
    """The whole report in values that JSON can hold."""
    asked_for = point_at(report, ASKED_FOR)
    return {
        "questions": {kind: len(_of(report.weighed, kind)) for kind in KINDS},
        "at": {"answerable": ASKED_FOR, **(_point_json(asked_for) if asked_for else {})},
        "points": [_point_json(each) for each in report.points],
        "risk_coverage": [
            {"coverage": coverage, "risk": risk} for coverage, risk in report.risk_coverage
        ],
        "weighed": [
            {
                "asked_over": each.mixed.asked_over,
                "question": each.mixed.question,
                "kind": each.mixed.kind,
                "answered": each.answered,
                "right": each.right,
                "certainty": each.certainty,
            }
            for each in report.weighed
        ],
    }


def _point_json(point: Point) -> dict[str, Any]:
    return {"certainty": point.certainty, "answered": dict(point.answered)}
