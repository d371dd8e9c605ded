"""What a command prints: replies, passages, progress, files."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from qa.errors import QaError
from qa.types import Answer, Citation, Explanation, Header, Hit, MatchedTerm, Reply, Sentence

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, as the HTTP API gives it.")]

out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)


def progress_bar() -> Progress:
    """A progress bar on stderr; nothing where stderr is not a terminal."""
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TextColumn("{task.completed}"))
    bar = (*columns, TimeElapsedColumn())
    return Progress(*bar, console=err, transient=True, disable=not err.is_terminal)


def print_json(value: object) -> None:
    """Prints a value as JSON on stdout."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def write(path: Path | None, content: Callable[[], str]) -> None:
    """Writes a report into a file, if one was named.

    Raises:
        QaError: if the file cannot be written.
    """
    if path is None:
        return
    try:
        path.write_text(content(), encoding="utf-8")
    except OSError as error:
        raise QaError(f"{path} cannot be written: {error.strerror}. Name another file.") from None


def show_table(rows: Sequence[Sequence[str]]) -> None:
    """Prints rows under their first one, in aligned columns."""
    table = Table(*(escape(cell) for cell in rows[0]), box=None, pad_edge=False)
    for row in rows[1:]:
        table.add_row(*(escape(cell) for cell in row))
    out.print(table)
    out.print()


_OUTCOMES = ("added", "updated", "unchanged")


def show_ingested(done: list[tuple[str, str | None, str | None]], as_json: bool) -> None:
    """Prints what became of each file: path, outcome, error."""
    if as_json:
        print_json([{"path": p, "outcome": outcome, "error": e} for p, outcome, e in done])
        return
    for _, _, error in done:
        if error:
            err.print(f"[bold red]Left out:[/] {escape(error)}")
    counts = [f"{sum(each[1] == name for each in done)} {name}" for name in _OUTCOMES]
    out.print(", ".join(counts) + ".")


def show_reply(reply: Reply) -> None:
    """Prints the sentences with their sources, or the refusal with the nearest articles."""
    if not isinstance(reply, Answer):
        out.print(f"[bold]{escape(reply.explanation)}[/]  [dim]({reply.reason})[/]")
        for header in dict.fromkeys(hit.article for hit in reply.hits[:3]):
            out.print(f"  [dim]· {escape(named(header))}[/]")
        return
    for sentence in reply.sentences:
        out.print(_marked(sentence, reply.citations))
    out.print()
    for citation in reply.citations:
        place = f"{citation.start}-{citation.end}"
        out.print(f"[dim]\\[{citation.number}] {escape(named(citation.article))} · {place}[/]")


def _marked(sentence: Sentence, citations: Sequence[Citation]) -> Text:
    """The sentence with what was asked for in bold, and the numbers of its citations."""
    shown = Text(sentence.text)
    for each in citations:
        if each.number in sentence.citations and each.mark and each.quote == sentence.text:
            shown.stylize("bold", each.mark[0] - each.start, each.mark[1] - each.start)
    return shown.append(" " + "".join(f"[{number}]" for number in sentence.citations), "bold")


def show_hit(number: int, hit: Hit) -> None:
    """Prints one passage under its number."""
    out.print(f"[bold]{number}.[/] {escape(named(hit.article))}  [dim]{hit.score:.3f}[/]")
    out.print(f"   {escape(hit.chunk.text)}\n")
    for header in hit.also_in:
        out.print(f"   [dim]= {escape(named(header))}[/]")
    if hit.explanation:
        _show_explanation(hit, hit.explanation)


def _show_explanation(hit: Hit, said: Explanation) -> None:
    """Prints why a passage was found: what each leg gave, what matched, what each feature adds."""
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 3))
    ranks = (f"{leg} #{each.rank} ({each.score:.2f})" for leg, each in hit.legs.items())
    table.add_row("found by", ", ".join(ranks))
    table.add_row("pairs", _matched(said.pairs))
    table.add_row("words", _matched(said.terms))
    named = (f"{escape(each.number)} ×{each.count}" for each in said.documents)
    table.add_row("documents", ", ".join(named) or "-")
    if said.translations:
        meant = (
            f"{escape(each.word)} = {each.translation} ×{each.count} [dim]{each.share:.2f}[/]"
            for each in said.translations
        )
        table.add_row("translated", ", ".join(meant))
    table.add_row("missing", escape(", ".join(said.missing)) or "-")
    for window in said.windows:
        at = window.start - hit.chunk.start, window.end - hit.chunk.start
        table.add_row(f"cosine {window.cosine:.2f}", escape(hit.chunk.text[slice(*at)]))
    for each in said.features:
        table.add_row(f"{each.share:+.2f}", f"{each.name} {each.value:.2f}")
    out.print(table)
    out.print()


def _matched(terms: Sequence[MatchedTerm]) -> str:
    shown = (f"{each.term} ×{each.count} [dim]{each.weight:.1f}[/]" for each in terms)
    return ", ".join(shown) or "-"


def named(header: Header) -> str:
    """Title, outlet and date of an article, as far as they are known."""
    published = f"{header.published:%d/%m/%Y}" if header.published else None
    return " · ".join(part for part in (header.title, header.outlet, published) if part)
