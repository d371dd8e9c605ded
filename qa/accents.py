"""Which Vietnamese syllable was meant, by its neighbours: restores accents that were left out.

A model of syllables, pairs and triples with stupid backoff (Brants et al. 2007), made by
``training/accents.py``, beside which the pairs of the collection at hand may have their say. Each
place of a sentence has candidates; chosen is the most probable one of each place over all sentences
that they form (forward–backward), first over pairs, then over triples of what is left.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file

from qa.vietnamese import fold

SHIPPED = Path(__file__).parent / "accents.safetensors"

UNKNOWN, NUMBER, START, FIRST_WORD = 0, 1, 2, 3
"""Numbers of what is no word of the model; its words follow."""
BACKOFF = math.log(0.4)
"""What it costs to know a word by fewer neighbours."""
STEP = 1 / 16
"""Logarithms are kept in steps of this, in one byte each."""

_AT_HAND = 0.5
"""Share of the say that the collection's own pairs have (Jelinek and Mercer 1980)."""

_MOST, _LEFT = 12, 4
"""Candidates of one place, over pairs and over triples."""
_WIDTH = 16_000

Pairs = Mapping[tuple[str, str], float]
"""How probable a word is behind another; what is left out never stands there."""
Numbers = NDArray[np.int64]
Logs = NDArray[np.float64]


class Choice(NamedTuple):
    """The candidate that was chosen, and how probable it is among its rivals."""

    word: str
    probability: float


def pair_keys(first: Numbers, second: Numbers) -> NDArray[np.uint32]:
    """One number for each pair of word numbers."""
    return (first * _WIDTH + second).astype(np.uint32)


def triple_keys(first: Numbers, second: Numbers, third: Numbers) -> NDArray[np.uint32]:
    """One number for each triple; one in four thousand unseen triples is taken for a seen one."""
    mixed = (first * _WIDTH + second).astype(np.uint64) * np.uint64(0x9E3779B1)
    return (mixed + third.astype(np.uint64) * np.uint64(0x85EBCA6B)).astype(np.uint32)


class Syllables:
    """The model in a file; all words are in the search form."""

    def __init__(self, path: Path = SHIPPED) -> None:
        tables = load_file(path)
        words = bytes(tables["words"]).decode().split("\n")
        self._number = {word: at for at, word in enumerate(words, FIRST_WORD)}
        self._readings: dict[str, list[str]] = {}
        for word, bare in zip(words, fold("\n".join(words)).split("\n"), strict=True):
            self._readings.setdefault(bare, []).append(word)
        self._alone = -STEP * tables["alone"]
        self._pairs = tables["pairs"], -STEP * tables["pair_steps"]
        self._triples = tables["triples"], -STEP * tables["triple_steps"]

    def knows(self, word: str) -> bool:
        """Whether the word is one of the model."""
        return word in self._number

    def readings(self, bare: str) -> Sequence[str]:
        """The words that are this one without accents, most frequent first."""
        return self._readings.get(bare, ())

    def restore(self, bare: Sequence[str]) -> list[Choice]:
        """The words with their accents, where none bore any."""
        return self.choose([dict.fromkeys(self.readings(word) or (word,), 0.0) for word in bare])

    def choose(
        self, lattice: Sequence[Mapping[str, float]], at_hand: Sequence[Pairs] = ()
    ) -> list[Choice]:
        """The most probable candidate of each place.

        A place maps its candidates to the logarithm of how probable it is that they are typed the
        way it was typed; ``at_hand`` are, for each place and the next, the pairs of the collection.
        """
        if not lattice:
            return []
        names = [self._likeliest(place) for place in lattice]
        numbers, typed = self._packed(names, lattice)
        beside = _beside(names, at_hand)
        found = self._over_pairs(numbers, typed, beside)
        best = np.argsort(-found, axis=1, kind="stable")[:, :_LEFT]
        left = np.take_along_axis(numbers, best, axis=1), np.take_along_axis(typed, best, axis=1)
        rows = np.arange(len(beside))[:, None, None]
        found = self._over_triples(*left, beside[rows, best[:-1, :, None], best[1:, None, :]])
        chosen = found.argmax(axis=1)
        return [
            Choice(names[place][best[place + 1, at]], float(found[place + 1, at]))
            for place, at in enumerate(chosen[1:])
        ]

    def _likeliest(self, place: Mapping[str, float]) -> list[str]:
        """The candidates that are worth comparing, by how probable they are alone."""
        alone = {word: logs + self._alone[self._number_of(word)] for word, logs in place.items()}
        return sorted(place, key=lambda word: (-alone[word], word))[:_MOST]

    def _packed(
        self, names: Sequence[Sequence[str]], lattice: Sequence[Mapping[str, float]]
    ) -> tuple[Numbers, Logs]:
        """Numbers and logarithms of the candidates, a row each; START stands in the first row."""
        numbers = np.full((len(names) + 1, _MOST), UNKNOWN)
        typed = np.full(numbers.shape, -np.inf)
        numbers[0, 0], typed[0, 0] = START, 0.0
        for place, words in enumerate(names):
            numbers[place + 1, : len(words)] = [self._number_of(word) for word in words]
            typed[place + 1, : len(words)] = [lattice[place][word] for word in words]
        return numbers, typed

    def _number_of(self, word: str) -> int:
        return self._number.get(word, NUMBER if word.isdigit() else UNKNOWN)

    def _over_pairs(self, numbers: Numbers, typed: Logs, beside: Logs) -> Logs:
        """Probability of each candidate by its neighbours on both sides."""
        logs = self._pair_logs(numbers[:-1, :, None], numbers[1:, None, :])
        odds = _mixed(logs, beside) * np.exp(typed[1:, None, :])
        ahead = [np.exp(typed[0])]
        for step in odds:
            ahead.append(_shares(ahead[-1] @ step))
        behind = [np.ones(numbers.shape[1])]
        for step in odds[::-1]:
            behind.append(_shares(step @ behind[-1]))
        return np.array([_shares(a * b) for a, b in zip(ahead, behind[::-1], strict=True)])

    def _over_triples(self, numbers: Numbers, typed: Logs, beside: Logs) -> Logs:
        """The same by two neighbours on each side; a state is a candidate and the one before it."""
        first = self._pair_logs(numbers[0, :, None], numbers[1, None, :])
        start = _shares(np.exp(first + typed[0, :, None] + typed[1, None, :]))
        a, b, c = numbers[:-2, :, None, None], numbers[1:-1, None, :, None], numbers[2:, None, None]
        mixed = _mixed(self._triple_logs(a, b, c), beside[1:, None])
        odds = mixed * np.exp(typed[2:, None, None, :])
        ahead = [start]
        for step in odds:
            ahead.append(_shares(np.einsum("ab,abc->bc", ahead[-1], step)))
        behind = [np.ones_like(start)]
        for step in odds[::-1]:
            behind.append(_shares(np.einsum("abc,bc->ab", step, behind[-1])))
        states = [_shares(f * g) for f, g in zip(ahead, behind[::-1], strict=True)]
        return np.array([states[0].sum(axis=1), *(state.sum(axis=0) for state in states)])

    def _pair_logs(self, first: Numbers, second: Numbers) -> Logs:
        known = _looked_up(self._pairs, pair_keys(first, second))
        return np.where(np.isnan(known), self._alone[second] + BACKOFF, known)

    def _triple_logs(self, first: Numbers, second: Numbers, third: Numbers) -> Logs:
        known = _looked_up(self._triples, triple_keys(first, second, third))
        return np.where(np.isnan(known), self._pair_logs(second, third) + BACKOFF, known)


def _beside(names: Sequence[Sequence[str]], at_hand: Sequence[Pairs]) -> Logs:
    """Probability of each candidate behind each one of the place before it; 0 behind START."""
    found = np.zeros((len(names), _MOST, _MOST))
    for place, pairs in enumerate(at_hand, 1):
        before, behind = names[place - 1 : place + 1]
        for (first, second), share in pairs.items():
            if first in before and second in behind:
                found[place, before.index(first), behind.index(second)] = share
    return found


def _mixed(logs: Logs, beside: Logs) -> Logs:
    return (1 - _AT_HAND) * np.exp(logs) + _AT_HAND * beside


def _looked_up(table: tuple[NDArray[Any], Logs], keys: NDArray[np.uint32]) -> Logs:
    """The logarithm beside each key, not a number where it is not in the table."""
    known, logs = table
    at = np.minimum(np.searchsorted(known, keys), len(known) - 1)
    return np.where(known[at] == keys, logs[at], np.nan)


def _shares(odds: Logs) -> Logs:
    total = odds.sum()
    return odds / total if total > 0 else np.full_like(odds, 1 / odds.size)


@cache
def shipped() -> Syllables:
    """The model of the package, read once."""
    return Syllables()
