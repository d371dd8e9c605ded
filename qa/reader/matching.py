"""How much of a question a text holds, and what is typed without asking anything."""

from __future__ import annotations

import re
from collections.abc import Iterable

from qa.reader.sentences import content_of
from qa.types import Question
from qa.vietnamese import fold, search_form

_TALK = re.compile(
    r"\W*(?:(?:da |em |toi |minh )?(?:xin )?(?:chao|cam on|tam biet|hello|hi|hey|thanks?|"
    r"thank you|bye|ok|okay)\b"
    r"(?: (?:ban|em|anh|chi|ad|admin|nhieu|nhe|nha|a|you|there|so much|cac ban))*"
    r"|ban (?:la ai|ten gi|ten la gi|co khoe khong|la gi|lam duoc gi)|(?:ha){2,}.*|thoi duoc roi.*"
    r"|who are you|how are you|what can you do)\W*$"
)


def is_talk(question: str) -> bool:
    """Whether it greets, thanks or chats, and asks nothing of the articles."""
    return bool(_TALK.match(fold(search_form(question))))


def coverage(question: Question, texts: Iterable[str]) -> float:
    """Share of the question's terms, by weight, that stand in the texts; accents do not matter."""
    there = frozenset[str]().union(*(content_of(text).folded for text in texts))
    total = sum(question.terms.values()) or 1.0
    return sum(weight for term, weight in question.terms.items() if fold(term) in there) / total
