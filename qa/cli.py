"""The command line: ``qa ingest · ask · search · serve · eval · index``; owns typer and rich."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from qa import __version__
from qa.errors import QaError
from qa.settings import Settings, read_settings
from qa.types import Answer, Citation, Filter, Header, Hit, Reply, Sentence

if TYPE_CHECKING:
    from qa.engine import Engine, Ingested

app = typer.Typer(
    name="qa",
    help="Hỏi đáp về công tác dân vận: câu trả lời là câu nguyên văn trong bài viết, kèm trích dẫn."
    "\n\nQuestions about dân vận policy, answered with cited sentences of the articles.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
index_app = typer.Typer(help="Look after the index.", no_args_is_help=True)
eval_app = typer.Typer(help="Measure answers and retrieval.", no_args_is_help=True)
app.add_typer(index_app, name="index")
app.add_typer(eval_app, name="eval")

out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, as the HTTP API gives it.")]
TopK = Annotated[int, typer.Option(min=1, max=50, help="How many hits.")]
Place = Annotated[list[str] | None, typer.Option(help="Only articles about this province.")]
Outlet = Annotated[list[str] | None, typer.Option(help="Only articles of this outlet.")]


def main() -> None:
    """Runs a command; an error of ours is one sentence on stderr and exit code 1."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a redirect on Windows is not UTF-8
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        app()
    except QaError as error:
        err.print(f"[bold red]Error:[/] {escape(str(error))}")
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)


@app.command()
def ingest(
    paths: Annotated[
        list[Path] | None, typer.Argument(help="Files or folders of articles. [default: seeds]")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Read articles into the index; what is already there and unchanged is left alone."""
    done: list[Ingested] = []
    with _progress() as progress, _opened(read_only=False, create=True) as engine:
        task = progress.add_task("Reading", total=None)
        for each in engine.ingest(paths or [Path("seeds")]):
            done.append(each)
            progress.update(task, advance=1, description=f"Reading {escape(each.path.name)}")
    _show_ingested([(str(each.path), each.outcome, each.error) for each in done], as_json)
    if any(each.error for each in done):
        raise typer.Exit(1)


@app.command()
def ask(
    question: Annotated[str, typer.Argument(help="In Vietnamese, with or without accents.")],
    as_json: AsJson = False,
    top_k: TopK = 8,
    place: Place = None,
    outlet: Outlet = None,
) -> None:
    """Ask a question; exit code 0 for an answer, 3 for a refusal."""
    from qa.replies import reply_json

    with _opened() as engine:
        reply = engine.ask(question, _filter(place, outlet), top_k)
    if as_json:
        _print_json(reply_json(reply))
    else:
        _show_reply(reply)
    if not isinstance(reply, Answer):
        raise typer.Exit(3)


@app.command()
def search(
    question: Annotated[str, typer.Argument(help="In Vietnamese, with or without accents.")],
    as_json: AsJson = False,
    top_k: TopK = 8,
    place: Place = None,
    outlet: Outlet = None,
) -> None:
    """Find passages, without an answer."""
    from qa.replies import search_json

    with _opened() as engine:
        found = engine.search(question, _filter(place, outlet), top_k)
    if as_json:
        _print_json(search_json(found.question, found.hits))
    else:
        for number, hit in enumerate(found.hits, start=1):
            _show_hit(number, hit)


@app.command()
def serve(
    host: Annotated[str | None, typer.Option(help="Address. [default: QA_HOST]")] = None,
    port: Annotated[int | None, typer.Option(help="Port. [default: QA_PORT]")] = None,
    workers: Annotated[int, typer.Option(min=1, max=64, help="Worker processes.")] = 1,
) -> None:
    """Serve the page and the API."""
    from qa.server import serve as serve_until_stopped

    settings = read_settings(host=host, port=port)
    serve_until_stopped(
        settings,
        workers,
        lambda address: out.print(f"Page: {address}/  ·  API: {address}/docs  ·  stop: Ctrl+C"),
    )


@app.command()
def settings(as_json: AsJson = False) -> None:
    """List every setting with its value and meaning."""
    values = read_settings().model_dump(mode="json")
    if as_json:
        _print_json(values)
        return
    table = Table("setting", "value", "meaning", box=None, pad_edge=False)
    for name, field in Settings.model_fields.items():
        table.add_row(f"QA_{name.upper()}", escape(str(values[name])), field.description or "")
    out.print(table)


@app.command()
def version() -> None:
    """Print the version."""
    out.print(__version__)


@index_app.command()
def status(as_json: AsJson = False) -> None:
    """Say what the index holds."""
    with _opened() as engine:
        statistics = engine.store.statistics()
    if as_json:
        _print_json(statistics)
        return
    table = Table(box=None, pad_edge=False, show_header=False)
    for name, value in statistics.items():
        table.add_row(name, str(value))
    out.print(table)


@index_app.command()
def verify() -> None:
    """Check every checksum and count; exit code 1 if something is wrong."""
    with _opened() as engine:
        problems = engine.store.verify()
    for problem in problems:
        err.print(escape(problem))
    if problems:
        raise typer.Exit(1)
    out.print("The index is sound.")


@index_app.command()
def rebuild() -> None:
    """Cut and embed all stored articles anew, for example after a change of QA_EMBEDDER."""
    from qa.engine import rebuild_index

    with _progress() as progress:
        task = progress.add_task("Embedding", total=None)
        rebuild_index(read_settings(), lambda _: progress.update(task, advance=1))
    out.print("The index is rebuilt.")


@index_app.command()
def optimise() -> None:
    """Write the search indexes anew, as small as they get; worth it after many changes."""
    with _opened(read_only=False) as engine:
        engine.store.optimise()
    out.print("The index is optimised.")


@index_app.command()
def articles(as_json: AsJson = False) -> None:
    """List the stored articles."""
    from qa.replies import header_json

    with _opened() as engine:
        headers = engine.headers(limit=1_000_000)
    if as_json:
        _print_json([header_json(header) for header in headers])
        return
    for header in headers:
        out.print(f"{header.article_id}  {escape(_named(header))}")


@index_app.command()
def delete(
    article_id: Annotated[str, typer.Argument(help="As `qa index articles` lists it.")],
) -> None:
    """Remove an article."""
    with _opened(read_only=False) as engine:
        engine.delete(article_id)
    out.print(f"Removed {escape(article_id)}.")


@eval_app.command()
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
    with _progress() as progress, _asking(server) as (ask_one, article_text):
        task = progress.add_task("Asking", total=len(questions))

        def ask_and_count(question: str) -> Any:  # noqa: ANN401
            progress.update(task, advance=1)
            return ask_one(question)

        report = evaluation.evaluate(questions, ask_and_count, article_text)
    out.print(escape(evaluation.report_text(report)))
    _write(json_file, lambda: json.dumps(evaluation.report_json(report), ensure_ascii=False))
    _write(html_file, lambda: evaluation.report_html(report))
    for missed in (shortfalls := evaluation.check_gate(report, least)):
        err.print(f"[bold red]Below the gate:[/] {escape(missed)}")
    if shortfalls:
        raise typer.Exit(1)


@eval_app.command()
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
    with _progress() as progress, temporary_engine(read_settings()) as engine:
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
    _write(json_file, lambda: json.dumps(content, ensure_ascii=False))


@contextmanager
def _opened(*, read_only: bool = True, create: bool = False) -> Iterator[Engine]:
    from qa.engine import open_engine

    engine = open_engine(read_settings(), read_only=read_only, create=create)
    try:
        yield engine
    finally:
        engine.close()


@contextmanager
def _asking(
    server: str | None,
) -> Iterator[tuple[Callable[[str], Any], Callable[[str], str | None]]]:
    """What asks a question and what reads a cited article: over HTTP or in process."""
    from qa import evaluation
    from qa.replies import reply_json

    if server:
        yield evaluation.ask_server(server), evaluation.article_text_from(server)
        return
    with _opened() as engine:
        yield (
            lambda question: reply_json(engine.ask(question)),
            lambda article_id: getattr(engine.store.article(article_id), "text", None),
        )


def _filter(place: list[str] | None, outlet: list[str] | None) -> Filter:
    return Filter(places=tuple(place or ()), outlets=tuple(outlet or ()))


def _progress() -> Progress:
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TextColumn("{task.completed}"))
    bar = (*columns, TimeElapsedColumn())
    return Progress(*bar, console=err, transient=True, disable=not err.is_terminal)


def _print_json(value: object) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def _write(path: Path | None, content: Callable[[], str]) -> None:
    if path is None:
        return
    try:
        path.write_text(content(), encoding="utf-8")
    except OSError as error:
        raise QaError(f"{path} cannot be written: {error.strerror}. Name another file.") from None


def _show_ingested(done: list[tuple[str, str | None, str | None]], as_json: bool) -> None:
    if as_json:
        _print_json([{"path": p, "outcome": outcome, "error": e} for p, outcome, e in done])
        return
    for _, _, error in done:
        if error:
            err.print(f"[bold red]Left out:[/] {escape(error)}")
    counts = [f"{sum(each[1] == name for each in done)} {name}" for name in _OUTCOMES]
    out.print(", ".join(counts) + ".")


_OUTCOMES = ("added", "updated", "unchanged")


def _show_reply(reply: Reply) -> None:
    if not isinstance(reply, Answer):
        out.print(f"[bold]{escape(reply.explanation)}[/]  [dim]({reply.reason})[/]")
        for header in dict.fromkeys(hit.article for hit in reply.hits[:3]):
            out.print(f"  [dim]· {escape(_named(header))}[/]")
        return
    for sentence in reply.sentences:
        out.print(_marked(sentence, reply.citations))
    out.print()
    for citation in reply.citations:
        place = f"{citation.start}-{citation.end}"
        out.print(f"[dim]\\[{citation.number}] {escape(_named(citation.article))} · {place}[/]")


def _marked(sentence: Sentence, citations: Sequence[Citation]) -> Text:
    """The sentence with what was asked for in bold, and the numbers of its citations."""
    shown = Text(sentence.text)
    for each in citations:
        if each.number in sentence.citations and each.mark and each.quote == sentence.text:
            shown.stylize("bold", each.mark[0] - each.start, each.mark[1] - each.start)
    return shown.append(" " + "".join(f"[{number}]" for number in sentence.citations), "bold")


def _show_hit(number: int, hit: Hit) -> None:
    out.print(f"[bold]{number}.[/] {escape(_named(hit.article))}  [dim]{hit.score:.3f}[/]")
    out.print(f"   {escape(hit.chunk.text)}\n")


def _named(header: Header) -> str:
    published = f"{header.published:%d/%m/%Y}" if header.published else None
    return " · ".join(part for part in (header.title, header.outlet, published) if part)
