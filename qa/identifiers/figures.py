"""Document numbers with their kinds, and figures with their units."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from decimal import Decimal

from qa.identifiers.dates import Span, date_spans
from qa.vietnamese import Document, documents

_SCALES = {
    "nghìn": 10**3, "ngàn": 10**3, "triệu": 10**6, "tỷ": 10**9, "tỉ": 10**9, "thousand": 10**3,
    "million": 10**6, "billion": 10**9,
}  # fmt: skip
_UNITS = {
    "%": "%", "phần trăm": "%", "percent": "%", "per cent": "%", "đồng": "đồng", "dong": "đồng",
    "vnd": "đồng", "m2": "m2", "m²": "m2", "mét vuông": "m2", "square metres": "m2",
    "square meters": "m2", "km2": "km2", "km": "km", "ha": "ha", "héc-ta": "ha", "hecta": "ha",
    "kg": "kg", "tấn": "tấn", "tonnes": "tấn", "usd": "usd", "USD": "usd", "đô la": "usd",
    "đô": "usd", "dollars": "usd", "euro": "euro", "euros": "euro", "tệ": "tệ", "nhân dân tệ": "tệ",
}  # fmt: skip
_SCALE, _UNIT = "|".join(_SCALES), "|".join(map(re.escape, _UNITS))
_APART = r"\d{1,3}(?: \d{3})+(?!\d)"
"""Thousands that stand apart by blanks: 998 000."""
_NUMBER = rf"(?:{_APART}|\d+(?:[.,/]\d+)*)"
_FIGURE = re.compile(
    rf"(?<![\w/.,-]){_NUMBER}(?:(?: ?[-–] ?| đến ){_NUMBER})?"
    rf"(?:\s?(?:(?:{_SCALE}) ?)*(?:{_SCALE}|{_UNIT})(?!\w)(?:/[^\W\d]\w*)?)?(?![\w/]|-\w)"
    r"|(?<=thứ )[IVXLC]+\b|(?<=kh[óo][aá] )[IVXLC]+\b"
)
_QUANTITY = re.compile(
    rf"(?<![\w/.,])(?<![^\d]-)(?P<number>{_APART}|\d+(?:[.,]\d+)*)(?P<of>/\d+)?"
    rf"(?P<scale>(?:\s*(?:{_SCALE})\b)*)(?:\s*(?P<unit>{_UNIT})(?!\w))?(?![\d/]|-[^\W\d])",
    re.IGNORECASE,
)
_KINDS = (
    "nghị quyết", "chỉ thị", "quyết định", "kết luận", "kế hoạch", "quy định", "hướng dẫn",
    "nghị định", "thông tư", "thông báo", "thông tri", "chương trình", "báo cáo", "công văn",
)  # fmt: skip
_KIND = re.compile(rf"(?:{'|'.join(_KINDS)})(?:\s+số)?:?\s+$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure where it stands: the values that it may be read as, and its unit of measure.

    The unit of a part is the whole: "/14" of "12/14".
    """

    start: int
    end: int
    values: frozenset[Decimal]
    unit: str


def document_numbers(text: str) -> list[Document]:
    """Documents named in full: 290-QĐ/TW, 16/CT-TTg, 04/2019/NĐ-CP, however they are spaced."""
    return [each for each in documents(text) if each.issuer]


def document_spans(text: str) -> list[Span]:
    """Document numbers with the kind in front of them: "Chỉ thị số 16/CT-TTg"."""
    spans = []
    for found in document_numbers(text):
        before = max(0, found.start - 24)
        kind = _KIND.search(text[before : found.start])
        spans.append((before + kind.start() if kind else found.start, found.end))
    return spans


def figure_spans(text: str) -> list[Span]:
    """Figures with their unit of measure, apart from dates and document numbers."""
    taken = date_spans(text) + [(each.start, each.end) for each in document_numbers(text)]
    return [
        found.span()
        for found in _FIGURE.finditer(text)
        if not any(start < found.end() and found.start() < end for start, end in taken)
    ]


def quantities(text: str, english: bool = False) -> list[Quantity]:
    """What the figures of a text amount to: "2 tỷ đồng" and "2.000 triệu đồng" to the same.

    ``english`` decides how 2,705 is read. Days and document numbers are not left out.
    """
    return [_quantity(found, english) for found in _QUANTITY.finditer(text)]


def _quantity(found: re.Match[str], english: bool) -> Quantity:
    scale = math.prod(_SCALES[word] for word in found["scale"].lower().split())
    readings = _readings(found["number"].replace(" ", ""), english)
    values = frozenset(value * scale for value in readings)
    unit = _UNITS[found["unit"].lower()] if found["unit"] else found["of"] or ""
    return Quantity(*found.span(), values, unit)


def _readings(number: str, english: bool) -> list[Decimal]:
    """2.705 is 2705 in Vietnamese, in English either; 2,705 is 2705 in English only."""
    thousands = [mark for mark in ".," if re.fullmatch(rf"\d{{1,3}}(?:\{mark}\d{{3}})+", number)]
    whole = Decimal(re.sub(r"[.,]", "", number))
    parts = re.split(r"[.,]", number)
    decimal = Decimal("".join(parts[:-1]) + "." + parts[-1]) if len(parts) > 1 else whole
    if not thousands:
        return [decimal]
    if thousands == ["."]:
        return [whole, decimal] if english and len(parts) == 2 else [whole]
    return [whole] if english or len(parts) > 2 else [decimal]
