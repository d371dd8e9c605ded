"""Questions as people really type them: without accents, with typos, with Telex left in them.

Each way is a function of a question and a source of chance, so that a seed repeats it exactly.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from random import Random

from qa.vietnamese import fold, is_accented, nfc

Perturbation = Callable[[str, Random], str]

_WORD = re.compile(r"[^\W\d_]+")
_LEAST_LETTERS = 3
"""A typo in a shorter word leaves nothing of it."""
_TELEX_SHARE = 0.3
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_NEIGHBOURS = {
    letter: row[max(0, at - 1) : at] + row[at + 1 : at + 2]
    for row in _ROWS
    for at, letter in enumerate(row)
}
# What a keyboard in Telex writes for each mark: the tone at the end of the syllable.
_TONES = {"\u0301": "s", "\u0300": "f", "\u0309": "r", "\u0303": "x", "\u0323": "j"}
_SHAPES = {"\u0306": "w", "\u031b": "w"}


def perturb(name: str, question: str, seed: str) -> str:
    """The question in the way of this name; the same seed gives the same words.

    Raises:
        KeyError: if there is no way of this name.
    """
    return PERTURBATIONS[name](nfc(question), Random(f"{name}:{seed}"))


def _half_accented(question: str, chance: Random) -> str:
    """Every other accented word, by chance, loses its accents."""
    accented = [found for found in _WORD.finditer(question) if is_accented(found[0])]
    chosen = chance.sample(accented, (len(accented) + 1) // 2)
    return _replaced(question, chosen, fold)


def _telex(question: str, chance: Random) -> str:
    """Some words as a keyboard leaves them when the input method was off."""
    accented = [found for found in _WORD.finditer(question) if is_accented(found[0])]
    count = max(1, round(_TELEX_SHARE * len(accented))) if accented else 0
    return _replaced(question, chance.sample(accented, count), _in_telex)


def _in_telex(word: str) -> str:
    letters, tone = "", ""
    for mark in unicodedata.normalize("NFD", word):
        if mark in _TONES:
            tone = _TONES[mark]
        elif mark == "\u0302":  # the circumflex doubles its letter
            letters += letters[-1].lower()
        else:
            letters += {"đ": "dd", "Đ": "Dd"}.get(mark, _SHAPES.get(mark, mark))
    return letters + tone


def _typos(count: int) -> Perturbation:
    def mistyped(question: str, chance: Random) -> str:
        words = [each for each in _WORD.finditer(question) if len(each[0]) >= _LEAST_LETTERS]
        chosen = chance.sample(words, min(count, len(words)))
        return _replaced(question, chosen, lambda word: _mistyped(word, chance))

    return mistyped


def _mistyped(word: str, chance: Random) -> str:
    """One letter left out, doubled, swapped with the next, or hit beside its key."""
    at = chance.randrange(len(word) - 1)
    letter = word[at]
    beside = chance.choice(_NEIGHBOURS.get(fold(letter).lower()) or [letter])
    return word[:at] + chance.choice(
        [
            word[at + 1 :],
            letter + word[at:],
            word[at + 1] + letter + word[at + 2 :],
            beside + word[at + 1 :],
        ]
    )


def _replaced(text: str, chosen: Sequence[re.Match[str]], change: Callable[[str], str]) -> str:
    for found in sorted(chosen, key=lambda each: -each.start()):
        text = text[: found.start()] + change(found[0]) + text[found.end() :]
    return text


PERTURBATIONS: Mapping[str, Perturbation] = {
    "unaccented": lambda question, _: fold(question),
    "half-accented": _half_accented,
    "NFD": lambda question, _: unicodedata.normalize("NFD", question),
    "upper case": lambda question, _: question.upper(),
    "1 typo": _typos(1),
    "2 typos": _typos(2),
    "Telex": _telex,
}
"""The ways, by name."""
