"""How well articles are found: several systems side by side over one public set.

A system is one way to rank: a search leg alone, the fused legs, what a user gets in the end.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from qa.errors import RejectedInput
from qa.evaluation.gold import BeirSet
from qa.evaluation.measures import (
    RETRIEVAL,
    RetrievalFigures,
    Run,
    evaluate_retrieval,
    mean,
    paired_bootstrap,
)
from qa.evaluation.perturbing import perturb
from qa.vietnamese import is_accented, language, syllables

FINAL = "final"
"""The system that a user gets."""
_TOGETHER = ("fused", "reranked", FINAL)
"""What is made of all legs."""
Rank = Callable[[str], Mapping[str, Sequence[str]]]
"""A question to the article ids that each system ranks, best first."""

_KEPT = "recall@5"
_SHORT, _LONG = 8, 16  # syllables


@dataclass(frozen=True, slots=True)
class RankingReport:
    """The figures of each system; of the final one by slice, and under perturbed questions."""

    name: str
    systems: Mapping[str, RetrievalFigures]
    """Those that found something; where one was not asked, it counts as found nothing."""
    found: Mapping[str, int]
    """For how many questions each system found something."""
    slices: Mapping[str, Mapping[str, float]]
    perturbed: Mapping[str, Mapping[str, float]]
    """Recall@5 of the questions in another form, and its share of that of the clean ones."""


def measure_rankings(
    name: str, beir: BeirSet, rank: Rank, perturbations: Sequence[str] = ()
) -> RankingReport:
    """The report of ranking every question of the set once, and once more in each other form."""
    runs: dict[str, dict[str, list[tuple[str, float]]]] = {}
    for query, text in beir.queries.items():
        for system, ranking in rank(text).items():
            if ranking:
                runs.setdefault(system, {})[query] = _scored(ranking)
    legs_first = sorted(runs, key=_TOGETHER.__contains__)
    systems = {system: evaluate_retrieval(runs[system], _asked(beir)) for system in legs_first}
    clean = systems[FINAL].mean.get(_KEPT, 0.0) if FINAL in systems else 0.0
    return RankingReport(
        name,
        systems,
        {system: len(run) for system, run in runs.items()},
        _slices(beir, systems[FINAL]) if FINAL in systems else {},
        {way: _kept(beir, rank, way, clean) for way in perturbations if clean},
    )


def _scored(ranking: Sequence[str]) -> list[tuple[str, float]]:
    return [(article, float(-place)) for place, article in enumerate(ranking)]


def _asked(beir: BeirSet) -> dict[str, Mapping[str, int]]:
    """The judgements of the questions that are asked: a set may hold only a part of its own."""
    return {query: grades for query, grades in beir.qrels.items() if query in beir.queries}


def _kept(beir: BeirSet, rank: Rank, way: str, clean: float) -> dict[str, float]:
    run: Run = {
        query: _scored(rank(perturb(way, text, query))[FINAL])
        for query, text in beir.queries.items()
    }
    recall = evaluate_retrieval(run, _asked(beir)).mean[_KEPT]
    return {_KEPT: recall, "share": recall / clean}


def _slices(beir: BeirSet, figures: RetrievalFigures) -> dict[str, dict[str, float]]:
    members: dict[str, list[str]] = {}
    for query in figures.per_question[_KEPT]:
        for name in _slices_of(beir.queries[query], beir.types.get(query)):
            members.setdefault(name, []).append(query)
    return {
        name: {"questions": float(len(queries))}
        | {
            measure: mean(figures.per_question[measure][query] for query in queries)
            for measure in RETRIEVAL
        }
        for name, queries in sorted(members.items())
    }


def _slices_of(question: str, kind: str | None) -> list[str]:
    length = len(syllables(question))
    names = [
        f"lang:{language(question)}",
        f"length:{'short' if length < _SHORT else 'long' if length >= _LONG else 'middle'}",
    ]
    names += ["with a figure"] if re.search(r"\d", question) else []
    names += ["unaccented"] if not is_accented(question) and language(question) == "vi" else []
    return names + ([f"type:{kind}"] if kind else [])


def rankings_json(report: RankingReport) -> dict[str, Any]:
    """The whole report in values that JSON can hold; ``compare_runs`` reads it again."""
    return {
        "set": report.name,
        "systems": {
            system: {
                "figures": dict(figures.mean),
                "per_question": {
                    measure: dict(values) for measure, values in figures.per_question.items()
                },
            }
            for system, figures in report.systems.items()
        },
        "slices": {name: dict(figures) for name, figures in report.slices.items()},
        "perturbed": {way: dict(figures) for way, figures in report.perturbed.items()},
    }


def rankings_rows(report: RankingReport) -> list[list[list[str]]]:
    """Tables to print: systems side by side, slices, perturbed questions."""
    tables = [
        [
            [report.name, *RETRIEVAL],
            *(
                [_told(system, report.found[system], each), *_cells(each.mean)]
                for system, each in report.systems.items()
            ),
        ],
        [
            [f"{FINAL}, by slice", "questions", *RETRIEVAL],
            *(
                [name, f"{each['questions']:.0f}", *_cells(each)]
                for name, each in report.slices.items()
            ),
        ],
        [
            [f"{FINAL}, perturbed", _KEPT, "of clean"],
            *(
                [way, f"{each[_KEPT]:.4f}", f"{each['share']:.1%}"]
                for way, each in report.perturbed.items()
            ),
        ],
    ]
    return [table for table in tables if len(table) > 1]


def _told(system: str, found: int, figures: RetrievalFigures) -> str:
    """The system, with the number of questions where it found something for few of them only."""
    asked = len(figures.per_question[_KEPT])
    return system if 2 * found >= asked else f"{system}, {found} of {asked}"


def _cells(figures: Mapping[str, float]) -> list[str]:
    return [f"{figures[name]:.4f}" if name in figures else "-" for name in RETRIEVAL]


def compare_runs(
    first: Mapping[str, Any], second: Mapping[str, Any], system: str, other: str
) -> list[list[str]]:
    """A table of how much better the first of two reports is, set by set, and whether by chance.

    Raises:
        RejectedInput: if the two share no set, did not ask the same questions of one, or one of
            them does not know the system.
    """
    ours, theirs = _by_set(first, system), _by_set(second, other)
    shared = [name for name in ours if name in theirs]
    if not shared:
        raise RejectedInput(
            f"The reports measure {sorted(ours)} and {sorted(theirs)}: no set in common. "
            "Compare reports of `qa eval beir` over the same folders."
        )
    rows = [["set", "questions", "measure", "first", "second", "difference", "p"]]
    for name in shared:
        rows += _compared(name, ours[name], theirs[name])
    return rows


def _by_set(report: Mapping[str, Any], system: str) -> dict[str, Mapping[str, Mapping[str, float]]]:
    try:
        systems = {str(each["set"]): dict(each["systems"]) for each in report["sets"]}
        unknown = [name for name in systems if system not in systems[name]]
        if unknown:
            raise RejectedInput(
                f"{unknown[0]} was not ranked by {system!r}. "
                f"Name one of {', '.join(systems[unknown[0]])}."
            )
        return {name: each[system]["per_question"] for name, each in systems.items()}
    except (LookupError, TypeError, ValueError) as error:
        raise RejectedInput(
            f"A report has not the form of `qa eval beir` ({error!r}). "
            "Write it again with `qa eval beir DIR --json FILE`."
        ) from None


def _compared(
    name: str,
    ours: Mapping[str, Mapping[str, float]],
    theirs: Mapping[str, Mapping[str, float]],
) -> list[list[str]]:
    rows = []
    for measure in RETRIEVAL:
        if ours[measure].keys() != theirs[measure].keys():
            raise RejectedInput(
                f"Of {name}, {len(ours[measure])} and {len(theirs[measure])} questions were asked, "
                "not the same ones. Give both runs the same --half and --sample."
            )
        found = paired_bootstrap(ours[measure], theirs[measure])
        means = [f"{mean(each[measure].values()):.4f}" for each in (ours, theirs)]
        asked = str(len(ours[measure]))
        rows.append(
            [name, asked, measure, *means, f"{found.difference:+.4f}", f"{found.p_value:.4f}"]
        )
    return rows
