"""Dates and periods."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from qa.vietnamese import documents, fold, search_form

Span = tuple[int, int]
MONTHS = {
    "january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6, "july": 7,
    "august": 8, "september": 9, "october": 10, "november": 11, "december": 12,
}  # fmt: skip
"""English months, in small letters."""
ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
"""The numbers of quarters, in small letters."""

_DAY, _MONTH, _FULL_YEAR = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:0?[1-9]|1[0-2])", r"(?:19|20)\d{2}"
_NAMED_MONTH = r"(?i:giêng|một|hai|ba|tư|năm|sáu|bảy|tám|chín|mười(?: một| hai)?|chạp)(?!\w)"
_DATE = re.compile(
    rf"(?:\b(?:[Nn]gày|[Ss]áng|[Cc]hiều|[Tt]ối)\s+)?"
    rf"(?<![\d/.,-]){_DAY}[/-]{_MONTH}(?:[/-]{_FULL_YEAR})?(?![\d/])"
    rf"|\b[Nn]gày\s+{_DAY}\s+[Tt]háng\s+(?:{_MONTH}(?!\d)|{_NAMED_MONTH})"
    r"(?:,?\s+năm\s+(?:1\d|20)\d{2})?"
    rf"|(?<![\d.,/-]){_DAY}\s+tháng\s+{_MONTH}(?:\s+năm\s+(?:1\d|20)\d{{2}}|(?=\s*(?:[:.;)]|$)))"
    rf"|\b[Tt]háng\s+{_MONTH}(?:[/-]|\s+năm\s+){_FULL_YEAR}"
    rf"|\b[Qq]uý\s+[IVX\d]+(?:[/-]|\s+năm\s+){_FULL_YEAR}"
    rf"|\b[Gg]iai đoạn\s+{_FULL_YEAR}\s*[-–]\s*{_FULL_YEAR}"
    rf"|\b[Nn]ăm\s+{_FULL_YEAR}\b"
)
_YEAR = re.compile(rf"(?<![\d.,])({_FULL_YEAR})(?![.,]?\d|[-/][^\W\d])")

# In the order in which they are tried: what is longer first. All in the folded search form.
_D, _M, _Y = rf"(?P<day>{_DAY})", rf"(?P<month>{_MONTH})", rf"(?P<year>{_FULL_YEAR})"
_SPAN = re.compile(
    rf"(?<![\d.,/-])(?:\b(?:giai doan|tu(?: nam)?|from|between)\s+)?(?P<first>{_FULL_YEAR})"
    rf"\s*(?:-|den(?: nam)?|toi|to|and)\s*(?P<last>{_FULL_YEAR})\b"
)
_OPEN = re.compile(
    rf"\b(?:(?P<since>(?:tu|ke tu)(?: nam)?|since)|(?P<after>sau(?: nam)?|after)|"
    rf"(?P<before>truoc(?: nam)?|before))\s+{_Y}\b"
)
_CALENDAR = re.compile(rf"(?<![\d/.,-]){_D}[/-]{_M}[/-]{_Y}(?!\d)")
_SPELT = re.compile(rf"\bngay\s+{_D}\s+thang\s+{_M}\s+nam\s+{_Y}\b")
_IN_MONTH = re.compile(rf"\bthang\s+{_M}(?:[/-]|\s+nam\s+){_Y}\b")
_QUARTER = re.compile(rf"\bquy\s+(?P<quarter>i{{1,3}}|iv|[1-4])(?:[/-]|\s+(?:nam\s+)?){_Y}\b")
_HALF = re.compile(rf"\b6 thang (?P<half>dau|cuoi) nam\s+{_Y}\b")
_IN_YEAR = re.compile(rf"(?<![\d.,/-]){_Y}(?![.,]?\d|[-/])")
_LATEST = re.compile(
    r"\b(?:gan day|moi day|moi nhat|gan nhat|vua qua|hien nay|recent(?:ly)?|latest|newest)\b"
)
_RECENT = timedelta(days=365)
Period = tuple[date | None, date | None]


def date_spans(text: str) -> list[Span]:
    """Dates and periods: ngày 16/5/2016, tháng 5/2016, quý I/2020, năm 2019, Sáng 27/12."""
    return [found.span() for found in _DATE.finditer(text)]


def years(text: str) -> set[int]:
    """The years that a text names, alone or inside dates."""
    return {int(found[1]) for found in _YEAR.finditer(text)}


def period(text: str, newest: date | None) -> Period:
    """First and last day of the time that a question names; ``None`` where that side is open.

    ``newest`` is the day of the newest article: what is recent is so beside the others. Dates of
    documents ("Chỉ thị 16/CT-TTg ngày 16/5/2016") say when these were signed, not what is asked.
    """
    asked = _without_documents(text)
    named = list(_periods(asked))
    if named:
        starts, ends = zip(*named, strict=True)
        return (
            None if None in starts else min(filter(None, starts)),
            None if None in ends else max(filter(None, ends)),
        )
    if newest and _LATEST.search(asked):
        return newest - min(_RECENT, newest - date.min), None  # no day is before those of year 1
    return None, None


def _without_documents(text: str) -> str:
    compared = search_form(text)
    for each in reversed(documents(compared)):
        signed = _SIGNED.match(compared, each.end)
        compared = compared[: each.start] + compared[signed.end() if signed else each.end :]
    return fold(compared)


_SIGNED = re.compile(r"[\s,(]*(?:ngày|năm)\s+[\d/-]+(?:\s+tháng\s+\d+\s+năm\s+\d+)?")


def _periods(asked: str) -> Iterator[Period]:
    """What each expression says, the longer ones first; no place is read twice."""
    for pattern, read in _READINGS:
        for found in pattern.finditer(asked):
            try:
                yield read(found)
            except ValueError:  # 30/2/2020
                continue
        asked = pattern.sub(" ", asked)


def _read_span(found: re.Match[str]) -> Period:
    return date(int(found["first"]), 1, 1), date(int(found["last"]), 12, 31)


def _read_open(found: re.Match[str]) -> Period:
    year = int(found["year"])
    if found["before"]:
        return None, date(year - 1, 12, 31)
    return date(year + bool(found["after"]), 1, 1), None


def _read_day(found: re.Match[str]) -> Period:
    day = date(int(found["year"]), int(found["month"]), int(found["day"]))
    return day, day


def _months(year: int, first: int, last: int) -> Period:
    following = date(year + last // 12, last % 12 + 1, 1)
    return date(year, first, 1), following - timedelta(days=1)


def _read_month(found: re.Match[str]) -> Period:
    return _months(int(found["year"]), int(found["month"]), int(found["month"]))


def _read_quarter(found: re.Match[str]) -> Period:
    quarter = ROMAN.get(found["quarter"]) or int(found["quarter"])
    return _months(int(found["year"]), 3 * quarter - 2, 3 * quarter)


def _read_half(found: re.Match[str]) -> Period:
    return _months(int(found["year"]), *((1, 6) if found["half"] == "dau" else (7, 12)))


def _read_year(found: re.Match[str]) -> Period:
    return _months(int(found["year"]), 1, 12)


_READINGS = (
    (_SPAN, _read_span),
    (_OPEN, _read_open),
    (_CALENDAR, _read_day),
    (_SPELT, _read_day),
    (_IN_MONTH, _read_month),
    (_QUARTER, _read_quarter),
    (_HALF, _read_half),
    (_IN_YEAR, _read_year),
)
