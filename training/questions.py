"""What people type, made from what the articles say: questions cut from sentences, and misspelt.

Tone placement needs no variants: the tokenizer writes both placements alike.
"""

from __future__ import annotations

import random

from qa.vietnamese import ABBREVIATIONS, fold, search_form

ASKING = {
    "vi": (
        "là gì", "là ai", "ai", "bao nhiêu", "khi nào", "năm nào", "ở đâu", "như thế nào", "vì sao",
        "tại sao", "nào", "gì", "thế nào", "mấy", "có những gì", "ra sao", "làm gì", "ngày nào",
        "bao lâu", "là bao nhiêu", "có được không", "những ai", "cơ quan nào", "quy định thế nào",
    ),
    "en": (
        "what is", "who is", "who", "how many", "when did", "what year", "where is", "how", "why",
        "which", "what", "how much", "what are", "what does", "when was", "how long", "in what",
    ),
}  # fmt: skip
SHORTEST, LONGEST = 4, 16
_OPENED = {opened: short.upper() for short, opened in ABBREVIATIONS.items()}


def question(sentence: str, chance: random.Random, language: str = "vi") -> str:
    """A span of the sentence as a question: words left out, often with a question word."""
    words = sentence.split()
    length = chance.randint(SHORTEST, LONGEST)
    first = chance.randint(0, max(len(words) - length, 0))
    span = words[first : first + length]
    kept = [word for word in span if chance.random() > 0.15] or span
    if chance.random() < 0.6:
        kept = _asked(kept, chance, language)
    return " ".join(kept)


def _asked(words: list[str], chance: random.Random, language: str) -> list[str]:
    asking = chance.choice(ASKING[language])
    if language == "en":
        return [asking, *words]
    gap = chance.randint(0, 3)  # the answer leaves a gap, the question word stands in it
    place = chance.choice((0, len(words), chance.randint(0, len(words))))
    return [*words[:place], asking, *words[place + gap :]]


def opened_or_closed(text: str, chance: random.Random) -> str:
    """The text with one abbreviation of the field opened, or one long form closed."""
    form = search_form(text)
    words = form.split()
    places = [i for i, word in enumerate(words) if fold(word.replace("-", "")) in ABBREVIATIONS]
    if places:
        place = chance.choice(places)
        words[place] = ABBREVIATIONS[fold(words[place].replace("-", ""))]
        return " ".join(words)
    found = [opened for opened in _OPENED if opened in form]
    if found:
        opened = chance.choice(found)
        return form.replace(opened, _OPENED[opened])
    return text


def misspelt(text: str, chance: random.Random) -> str:
    """The text with one letter of a longer word dropped, doubled or swapped with the next."""
    words = text.split(" ")
    long = [i for i, word in enumerate(words) if len(word) > 3]
    if not long:
        return text
    place = chance.choice(long)
    word, at = words[place], chance.randrange(1, len(words[place]) - 1)
    words[place] = chance.choice(
        (
            word[:at] + word[at + 1 :],
            word[:at] + word[at] + word[at:],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        )
    )
    return " ".join(words)


def varied(text: str, chance: random.Random) -> str:
    """The text as it is in most cases; else unaccented, misspelt, or with abbreviations changed."""
    if chance.random() < 0.15:
        text = opened_or_closed(text, chance)
    if chance.random() < 0.05:
        text = misspelt(text, chance)
    return fold(text) if chance.random() < 0.15 else text
