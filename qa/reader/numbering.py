"""Numbers that a question names, and whether a text tells them."""

from __future__ import annotations

import re

from qa.identifiers import MONTHS, date_spans
from qa.vietnamese import documents, fold, is_syllable, search_form

_DOCUMENT_WORDS = frozenset({"so", "thi", "dinh", "luan", "hoach", "quyet", "tu", "bao", "luat"})
_ABOUT = re.compile(r"^(?:toi|den|hon|gan|khoang|tren|duoi|ca|du|dung|chung|do|co|tan)$")
"""What only says how exact a number is."""
_LABELS = frozenset({
    "muc", "do", "cap", "khoa", "lan", "lop", "doan", "to", "doi", "phong", "quan", "phuong", "khu",
    "dieu", "khoan", "chuong", "loai", "hang", "nhom", "tang", "tram", "duong", "lo", "tuyen",
    "hem", "ngo", "so", "ky", "tap", "phan", "buoc", "chi",
})  # fmt: skip
"""Words that a number behind them tells apart from others of the kind: "mức độ 3"."""
_TIMES = frozenset({"nam", "thang", "tuan", "ngay", "gio", "lan", "ky"})
"""What is told by another number where it is not as long: "trong 5 năm"."""
_ROUGH = re.compile(r"(?:hon|gan|khoang|tren|chung) $")
"""What stands before a number that is not exact: "hơn 300" is told as "312"."""
_COMPARED = re.compile(r"\b(?:vuot(?: qua)?|duoi|kem|over|exceed(?:s|ed)?|below) $")
"""What stands before a number that something is compared with, folded; not "qua 3 năm"."""
_ASKED_YEAR = re.compile(r"\b((?:19|20)\d\d)\b")
_SMALL_NUMBERS = (
    "", "mot", "hai", "ba", "bon", "nam", "sau", "bay", "tam", "chin", "muoi",
)  # fmt: skip
_NUMERALS = (
    "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv",
)  # fmt: skip
_ROW = r"\b(?:lan|khoa|ky|dot)(?: thu)?"
_ROMAN = re.compile(rf"(?i:{_ROW}) (?P<roman>[IVX]+)\b")
_NUMBERED = re.compile(
    r"(?P<before>\b[^\W\d]+ )?(?<![\w/.,-])(?P<number>\d{1,6})(?![\w/.,-]|"
    r"\s?[-/])(?P<after> [^\W\d]+\b)?"
)
# "27 December" and "December 27" as articles in Vietnamese write them.
_ENGLISH_DATE = re.compile(
    rf"\b(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<month>{'|'.join(MONTHS)})"
    rf"|(?P<first>{'|'.join(MONTHS)}) (?P<last>\d{{1,2}})(?:st|nd|rd|th)?)\b"
)


def untold_number(asked: str, told: str, language: str) -> str:
    """The first number of a question, with the word before it, that a folded text does not tell.

    Not those of dates, years and documents, nor what the question compares with, which stands
    nowhere ("có vượt 600 tỷ không, hay bao nhiêu?"). Folded; empty where there is none.
    """
    form = _with_dates(search_form(asked))
    folded = fold(form)
    taken = date_spans(form) + [(each.start, each.end) for each in documents(asked)]
    taken += [found.span(1) for found in _ASKED_YEAR.finditer(folded)]
    for found in _NUMBERED.finditer(folded):
        start, end = found.span("number")
        is_other = any(first < end and start < last for first, last in taken)
        is_about = _ROUGH.match(found["before"] or "") is not None
        if is_other or is_about or _is_told_elsewhere(folded, found):
            continue
        is_owned = form[slice(*found.span("after"))] == " của"  # "1 cửa" is something else
        if not re.search(_written(found, language, is_owned), told):
            return (found["before"] or "" if language == "vi" else "") + found["number"]
    return ""


def untold_turn(asked: str, told: str) -> str:
    """One of a row that a question tells by a Roman number ("lần thứ III") and the text does not.

    Folded; empty where there is none.
    """
    for found in _ROMAN.finditer(fold(asked)):
        roman = found["roman"].lower()
        number = _NUMERALS.index(roman) + 1 if roman in _NUMERALS else roman
        if not re.search(rf"{_ROW} (?:{roman}|{number})\b", told):
            return found[0].lower()
    return ""


def _written(found: re.Match[str], language: str, is_owned: bool) -> str:
    """The pattern of a number with the word before or behind it, as articles may write it.

    "Mức 4" is "mức độ 4", "5 năm" is "năm năm". The word beside it stands in no article if it is
    English, and may be shortened in a name: "Đoàn KT-QP 356".
    """
    number = _in_digits_or_words(found["number"])
    before, after = _ABOUT.sub("", (found["before"] or "").strip()), found["after"]
    is_name = bool(before) and not is_syllable(before)  # Windows 11, iPhone 15
    is_named = is_name or before in _LABELS or is_owned
    is_told_apart = is_named or (after or "").strip() in _TIMES
    if language == "en" or len(found["number"]) > 2 or not is_told_apart:
        return rf"\b{number}\b"
    apart = rf"{before}(?: \w+)? {number}" if before else number
    return rf"\b{apart}\b" if is_owned else rf"\b(?:{apart}|{number}{after or ''})\b"


def _is_told_elsewhere(asked: str, found: re.Match[str]) -> bool:
    """Whether it is the number of a document, or something is only compared with it."""
    return _is_of_a_document(asked, found) or bool(
        _COMPARED.search(asked, 0, found.start("number"))
    )


def _is_of_a_document(asked: str, number: re.Match[str]) -> bool:
    """Whether the word before a number is that of a document, or "số" behind no other thing."""
    before = (number["before"] or "").strip()
    if before != "so":
        return before in _DOCUMENT_WORDS
    return not re.search(
        r"\b(?:doan|to|doi|nhom|khu|tieu ban|quan)(?: \w+){0,2} $", asked[: number.start()]
    )


def _in_digits_or_words(number: str) -> str:
    """The pattern of a number as articles may write it."""
    word = _SMALL_NUMBERS[int(number)] if int(number) < len(_SMALL_NUMBERS) else ""
    return f"(?:{number}|{word})" if word else number


def _with_dates(asked: str) -> str:
    """The question with English days as 27/12."""

    def numbers(found: re.Match[str]) -> str:
        month = MONTHS[found["month"] or found["first"]]
        return f"{found['day'] or found['last']}/{month}"

    return _ENGLISH_DATE.sub(numbers, asked)
