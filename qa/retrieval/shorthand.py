"""What is typed in short in a question and stands in no article: "bn", "ko", "QN".

A word that the collection holds as it is typed stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from qa.identifiers import PROVINCES
from qa.retrieval.edits import Edit
from qa.types import Store
from qa.vietnamese import WORD, fold

_TYPED = {
    "bn": "bao nhiêu", "bnhieu": "bao nhiêu", "j": "gì", "ko": "không", "dc": "được", "đc": "được",
    "ntn": "như thế nào", "ng": "người", "vs": "với", "lm": "làm", "trc": "trước", "cb": "cán bộ",
    "kq": "kết quả", "ktra": "kiểm tra", "bgio": "bao giờ", "hnay": "hôm nay",
    "sđt": "số điện thoại", "sdt": "số điện thoại",
}  # fmt: skip
_INITIALS = re.compile(r"(?<![\w/-])[A-ZĐ]{2,3}(?![\w/-]|\s+\d)")
_OF_DOCUMENTS = frozenset({"CT", "TT", "HD", "HĐ", "TB", "BC", "KH", "KL"})
"""What is short for a document, or for another word, rather than for a province."""


def shorthand(text: str, taken: Sequence[tuple[int, int]], store: Store) -> list[Edit]:
    """What each short word outside the taken spans stands for, in the order of the text.

    The initials of a province stand for it where articles are about it alone of those that have
    them ("QN": Quảng Ninh, if there is nothing about Quảng Nam).
    """
    found = [
        each
        for each in sorted([*_typed(text), *_initials(text, store)])
        if not any(start < each.end and each.start < end for start, end in taken)
    ]
    short = [text[each.start : each.end].lower() for each in found]
    held = store.document_frequencies(short, folded=False)[1] if short else {}
    return [each for each, word in zip(found, short, strict=True) if not held.get(word)]


def _typed(text: str) -> Iterator[Edit]:
    for word in WORD.finditer(text):
        if word[0] in _TYPED:
            yield Edit(*word.span(), "abbreviation", _TYPED[word[0]])


def _initials(text: str, store: Store) -> Iterator[Edit]:
    for short in _INITIALS.finditer(text):
        named = [] if short[0] in _OF_DOCUMENTS else _provinces(short[0])
        known = store.named_places(named)
        if len(known) == 1:
            yield Edit(*short.span(), "abbreviation", known[0])


def _provinces(initials: str) -> list[str]:
    return [name for name in PROVINCES if _first_letters(name) == fold(initials)]


def _first_letters(name: str) -> str:
    return fold("".join(word[0] for word in WORD.findall(name))).upper()
