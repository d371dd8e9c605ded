"""Why a hit was found: the words, documents, windows and features that speak for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import numpy as np

from qa.retrieval.features import COLUMNS, Asked, Candidate, Floats, Matches
from qa.retrieval.translating import matched
from qa.types import (
    Explanation,
    FeatureShare,
    MatchedDocument,
    MatchedTerm,
    MatchedTranslation,
    NearWindow,
    Question,
    Vectors,
)
from qa.vietnamese import documents

MOST_WINDOWS = 3
LEAST_SHARE = 0.005
"""Log odds below which a feature is left out: nobody could see its effect."""


def explanation(
    question: Question,
    candidate: Candidate,
    vector: Vectors,
    row: Floats,
    contributions: Mapping[str, float],
) -> Explanation:
    """What of the question stands in the chunk or its heading, and what each feature adds."""
    asked = Asked(question)
    matches = Matches(asked, [candidate])
    singles, pairs = (counts[0] for counts in matches.term_frequencies())
    values = dict(zip(COLUMNS, row.tolist(), strict=True))
    text = f"{candidate.passage.article.heading}\n{candidate.passage.chunk.text}"
    return Explanation(
        terms=_matched(asked.singles, singles, asked.rarity),
        pairs=_matched([term for term, _ in asked.pairs], pairs, asked.rarity, dict(asked.pairs)),
        missing=tuple(
            term
            for term, count in zip(asked.singles, singles, strict=True)
            if not count and term in asked.rarity
        ),
        windows=_nearest(candidate, vector),
        features=tuple(
            FeatureShare(name, values[name], share)
            for name, share in contributions.items()
            if abs(share) >= LEAST_SHARE
        ),
        documents=_documents(question.searched, text),
        translations=_translations(question, text),
    )


def _documents(asked: str, text: str) -> tuple[MatchedDocument, ...]:
    """The documents that both name, the most frequent first."""
    named = documents(asked)
    found = Counter(
        text[each.start : each.end]
        for each in documents(text)
        if any(one.fits(each) for one in named)
    )
    return tuple(MatchedDocument(*each) for each in found.most_common())


def _translations(question: Question, text: str) -> tuple[MatchedTranslation, ...]:
    """Which words of a question in English stand there in translation, the likeliest first."""
    found = matched(question.searched, text) if question.language == "en" else []
    return tuple(sorted(found, key=lambda each: -each.share))


def _matched(
    terms: list[str],
    counts: Floats,
    rarity: Mapping[str, float],
    written: Mapping[str, tuple[str, str]] | None = None,
) -> tuple[MatchedTerm, ...]:
    found = [
        MatchedTerm(" ".join(written[term]) if written else term, rarity.get(term, 0.0), int(count))
        for term, count in zip(terms, counts.tolist(), strict=True)
        if count
    ]
    return tuple(sorted(found, key=lambda each: -each.weight))


def _nearest(candidate: Candidate, vector: Vectors) -> tuple[NearWindow, ...]:
    cosines = candidate.vectors @ vector
    best = np.argsort(-cosines, kind="stable")[:MOST_WINDOWS]
    spans = ((*candidate.windows[at], float(cosines[at])) for at in best)
    return tuple(NearWindow(start, end, cosine) for start, end, cosine in spans)
