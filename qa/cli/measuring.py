"""``qa eval``: measuring answers and retrieval."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.markup import escape
from rich.progress import Progress

from qa.cli.opening import asking
from qa.cli.showing import err, out, progress_bar, show_table, write
from qa.settings import read_settings

if TYPE_CHECKING:  # the libraries behind them are heavy
    from qa.engine import Engine
    from qa.evaluation import BeirSet

app = typer.Typer(help="Measure answers and retrieval.", no_args_is_help=True)

JsonFile = Annotated[Path | None, typer.Option("--json", help="Write the figures here.")]
HtmlFile = Annotated[Path | None, typer.Option("--html", help="Write a page here.")]
Half = Annotated[
    str | None,
    typer.Option(help="Ask every other question: even (to tune on) or odd (to report on)."),
]
Sample = Annotated[
    int | None,
    typer.Option(min=1, help="Ask so many questions of each folder, always the same ones."),
]


@app.command()
def gold(
    file: Annotated[Path, typer.Argument(help="Gold questions, JSON lines.")],
    server: Annotated[str | None, typer.Option(help="Ask this running server instead.")] = None,
    json_file: JsonFile = None,
    html_file: HtmlFile = None,
    gate: Annotated[
        Path | None, typer.Option(help="JSON of least figures; exit code 1 below one of them.")
    ] = None,
) -> None:
    """Ask gold questions and measure the answers."""
    from qa import evaluation

    questions = evaluation.read_gold(file)
    least = evaluation.read_gate(gate) if gate else {}
    with progress_bar() as progress, asking(server) as (ask_one, article_text):
        task = progress.add_task("Asking", total=len(questions))

        def ask_and_count(question: str) -> Any:  # noqa: ANN401
            progress.update(task, advance=1)
            return ask_one(question)

        report = evaluation.evaluate(questions, ask_and_count, article_text)
    out.print(escape(evaluation.report_text(report)))
    write(json_file, lambda: json.dumps(evaluation.report_json(report), ensure_ascii=False))
    write(html_file, lambda: evaluation.report_html(report))
    for missed in (shortfalls := evaluation.check_gate(report, least)):
        err.print(f"[bold red]Below the gate:[/] {escape(missed)}")
    if shortfalls:
        raise typer.Exit(1)


@app.command()
def beir(
    folders: Annotated[
        list[Path], typer.Argument(help="Folders of corpus.jsonl, queries.jsonl, qrels.tsv.")
    ],
    json_file: JsonFile = None,
    half: Half = None,
    sample: Sample = None,
    perturbed: Annotated[
        bool,
        typer.Option("--perturbed", help="Ask them unaccented, mistyped, in capitals, …, too."),
    ] = False,
    retrieval_only: Annotated[
        bool, typer.Option("--retrieval-only", help="Do not ask for answers, only search.")
    ] = False,
) -> None:
    """Index BEIR folders in a temporary place; measure retrieval, and answers where given."""
    from qa import evaluation

    ways = list(evaluation.PERTURBATIONS) if perturbed else []
    parts = evaluation.read_sets(folders, half, sample)
    sets = [_measured(name, part, ways, not retrieval_only) for name, part in parts.items()]
    asked = {"half": half, "sample": sample}
    write(json_file, lambda: json.dumps({"asked": asked, "sets": sets}, ensure_ascii=False))


def _measured(name: str, beir_set: BeirSet, ways: list[str], answers: bool) -> dict[str, Any]:
    from qa import evaluation
    from qa.engine import temporary_engine
    from qa.replies import reply_json

    with progress_bar() as progress, temporary_engine(read_settings()) as engine:
        _index(engine, beir_set, progress)
        task = progress.add_task("Searching", total=len(beir_set.queries) * (1 + len(ways)))

        def rank(question: str) -> Mapping[str, Sequence[str]]:
            progress.update(task, advance=1)
            return engine.rankings(question)

        report = evaluation.measure_rankings(name, beir_set, rank, ways)
        questions = evaluation.beir_questions(beir_set) if answers else []
        answered = evaluation.evaluate(
            questions,
            lambda question: reply_json(engine.ask(question)),
            lambda article_id: engine.article(article_id).text,
        )
    for rows in evaluation.rankings_rows(report):
        show_table(rows)
    content = evaluation.rankings_json(report)
    if answered.outcomes:
        out.print(escape(evaluation.report_text(answered)))
        content["answers"] = evaluation.report_json(answered)
    return content


def _index(engine: Engine, beir_set: BeirSet, progress: Progress) -> None:
    from qa.types import Article

    task = progress.add_task("Indexing", total=len(beir_set.corpus))
    with engine.store.batch():
        for name, (title, text) in beir_set.corpus.items():
            engine.add(Article(name, title, source=name, sha256=name, text=text))
            progress.update(task, advance=1)


@app.command()
def sentences(
    folders: Annotated[list[Path], typer.Argument(help="BEIR folders with answers.jsonl.")],
    json_file: JsonFile = None,
    half: Half = None,
    sample: Sample = None,
) -> None:
    """Say how often the first one and three sentences hold the answer, beside plain baselines."""
    from qa import evaluation
    from qa.engine import temporary_engine

    content = []
    for name, part in evaluation.read_sets(folders, half, sample, answered=True).items():
        with progress_bar() as progress, temporary_engine(read_settings()) as engine:
            _index(engine, part, progress)

            def find(question: str, engine: Engine = engine) -> str | None:
                hits = engine.search(question, top_k=1).hits
                return hits[0].article.article_id if hits else None

            figures = evaluation.measure_reading(
                part, engine.sentences, find, engine.embedder.embed_passages
            )
        out.print(escape(name))
        show_table(evaluation.reading_rows(figures))
        content.append({"set": name, "questions": figures.questions, **figures.shares})
    write(json_file, lambda: json.dumps({"half": half, "sets": content}, ensure_ascii=False))


@app.command()
def refusals(
    folders: Annotated[
        list[Path], typer.Argument(help="BEIR folders; each lends its questions to the others.")
    ],
    json_file: JsonFile = None,
    html_file: HtmlFile = None,
    half: Half = None,
    sample: Sample = None,
) -> None:
    """Mix questions with unanswerable ones, half and half, and say which are answered."""
    from qa import evaluation
    from qa.engine import temporary_engine
    from qa.replies import reply_json

    parts = evaluation.read_sets(folders, half, sample)
    weighed = []
    for name, mixed in evaluation.mix(parts).items():
        with progress_bar() as progress, temporary_engine(read_settings()) as engine:
            _index(engine, parts[name], progress)
            asked = progress.track(mixed, description="Asking")
            weighed += evaluation.weigh(asked, lambda text: reply_json(engine.ask(text)))
    report = evaluation.measure_refusals(weighed)
    for rows in evaluation.refusal_rows(report):
        show_table(rows)
    write(json_file, lambda: json.dumps(evaluation.refusals_json(report), ensure_ascii=False))
    write(html_file, lambda: evaluation.refusals_html(report))


@app.command()
def compare(
    first: Annotated[Path, typer.Argument(help="Figures that `qa eval beir --json` wrote.")],
    second: Annotated[Path, typer.Argument(help="Those of the run to compare it with.")],
    system: Annotated[str, typer.Option(help="System of the first run: final, fused, …")] = "final",
    against: Annotated[
        str | None, typer.Option(help="System of the second run; by default the same one.")
    ] = None,
) -> None:
    """Say by how much the first run is better, and how likely that is chance (paired bootstrap).

    A p below 0.05 is commonly taken for more than chance. Two systems of one run are compared by
    naming its file twice.
    """
    from qa import evaluation

    ours, theirs = evaluation.read_report(first), evaluation.read_report(second)
    show_table(evaluation.compare_runs(ours, theirs, system, against or system))


@app.command()
def verify(
    file: Annotated[Path, typer.Argument(help="Labelled sentence and quote pairs, JSON lines.")],
    mistakes: Annotated[
        bool, typer.Option("--mistakes", help="Show what was judged wrong.")
    ] = False,
) -> None:
    """Measure how often the verifier takes what does not follow, or refuses what does."""
    from qa import evaluation
    from qa.verify import verify as verified

    pairs = evaluation.read_labelled(file)
    parts = {"held out": [each for each in pairs if each.held_out], "all": pairs}
    for name, part in parts.items():
        rates = evaluation.measure_verifier(
            part, lambda sentence, quote, context: verified(sentence, [quote], context).follows
        )
        out.print(escape(evaluation.rates_text(name, rates)))
    for each in (*rates.false_accepts, *rates.false_rejects) if mistakes else ():
        out.print(escape(f"{'refused' if each.follows else 'taken'}: {each.sentence}"))
