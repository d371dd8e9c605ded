"""English words as the Vietnamese terms that they stand for.

A probabilistic structured query (Darwish and Oard 2003): every translation of a word is looked for,
and counts as much as it is likely. ``training/dictionary.py`` writes ``dictionary.json``, which is
read when the first question in English is asked.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path

from qa.identifiers import places
from qa.vietnamese import content, fold, syllables

FILE = Path(__file__).parent / "dictionary.json"
_FIRST = 64
"""Words of a question that are looked up."""


@functools.cache
def dictionary() -> Mapping[str, Mapping[str, float]]:
    """Of each English word, or two of them with a blank between, the translations with shares."""
    held: Mapping[str, Mapping[str, float]] = json.loads(FILE.read_text(encoding="utf-8"))
    return held


def translated(asked: str) -> dict[str, float]:
    """The Vietnamese terms of an English question with their weights; a sure word weighs 1.

    Numbers and the names of provinces stand in an article as they stand in the question.
    """
    named = {syllable for place in places(asked) for syllable in syllables(fold(place))}
    words = [word for word in syllables(content(asked))[:_FIRST] if word not in named]
    weights: dict[str, float] = {}
    for word in (*words, *map(" ".join, pairwise(words))):
        for translation, share in dictionary().get(word, {}).items():
            for term, part in _parts(translation.split()):
                weights[term] = weights.get(term, 0.0) + share * part
    return weights


def _parts(word: list[str]) -> Iterator[tuple[str, float]]:
    """The terms of a word: half its weight to its syllables, half to their pairs."""
    if len(word) == 1:
        yield word[0], 1.0
        return
    for syllable in word:
        yield syllable, 0.5 / len(word)
    for first, second in pairwise(word):
        yield first + second, 0.5 / (len(word) - 1)
