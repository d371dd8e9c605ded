"""What can be said of each found chunk in the light of a question, as numbers.

All is counted from the words and window vectors of the found chunks themselves, so that a chunk
which one leg missed is judged as fairly as one that all of them brought.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from qa.identifiers import FAMILIES, PROVINCES, localities
from qa.retrieval.likeness import Vocabulary
from qa.types import Leg, LegScore, Passage, Question, Vectors
from qa.vietnamese import (
    bare_words,
    document_names,
    fold,
    is_accented,
    question_terms,
    search_form,
    spellings,
    stored_words,
)

Floats = NDArray[np.float32]
Numbers = NDArray[np.int64]

K1, B = 1.2, 0.75  # BM25 as in the lexical leg
USUAL_LENGTH = 170
"""Words of a chunk with its heading, about; the mean of all is not known here."""
EMPHASIS = 3
"""Power of the rarity by which terms count where the rare ones shall decide."""
LONGEST_NAME = 4
"""Syllables of a full name at most."""
_FAMILY = {name.lower() for name in FAMILIES} - {"đào", "dương", "lương", "vũ", "đỗ"}
"""Syllables that hardly ever begin anything but a name, however it is typed."""
_BARE_FAMILY = {"nguyen", "pham", "huynh"}
_TITLED = {"ông": {"bà", "cha"}, "bà": {"con", "mẹ", "nội", "ngoại", "chủ"}}
"""Titles, behind which a name begins, but for these words."""
_UNFINISHED = {"văn", "thị", "van", "thi"}
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
    fused: float
    """What the fusion of the legs gave it, as a share of the most that they can give."""


class Asked:
    """The terms of a question as they are looked for in the words of a text, with their rarity."""

    def __init__(self, question: Question) -> None:
        plain = {*question.terms} - {*document_names(question.searched)}
        rarest = sorted(plain, key=lambda term: (-question.terms[term], term))[:MOST_TERMS]
        self.rarity = {term: question.terms[term] for term in rarest}
        parts = {term: _parts(term, self.rarity) for term in self.rarity}
        self.singles = [term for term, pair in parts.items() if pair is None]
        self.singles += question.abbreviated
        self.pairs = [(term, pair) for term, pair in parts.items() if pair is not None]
        self.is_bare = not is_accented(question.searched)
        self.abbreviated = question.abbreviated
        self.people = _people(self.words(question.searched), self.is_bare)

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

    @cached_property
    def weights(self) -> tuple[Floats, Floats]:
        """The rarity of each single term and of each pair; none of one that stands for others."""
        pairs = [term for term, _ in self.pairs]
        return self._weights(self.singles), self._weights(pairs)

    def _weights(self, terms: Sequence[str]) -> Floats:
        return np.array([self.rarity.get(term, 0.0) for term in terms], dtype=np.float32)

    @cached_property
    def stand_ins(self) -> list[tuple[int, list[int], list[int]]]:
        """Each single term that stands for others: its place, those of the singles and pairs."""
        pairs = [term for term, _ in self.pairs]
        return [
            (self.singles.index(short), _places(self.singles, meant), _places(pairs, meant))
            for short, words in self.abbreviated.items()
            for meant in [question_terms(" ".join(words))]
        ]


def _places(terms: Sequence[str], wanted: Collection[str]) -> list[int]:
    return [at for at, term in enumerate(terms) if term in wanted]


def _people(words: Sequence[str], bare: bool) -> list[Sequence[str]]:
    """Where names of people begin in a question, told without capitals, and what follows."""
    families = _BARE_FAMILY if bare else _FAMILY
    starts = [at for at, word in enumerate(words) if word in families]
    if not bare:
        starts += [
            at
            for at, (title, word) in enumerate(itertools.pairwise(words), 1)
            if title in _TITLED and word not in _TITLED[title] and word not in families
        ]
    return [words[at : at + LONGEST_NAME] for at in starts if at + 1 < len(words)]


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
        self.owner = np.repeat(np.arange(len(self.starts)), self.ends - self.starts)
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

    def term_frequencies(self, of_headings: bool = False) -> tuple[Floats, Floats]:
        """How often each single term and each pair stands in each candidate, or in its heading.

        What stands for others counts as each of them.
        """
        singles = self.counts(self.singles, len(self.asked.singles), of_headings)
        pairs = self.counts(self.pairs, len(self.asked.pairs), of_headings)
        for short, long, long_pairs in self.asked.stand_ins:
            singles[:, long] += singles[:, [short]]
            pairs[:, long_pairs] += singles[:, [short]]
        return singles, pairs

    def counts(self, found: Numbers, terms: int, of_headings: bool = False) -> Floats:
        """How often each term stands in each candidate, or in its heading alone."""
        kept = found > 0
        if of_headings:
            kept &= np.arange(len(found)) < self.bodies[self.owner]
        cells = self.owner[kept] * terms + found[kept] - 1
        counted = np.bincount(cells, minlength=len(self.starts) * terms)
        return counted.reshape(len(self.starts), terms).astype(np.float32)

    def named(self) -> Floats:
        """How many of the people of the question each candidate names as the question does."""
        count = np.zeros(len(self.starts), np.float32)
        for name in self.asked.people:
            numbers = [self.asked.numbered.get(word, 0) for word in name]
            lengths = range(len(name), 1, -1)
            holders = (
                self._holders(numbers[:length])
                for length in lengths
                if length > 2 or name[1] not in _UNFINISHED
            )
            count[next(filter(len, holders), [])] += 1
        return count

    def _holders(self, run: Sequence[int]) -> Numbers:
        """The candidates in which these words stand in a row; none looks for the word 0."""
        begins = max(0, len(self.singles) - len(run) + 1)
        is_there = np.logical_and.reduce(
            [self.singles[at : at + begins] == number for at, number in enumerate(run)]
        )
        return np.unique(self.owner[:begins][is_there & (min(run) > 0)])


class Nearness:
    """How near the windows of candidates lie to a question."""

    def __init__(self, vector: Vectors, candidates: Sequence[Candidate]) -> None:
        rows = np.vstack([each.vectors for each in candidates])
        sizes = [len(each.vectors) for each in candidates]
        starts = np.cumsum([0, *sizes[:-1]])
        cosines = rows @ vector
        self.nearest: Floats = np.maximum.reduceat(cosines, starts)
        means = np.add.reduceat(rows, starts)
        self.whole: Floats = (means @ vector) / np.maximum(np.linalg.norm(means, axis=1), 1e-9)


COLUMNS = (
    "fused", "alike", "article", "title", "rare", "rare in article", "person", "nearest window",
    "whole", "named", "place", "opening", "length",
)  # fmt: skip
"""What each column of ``features`` says."""


def features(
    question: Question, vector: Vectors, candidates: Sequence[Candidate], known: Vocabulary
) -> Floats:
    """One row for each candidate, a column for each of ``COLUMNS``."""
    columns = (
        _matching(Matches(Asked(question), candidates), candidates)
        | _meaning(question, vector, candidates, known)
        | _standing(question, candidates)
    )
    return np.stack([columns[name] for name in COLUMNS], axis=1).astype(np.float32)


def _matching(matches: Matches, candidates: Sequence[Candidate]) -> dict[str, Floats]:
    """What the words say, of the found chunks of an article also taken together."""
    weights = np.concatenate(matches.asked.weights)
    counts, titled = (
        np.hstack(matches.term_frequencies(of_headings=each)) for each in (False, True)
    )
    names = [each.passage.article.article_id for each in candidates]
    owner = np.unique(names, return_inverse=True)[1]
    together = np.zeros((owner.max() + 1, len(weights)), np.float32)
    np.add.at(together, owner, counts)
    named = np.zeros(owner.max() + 1, np.float32)
    np.maximum.at(named, owner, matches.named() / max(1, len(matches.asked.people)))
    lengths = np.bincount(owner, matches.lengths).astype(np.float32)
    # A name is told by its rarest parts; what no candidate has tells nothing.
    telling = (weights * counts.any(axis=0)) ** EMPHASIS
    return {
        "article": _bm25(together, weights, lengths)[owner],
        "title": _share(titled, telling),
        "rare": _share(counts, telling),
        "rare in article": _share(together, telling)[owner],
        "person": named[owner],
        "length": np.log(matches.lengths / USUAL_LENGTH),
    }


def _bm25(counts: Floats, weights: Floats, lengths: Floats) -> Floats:
    """BM25 of articles by their found chunks, as a share of the most that it can be."""
    room = K1 * (1 - B + B * lengths / (2 * USUAL_LENGTH))
    return _weighed(np.asarray(counts / (counts + room[:, None]), np.float32), weights)


def _meaning(
    question: Question, vector: Vectors, candidates: Sequence[Candidate], known: Vocabulary
) -> dict[str, Floats]:
    """What the vectors say."""
    near = Nearness(vector, candidates)
    # An English word lies near the Vietnamese one as it is written, with its accents.
    bare = question.language == "vi" and not is_accented(question.searched)
    texts = [_expanded(each.passage, question.abbreviated, bare) for each in candidates]
    return {
        "alike": known.likeness(search_form(question.searched), texts, bare),
        "nearest window": near.nearest,
        "whole": near.whole,
    }


def _expanded(
    passage: Passage, abbreviated: Mapping[str, Sequence[str]], bare: bool
) -> tuple[str, ...]:
    """The heading and the text, with what its abbreviations stand for."""
    text = passage.chunk.text
    there = (bare_words if bare else stored_words)(text) if abbreviated else ()
    meant = (" ".join(words) for short, words in abbreviated.items() if short in there)
    return passage.article.heading, text, *meant


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
    return _weighed((counts > 0).astype(np.float32), weights)


def _weighed(parts: Floats, weights: Floats) -> Floats:
    # Not by BLAS, which now and then warns of invalid values in small arrays that have none.
    return np.asarray(np.einsum("ij,j->i", parts, weights) / (weights.sum() or 1), np.float32)


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
