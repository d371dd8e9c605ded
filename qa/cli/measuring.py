"""``qa eval``: measuring answers and retrieval."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.markup import escape

from qa.cli.opening import asking
from qa.cli.showing import err, out, progress_bar, write
from qa.settings import read_settings

app = typer.Typer(help="Measure answers and retrieval.", no_args_is_help=True)


@app.command()
def gold(
    file: Annotated[Path, typer.Argument(help="Gold questions, JSON lines.")],
    server: Annotated[str | None, typer.Option(help="Ask this running server instead.")] = None,
    json_file: Annotated[Path | None, typer.Option("--json", help="Write the report here.")] = None,
    html_file: Annotated[Path | None, typer.Option("--html", help="Write a page here.")] = None,
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
    folder: Annotated[Path, typer.Argument(help="corpus.jsonl, queries.jsonl, qrels.tsv")],
    json_file: Annotated[
        Path | None, typer.Option("--json", help="Write the figures here.")
    ] = None,
) -> None:
    """Index a BEIR folder in a temporary place and measure retrieval."""
    from qa import evaluation
    from qa.engine import temporary_engine
    from qa.replies import reply_json
    from qa.types import Article

    beir_set = evaluation.read_beir(folder)
    with progress_bar() as progress, temporary_engine(read_settings()) as engine:
        task = progress.add_task("Indexing", total=len(beir_set.corpus))
        with engine.store.batch():
            for name, (title, text) in beir_set.corpus.items():
                engine.add(Article(name, title, source=name, sha256=name, text=text))
                progress.update(task, advance=1)
        progress.update(task, description="Searching", completed=0, total=len(beir_set.queries))
        runs = {}
        for name, question in beir_set.queries.items():
            runs[name] = engine.ranking(question)
            progress.update(task, advance=1)
        answered = evaluation.evaluate(
            evaluation.beir_questions(beir_set),
            lambda question: reply_json(engine.ask(question)),
            lambda article_id: engine.article(article_id).text,
        )
    figures = dict(evaluation.evaluate_retrieval(runs, beir_set.qrels).mean)
    for name, value in figures.items():
        out.print(f"{name:<12} {value:.4f}")
    content = {"folder": folder.name, "figures": figures}
    if answered.outcomes:
        out.print(escape(evaluation.report_text(answered)))
        content["answers"] = evaluation.report_json(answered)
    write(json_file, lambda: json.dumps(content, ensure_ascii=False))
