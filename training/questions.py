"""What people type, made from what the articles say: questions cut from sentences, and misspelt.

Tone placement needs no variants: the tokenizer writes both placements alike.
"""

from __future__ import annotations

import random
import re

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
_NAME = rf"[{''.join(filter(str.isupper, map(chr, range(0x1EFA))))}]\w+"
_NAMES = rf"{_NAME}(?: {_NAME})"
_NUMBER = r"(?<![\w/.,-])\d[\d.,]*(?: ?%)?(?![\w/-])"
FACTS = {
    "vi": (
        (r"(?:ngày|tháng|năm|thế kỷ) [\dIVX][\d/.IVX-]*(?: (?:tháng|năm) \d+)*",
         ("khi nào", "năm nào", "ngày nào", "bao giờ", "từ khi nào", "thời gian nào")),
        (_NUMBER, ("bao nhiêu", "mấy", "bao nhiêu")),
        (rf"(?:ông|bà|đồng chí|anh|chị|vua|tướng|giáo sư|bác sĩ) {_NAMES}{{0,3}}",
         ("ai", "người nào", "ai là người")),
        (rf"(?:tại|ở) (?:\w+ )?{_NAMES}{{0,3}}", ("ở đâu", "tại đâu", "nơi nào", "nước nào")),
        (rf"{_NAMES}{{1,4}}", ("ai", "cái gì", "tổ chức nào", "cơ quan nào", "nước nào", "gì")),
        (r"\b(?:vì|do|bởi|nhờ) \w+(?: \w+){2,8}", ("vì sao", "tại sao", "do đâu", "vì lý do gì")),
        (r"\b(?:là|gồm|bao gồm) .{10,}", ("là gì", "là ai", "gồm những gì", "nghĩa là gì")),
    ),
    "en": (
        (r"\b(?:in|on|since|from|by) (?:[A-Z]\w+ )?\d[\d,]*", ("when", "what year", "when did")),
        (_NUMBER, ("how many", "how much", "what number of", "what percentage")),
        (rf"(?<=\w ){_NAMES}{{0,4}}", ("who", "what", "which", "where", "which country", "whose")),
        (r"\b(?:because|due to) .{10,}", ("why", "what caused", "for what reason")),
        (r"\b(?:is|are|was|were) .{10,}", ("what is", "what are", "who was", "what was")),
    ),
}  # fmt: skip
"""What a fact looks like, and what is asked in its place."""
FOR_A_FACT = 0.5
_SHORT_FORMS = {long: short.upper() for short, long in ABBREVIATIONS.items()}


def question(sentence: str, chance: random.Random, language: str = "vi") -> str:
    """A span of the sentence as a question: words left out, often with a question word."""
    if chance.random() < FOR_A_FACT and (asked := for_a_fact(sentence, chance, language)):
        return asked
    words = sentence.split()
    length = chance.randint(SHORTEST, LONGEST)
    first = chance.randint(0, max(len(words) - length, 0))
    span = words[first : first + length]
    kept = [word for word in span if _kept(chance)] or span
    if chance.random() < 0.6:
        kept = _asked(kept, chance, language)
    return " ".join(kept)


def for_a_fact(sentence: str, chance: random.Random, language: str = "vi") -> str:
    """The words around a date, number, name, place or reason, and the word that asks for it.

    Empty where the sentence has none of them.
    """
    facts = [
        (found.span(), asking)
        for pattern, asking in FACTS[language]
        for found in re.finditer(pattern, sentence)
    ]
    if not facts:
        return ""
    (start, end), asking = chance.choice(facts)
    before, after = sentence[:start].split(), sentence[end:].strip(" .,;:!?").split()
    length = min(chance.randint(SHORTEST, LONGEST), len(before) + len(after))
    left = chance.randint(max(length - len(after), 0), min(length, len(before)))
    before = [word for word in before[len(before) - left :] if _kept(chance)]
    after = [word for word in after[: length - left] if _kept(chance)]
    first = language == "en" or chance.random() < 0.3
    word = chance.choice(asking)
    return " ".join([word, *before, *after] if first else [*before, word, *after])


def _kept(chance: random.Random) -> bool:
    return chance.random() > 0.15


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
    found = [long for long in _SHORT_FORMS if long in form]
    if found:
        long = chance.choice(found)
        return form.replace(long, _SHORT_FORMS[long])
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
