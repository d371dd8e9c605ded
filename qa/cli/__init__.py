"""The command line: ``qa ingest · ask · search · serve · eval · index``; owns typer and rich.

Rooms: ``commands`` (those at the top, and ``main``), ``index``, ``measuring``, ``keys`` and
``feedback`` (``qa index``, ``qa eval`` and so on), ``opening`` (the engine for the length of a
command), ``showing`` (what is printed).
"""

import os

# One thread a question: on a busy machine those of linear algebra wait for each other. Numpy reads
# it when it is loaded, so before all else.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from qa.cli.commands import app, main

__all__ = ["app", "main"]
