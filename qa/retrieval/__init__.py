"""Question to hits.

Rooms: ``understanding`` (what is really being asked), ``searching`` (search legs and their fusion).
"""

from qa.retrieval.searching import fuse, rankings, search
from qa.retrieval.understanding import understand

__all__ = ["fuse", "rankings", "search", "understand"]
