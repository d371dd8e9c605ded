"""``qa index``: looking after the index."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from qa.cli.opening import opened_engine
from qa.cli.showing import AsJson, err, named, out, print_json, progress_bar
from qa.settings import read_settings

app = typer.Typer(help="Look after the index.", no_args_is_help=True)


@app.command()
def status(as_json: AsJson = False) -> None:
    """Say what the index holds."""
    with opened_engine() as engine:
        statistics = engine.store.statistics()
    if as_json:
        print_json(statistics)
        return
    table = Table(box=None, pad_edge=False, show_header=False)
    for name, value in statistics.items():
        table.add_row(name, str(value))
    out.print(table)


@app.command()
def verify() -> None:
    """Check every checksum and count; exit code 1 if something is wrong."""
    with opened_engine() as engine:
        problems = engine.store.verify()
    for problem in problems:
        err.print(escape(problem))
    if problems:
        raise typer.Exit(1)
    out.print("The index is sound.")


@app.command()
def rebuild() -> None:
    """Cut and embed all stored articles anew, for example after a change of QA_EMBEDDER."""
    from qa.engine import rebuild_index

    with progress_bar() as progress:
        task = progress.add_task("Embedding", total=None)
        rebuild_index(read_settings(), lambda _: progress.update(task, advance=1))
    out.print("The index is rebuilt.")


@app.command()
def optimise() -> None:
    """Write the search indexes anew, as small as they get; worth it after many changes."""
    with opened_engine(read_only=False) as engine:
        engine.store.optimise()
    out.print("The index is optimised.")


@app.command()
def articles(as_json: AsJson = False) -> None:
    """List the stored articles."""
    from qa.replies import header_json

    with opened_engine() as engine:
        headers = engine.headers(limit=1_000_000)
    if as_json:
        print_json([header_json(header) for header in headers])
        return
    for header in headers:
        out.print(f"{header.article_id}  {escape(named(header))}")


@app.command()
def delete(
    article_id: Annotated[str, typer.Argument(help="As `qa index articles` lists it.")],
) -> None:
    """Remove an article."""
    with opened_engine(read_only=False) as engine:
        engine.delete(article_id)
    out.print(f"Removed {escape(article_id)}.")
