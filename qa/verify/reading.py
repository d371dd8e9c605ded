"""Text to tokens: words in one form, figures, moments and document numbers by their value."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from qa.identifiers import MONTHS, ROMAN, Quantity, document_numbers, quantities
from qa.verify.vocabulary import ABOUT, ACTS, AXES, EQUAL, FIXED, FRAME, LEVELS, LIGHT, MARKS, ROLES
from qa.vietnamese import ABBREVIATIONS, fold, search_form, syllables

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Figure:
    """A number: what it may be read as, its unit of measure, and how it is meant ("more")."""

    values: frozenset[Decimal]
    unit: str
    about: str


@dataclass(frozen=True, slots=True)
class Moment:
    """A day, month, quarter or year; ``None`` where it is not said."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    quarter: int | None = None

    def within(self, other: Moment) -> bool:
        """Whether the other says at least as much, and the same."""
        mine = (self.year, self.month, self.day, self.quarter)
        theirs = (other.year, other.month, other.day, other.quarter)
        return all(own in (None, given) for own, given in zip(mine, theirs, strict=True))


@dataclass(frozen=True, slots=True)
class Token:
    """A word or fact where it stands; ``clause`` and ``sentence`` count the stops before it."""

    value: str
    start: int
    end: int
    clause: int
    sentence: int
    capital: bool = False
    fact: Figure | Moment | str | None = None

    @property
    def light(self) -> bool:
        """Whether it adds no claim of its own."""
        return self.fact is None and self.value in LIGHT

    @property
    def is_content(self) -> bool:
        """Whether it is a word that claims something, and no mark on the words behind it."""
        return not self.light and self.fact is None and self.value not in MARKS


_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_STOP, _PAUSE = re.compile(r"[.;!?…\n]"), re.compile(r"[,.:;!?…()\n]")
_Y, _M, _D = (
    r"(?P<year>(?:19|20)\d{2})",
    r"(?P<month>1[0-2]|0?[1-9])(?!\d)",
    r"(?P<day>[12]\d|3[01]|0?[1-9])(?!\d)",
)
_NAMED = rf"(?P<name>{'|'.join(MONTHS)})"
_MOMENTS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?<![\d/.,-]){_D}[/-]{_M}[/-]{_Y}(?![\d/])",
        rf"\bngày\s+{_D}\s+tháng\s+{_M}(?:\s*,?\s+năm\s+{_Y})?",
        rf"(?<![\d/.,-]){_D}(?:st|nd|rd|th)?\s+{_NAMED}(?:,?\s+{_Y})?",
        rf"\b{_NAMED}\s+{_D}(?:st|nd|rd|th)?(?:,?\s+{_Y})?(?!\d)",
        rf"\b{_NAMED}\s+{_Y}",
        rf"\btháng\s+{_M}(?:\s*[/-]\s*|\s+năm\s+){_Y}",
        rf"\b(?:quý|quarter)\s+(?P<quarter>i{{1,3}}|iv|[1-4])(?:\s*[/-]\s*|\s+(?:năm|of)\s+){_Y}",
        rf"(?<![\d/.,-]){_D}/{_M}(?![\d/]|\s*%)",
        rf"\btháng\s+{_M}(?!\d)",
        rf"(?<![\d.,/]){_Y}(?![.,]?\d|/\d)",
    )
)
_ABOUT = re.compile(rf"\b(?:{'|'.join(sorted(ABOUT, key=len, reverse=True))})\s+$", re.IGNORECASE)


def _phrases() -> dict[tuple[str, ...], str]:
    directed = (word for axis in AXES for side in axis for word in side)
    kept = (*MARKS, *ROLES, *FIXED, *FRAME, *LIGHT, *LEVELS, *ACTS, *directed)
    known = {phrase: phrase for phrase in kept} | EQUAL
    return {tuple(syllables(phrase)): value for phrase, value in known.items()}


_PHRASES = _phrases()
_LONGEST = max(map(len, _PHRASES))


@lru_cache(maxsize=2048)
def read(text: str, english: bool = False) -> tuple[Token, ...]:
    """The tokens of a text in its order; ``english`` decides how 2,705 is read."""
    facts = _facts(text, english)
    taken = {at for start, end, _ in facts for at in range(start, end)}
    words = [found.span() for found in _WORD.finditer(text) if found.start() not in taken]
    pieces: list[tuple[int, int, str, Figure | Moment | str | None]]
    pieces = [(start, end, value, None) for start, end, value in _grouped(text, words)]
    pieces += [(start, end, _named(fact), fact) for start, end, fact in facts]
    return tuple(_placed(text, sorted(pieces, key=lambda each: each[:2])))


def _named(fact: Figure | Moment | str) -> str:
    return fact if isinstance(fact, str) else type(fact).__name__.lower()


def _placed(
    text: str, pieces: list[tuple[int, int, str, Figure | Moment | str | None]]
) -> Iterator[Token]:
    clause = sentence = before = 0
    for start, end, value, fact in pieces:
        between = text[before:start]
        clause += bool(before and _PAUSE.search(between))
        sentence += bool(before and _STOP.search(between))
        yield Token(value, start, end, clause, sentence, text[start].isupper(), fact)
        before = end


def _facts(text: str, english: bool) -> list[tuple[int, int, Figure | Moment | str]]:
    found: list[tuple[int, int, Figure | Moment | str]] = [
        (each.start, each.end, each.term) for each in document_numbers(text)
    ]
    for pattern in _MOMENTS:
        _add(found, ((*each.span(), _moment(each)) for each in pattern.finditer(text)))
    _add(found, (_figure(text, each) for each in quantities(text, english)))
    return found


def _add(
    found: list[tuple[int, int, Figure | Moment | str]],
    more: Iterator[tuple[int, int, Figure | Moment | str]],
) -> None:
    """Adds what does not stand within something found before."""
    for start, end, fact in more:
        if not any(start < other_end and other < end for other, other_end, _ in found):
            found.append((start, end, fact))


def _moment(found: re.Match[str]) -> Moment:
    said = found.groupdict()
    month = MONTHS.get((said.get("name") or "").lower()) or said.get("month")
    quarter = (said.get("quarter") or "").lower()
    numbers = (said.get("year"), month, said.get("day"), ROMAN.get(quarter, quarter))
    return Moment(*(int(number) if number else None for number in numbers))


def _figure(text: str, found: Quantity) -> tuple[int, int, Figure]:
    before = _ABOUT.search(text, max(0, found.start - 16), found.start)
    about = ABOUT[" ".join(before[0].lower().split())] if before else ""
    start = before.start() if before else found.start
    return start, found.end, Figure(found.values, found.unit, about)


def _grouped(text: str, words: list[Span]) -> Iterator[tuple[int, int, str]]:
    """The words with abbreviations opened and known phrases as one."""
    parts = list(_opened([(start, end, search_form(text[start:end])) for start, end in words]))
    at = 0
    while at < len(parts):
        size = next(
            size
            for size in range(min(_LONGEST, len(parts) - at), 0, -1)
            if size == 1 or tuple(part[2] for part in parts[at : at + size]) in _PHRASES
        )
        key = tuple(part[2] for part in parts[at : at + size])
        yield parts[at][0], parts[at + size - 1][1], _PHRASES.get(key, " ".join(key))
        at += size


def _opened(words: list[tuple[int, int, str]]) -> Iterator[tuple[int, int, str]]:
    at = 0
    while at < len(words):
        for size in (3, 2, 1):
            letters = fold("".join(word for _, _, word in words[at : at + size]))
            if len(words) - at >= size and letters in ABBREVIATIONS:
                end = words[at + size - 1][1]
                yield from ((words[at][0], end, each) for each in ABBREVIATIONS[letters].split())
                break
        else:
            size = 1
            start, end, word = words[at]
            for each in {"tp": ["thành", "phố"], "tx": ["thị", "xã"]}.get(word, [word]):
                yield start, end, each
        at += size
