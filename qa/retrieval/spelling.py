"""Words one slip away: a letter left out, doubled, swapped with the next, hit beside its key."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from string import ascii_lowercase
from unicodedata import normalize

from qa.accents import Syllables
from qa.types import Store
from qa.vietnamese import fold

_LONGEST = 20
_MARK_OR_STROKE = re.compile("[\u0300-\u036fđ]")
_SHORTEST_FOREIGN = 5
_SLIP = math.log(0.003)
_MARK = math.log(0.2)
"""What each mark costs that stands on the typed word and not on the candidate, or the reverse."""
_HELD = math.log(3000)
"""What a candidate gains that the collection holds, as it does not hold the typed word."""


def near(words: Sequence[str], store: Store, model: Syllables) -> dict[str, dict[str, float]]:
    """For each word the words one slip away, with how probable the slip is (a logarithm)."""
    edits = {word: sorted(set(edited(fold(word)))) for word in words if len(word) <= _LONGEST}
    probed = sorted(set().union(*edits.values()))
    if not probed:
        return {}
    _, held = store.document_frequencies(probed, folded=True)
    return {
        word: _candidates(
            word, [each for each in found if held[each] or model.readings(each)], held, model
        )
        for word, found in edits.items()
    }


def edited(word: str) -> Iterator[str]:
    """The word itself and all that one slip makes of it (Damerau 1964), in the letters a to z."""
    yield word
    for at in range(len(word)):
        before, after = word[:at], word[at + 1 :]
        yield before + after
        yield before + after[:1] + word[at] + after[1:]
        yield from (before + letter + after for letter in ascii_lowercase)
        yield from (before + letter + word[at:] for letter in ascii_lowercase)
    yield from (word + letter for letter in ascii_lowercase)


def _candidates(
    word: str, edits: Sequence[str], held: Mapping[str, int], model: Syllables
) -> dict[str, float]:
    found: dict[str, float] = {}
    for edit in edits:
        gain = _HELD * bool(held[edit])
        for reading in model.readings(edit):
            found[reading] = _SLIP * (edit != fold(word)) + _MARK * _marks(word, reading) + gain
        if edit != word and not model.readings(edit) and len(edit) >= _SHORTEST_FOREIGN:
            found[edit] = _SLIP + gain
    return found


def _marks(word: str, reading: str) -> int:
    """How many marks the one bears and the other does not."""
    typed, meant = (
        Counter(_MARK_OR_STROKE.findall(normalize("NFD", each))) for each in (word, reading)
    )
    return (typed - meant).total() + (meant - typed).total()
