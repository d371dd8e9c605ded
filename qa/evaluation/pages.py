"""The report as JSON, as text for a terminal and as one self-contained HTML page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

from qa.evaluation.refusing import ANSWERABLE, KINDS, RefusalReport, refusal_rows
from qa.evaluation.report import Outcome, Report

_COLUMNS = (
    "questions",
    "article_first",
    "answered_share",
    "contains_gold",
    "sentence_accuracy",
    "citation_precision",
    "mark_exact",
    "refusal_recall",
    "latency_p95_ms",
)
_REASON_COLUMNS = ("refused", "precision", "recall")
_STYLE = (
    "body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:70rem;padding:0 1rem;"
    "color:#1b1b1b;background:#fff}div{overflow-x:auto}"
    "table{border-collapse:collapse;margin:1rem 0}"
    "th,td{border-bottom:1px solid #ccc;padding:.25rem .6rem;text-align:left;vertical-align:top}"
    "td.number{text-align:right;font-variant-numeric:tabular-nums}"
)
_NUMBER = ' class="number"'
_WIDTH, _HEIGHT, _MARGIN = 480, 300, 45
_COLOURS = ("#0b5cad", "#b3261e")

Curve = Sequence[tuple[float, float]]
"""Points from 0 to 1 in both directions."""


def report_json(report: Report) -> dict[str, Any]:
    """The whole report in values that JSON can hold."""
    return {
        "figures": dict(report.figures),
        "slices": {name: dict(figures) for name, figures in report.slices.items()},
        "reasons": {name: dict(figures) for name, figures in report.reasons.items()},
        "risk_coverage": [
            {"coverage": coverage, "risk": risk} for coverage, risk in report.risk_coverage
        ],
        "outcomes": [_outcome_json(outcome) for outcome in report.outcomes],
    }


def _outcome_json(outcome: Outcome) -> dict[str, Any]:
    question = outcome.question
    return {
        "id": question.question_id,
        "question": question.question,
        "article": question.article,
        "gold": list(question.gold),
        "kind": question.kind,
        "lang": question.language,
        "slice": question.slice,
        "reasons": list(question.reasons),
        "right": outcome.is_right,
        "refused": outcome.refused,
        "reason": outcome.reason,
        "confidence": outcome.confidence,
        "sources": list(outcome.sources),
        "article_rank": outcome.article_rank,
        "gold_in_answer": outcome.gold_in_answer,
        "gold_in_hits": outcome.gold_in_hits,
        "marks": list(outcome.marks),
        "mark_exact": outcome.mark_exact,
        "mark_contains": outcome.mark_contains,
        "mark_f1": outcome.mark_f1,
        "verbatim": list(outcome.verbatim),
        "relevant": list(outcome.relevant),
        "sentences": list(outcome.sentences),
        "milliseconds": outcome.milliseconds,
    }


def report_text(report: Report) -> str:
    """The figures, the slices and what went wrong, in aligned columns."""
    overall = [[name, _number(name, value)] for name, value in report.figures.items()]
    parts = [_aligned(overall), _aligned(_slice_rows(report))]
    if report.reasons:
        parts.append(_aligned(_reason_rows(report)))
    if wrong := _wrong_rows(report.outcomes):
        parts.append(_aligned([["id", "kind", "what", "question"], *wrong]))
    return "\n\n".join(parts) + "\n"


def _slice_rows(report: Report) -> list[list[str]]:
    rows = {"all": report.figures, **report.slices}
    return [
        ["slice", *_COLUMNS],
        *([name, *_cells(figures, _COLUMNS)] for name, figures in rows.items()),
    ]


def _reason_rows(report: Report) -> list[list[str]]:
    return [
        ["reason", *_REASON_COLUMNS],
        *([name, *_cells(each, _REASON_COLUMNS)] for name, each in report.reasons.items()),
    ]


def _cells(figures: Mapping[str, float], columns: Sequence[str]) -> list[str]:
    return [_number(name, figures[name]) if name in figures else "-" for name in columns]


def _number(name: str, value: float) -> str:
    if name in ("questions", "refused"):
        return f"{value:.0f}"
    return f"{value:.1f}" if name.endswith("_ms") else f"{value:.3f}"


def _wrong_rows(outcomes: Iterable[Outcome]) -> list[list[str]]:
    return [
        [
            each.question.question_id,
            each.question.kind,
            _what_went_wrong(each),
            each.question.question,
        ]
        for each in outcomes
        if not (each.is_right if each.question.is_answerable else each.is_rightly_refused)
    ]


def _what_went_wrong(outcome: Outcome) -> str:
    if not outcome.question.is_answerable:
        return f"refused ({outcome.reason})" if outcome.refused else "answered, should be refused"
    found = "" if outcome.gold_in_hits else ", gold not in the first hits"
    return (f"refused ({outcome.reason})" if outcome.refused else "without the gold words") + found


def _aligned(rows: Sequence[Sequence[str]]) -> str:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )


def report_html(report: Report) -> str:
    """One page that needs nothing else: figures, slices, risk and coverage, what went wrong."""
    overall = [["figure", "value"]]
    overall += [[name, _number(name, value)] for name, value in report.figures.items()]
    wrong = [["id", "kind", "what", "question"], *_wrong_rows(report.outcomes)]
    return _page(
        "Evaluation",
        f"{_table(overall)}<h2>Risk and coverage</h2>{_risk(report.risk_coverage)}"
        f"<h2>Slices</h2>{_table(_slice_rows(report))}"
        f"<h2>Refusals by reason</h2>{_table(_reason_rows(report))}"
        f"<h2>What went wrong</h2>{_table(wrong)}",
    )


def refusals_html(report: RefusalReport) -> str:
    """One page that needs nothing else: what is answered now, and both curves."""
    now, along = map(_table, refusal_rows(report))
    answered = {
        kind: [
            (point.answered.get(ANSWERABLE, 0.0), point.answered[kind])
            for point in report.points
            if kind in point.answered
        ]
        for kind in KINDS
        if kind != ANSWERABLE
    }
    return _page(
        "Refusals",
        f"{now}<h2>Unanswerable questions answered</h2>"
        f"{_plot(answered, 'answerable questions answered', 'unanswerable ones')}{along}"
        f"<h2>Risk and coverage</h2>{_risk(report.risk_coverage)}",
    )


def _page(title: str, content: str) -> str:
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{title}</title><style>{_STYLE}</style></head><body><h1>{title}</h1>"
        f"{content}</body></html>\n"
    )


def _table(rows: Sequence[Sequence[str]]) -> str:
    head = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in rows[0])
    body = "".join("<tr>" + "".join(map(_cell, row)) + "</tr>" for row in rows[1:])
    return f"<div><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"


def _cell(text: str) -> str:
    is_number = text.replace(".", "", 1).isdigit() or text == "-"
    return f"<td{_NUMBER if is_number else ''}>{escape(text)}</td>"


def _risk(curve: Curve) -> str:
    return _plot({"": curve}, "coverage", "risk")


def _plot(curves: Mapping[str, Curve], across: str, upwards: str) -> str:
    """Named curves over each other, a colour for each; nothing where no curve has a point."""
    lines = "".join(
        _line(name, curve, colour, at)
        for at, ((name, curve), colour) in enumerate(zip(curves.items(), _COLOURS, strict=False))
        if curve
    )
    ticks = "".join(_ticks(tenths / 10) for tenths in range(0, 11, 2))
    return (
        f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" width="{_WIDTH}" height="{_HEIGHT}" role="img" '
        f'aria-label="{upwards} over {across}" font-size="11" fill="currentColor">'
        f'<path d="M{_x(0)} {_y(1)}V{_y(0)}H{_x(1)}" fill="none" stroke="currentColor"/>'
        f"{ticks}{lines}"
        f'<text x="{_x(0.5)}" y="{_HEIGHT - 8}" text-anchor="middle">{across}</text>'
        f'<text x="{_MARGIN - 30}" y="{_y(1) - 8}">{upwards}</text></svg>'
    )


def _line(name: str, curve: Curve, colour: str, place: int) -> str:
    points = " ".join(f"{_x(across):.1f},{_y(up):.1f}" for across, up in curve)
    return (
        f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"/>'
        f'<text x="{_x(0.05)}" y="{_y(0.9) + 16 * place}" fill="{colour}">{name}</text>'
    )


def _ticks(value: float) -> str:
    return (
        f'<text x="{_x(value):.1f}" y="{_y(0) + 16}" text-anchor="middle">{value:g}</text>'
        f'<text x="{_MARGIN - 6}" y="{_y(value) + 4:.1f}" text-anchor="end">{value:g}</text>'
    )


def _x(share: float) -> float:
    return _MARGIN + share * (_WIDTH - 2 * _MARGIN)


def _y(share: float) -> float:
    return _HEIGHT - _MARGIN - share * (_HEIGHT - 2 * _MARGIN)
