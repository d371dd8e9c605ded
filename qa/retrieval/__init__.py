"""Question to hits.

Rooms: ``understanding`` (what is really being asked), ``searching`` (search legs and their fusion).
"""

from qa.retrieval.searching import fuse, search
from qa.retrieval.understanding import understand

__all__ = ["fuse", "search", "understand"]
