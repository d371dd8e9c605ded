"""Does a sentence follow from quoted words? Deterministic, and it says what agreed and what failed.

Rooms:
    vocabulary  words that mark, opposites, offices, words that mean the same
    reading     text to tokens: words in one form, figures, moments, document numbers
    facts       figures, moments, documents, people and places against the quoted ones
    wording     negation, duty, quantity, direction, order and cover of the words
    judging     all checks of a sentence against quotes, and the verdict
"""

from qa.verify.checks import Check
from qa.verify.judging import Verdict, verify

__all__ = ["Check", "Verdict", "verify"]
