"""The command line: ``qa ingest · ask · search · serve · eval · index``; owns typer and rich.

Rooms: ``commands`` (those at the top, and ``main``), ``index``, ``measuring``, ``keys`` and
``feedback`` (``qa index``, ``qa eval`` and so on), ``opening`` (the engine for the length of a
command), ``showing`` (what is printed).
"""

from qa.cli.commands import app, main

__all__ = ["app", "main"]
