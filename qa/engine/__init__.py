"""The only place where the parts meet: articles in, replies out.

The rooms, each knowing only those above it:

pieces     what the store takes of an article
engine     ask, search, ingest, articles, over given parts
opening    settings become an engine
"""

from qa.engine.engine import Engine, Ingested, Searched
from qa.engine.opening import open_engine, rebuild_index, temporary_engine

__all__ = [
    "Engine",
    "Ingested",
    "Searched",
    "open_engine",
    "rebuild_index",
    "temporary_engine",
]
