"""``qa feedback``: what readers thought of replies."""

from __future__ import annotations

import json
import sys

import typer

from qa.settings import read_settings

app = typer.Typer(help="What readers thought of replies.", no_args_is_help=True)


@app.callback()
def _group() -> None:
    """Keeps `export` a command of its own while it is the only one."""


@app.command()
def export() -> None:
    """Print rated questions as candidates for gold lines, a JSON object a line."""
    from qa.journal import read_feedback

    for line in read_feedback(read_settings().index_dir):
        sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
