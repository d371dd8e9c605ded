"""The commands at the top: ingest, ask, search, serve, settings, version."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape
from rich.table import Table

from qa import __version__
from qa.cli import feedback, index, keys, measuring
from qa.cli.opening import opened_engine
from qa.cli.showing import (
    AsJson,
    err,
    out,
    print_json,
    progress_bar,
    show_hit,
    show_ingested,
    show_reply,
)
from qa.errors import QaError
from qa.settings import Settings, read_settings
from qa.types import Answer, Filter

if TYPE_CHECKING:
    from qa.engine import Ingested

app = typer.Typer(
    name="qa",
    help="Hỏi đáp về công tác dân vận: câu trả lời là câu nguyên văn trong bài viết, kèm trích dẫn."
    "\n\nQuestions about dân vận policy, answered with cited sentences of the articles.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(index.app, name="index")
app.add_typer(measuring.app, name="eval")
app.add_typer(keys.app, name="keys")
app.add_typer(feedback.app, name="feedback")

Asked = Annotated[str, typer.Argument(help="In Vietnamese, with or without accents.")]
TopK = Annotated[int, typer.Option(min=1, max=50, help="How many hits.")]
Place = Annotated[
    list[str] | None,
    typer.Option(help="Only articles about this province, or that name this district or commune."),
]
AsTyped = Annotated[bool, typer.Option("--as-typed", help="Put back no accents, mend no slips.")]
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
        list[Path] | None, typer.Argument(help="Files or folders of articles; seeds by default.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Read articles into the index; what is already there and unchanged is left alone."""
    done: list[Ingested] = []
    with progress_bar() as progress, opened_engine(read_only=False, create=True) as engine:
        task = progress.add_task("Reading", total=None)
        for each in engine.ingest(paths or [Path("seeds")]):
            done.append(each)
            progress.update(task, advance=1, description=f"Reading {escape(each.path.name)}")
    show_ingested([(str(each.path), each.outcome, each.error) for each in done], as_json)
    if any(each.error for each in done):
        raise typer.Exit(1)


@app.command()
def ask(
    question: Asked,
    as_json: AsJson = False,
    top_k: TopK = 8,
    place: Place = None,
    outlet: Outlet = None,
    as_typed: AsTyped = False,
) -> None:
    """Ask a question; exit code 0 for an answer, 3 for a refusal."""
    from qa.replies import reply_json

    with opened_engine() as engine:
        reply = engine.ask(question, _filter(place, outlet), top_k, restore=not as_typed)
    if as_json:
        print_json(reply_json(reply))
    else:
        show_reply(reply)
    if not isinstance(reply, Answer):
        raise typer.Exit(3)


@app.command()
def search(
    question: Asked,
    as_json: AsJson = False,
    top_k: TopK = 8,
    place: Place = None,
    outlet: Outlet = None,
    as_typed: AsTyped = False,
    explain: Annotated[bool, typer.Option("--explain", help="Say why each was found.")] = False,
) -> None:
    """Find passages, without an answer."""
    from qa.replies import search_json

    with opened_engine() as engine:
        found = engine.search(
            question,
            _filter(place, outlet),
            top_k,
            explain=explain,
            restore=not as_typed,
            reread=True,
        )
    if as_json:
        print_json(search_json(found.question, found.hits))
    else:
        for number, hit in enumerate(found.hits, start=1):
            show_hit(number, hit)
        if not found.hits:
            err.print("No passage fits. Leave out a filter, or ask in other words.")


@app.command()
def serve(
    host: Annotated[str | None, typer.Option(help="Address; QA_HOST by default.")] = None,
    port: Annotated[int | None, typer.Option(help="Port; QA_PORT by default.")] = None,
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
def mcp(
    http: Annotated[bool, typer.Option("--http", help="Over HTTP instead of stdio.")] = False,
    port: Annotated[int, typer.Option(min=1, max=65535, help="With --http: its port.")] = 8001,
) -> None:
    """Serve ask, search and read_article to language models (MCP), on this machine."""
    from qa.mcp import serve as serve_tools

    serve_tools(read_settings(), port if http else None)


@app.command()
def settings(as_json: AsJson = False) -> None:
    """List every setting with its value and meaning."""
    values = read_settings().model_dump(mode="json")
    if as_json:
        print_json(values)
        return
    table = Table("setting", "value", "meaning", box=None, pad_edge=False)
    for name, field in Settings.model_fields.items():
        table.add_row(f"QA_{name.upper()}", escape(str(values[name])), field.description or "")
    out.print(table)


@app.command()
def version() -> None:
    """Print the version."""
    out.print(__version__)


def _filter(place: list[str] | None, outlet: list[str] | None) -> Filter:
    return Filter(places=tuple(place or ()), outlets=tuple(outlet or ()))
