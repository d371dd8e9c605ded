"""The lexical terms of a text.

All are made of letters and digits only, so that the tokenizer of any engine keeps them whole.
"""

from __future__ import annotations

import re
from itertools import pairwise

from qa.vietnamese.abbreviations import explained, opened
from qa.vietnamese.documents import documents, indexed_terms
from qa.vietnamese.forms import WORD, fold, search_form

ANALYSIS = "syllables+pairs/4"
"""Names the way terms are made; an index made in another way is rebuilt."""

_BREAK = re.compile(r"(?<=[.!?;:…,])\s+|\n+")


def terms(text: str) -> list[str]:
    """The terms of a text, abbreviations read as what they stand for.

    Syllables, adjacent pairs within a clause (``dânvận``), documents by all that names them
    (``290qđtw``, ``290qđ``), and abbreviations that are explained.
    """
    return [*indexed_terms(text), *(each.term for each in explained(text)), *_words(text)]


def question_terms(text: str) -> list[str]:
    """The terms that are looked for: words, pairs, and the documents that are named."""
    return [*document_names(text), *_words(text)]


def document_names(text: str) -> list[str]:
    """The terms of the documents that a question names."""
    return [term for each in documents(search_form(text)) for term in (each.term, each.anchor)]


def folded_terms(text: str) -> list[str]:
    """The same terms without accents, for questions that were typed without them."""
    return fold(" ".join(terms(text))).split()


def _words(text: str) -> list[str]:
    """The syllables, and each with its neighbour in the clause."""
    found = []
    for clause in _BREAK.split(opened(search_form(text))):
        words = WORD.findall(clause)
        found += words + [first + second for first, second in pairwise(words)]
    return found
