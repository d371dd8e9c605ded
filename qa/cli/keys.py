"""``qa keys``: who may use a server."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from qa import keys
from qa.cli.showing import AsJson, err, out, print_json
from qa.settings import read_settings

app = typer.Typer(help="API keys: who may use a server.", no_args_is_help=True)

Name = Annotated[str, typer.Argument(help="Who or what the key is for.")]


@app.command()
def add(
    name: Name,
    role: Annotated[
        keys.Role, typer.Option(help="read: ask and read; write: articles too; admin: all.")
    ] = "read",
) -> None:
    """Make a key and print it; it is shown this once."""
    key = keys.add_key(read_settings().keys_file, name, role)
    out.print(key)
    err.print("Keep it now: only its digest is stored. Running servers take it at once.")


@app.command("list")
def list_keys(as_json: AsJson = False) -> None:
    """List the keys by name; the keys themselves are not stored."""
    found = keys.read_keys(read_settings().keys_file)
    if as_json:
        print_json([{k: v for k, v in asdict(key).items() if k != "sha256"} for key in found])
        return
    table = Table("name", "role", "created", "revoked", box=None, pad_edge=False)
    for key in found:
        table.add_row(escape(key.name), key.role, key.created, key.revoked or "")
    out.print(table)


@app.command()
def revoke(name: Name) -> None:
    """End a key; running servers refuse it at once."""
    keys.revoke_key(read_settings().keys_file, name)
    out.print(f"Revoked {escape(name)}.")
