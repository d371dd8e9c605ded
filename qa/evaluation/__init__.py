"""Gold questions, public test sets, measures and the report of them.

Knows nothing of the engine: it is given callables that answer, in process or over HTTP.

Rooms:
    gold      gold questions, BEIR folders and gate files, read and checked
    asking    the callables that ask a running server
    measures  retrieval figures, bootstrap, percentiles, risk and coverage; owns ir_measures
    report    replies to outcomes to figures, and the gate
    pages     the report as JSON, text and HTML
"""

from qa.evaluation.asking import article_text_from, ask_server
from qa.evaluation.gold import (
    BeirSet,
    GoldQuestion,
    beir_questions,
    read_beir,
    read_gate,
    read_gold,
)
from qa.evaluation.measures import (
    Comparison,
    RetrievalFigures,
    evaluate_retrieval,
    paired_bootstrap,
)
from qa.evaluation.pages import report_html, report_json, report_text
from qa.evaluation.report import Outcome, Report, check_gate, evaluate

__all__ = [
    "BeirSet",
    "Comparison",
    "GoldQuestion",
    "Outcome",
    "Report",
    "RetrievalFigures",
    "article_text_from",
    "ask_server",
    "beir_questions",
    "check_gate",
    "evaluate",
    "evaluate_retrieval",
    "paired_bootstrap",
    "read_beir",
    "read_gate",
    "read_gold",
    "report_html",
    "report_json",
    "report_text",
]
