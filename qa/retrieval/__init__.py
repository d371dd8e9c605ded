"""Question to hits.

Rooms: ``understanding`` (what is really being asked) with ``edits`` (what was changed),
``explanations`` (abbreviations that the collection explains) and ``cues`` (places, outlets,
period); ``searching`` (search legs and their fusion).
"""

from qa.retrieval.searching import fuse, rankings, search
from qa.retrieval.understanding import understand

__all__ = ["fuse", "rankings", "search", "understand"]
