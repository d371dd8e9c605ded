"""Gold questions, public test sets, measures and the report of them.

Knows nothing of the engine: it is given callables that answer, in process or over HTTP.

Rooms:
    gold      gold questions, BEIR folders and gate files, read and checked
    asking    the callables that ask a running server
    measures  retrieval figures, bootstrap, percentiles, risk and coverage; owns ir_measures
    perturbing  questions as people really type them
    rankings  systems side by side over a BEIR set, and two runs compared
    reading   sentence choice beside plain baselines
    report    replies to outcomes to figures, and the gate
    refusing  answerable and unanswerable questions mixed, and which of them are answered
    verifying  how often the verifier is wrong, on labelled pairs
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
    read_report,
    read_sets,
)
from qa.evaluation.measures import (
    Comparison,
    RetrievalFigures,
    evaluate_retrieval,
    paired_bootstrap,
)
from qa.evaluation.pages import refusals_html, report_html, report_json, report_text
from qa.evaluation.perturbing import PERTURBATIONS, perturb
from qa.evaluation.rankings import (
    FINAL,
    RankingReport,
    compare_runs,
    measure_rankings,
    rankings_json,
    rankings_rows,
)
from qa.evaluation.reading import ReadingFigures, measure_reading, reading_rows
from qa.evaluation.refusing import (
    RefusalReport,
    measure_refusals,
    mix,
    refusal_rows,
    refusals_json,
    weigh,
)
from qa.evaluation.report import Outcome, Report, check_gate, evaluate
from qa.evaluation.verifying import (
    LabelledPair,
    VerifierRates,
    measure_verifier,
    rates_text,
    read_labelled,
)

__all__ = [
    "FINAL",
    "PERTURBATIONS",
    "BeirSet",
    "Comparison",
    "GoldQuestion",
    "LabelledPair",
    "Outcome",
    "RankingReport",
    "ReadingFigures",
    "RefusalReport",
    "Report",
    "RetrievalFigures",
    "VerifierRates",
    "article_text_from",
    "ask_server",
    "beir_questions",
    "check_gate",
    "compare_runs",
    "evaluate",
    "evaluate_retrieval",
    "measure_rankings",
    "measure_reading",
    "measure_refusals",
    "measure_verifier",
    "mix",
    "paired_bootstrap",
    "perturb",
    "rankings_json",
    "rankings_rows",
    "rates_text",
    "read_beir",
    "read_gate",
    "read_gold",
    "read_labelled",
    "read_report",
    "read_sets",
    "reading_rows",
    "refusal_rows",
    "refusals_html",
    "refusals_json",
    "report_html",
    "report_json",
    "report_text",
    "weigh",
]
