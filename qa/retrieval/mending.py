"""A question as it was meant: accents put back, keys of an input method read, slips mended.

Every word gets candidates with how probable it is that they are typed the way it was; the model of
syllables and the collection's own pairs choose among them by their neighbours. What the user
accented stays as it is, unless neither the model nor the collection knows it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from qa.accents import Syllables
from qa.retrieval.edits import Edit
from qa.retrieval.neighbours import held, neighbours
from qa.retrieval.spelling import near
from qa.retrieval.telex import decoded
from qa.types import ChangeKind, Store
from qa.vietnamese import WORD, documents, fold, search_form

Span = tuple[int, int]

_KEPT = re.compile(r"\S*(?:@|://|www\.)\S*|(?<!\w)\w*\d[\w/.-]*(?:[-/.]\w+)+")
"""Addresses, and codes with digits in them."""
_SURE, _LIKELY = 0.6, 0.4
"""How probable a candidate must be to take the place of what was typed, and of what is hardly what
was meant: a word without accents in a text that lost them."""
_LOST = math.log(0.5)
_BARE = 0.22
"""Share of syllables that bear no accent where nothing was left out."""
_SELDOM = 0.005
"""Share of accents that are taken to be left out where none seems to be."""
_KEYS, _KEYS_IN_NAME = math.log(0.1), math.log(0.001)
"""How often a word is left in Telex or VNI; one with a capital, or that the collection holds as it
is, may be a foreign name."""
_OTHER_MARKS = math.log(0.3)
_MOST_MENDED = 12
"""Unknown words of one question that are looked into, the longest."""


class _Typed(NamedTuple):
    """A word of the question where it stands, in the search form."""

    start: int
    end: int
    form: str
    is_fixed: bool
    is_name: bool


def mended(text: str, fixed: Sequence[Span], store: Store, model: Syllables) -> list[Edit]:
    """What was meant by the words of a text; those within ``fixed`` stay as they are."""
    words = list(_words(text, fixed))
    dropped = _dropped(words, model)
    lattice = _lattice(words, dropped, store, model)
    chosen = model.choose(lattice, neighbours(lattice, store))
    least = _LIKELY if dropped > _LOST else _SURE
    return [
        _edit(text, word, choice.word)
        for word, choice in zip(words, chosen, strict=True)
        if choice.word != word.form and choice.probability >= least
    ]


def _words(text: str, fixed: Sequence[Span]) -> Iterator[_Typed]:
    codes = [found.span() for found in _KEPT.finditer(text)]
    kept = [*fixed, *codes, *((each.start, each.end) for each in documents(text))]
    found_words = list(WORD.finditer(text))
    typed = "".join(found[0] for found in found_words if not _within(found.span(), fixed))
    for found in found_words:
        inside = _within(found.span(), kept)
        first = found.start() == 0 and len(found[0]) == 1  # "O Quang Ninh"
        code = found[0].isdigit() or (found[0].isupper() and not typed.isupper() and not first)
        name = found[0][0].isupper() and found.start() > 0 and not typed.isupper()
        yield _Typed(*found.span(), search_form(found[0]), inside or code, name)


def _within(span: Span, others: Sequence[Span]) -> bool:
    return any(start < span[1] and span[0] < end for start, end in others)


def _lattice(
    words: Sequence[_Typed], dropped: float, store: Store, model: Syllables
) -> list[dict[str, float]]:
    """For each word its candidates, with the logarithm of how probably they are typed like it."""
    forms = {each.form for each in words if not each.is_fixed}
    strange = {each for each in forms if not model.knows(each) and not model.readings(each)}
    doubtful = strange | {each for each in forms if any(decoded(each))}
    there = {*held(doubtful, store), *held(doubtful, store, folded=True)}
    unknown = sorted(filter(str.isalpha, strange - there), key=lambda word: (len(word), word))
    slips = near(unknown[-_MOST_MENDED:], store, model)
    return [
        {word.form: 0.0}
        if word.is_fixed
        else dict.fromkeys(model.readings(word.form), dropped)
        | slips.get(word.form, {})
        | _keyed(word.form, model, is_name=word.is_name or word.form in there)
        | {word.form: 0.0}
        for word in words
    ]


def _dropped(words: Sequence[_Typed], model: Syllables) -> float:
    """Logarithm of the share of accented syllables that lost their accents in this text.

    One standard deviation more bare syllables than usual prove nothing yet.
    """
    forms = [each.form for each in words if not each.is_fixed and model.readings(fold(each.form))]
    bare, count = sum(form == fold(form) for form in forms), len(forms)
    usual = _BARE * count + math.sqrt(_BARE * (1 - _BARE) * count)
    return math.log(min(1.0, max(_SELDOM, (bare - usual) / ((1 - _BARE) * count or 1))))


def _keyed(form: str, model: Syllables, *, is_name: bool) -> dict[str, float]:
    """What the keys of Telex or VNI meant; digits may have been hit for those beside them."""
    logs = _KEYS_IN_NAME if is_name else _KEYS
    meant = list(decoded(form))
    found = dict.fromkeys((each for each in meant if model.knows(each)), logs)
    if form.isalpha():
        return found
    others = [other for each in meant for other in model.readings(fold(each))]
    return dict.fromkeys(others, logs + _OTHER_MARKS) | found


def _edit(text: str, word: _Typed, meant: str) -> Edit:
    typed = text[word.start : word.end]
    return Edit(word.start, word.end, _kind(word.form, meant), _in_case(typed, meant))


def _kind(form: str, meant: str) -> ChangeKind:
    if fold(meant) == form:
        return "accents"
    return "telex" if any(fold(meant) == fold(each) for each in decoded(form)) else "typo"


def _in_case(typed: str, meant: str) -> str:
    if typed.isupper() and len(typed) > 1:
        return meant.upper()
    return meant[0].upper() + meant[1:] if typed[0].isupper() else meant
