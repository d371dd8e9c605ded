"""How much of a question a text holds, and what is typed without asking anything."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Set

from qa.reader.sentences import content_of, expanded_terms
from qa.types import Question
from qa.vietnamese import content, fold, search_form, syllables

_TALK = re.compile(
    r"\W*(?:(?:da |em |toi |minh )?(?:xin )?(?:chao|cam on|tam biet|hello|hi|hey|thanks?|"
    r"thank you|bye|ok|okay)\b"
    r"(?: (?:ban|em|anh|chi|ad|admin|nhieu|nhe|nha|a|you|there|so much|cac ban))*"
    r"|ban (?:la ai|ten gi|ten la gi|co khoe khong|la gi|lam duoc gi)|(?:ha){2,}.*|thoi duoc roi.*"
    r"|who are you|how are you|what can you do)\W*$"
)
_PART = re.compile(r"[.:;?!]\s+")
_LONG_PART = 8
"""Words from which a part of a question can be asked by itself."""


def is_talk(question: str) -> bool:
    """Whether it greets, thanks or chats, and asks nothing of the articles."""
    return bool(_TALK.match(fold(search_form(question))))


def coverage(question: Question, texts: Iterable[str]) -> float:
    """Share of the question's terms, by weight, that stand in the texts; accents do not matter.

    Who explains first why they ask is taken by the part that asks.
    """
    made_of = [content_of(text) for text in texts]
    there = frozenset[str]().union(*(each.folded for each in made_of))
    folded = {
        fold(short): fold(" ".join(long)).split() for short, long in question.abbreviated.items()
    }
    there = expanded_terms(there, folded)
    if question.language == "en":
        return _translated_share(question, there.union(*(each.terms for each in made_of)))
    parts = [each for each in _PART.split(question.searched) if len(each.split()) >= _LONG_PART]
    asked = [question.terms, *(_terms_of(question, part) for part in parts[1:])]
    return max(
        share(weights, {term for term in weights if fold(term) in there}) for weights in asked
    )


def share(weights: Mapping[str, float], held: Set[str]) -> float:
    """How much of all weight the terms bear that are held; nothing of none."""
    total = sum(weights.values())
    return sum(weight for term, weight in weights.items() if term in held) / total if total else 0.0


def _terms_of(question: Question, part: str) -> dict[str, float]:
    """The terms of the question that stand in a part of it."""
    held = content_of(content(part)).terms
    return {term: weight for term, weight in question.terms.items() if term in held}


def _translated_share(question: Question, there: frozenset[str]) -> float:
    """Share of the words that stand there, or whose translations do; an unknown one counts half."""
    shares, unknown = [], 0
    for word in syllables(content(question.searched)):
        if weights := question.translations.get(word):
            held = sum(weight for term, weight in weights.items() if term in there)
            shares.append(held / sum(weights.values()))
        elif question.terms.get(word):
            shares.append(float(word in there))
        else:
            unknown += 1
    return sum(shares) / (len(shares) + unknown / 2) if shares else 0.0
