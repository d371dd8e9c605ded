"""Document numbers with their kinds, and figures with their units."""

from __future__ import annotations

import re

from qa.identifiers.dates import Span, date_spans
from qa.vietnamese import Document, documents

_UNIT = (
    r"(?:(?:nghìn|ngàn|triệu|tỷ|tỉ) ?)*"
    r"(?:%|phần trăm|đồng|tỷ|tỉ|triệu|nghìn|ngàn|m2|m²|km2|km|ha|kg|tấn)"
)
_NUMBER = r"(?:\d{1,3}(?: \d{3})+(?!\d)|\d+(?:[.,/]\d+)*)"
"""Thousands may stand apart by blanks: 998 000."""
_FIGURE = re.compile(
    rf"(?<![\w/.,-]){_NUMBER}(?:(?: ?[-–] ?| đến ){_NUMBER})?(?:\s?{_UNIT}(?!\w))?(?![\w/]|-\w)"
    r"|(?<=thứ )[IVXLC]+\b|(?<=kh[óo][aá] )[IVXLC]+\b"
)
_KINDS = (
    "nghị quyết", "chỉ thị", "quyết định", "kết luận", "kế hoạch", "quy định", "hướng dẫn",
    "nghị định", "thông tư", "thông báo", "thông tri", "chương trình", "báo cáo", "công văn",
)  # fmt: skip
_KIND = re.compile(rf"(?:{'|'.join(_KINDS)})(?:\s+số)?:?\s+$", re.IGNORECASE)


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
