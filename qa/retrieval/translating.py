"""English words as the Vietnamese terms that they stand for.

A probabilistic structured query (Darwish and Oard 2003): every translation of a word is looked for,
and counts as much as it is likely. ``training/dictionary.py`` writes ``dictionary.json``;
``glossary.json`` has the terms of the field as official texts translate them, of which parallel
sentences hold few, and wins. Both are read when the first question in English is asked.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path

from qa.identifiers import places
from qa.types import MatchedTranslation
from qa.vietnamese import content, fold, search_form, syllables

FILE = Path(__file__).parent / "dictionary.json"
GLOSSARY = FILE.with_name("glossary.json")
_FIRST = 64
"""Words of a question that are looked up."""


@functools.cache
def dictionary() -> Mapping[str, Mapping[str, float]]:
    """Of each English word, or two of them with a blank between, the translations with shares."""
    held: dict[str, Mapping[str, float]] = json.loads(FILE.read_text(encoding="utf-8"))
    held.update(json.loads(GLOSSARY.read_text(encoding="utf-8")))
    return held


def translated(asked: str) -> dict[str, float]:
    """The Vietnamese terms of an English question with their weights; a sure word weighs 1."""
    weights: dict[str, float] = {}
    for terms in translations(asked).values():
        for term, weight in terms.items():
            weights[term] = weights.get(term, 0.0) + weight
    return weights


def translations(asked: str) -> dict[str, dict[str, float]]:
    """The terms that each known word, or pair of words, stands for, with how likely each is.

    Numbers and the names of provinces stand in an article as they stand in the question.
    """
    known = (word for word in _looked_up(asked) if word in dictionary())
    return {word: _terms(dictionary()[word]) for word in known}


def _terms(possible: Mapping[str, float]) -> dict[str, float]:
    weights: dict[str, float] = {}
    for translation, share in possible.items():
        for term, part in _parts(translation.split()):
            weights[term] = weights.get(term, 0.0) + share * part
    return weights


def matched(asked: str, text: str) -> list[MatchedTranslation]:
    """The words of an English question whose translations stand whole in a text."""
    there = _spaced(syllables(search_form(text)))
    return [
        MatchedTranslation(word, translation, share, count)
        for word in _looked_up(asked)
        for translation, share in dictionary().get(word, {}).items()
        if (count := there.count(_spaced(translation.split())))
    ]


def _spaced(words: Sequence[str]) -> str:
    """The words with blanks around each, so that none is found within another."""
    return "".join(f" {word} " for word in words)


def _looked_up(asked: str) -> list[str]:
    """The different words of a question, and two in a row as one, but for names of provinces."""
    named = {syllable for place in places(asked) for syllable in syllables(fold(place))}
    words = [word for word in syllables(content(asked))[:_FIRST] if word not in named]
    return list(dict.fromkeys([*words, *map(" ".join, pairwise(words))]))


def _parts(word: list[str]) -> Iterator[tuple[str, float]]:
    """The terms of a word: half its weight to its syllables, half to their pairs."""
    if len(word) == 1:
        yield word[0], 1.0
        return
    for syllable in word:
        yield syllable, 0.5 / len(word)
    for first, second in pairwise(word):
        yield first + second, 0.5 / (len(word) - 1)
