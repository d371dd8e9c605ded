"""What can be said of each found chunk in the light of a question, as numbers.

All is counted from the words and window vectors of the found chunks themselves, so that a chunk
which one leg missed is judged as fairly as one that all of them brought.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from qa.identifiers import PROVINCES, localities
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

K1, B = 1.2, 0.75  # BM25 as in the lexical leg
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


class Asked:
    """The terms of a question as they are looked for in the words of a text, with their rarity."""

    def __init__(self, question: Question) -> None:
        plain = {*question.terms} - {*document_names(question.searched)}
        rarest = sorted(plain, key=lambda term: (-question.terms[term], term))[:MOST_TERMS]
        self.rarity = {term: question.terms[term] for term in rarest}
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

    def words(self, text: str) -> tuple[str, ...]:
        """The words of a text as they are compared with ``numbered``."""
        return (bare_words if self.is_bare else stored_words)(text)

    def weights(self, terms: Sequence[str]) -> Floats:
        """The rarity of these terms."""
        return np.array([self.rarity[term] for term in terms], dtype=np.float32)


def _parts(term: str, known: Mapping[str, float]) -> tuple[str, str] | None:
    """The two syllables of a pair."""
    cuts = ((term[:at], term[at:]) for at in range(1, len(term)))
    return next(
        ((first, second) for first, second in cuts if {first, second} <= known.keys()), None
    )


class Matches:
    """Where the terms of a question stand in the headings and texts of candidates."""

    def __init__(self, asked: Asked, candidates: Sequence[Candidate]) -> None:
        words: list[str] = []
        starts, bodies = [], []
        for each in candidates:
            starts.append(len(words))
            words += asked.words(each.passage.article.heading)
            words.append("")  # so that no pair reaches from a heading into the text
            bodies.append(len(words))
            words += asked.words(each.passage.chunk.text)
            words.append("")
        self.asked = asked
        self.starts, self.bodies = np.array(starts), np.array(bodies)
        self.ends = np.append(self.starts[1:], len(words))
        self.lengths = (self.ends - self.starts).astype(np.float32)
        numbers = map(asked.numbered.get, words, itertools.repeat(0))
        self.singles = np.fromiter(numbers, np.int64, len(words))
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
        there = np.zeros((len(at) + 1, len(weights)), dtype=np.int32)
        there[np.arange(1, len(at) + 1), found[at] - 1] = 1
        counted = there.cumsum(axis=0)
        stop = np.searchsorted(at, np.minimum(at + SPAN, self.ends[owner]))
        held = (counted[stop] > counted[:-1]) @ weights
        np.maximum.at(best, owner, held)
        return best

    def longest_run(self) -> Floats:
        """Most words in a row that stand so in the question, for each candidate."""
        best = np.zeros(len(self.starts), dtype=np.float32)
        paired = np.concatenate([[0], (self.pairs > 0).astype(np.int8), [0]])
        edges = np.flatnonzero(np.diff(paired))
        first, last = edges[::2], edges[1::2]
        owner = np.searchsorted(self.starts, first, side="right") - 1
        np.maximum.at(best, owner, (last - first + 1).astype(np.float32))
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


NAMES = (
    "syllables", "pairs", "covered", "pairs covered", "span", "pairs in span", "run", "rarest",
    "rare terms", "numbers", "title", "pairs in title", "title asked", "nearest window",
    "second window", "whole", "by words", "by meaning", "translated", "named", "place",
    "article words", "article meaning", "opening", "length",
)  # fmt: skip
"""What each column of ``features`` says."""
RELATIVE = ("syllables", "pairs", "covered", "span", "pairs in span", "nearest window", "whole")
"""Columns that are told once more relative to the best of the candidates."""
COLUMNS = (*NAMES, *(f"{name}, beside the best" for name in RELATIVE))


def features(question: Question, vector: Vectors, candidates: Sequence[Candidate]) -> Floats:
    """One row for each candidate, a column for each of ``COLUMNS``."""
    asked = Asked(question)
    near = Nearness(vector, candidates)
    columns = _columns(question, asked, Matches(asked, candidates), near, candidates)
    table = np.stack([columns[name] for name in NAMES], axis=1).astype(np.float32)
    chosen = table[:, [NAMES.index(name) for name in RELATIVE]]
    return np.hstack([table, chosen - chosen.max(axis=0, keepdims=True)])


def _columns(
    question: Question,
    asked: Asked,
    matches: Matches,
    near: Nearness,
    candidates: Sequence[Candidate],
) -> dict[str, Floats]:
    single = asked.weights(asked.singles)
    paired = asked.weights([term for term, _ in asked.pairs])
    counts = matches.counts(matches.singles, len(single))
    pair_counts = matches.counts(matches.pairs, len(paired))
    titled = matches.counts(matches.singles, len(single), of_headings=True)
    pairs_titled = matches.counts(matches.pairs, len(paired), of_headings=True)
    rare = np.argsort(-single)[:3]
    syllables = _bm25(counts, single, matches.lengths)
    return {
        "syllables": syllables,
        "pairs": _bm25(pair_counts, paired, matches.lengths),
        "covered": _share(counts, single),
        "pairs covered": _share(pair_counts, paired),
        "span": matches.nearby(matches.singles, single) / (single.sum() or 1),
        "pairs in span": matches.nearby(matches.pairs, paired) / (paired.sum() or 1),
        "run": matches.longest_run() / max(1, len(single)),
        "rarest": _share(counts[:, rare[:1]], single[rare[:1]]),
        "rare terms": _share(counts[:, rare], single[rare]),
        "numbers": _missing(counts, asked.numbers),
        "title": _share(titled, single),
        "pairs in title": _share(pairs_titled, paired),
        "title asked": titled.sum(axis=1) / np.maximum(1, matches.bodies - matches.starts),
        "nearest window": near.nearest,
        "second window": near.second,
        "whole": near.whole,
        "by words": _reciprocal(candidates, ("lexical", "folded")),
        "by meaning": _reciprocal(candidates, ("dense",)),
        "translated": _translated(candidates),
        "named": _named(candidates),
        "place": _placed(question, candidates),
        "article words": _of_article(syllables, candidates),
        "article meaning": _of_article(near.nearest, candidates),
        "opening": np.array([not each.passage.chunk.start for each in candidates], np.float32),
        "length": np.log(matches.lengths / USUAL_LENGTH),
    }


def _bm25(counts: Floats, weights: Floats, lengths: Floats) -> Floats:
    """BM25, as a share of the most that it can be."""
    room = K1 * (1 - B + B * lengths / USUAL_LENGTH)
    scores = (counts / (counts + room[:, None])) @ weights
    return np.asarray(scores / (weights.sum() or 1), np.float32)


def _share(counts: Floats, weights: Floats) -> Floats:
    """Share of the terms, by their weight, that stand there."""
    return np.asarray((counts > 0) @ weights / (weights.sum() or 1), np.float32)


def _missing(counts: Floats, chosen: Sequence[int]) -> Floats:
    """Minus the share of these terms that do not stand there; 0 where there are none."""
    return -(counts[:, chosen] == 0).sum(axis=1) / max(1, len(chosen))  # type: ignore[no-any-return]


def _reciprocal(candidates: Sequence[Candidate], legs: Sequence[Leg]) -> Floats:
    ranks = (
        next((each.legs[leg].rank for leg in legs if leg in each.legs), 0) for each in candidates
    )
    return np.array([1 / rank if rank else 0 for rank in ranks], dtype=np.float32)


def _translated(candidates: Sequence[Candidate]) -> Floats:
    """The score in the translated leg, as a share of the best one; 0 where the leg lacks it."""
    found = [each.legs.get("translated") for each in candidates]
    scores = np.array([each.score if each else 0.0 for each in found], np.float32)
    return np.asarray(scores / (scores.max() or 1), np.float32)


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


def _of_article(scores: Floats, candidates: Sequence[Candidate]) -> Floats:
    """What the other chunks of the same article have at best; 0 where none was found."""
    best: dict[str, list[float]] = {}
    names = [each.passage.article.article_id for each in candidates]
    for name, score in zip(names, scores.tolist(), strict=True):
        best[name] = sorted([*best.get(name, ()), score], reverse=True)[:2]
    others = [
        (best[name][1] if score == best[name][0] else best[name][0]) if len(best[name]) > 1 else 0.0
        for name, score in zip(names, scores.tolist(), strict=True)
    ]
    return np.array(others, dtype=np.float32)
