"""Question to hits.

Rooms: ``understanding`` (what is really being asked) with ``mending`` (accents and slips; by
``spelling`` and ``telex``), ``edits`` (what was changed),
``explanations`` (abbreviations that the collection explains) and ``cues`` (places, outlets,
period); ``searching`` (legs, candidates, hits), ``translating``
(English words as Vietnamese terms), ``fusion``, ``features``, ``likeness`` and ``reranking`` (what
speaks for a chunk, and how much), ``grouping`` (reprints), ``explaining``.
"""

from qa.retrieval.searching import FIRST, JUDGED, rankings, search
from qa.retrieval.understanding import understand

__all__ = ["FIRST", "JUDGED", "rankings", "search", "understand"]
