"""What can be said of each found chunk in the light of a question, as numbers.

All is counted from the words and window vectors of the found chunks themselves, so that a chunk
which one leg missed is judged as fairly as one that all of them brought.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from qa.identifiers import PROVINCES, localities
from qa.retrieval.likeness import Vocabulary
from qa.types import Leg, LegScore, Passage, Question, Vectors
from qa.vietnamese import (
    bare_words,
    document_names,
    fold,
    is_accented,
    search_form,
    spellings,
    stored_words,
)

Floats = NDArray[np.float32]
Numbers = NDArray[np.int64]

USUAL_LENGTH = 170
"""Words of a chunk with its heading, about; the mean of all is not known here."""
SPAN = 30
"""Words in a row, about two sentences, within which an answer and what it is about stand."""
MOST_TERMS = 96
"""Terms of a question that are compared; of a longer question, the rarest."""


@dataclass(frozen=True)
class Candidate:
    """A found chunk with what each leg gave it and how near its windows lie to the question."""

    key: int
    passage: Passage
    legs: Mapping[Leg, LegScore]
    windows: Sequence[tuple[int, int]]
    """In characters of the article."""
    vectors: Vectors
    """A row for each window; there is at least one."""
    fused: float = 0.0
    """What the fusion of the legs gave it."""


class Asked:
    """The terms of a question as they are looked for in the words of a text, with their rarity."""

    def __init__(self, question: Question) -> None:
        plain = {*question.terms} - {*document_names(question.searched)}
        weights = {term: question.terms[term] * question.boosts.get(term, 1.0) for term in plain}
        rarest = sorted(plain, key=lambda term: (-weights[term], term))[:MOST_TERMS]
        self.rarity = {term: weights[term] for term in rarest}
        parts = {term: _parts(term, self.rarity) for term in self.rarity}
        self.singles = [term for term, pair in parts.items() if pair is None]
        self.pairs = [(term, pair) for term, pair in parts.items() if pair is not None]
        self.is_bare = not is_accented(question.searched)
        self.numbers = [n for n, term in enumerate(self.singles) if term.isdigit()]

    @cached_property
    def numbered(self) -> dict[str, int]:
        """Each spelling of each single term with the number of the term, from 1."""
        return {
            spelling: number
            for number, term in enumerate(self.singles, 1)
            for spelling in spellings(term)
        }

    def found(self, text: str) -> list[int]:
        """The number of the single term at each word of a text, 0 where there is none."""
        known = self.numbered
        return [known.get(word, 0) for word in _words(text, self.is_bare)]

    def weights(self, terms: Sequence[str]) -> Floats:
        """The rarity of these terms."""
        return np.array([self.rarity[term] for term in terms], dtype=np.float32)


@lru_cache(maxsize=4096)
def _words(text: str, is_bare: bool) -> tuple[str, ...]:
    """The words of a text; kept, because the same chunks are weighed for many questions."""
    return tuple((bare_words if is_bare else stored_words)(text))


def _parts(term: str, known: Mapping[str, float]) -> tuple[str, str] | None:
    """The two syllables of a pair."""
    cuts = ((term[:at], term[at:]) for at in range(1, len(term)))
    return next(
        ((first, second) for first, second in cuts if {first, second} <= known.keys()), None
    )


class Matches:
    """Where the terms of a question stand in the headings and texts of candidates."""

    def __init__(self, asked: Asked, candidates: Sequence[Candidate]) -> None:
        headings: dict[str, list[int]] = {}
        flat: list[int] = []
        starts, bodies = [], []
        for each in candidates:
            article = each.passage.article
            if article.article_id not in headings:
                headings[article.article_id] = asked.found(article.heading)
            starts.append(len(flat))
            flat += headings[article.article_id]
            flat.append(0)  # so that no pair reaches from a heading into the text
            bodies.append(len(flat))
            flat += asked.found(each.passage.chunk.text)
            flat.append(0)
        self.asked = asked
        self.starts, self.bodies = np.array(starts), np.array(bodies)
        self.ends = np.append(self.starts[1:], len(flat))
        self.lengths = (self.ends - self.starts).astype(np.float32)
        self.singles = np.array(flat, dtype=np.int64)
        self.pairs = self._paired()

    def _paired(self) -> Numbers:
        """The number of the pair that begins at each word, from 1; 0 where there is none."""
        number = {term: at for at, term in enumerate(self.asked.singles, 1)}
        table = np.zeros((len(number) + 1, len(number) + 1), dtype=np.int64)
        for at, (_, (first, second)) in enumerate(self.asked.pairs, 1):
            table[number.get(first, 0), number.get(second, 0)] = at
        table[0] = table[:, 0] = 0
        pairs = np.zeros_like(self.singles)
        pairs[:-1] = table[self.singles[:-1], self.singles[1:]]
        return pairs

    def counts(self, found: Numbers, terms: int, of_headings: bool = False) -> Floats:
        """How often each term stands in each candidate, or in its heading alone."""
        owner = np.repeat(np.arange(len(self.starts)), self.ends - self.starts)
        kept = found > 0
        if of_headings:
            kept &= np.arange(len(found)) < self.bodies[owner]
        cells = owner[kept] * terms + found[kept] - 1
        counted = np.bincount(cells, minlength=len(self.starts) * terms)
        return counted.reshape(len(self.starts), terms).astype(np.float32)

    def nearby(self, found: Numbers, weights: Floats) -> Floats:
        """The most weight of different terms that stand within one span of each candidate."""
        best = np.zeros(len(self.starts), dtype=np.float32)
        at = np.flatnonzero(found)
        owner = np.searchsorted(self.starts, at, side="right") - 1
        inside = at >= self.bodies[owner]
        at, owner = at[inside], owner[inside]
        if not len(at):
            return best
        there = np.zeros((len(found) + 1, len(weights) + 1), dtype=np.int32)
        there[np.arange(len(found)) + 1, found] = 1
        counted = there.cumsum(axis=0)
        stop = np.minimum(at + SPAN, self.ends[owner])
        held = (counted[stop] > counted[at])[:, 1:] @ weights
        np.maximum.at(best, owner, held)
        return best


class Nearness:
    """How near the windows of candidates lie to a question."""

    def __init__(self, vector: Vectors, candidates: Sequence[Candidate]) -> None:
        rows = np.vstack([each.vectors for each in candidates])
        sizes = [len(each.vectors) for each in candidates]
        starts = np.cumsum([0, *sizes[:-1]])
        cosines = rows @ vector
        self.nearest: Floats = np.maximum.reduceat(cosines, starts)
        self.second = _second(cosines, starts, sizes)
        means = np.add.reduceat(rows, starts)
        self.whole: Floats = (means @ vector) / np.maximum(np.linalg.norm(means, axis=1), 1e-9)


def _second(cosines: Floats, starts: Numbers, sizes: Sequence[int]) -> Floats:
    """The cosine of the second nearest window, or of the only one."""
    runs = (cosines[start : start + size] for start, size in zip(starts, sizes, strict=True))
    return np.array([np.sort(run)[-2 if len(run) > 1 else -1] for run in runs], np.float32)


COLUMNS = (
    "fused", "alike", "span", "pairs in span", "numbers", "title", "pairs in title",
    "nearest window", "second window", "whole", "named", "place", "opening", "length",
)  # fmt: skip
"""What each column of ``features`` says."""


def features(
    question: Question, vector: Vectors, candidates: Sequence[Candidate], known: Vocabulary
) -> Floats:
    """One row for each candidate, a column for each of ``COLUMNS``."""
    asked = Asked(question)
    columns = (
        _matching(asked, Matches(asked, candidates))
        | _meaning(question, asked, vector, candidates, known)
        | _standing(question, candidates)
    )
    return np.stack([columns[name] for name in COLUMNS], axis=1).astype(np.float32)


def _matching(asked: Asked, matches: Matches) -> dict[str, Floats]:
    """What the words say."""
    single = asked.weights(asked.singles)
    paired = asked.weights([term for term, _ in asked.pairs])
    titled = matches.counts(matches.singles, len(single), of_headings=True)
    pairs_titled = matches.counts(matches.pairs, len(paired), of_headings=True)
    return {
        "span": matches.nearby(matches.singles, single) / (single.sum() or 1),
        "pairs in span": matches.nearby(matches.pairs, paired) / (paired.sum() or 1),
        "numbers": _missing(matches.counts(matches.singles, len(single)), asked.numbers),
        "title": _share(titled, single),
        "pairs in title": _share(pairs_titled, paired),
        "length": np.log(matches.lengths / USUAL_LENGTH),
    }


def _meaning(
    question: Question,
    asked: Asked,
    vector: Vectors,
    candidates: Sequence[Candidate],
    known: Vocabulary,
) -> dict[str, Floats]:
    """What the vectors say."""
    near = Nearness(vector, candidates)
    passages = [each.passage for each in candidates]
    # An English word lies near the Vietnamese one as it is written, with its accents.
    bare = asked.is_bare and question.language == "vi"
    texts = [
        _words(each.article.heading, bare) + _words(each.chunk.text, bare) for each in passages
    ]
    return {
        "alike": known.likeness(search_form(question.searched), texts),
        "nearest window": near.nearest,
        "second window": near.second,
        "whole": near.whole,
    }


def _standing(question: Question, candidates: Sequence[Candidate]) -> dict[str, Floats]:
    """What else is known of the candidates."""
    return {
        "fused": np.array([each.fused for each in candidates], np.float32),
        "named": _named(candidates),
        "place": _placed(question, candidates),
        "opening": np.array([not each.passage.chunk.start for each in candidates], np.float32),
    }


def _share(counts: Floats, weights: Floats) -> Floats:
    """Share of the terms, by their weight, that stand there."""
    return np.asarray((counts > 0) @ weights / (weights.sum() or 1), np.float32)


def _missing(counts: Floats, chosen: Sequence[int]) -> Floats:
    """Minus the share of these terms that do not stand there; 0 where there are none."""
    return -(counts[:, chosen] == 0).sum(axis=1) / max(1, len(chosen))  # type: ignore[no-any-return]


def _named(candidates: Sequence[Candidate]) -> Floats:
    """Near 1 for what names the document that the question names, the more so the better."""
    ranks = [each.legs["number"].rank if "number" in each.legs else 0 for each in candidates]
    return np.array([0.7 + 0.3 / rank if rank else 0 for rank in ranks], np.float32)


def _placed(question: Question, candidates: Sequence[Candidate]) -> Floats:
    """Whether an article is about a place of the question, or the chunk names such a locality."""
    asked = set(question.cues.places)
    local = {fold(search_form(place)) for place in asked.difference(PROVINCES)}
    return np.array(
        [
            not asked.isdisjoint(each.passage.article.places)
            or (bool(local) and not local.isdisjoint(_local(each.passage)))
            for each in candidates
        ],
        np.float32,
    )


def _local(passage: Passage) -> set[str]:
    named = localities(f"{passage.article.heading}\n{passage.chunk.text}")
    return {fold(search_form(each)) for each in named}
