"""What a question counts, and whether a figure of a sentence counts the same."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from qa.identifiers import Span
from qa.reader.features import Asked
from qa.reader.meanings import Meanings
from qa.reader.sentences import content_of
from qa.reader.spans import bare, new_spans
from qa.vietnamese import WORD, fold, search_form

# What a question calls a unit, and how articles write it; both in folded search form.
_MONEY = ("dong", "ty", "trieu", "usd", "do la", "do", "euro", "te")
_PERCENT = ("%",)
_UNITS: Mapping[str, tuple[str, ...]] = {
    "tien": _MONEY, "met vuong": ("m2", "m²"), "hec ta": ("ha",), "hecta": ("ha",),
    "phan tram": _PERCENT, "ki lo met": ("km",), "cay so": ("km",), "kilomet": ("km",),
    "ki": ("kg", "ki"), "ky": ("kg", "ky"), "can": ("kg", "can"), "ki lo": ("kg",),
    "ti": ("ty", "ti"), "ty": ("ty", "ti"), "percent": _PERCENT, "kinh phi": _MONEY,
    "percentage": _PERCENT, "share": _PERCENT, "budget": _MONEY, "cost": _MONEY, "sum": _MONEY,
    "chi phi": _MONEY, "do la": _MONEY, "ty dong": _MONEY, "ty do": _MONEY, "trieu dong": _MONEY,
    "trieu do": _MONEY, "dong": _MONEY, "usd": _MONEY,
    "von": _MONEY, "so tien": _MONEY, "hoc phi": _MONEY, "le phi": _MONEY,
    "ty le": ("%",), "dien tich": ("m2", "m²", "ha", "km2"), "money": _MONEY,
    "hectares": ("ha",), "square metres": ("m2", "m²"), "people": ("nguoi",),
    "land": ("m2", "ha", "m²"),
    "year": ("nam",), "years": ("nam",), "days": ("ngay",), "communes": ("xa",),
}  # fmt: skip
_COUNTED = re.compile(
    r"(?:\b(?:bao nhieu|how many|how much)\s+|\bwhat (?=percent|share|budget|cost|sum)"
    r"|(?<!nha )(?<!bo )\bmay\s+(?!.*\b(?:bao nhieu|may)\b))([\w-]+(?: [\w-]+){0,4})"
)
"""What is counted; "máy" is folded to "mấy", too."""
_HEADED = re.compile(
    r"^\W*(?:tong |so luong |so )*((?!nam \d)[\w-]+ [\w-]+)\b.*\bla (?:bao nhieu|may)\W*$"
)
"""What is counted where it stands first: "kinh phí tổ chức hội nghị là bao nhiêu"."""
_VALUED = re.compile(
    r"\b(von|kinh phi|chi phi|so tien|hoc phi|le phi|ty le)\b"
    r"(?:,? [“\"]?[\w/-]+[”\"]?){0,24}? (?:bao nhieu|may)\W*$"
)
"""What has a value, before the question word: "vốn đầu tư bao nhiêu"."""
_BARE_COUNT = re.compile(r"^\W*(?:tong )?so (?:luong )?([^\W\d]+)\b")
"""What is counted where no word asks: "số tiền vận động được"."""
_WHICH = re.compile(r"\b(?:lan|ky|khoa|dot)(?: thu)? may\b")
_WEEKDAY = re.compile(r"\bthu may\b")
"""A day of the week, which is told by name."""
_ORDINAL = re.compile(
    r"\b(?:lần|kỳ|khóa|khoá|đợt)(?: thứ)? "
    r"(?:[IVXLC]+|\d+|nhất|hai|ba|tư|năm|sáu|bảy|tám|chín|mười)\b"
)
"""What answers "Đại hội lần thứ mấy": "lần thứ XIII"."""
# What figures of time and persons are counted in; what else they count is not part of them.
_COUNTER = re.compile(r" (?:năm|tháng|tuần|ngày(?: công)?|giờ|phút|lượt|vụ|đơn vị|người|hộ|lần)\b")
_TIME = re.compile(r" (?:năm|tháng|tuần|ngày|giờ|phút)\b")
_TIMES = frozenset({
    "nam", "thang", "tuan", "ngay", "gio", "phut", "tieng", "buoi", "tuoi", "lau",
    "years", "months", "weeks", "days", "hours", "minutes", "time",
})  # fmt: skip
_COUNTED_TIMES = frozenset({"nam", "thang", "tuan", "gio", "phut"})
_YEAR = re.compile(r"(?:19|20)\d\d")
_LABELLED = re.compile(
    r"(?:thứ|lần|điều|khoản|chương|mục|khóa|khoá|số|quận|tổ|kỳ|điểm|mẫu|bước) $", re.IGNORECASE
)
_NO_NOUN = re.compile(
    r"\b(?:thuc hien|dat|duoc|dang ky|de|da|co|mac|tham|tham gia|o|cua|den|vao|ve|du|neu|khi|cho|"
    r"thi|mot)\b"
)
"""What stands behind what is counted, or in its place: "bao nhiêu một mét vuông"."""
_SPELT = "mot|hai|ba|bon|nam|sau|bay|tam|chin|muoi|chuc|tram|nghin|ngan|van|trieu|nua|doi"
_IN_WORDS = re.compile(
    r"\b(?:hai|ba|bốn|sáu|bảy|tám|chín|mười|mươi|chục|trăm|nghìn|ngàn|triệu|nửa|gấp|vài|toàn bộ|"
    r"tất cả|duy nhất|một (?:đến|phần|nửa|thập kỷ|thế kỷ|năm|tháng|tuần|ngày|giờ|đời))\b"
)
_LONG_IN_WORDS = re.compile(
    rf"\b(?:{_SPELT}|hang) (?:gio|tieng|phut|ngay|tuan|thang|nam|thap ky|the ky)\b"
)
_SAME_THING = 0.6
"""Cosine from which what is counted and what is asked are the same."""
_IN_FULL = 3
"""How well a figure counts what is asked where its unit, or the words behind it, say so."""
_REACH = 4
"""Words behind a figure in which what it counts is looked for."""
_CLAUSE_END = re.compile(r"[;:]|[.,](?= )")
_DIGITS = re.compile(r"\d+")


def asks_which(question: Asked) -> bool:
    """Whether it asks for the number of one of a row: "Đại hội lần thứ mấy?"."""
    return bool(_WHICH.search(question.whole))


def ordinals(text: str) -> list[Span]:
    """What tells which of a row something is: "lần thứ XIII"."""
    return [found.span() for found in _ORDINAL.finditer(text)]


def counted(question: Asked) -> str:
    """What is counted, as it was typed: "bao nhiêu đại biểu tham dự" counts "đại biểu"."""
    return " ".join(_words_as_typed(question, counted_nouns(question)[:2]))


def counted_whole(question: Asked) -> str:
    """The same where it is not cut: nothing for "bao nhiêu cuộc giám sát chuyên đề"."""
    return counted(question) if len(counted_nouns(question)) <= 2 else ""


def counted_nouns(question: Asked) -> list[str]:
    """The words of what is counted, in folded search form."""
    found = _COUNTED.search(question.whole)
    if asks_which(question):
        return []
    if found:
        return WORD.findall(_NO_NOUN.split(found[1])[0])
    headed = (
        _HEADED.search(question.whole)
        or _VALUED.search(question.whole)
        or _BARE_COUNT.search(question.whole)
    )
    return WORD.findall(headed[1]) if headed else []


def with_counter(text: str, figure: Span) -> Span:
    """The figure with what figures of time and persons are counted in."""
    counter = _COUNTER.match(text, figure[1])
    return figure[0], counter.end() if counter else figure[1]


def best_counting(question: Asked, text: str, figures: Sequence[Span]) -> Sequence[Span]:
    """Those of the figures that count best what is asked; all, where none does."""
    nouns = counted_nouns(question)
    fits = [_fit(nouns, text, figure) for figure in figures]
    best = max(fits)
    return [each for each, fit in zip(figures, fits, strict=True) if fit == best or not best]


def counts_in_full(nouns: Sequence[str], text: str, figure: Span) -> bool:
    """Whether its unit, or the words behind it, say that a figure counts this."""
    return _fit(nouns, text, figure) == _IN_FULL


def suits(question: Asked, text: str) -> bool:
    """Whether a figure of the sentence is of the unit, or before the noun, that is asked for.

    Of money, shares and times the unit stands in the figure or right behind it.
    """
    spans, nouns = new_spans("figure", text, question.whole), counted_nouns(question)
    least = 2 if is_strict(question) else 1
    return question.kind != "figure" or any(_fit(nouns, text, span) >= least for span in spans)


def is_strict(question: Asked) -> bool:
    """Whether it asks for money, a share or a time, which no figure of something else answers."""
    nouns = counted_nouns(question)
    units = [_UNITS.get(" ".join(nouns[:length])) for length in (1, 2)]
    timed = bool(nouns) and nouns[0] in _COUNTED_TIMES
    return question.kind == "figure" and (timed or _MONEY in units or _PERCENT in units)


def units(nouns: Sequence[str]) -> list[str]:
    """How articles write what is counted, where it is a unit: "m2" for square metres."""
    forms = (_UNITS.get(" ".join(nouns[:length]), ()) for length in (1, 2))
    return [form for each in forms for form in each]


def counts(question: Asked, text: str, meanings: Meanings) -> bool:
    """Whether a figure of the sentence counts what is asked, or something that means the same."""
    nouns = counted_nouns(question)
    if question.english or not nouns or nouns[0].isdigit():
        return True
    spans = new_spans("figure", text, question.whole)
    if any(_fit(nouns, text, span) for span in spans) or _spelt_out(nouns[0], text):
        return True
    if _HEADED.search(question.whole) and f" {' '.join(nouns)} " in content_of(text).bare:
        return bool(spans)
    behind = [" ".join(WORD.findall(text[end : end + 40])[:2]) for _, end in spans]
    cosines = meanings.of([counted(question), *behind])
    return bool(len(behind)) and bool((cosines[1:] @ cosines[0]).max() >= _SAME_THING)


def is_spelt_out(question: Asked, text: str) -> bool:
    """Whether the text tells in words how many or how long: "ba người", "một tiếng"."""
    nouns = counted_nouns(question)
    if nouns[:1] == ["lau"] or question.whole.count("bao lau"):
        return bool(_LONG_IN_WORDS.search(bare(text)))
    return bool(nouns) and _spelt_out(nouns[0], text)


def tells_a_number(question: Asked, text: str) -> bool:
    """Whether the text has a figure that can be what is asked for, or counts it in words."""
    nouns = counted_nouns(question)[:2]
    if asks_which(question):
        return bool(ordinals(text))
    if _WEEKDAY.search(question.whole):
        return True
    if not nouns:
        new = any(each not in question.whole for each in _DIGITS.findall(text))
        return new or bool(_IN_WORDS.search(search_form(text)))
    if _spelt_out(nouns[0], text):
        return True
    if is_strict(question):
        return suits(question, text)
    figures = new_spans("figure", text, question.whole)
    if _is_vague(nouns, text) and not any(_fit(nouns, text, each) > 1 for each in figures):
        return False
    return bool(no_times(nouns, text, figures))


def _is_vague(nouns: Sequence[str], text: str) -> bool:
    """Whether the text only says that there are many or some of what is counted."""
    return bool(
        re.search(rf"\b(?:nhieu|cac|nhung|mot so) {re.escape(' '.join(nouns))}\b", bare(text))
    )


def no_times(nouns: Sequence[str], text: str, figures: Sequence[Span]) -> list[Span]:
    """The figures that can count something: not "Điều 35", and years or hours only if asked for."""
    counting = [
        span for span in figures if not _LABELLED.search(text, max(0, span[0] - 8), span[0])
    ]
    if not _TIMES.isdisjoint(nouns):
        return counting
    return [span for span in counting if not _is_time(text, span)]


def _is_time(text: str, figure: Span) -> bool:
    """Whether a figure is a year or counts years, days or hours."""
    return bool(_YEAR.fullmatch(text[slice(*figure)]) or _TIME.match(text, figure[1]))


def _spelt_out(noun: str, text: str) -> bool:
    """Whether a number in words stands right before the noun: "bốn chiếc"."""
    return bool(re.search(rf"\b(?:{_SPELT}) {re.escape(noun)}\b", bare(text)))


def _words_as_typed(question: Asked, nouns: Sequence[str]) -> list[str]:
    """The nouns with their accents."""
    typed = {fold(word): word for word in question.made_of.words}
    return [typed.get(noun, noun) for noun in nouns]


def _fit(nouns: Sequence[str], text: str, span: Span) -> int:
    """How well a figure counts what is asked: 3 in its unit or the next word, 1 soon after."""
    if not nouns:
        return 0
    unit = bare(text[slice(*span)])
    asked = [nouns[0], " ".join(nouns[:2])]
    forms = [form for each in asked for form in _UNITS.get(each, ())]
    after = WORD.findall(bare(_CLAUSE_END.split(text[span[1] : span[1] + 60])[0]))[:_REACH]
    if any(form in unit for form in forms) or f" {nouns[0]}" in unit:
        return _IN_FULL
    if after[: len(nouns[:2])] == list(nouns[:2]) or after[:1] == [nouns[0]]:
        return 2 + (after[:2] == list(nouns[:2]))
    return int(nouns[0] in after or any(form in after for form in forms))
