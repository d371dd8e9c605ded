"""The values that flow from one stage to the next; all frozen, none of them does any work.

The rooms, each knowing only those above it:

articles     articles, what they are cut into, which of them may be found
questions    as they were typed, and as they are searched
hits         what a search finds, and why
replies      answers with their citations, refusals with their reasons
protocols    the parts that have several implementations: embedder, store, reader
"""

from qa.types.articles import (
    Article,
    Chunk,
    Coverage,
    Facets,
    Filter,
    Header,
    Order,
    Outcome,
    Vectors,
    Window,
)
from qa.types.hits import (
    Explanation,
    FeatureShare,
    Found,
    Hit,
    Leg,
    LegScore,
    MatchedDocument,
    MatchedTerm,
    MatchedTranslation,
    NearWindow,
    Passage,
)
from qa.types.protocols import Embedder, Manifest, Reader, Store, Table
from qa.types.questions import AskMode, Change, ChangeKind, Cues, Question, Turn
from qa.types.replies import (
    REASONS,
    Answer,
    Citation,
    Fallback,
    Mode,
    NoAnswer,
    Reason,
    Reply,
    Sentence,
    Speaker,
    Support,
    Told,
)

__all__ = [
    "REASONS",
    "Answer",
    "Article",
    "AskMode",
    "Change",
    "ChangeKind",
    "Chunk",
    "Citation",
    "Coverage",
    "Cues",
    "Embedder",
    "Explanation",
    "Facets",
    "Fallback",
    "FeatureShare",
    "Filter",
    "Found",
    "Header",
    "Hit",
    "Leg",
    "LegScore",
    "Manifest",
    "MatchedDocument",
    "MatchedTerm",
    "MatchedTranslation",
    "Mode",
    "NearWindow",
    "NoAnswer",
    "Order",
    "Outcome",
    "Passage",
    "Question",
    "Reader",
    "Reason",
    "Reply",
    "Sentence",
    "Speaker",
    "Store",
    "Support",
    "Table",
    "Told",
    "Turn",
    "Vectors",
    "Window",
]
