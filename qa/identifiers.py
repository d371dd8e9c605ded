"""What can be pointed at in a text: document numbers, dates, figures, places, people.

All finders give spans (start, end) of the text as it was given, in its order.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from qa.vietnamese import (
    DOCUMENT_NUMBER,
    LOWER,
    UPPER,
    fold,
    is_accented,
    is_document_number,
    number_term,
    search_form,
)

Span = tuple[int, int]

# The 63 provinces and cities of before July 2025; the 34 of today bear names out of these.
PROVINCES = (
    "An Giang", "Bà Rịa - Vũng Tàu", "Bắc Giang", "Bắc Kạn", "Bạc Liêu", "Bắc Ninh", "Bến Tre",
    "Bình Định", "Bình Dương", "Bình Phước", "Bình Thuận", "Cà Mau", "Cần Thơ", "Cao Bằng",
    "Đà Nẵng", "Đắk Lắk", "Đắk Nông", "Điện Biên", "Đồng Nai", "Đồng Tháp", "Gia Lai", "Hà Giang",
    "Hà Nam", "Hà Nội", "Hà Tĩnh", "Hải Dương", "Hải Phòng", "Hậu Giang", "Hòa Bình",
    "Hồ Chí Minh", "Hưng Yên", "Khánh Hòa", "Kiên Giang", "Kon Tum", "Lai Châu", "Lâm Đồng",
    "Lạng Sơn", "Lào Cai", "Long An", "Nam Định", "Nghệ An", "Ninh Bình", "Ninh Thuận", "Phú Thọ",
    "Phú Yên", "Quảng Bình", "Quảng Nam", "Quảng Ngãi", "Quảng Ninh", "Quảng Trị", "Sóc Trăng",
    "Sơn La", "Tây Ninh", "Thái Bình", "Thái Nguyên", "Thanh Hóa", "Thừa Thiên Huế", "Tiền Giang",
    "Trà Vinh", "Tuyên Quang", "Vĩnh Long", "Vĩnh Phúc", "Yên Bái",
)  # fmt: skip
_SYLLABLES = re.compile(r"[^\W_]+")


def _by_syllables(form: Callable[[str], str]) -> dict[tuple[str, ...], str]:
    return {tuple(_SYLLABLES.findall(form(name))): name for name in PROVINCES}


_PLACES = _by_syllables(search_form)
_BARE_PLACES = _by_syllables(lambda name: fold(search_form(name)))
_LONGEST_PLACE = max(map(len, _PLACES))
# Hồ Chí Minh is a person, and hòa bình is peace, unless a word before them says otherwise.
_AMBIGUOUS = frozenset({"Hồ Chí Minh", "Hòa Bình"})
_PLACE_WORD = re.compile(r"(?:tinh|thanh pho|tp|uy|city|province)\W*$")

_DAY, _MONTH, _FULL_YEAR = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:0?[1-9]|1[0-2])", r"(?:19|20)\d{2}"
_DATE = re.compile(
    rf"(?:\b(?:[Nn]gày|[Ss]áng|[Cc]hiều|[Tt]ối)\s+)?"
    rf"(?<![\d/.,-]){_DAY}[/-]{_MONTH}(?:[/-]{_FULL_YEAR})?(?![\d/])"
    rf"|\b[Nn]gày\s+{_DAY}\s+tháng\s+{_MONTH}(?:\s+năm\s+{_FULL_YEAR})?"
    rf"|\b[Tt]háng\s+{_MONTH}(?:[/-]|\s+năm\s+){_FULL_YEAR}"
    rf"|\b[Qq]uý\s+[IVX\d]+(?:[/-]|\s+năm\s+){_FULL_YEAR}"
    rf"|\b[Gg]iai đoạn\s+{_FULL_YEAR}\s*[-–]\s*{_FULL_YEAR}"
    rf"|\b[Nn]ăm\s+{_FULL_YEAR}\b"
)
_YEAR = re.compile(rf"(?<![\d.,])({_FULL_YEAR})(?![.,]?\d|[-/][^\W\d])")
_UNIT = (
    r"(?:(?:nghìn|ngàn|triệu|tỷ|tỉ) ?)*"
    r"(?:%|phần trăm|đồng|tỷ|tỉ|triệu|nghìn|ngàn|m2|m²|km2|km|ha|kg|tấn)"
)
_FIGURE = re.compile(
    rf"(?<![\w/.,-])\d+(?:[.,/]\d+)*(?:\s?{_UNIT}(?!\w))?(?![\w/]|-\w)"
    r"|(?<=thứ )[IVXLC]+\b|(?<=kh[óo][aá] )[IVXLC]+\b"
)
_KINDS = (
    "nghị quyết", "chỉ thị", "quyết định", "kết luận", "kế hoạch", "quy định", "hướng dẫn",
    "nghị định", "thông tư", "thông báo", "thông tri", "chương trình", "báo cáo", "công văn",
)  # fmt: skip
_KIND = re.compile(rf"(?:{'|'.join(_KINDS)})(?:\s+số)?:?\s+$", re.IGNORECASE)
_ASKED_NUMBER = re.compile(
    rf"\b(?:{'|'.join(map(fold, _KINDS))})\s+(?:so\s+)?0*(\d{{1,5}})\b(?!\s?[-/]\s?\w)"
)
_SYLLABLE = rf"[{UPPER}][{LOWER}]*(?:['’][{LOWER}]+)?"
_PERSON = re.compile(
    r"(?:[Đđ]ồng chí|[Ôô]ng|[Bb]à|[Bb]í thư|[Cc]hủ tịch|[Tt]hủ tướng(?: Chính phủ)?|[Bb]ộ trưởng|"
    r"[Tt]rưởng [Bb]an|[Gg]iám đốc|[Tt]hường trực(?: Tỉnh ủy| Chính phủ| Thành ủy)?)"
    rf"\s+({_SYLLABLE}(?:\s{_SYLLABLE}){{1,4}})"
)
_NAME = re.compile(rf"(?<=\s)[{UPPER}][{LOWER}]+(?:\s[{UPPER}][{LOWER}]+)+")
_LOCATED = re.compile(
    r"\b(?:[Tt]ỉnh(?: ủy)?|[Hh]uyện|[Tt]hành phố|T[Pp]\.?|[Tt]hị xã|[Pp]hường|[Xx]ã|[Qq]uận|"
    rf"[Đđ]iểm cầu)\s+({_SYLLABLE}(?:\s{_SYLLABLE}){{0,3}})"
)
# Bodies, offices and documents are written with capitals too, but are not people.
_NOT_A_PERSON = frozenset({
    "Ban", "Bí", "Bộ", "Chỉ", "Chính", "Chủ", "Đại", "Đảng", "Hội", "Huyện", "Kế", "Kết",
    "Liên", "Mặt", "Nghị", "Nhà", "Phó", "Quốc", "Quy", "Quyết", "Thành", "Thủ", "Thường", "Tỉnh",
    "Trung", "Trưởng", "UBND", "Ủy", "Viện",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class DocumentNumber:
    """An official document number where it stands; ``term`` is its one canonical form."""

    start: int
    end: int
    number: str
    term: str


def document_numbers(text: str) -> list[DocumentNumber]:
    """Official document numbers: 290-QĐ/TW, 16/CT-TTg, 04/2019/NĐ-CP, however they are spaced."""
    return [
        DocumentNumber(
            found.start(),
            found.end(),
            found["number"],
            number_term(found["number"], found["year"] or "", found["issuer"]),
        )
        for found in DOCUMENT_NUMBER.finditer(text.lower())
        if is_document_number(found)
    ]


def asked_numbers(question: str) -> list[str]:
    """Numbers of documents that a question names by their kind alone: "quyet dinh so 290"."""
    return _ASKED_NUMBER.findall(fold(search_form(question)))


def document_spans(text: str) -> list[Span]:
    """Document numbers with the kind in front of them: "Chỉ thị số 16/CT-TTg"."""
    spans = []
    for found in document_numbers(text):
        before = max(0, found.start - 24)
        kind = _KIND.search(text[before : found.start])
        spans.append((before + kind.start() if kind else found.start, found.end))
    return spans


def date_spans(text: str) -> list[Span]:
    """Dates and periods: ngày 16/5/2016, tháng 5/2016, quý I/2020, năm 2019, Sáng 27/12."""
    return [found.span() for found in _DATE.finditer(text)]


def years(text: str) -> set[int]:
    """The years that a text names, alone or inside dates."""
    return {int(found[1]) for found in _YEAR.finditer(text)}


def figure_spans(text: str) -> list[Span]:
    """Figures with their unit of measure, apart from dates and document numbers."""
    taken = date_spans(text) + [(each.start, each.end) for each in document_numbers(text)]
    return [
        found.span()
        for found in _FIGURE.finditer(text)
        if not any(start < found.end() and found.start() < end for start, end in taken)
    ]


def person_spans(text: str) -> list[Span]:
    """Names of people that follow a title or an office."""
    named = _PERSON.finditer(text)
    return [found.span(1) for found in named if found[1].split()[0] not in _NOT_A_PERSON]


def place_spans(text: str) -> list[Span]:
    """Names of provinces, districts, towns and communes behind the word that says what they are."""
    return [found.span(1) for found in _LOCATED.finditer(text)]


def names(text: str) -> list[str]:
    """Runs of capitalised syllables that may be people; the first word of a text is left out."""
    return [name for name in _NAME.findall(text) if name.split()[0] not in _NOT_A_PERSON]


def places(text: str) -> list[str]:
    """The provinces and cities that a text names, in its order; accents may be left out wholly."""
    bare = not is_accented(text)
    compared, known = search_form(text), _PLACES
    if bare:
        compared, known = fold(compared), _BARE_PLACES
    words = list(_SYLLABLES.finditer(compared))
    return [
        known[name]
        for at, word in enumerate(words)
        for name in _runs(words[at : at + _LONGEST_PLACE])
        if name in known
        and _is_place(known[name], compared[max(0, word.start() - 12) : word.start()])
    ]


def _runs(words: list[re.Match[str]]) -> list[tuple[str, ...]]:
    syllables = tuple(word[0] for word in words)
    return [syllables[:length] for length in range(2, len(syllables) + 1)]


def _is_place(name: str, before: str) -> bool:
    return name not in _AMBIGUOUS or bool(_PLACE_WORD.search(fold(before)))
