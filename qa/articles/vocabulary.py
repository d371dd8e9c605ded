"""Known phrases, laid over the words of a line."""

from __future__ import annotations

from collections.abc import Mapping

from qa.vietnamese import syllables


def listed(phrases: str) -> tuple[str, ...]:
    """The phrases of a list that is written with commas."""
    return tuple(" ".join(phrase.split()) for phrase in phrases.split(","))


class Vocabulary:
    """Phrases of several kinds; of two kinds with the same phrase the first one given counts."""

    def __init__(self, kinds: Mapping[str, str]) -> None:
        self._kinds: dict[tuple[str, ...], str] = {}
        for kind, phrases in kinds.items():
            for phrase in listed(phrases):
                self._kinds.setdefault(tuple(syllables(phrase)), kind)
        self._lengths: dict[str, list[int]] = {}
        for words in sorted(filter(None, self._kinds), key=len, reverse=True):
            lengths = self._lengths.setdefault(words[0], [])
            if len(words) not in lengths:
                lengths.append(len(words))

    def tiles(self, words: list[str]) -> list[tuple[str | None, int, int]]:
        """(kind, start, end) of the longest phrase at each place; unknown words have no kind."""
        found: list[tuple[str | None, int, int]] = []
        start = 0
        while start < len(words):
            kind, length = self._longest(words, start)
            found.append((kind, start, start + length))
            start += length
        return found

    def holds(self, words: list[str]) -> bool:
        """Whether the words are one of the phrases."""
        return tuple(words) in self._kinds

    def opens(self, words: list[str]) -> bool:
        """Whether the words begin with one of the phrases."""
        return bool(words) and self._longest(words, 0)[0] is not None

    def _longest(self, words: list[str], start: int) -> tuple[str | None, int]:
        for length in self._lengths.get(words[start], ()):
            phrase = tuple(words[start : start + length])
            if phrase in self._kinds and len(phrase) == length:
                return self._kinds[phrase], length
        return None, 1
