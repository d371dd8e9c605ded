"""The span of a sentence that was asked for: of the asked kind, and nearest to what is asked."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from qa.identifiers import BARE_OFFICE, Span, document_spans, figure_spans, person_spans
from qa.reader.features import Asked, longest_run
from qa.reader.kinds import DOCUMENT
from qa.reader.meanings import Meanings
from qa.reader.sentences import content_of
from qa.reader.spans import bare, nearest, new_spans, tells_of
from qa.vietnamese import WORD, fold, opened, search_form

# What a question calls a unit, and how articles write it; both in folded search form.
_MONEY = ("dong", "ty", "trieu", "usd", "do la")
_PERCENT = ("%",)
_UNITS: Mapping[str, tuple[str, ...]] = {
    "tien": _MONEY, "met vuong": ("m2", "m²"), "hec ta": ("ha",), "hecta": ("ha",),
    "phan tram": _PERCENT, "ki lo met": ("km",), "cay so": ("km",), "kilomet": ("km",),
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
    r"\b(?:(?:bao nhieu|may|how many|how much)\s+|what (?=percent|share|budget|cost|sum))"
    r"([\w-]+(?: [\w-]+){0,4})"
)
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
_DIGITS = re.compile(r"\d+")
_DAY = re.compile(r"\b\d{1,2}[/-]\d{1,2}(?:[/-]\d{2,4})?\b(?![/-])")
_DOCUMENT = re.compile(DOCUMENT)
_DOCUMENT_ASKED = re.compile(
    rf"\b(?!van ban)(?P<kind>{DOCUMENT})(?: so)? (?:nao|may|bao nhieu|gi)\b"
)
_FINE = (
    (re.compile(r"\b(?:giai doan|period)\b"), re.compile(r"\d{4}\s*[-–]\s*\d{4}")),
    (
        re.compile(r"\b(?:ngay|hom|bua|day|date|khi nao|when)\b"),
        re.compile(r"\d{1,2}[/-]\d{1,2}|[Nn]gày"),
    ),
    (re.compile(r"\b(?:nam|year)\b"), re.compile(r"\d{4}")),
)
"""What is asked for, and how an article writes it."""
_EVENT = re.compile(
    r"\b(?:den|xuong|(?<!^)(?<!cho )toi(?! (?:dang|muon|can|xin|hoi|viet))|hop|hoi nghi|buoi|"
    r"lam viec|dien ra|tham(?! (?:luan|muu|gia|khao))|work(?:ed|s)? (?:with|at|in)|visit|arrive|"
    r"come|held)\b"
)
"""What happens on a day, be it about a document."""
_ASKS_DAY = re.compile(r"\bngay (?:nao|may)\b|\b(?:what|which) (?:day|date)\b")
_ONLY_YEAR = re.compile(r"(?:[Nn]ăm |in )?\d{4}")
_OFFICE = re.compile(rf"\b(?:{BARE_OFFICE}|truong (?:ban|doan|phong|khoa))\b")
_DEPUTY = re.compile(r"\b(?:pho|deputy|vice)\b")
_DEPUTIES = re.compile(r"\b[Pp]hó [^,;]*")
_FOLLOWED = re.compile(r"\b[Tt]hay(?: thế| cho)?(?: cho)?(?: (?:ông|bà|đồng chí))?\s*$")
# What is said of the person before: "Lê Văn Tám, Phó Chủ tịch xã, và ông …".
_APPOSED = re.compile(r"\s*[,(–-].*(?:\bvà\b|,|;|\))")
_VERB = re.compile(r"\b(?:thuc hien|dat|duoc|dang ky|de|da|co|tham|tham gia|o|cua|den|vao|ve)\b")
_ISSUES = re.compile(r",? [^;.]{0,80}\b(?:ban hành|ký|công bố|thông qua) (?:\w+ )?")
_OTHER_DOCUMENTS = re.compile(r"\b(?:văn bản|quy định|chỉ thị|nghị quyết|kế hoạch|hướng dẫn)\b")
_ISSUED_BY = re.compile(r",?(?: (?:ngày )?[\d/]+,?)? (?:của|do) ")
_SPELT = "mot|hai|ba|bon|nam|sau|bay|tam|chin|muoi|chuc|tram|nghin|ngan|van|trieu|nua|doi"
_IN_WORDS = re.compile(
    r"\b(?:hai|ba|bốn|sáu|bảy|tám|chín|mười|mươi|chục|trăm|nghìn|ngàn|triệu|nửa|gấp|vài|toàn bộ|"
    r"tất cả|duy nhất|một (?:đến|phần|nửa))\b"
)
_SAME_THING = 0.6
"""Cosine from which what is counted and what is asked are the same."""
_IN_FULL = 3
"""How well a figure counts what is asked where its unit, or the words behind it, say so."""
_REACH = 4
"""Words behind a figure in which what it counts is looked for."""


def mark(question: Asked, text: str, meanings: Meanings) -> Span | None:
    """The span that was asked for, or ``None`` where the sentence has none of the kind."""
    if question.kind == "free":
        return None if question.slot else _named(question, text)
    if _WHICH.search(question.whole):
        ordinals = [found.span() for found in _ORDINAL.finditer(text)]
        return _nearest(question, text, ordinals, meanings) if ordinals else None
    spans = _fitting(question, text, new_spans(question.kind, text, question.whole))
    if not spans:
        return None
    if question.kind == "figure":
        return _figure(question, text, spans, meanings)
    if question.kind == "person":
        spans = _in_office(question, text, spans)
        if not spans or (question.office and not tells_of(question.office, text)):
            return None
    return _nearest(question, text, spans, meanings)


def _fitting(question: Asked, text: str, spans: Sequence[Span]) -> Sequence[Span]:
    """The spans without those of another document, coarser than what is asked, or of a time."""
    if question.kind == "date":
        dated = question.documents and not _EVENT.search(question.whole)
        spans = [span for span in spans if not dated or dates_a_document(text, span)]
        return _as_fine(question, text, spans)
    if question.kind == "body" and question.documents:
        return [span for span in spans if _issued(question, text, span)]
    if question.kind == "document":
        new = [span for span in spans if not _is_named(question, text, span)]
        return _of_kind(question, text, new)
    if question.kind == "subject":
        return [span for span in spans if _is_asked_subject(question, text, span)]
    nouns = [] if question.english or question.kind != "figure" else _nouns(question)[:2]
    return _no_times(nouns, text, spans) if nouns else spans


def dates_a_document(text: str, date: Span) -> bool:
    """Whether a date stands right behind a document number, or says when it was issued.

    "16/CT-TTg ngày 16/5/2016"; "Ngày 30/8/2025, Ban Bí thư ban hành Quy định 366-QĐ/TW".
    """
    return any(
        (end <= date[0] and not WORD.search(text, end, date[0]))
        or _ISSUES.fullmatch(text, date[1], start)
        for start, end in document_spans(text)
    )


def _of_kind(question: Asked, text: str, documents: Sequence[Span]) -> list[Span]:
    """The documents of the kind that is asked for: a plan is no decision."""
    asked_for = _DOCUMENT_ASKED.search(question.whole)
    if not asked_for:
        return list(documents)
    named = {span: _DOCUMENT.search(bare(text[slice(*span)])) for span in documents}
    return [span for span, kind in named.items() if not kind or kind[0] == asked_for["kind"]]


def _named(question: Asked, text: str) -> Span | None:
    """What a question without a question word names: a document, a person, or what is counted."""
    nouns = WORD.findall(question.whole)[:2]
    found = [span for span in document_spans(text) if _is_named(question, text, span)]
    found += [span for span in person_spans(text) if bare(text[slice(*span)]) in question.whole]
    found += [
        _with_counter(text, span)
        for span in figure_spans(text)
        if _fit(nouns, text, span) == _IN_FULL
    ]
    return found[0] if found else None


def _in_office(question: Asked, text: str, people: Sequence[Span]) -> list[Span]:
    """Those of whom most of the asked office is said; all, where it is said of none.

    Whoever is followed by another holds an office no longer.
    """
    people = [
        span for span in people if not (question.office and _FOLLOWED.search(text[: span[0]]))
    ]
    if not people:
        return []
    said = [
        max(_agreement(question, text[slice(*part)]) for part in _clauses(text, people, at))
        for at in range(len(people))
    ]
    most = max(said)
    least = 2 if question.english or _OFFICE.search(question.whole) else 3
    return [span for span, each in zip(people, said, strict=True) if each == most >= least] or [
        *people
    ]


def _clauses(text: str, people: Sequence[Span], at: int) -> tuple[Span, Span]:
    """What stands behind a person, up to the next one, and before, each within semicolons."""
    start, end = people[at]
    stop = people[at + 1][0] if at + 1 < len(people) else len(text)
    semicolon = text.find(";", end, stop)
    last = people[at - 1][1] if at else 0
    first = max(last, start - 60)
    said_of_last = at and _APPOSED.match(text, last, start)
    return (end, semicolon if semicolon >= 0 else stop), (
        max(text.rfind(";", first, start) + 1, said_of_last.end() if said_of_last else first),
        start,
    )


def _agreement(question: Asked, clause: str) -> float:
    """How many words of the question stand there in a row, or how much of its translations.

    A deputy does not hold the office.
    """
    if not _DEPUTY.search(question.whole):
        clause = _DEPUTIES.sub("|", clause)
    made_of = content_of(opened(search_form(clause)))
    if question.english:
        return sum(weight for term, weight in question.folded.items() if term in made_of.folded)
    return longest_run(question.made_of.bare, made_of.bare)


def _nearest(question: Asked, text: str, spans: Sequence[Span], meanings: Meanings) -> Span:
    """By shared words; by meaning where the languages differ or no word is shared."""
    span, share = nearest(question.folded, text, spans)
    if len(spans) == 1 or share:
        return span
    around = [text[max(0, start - 40) : end + 40] for start, end in spans]
    cosines = meanings.of(around) @ question.vector
    return spans[int(cosines.argmax())]


def _issued(question: Asked, text: str, body: Span) -> bool:
    """Whether a body is told right behind the document that the question names, as its issuer."""
    return any(
        _ISSUED_BY.fullmatch(text, end, body[0])
        for start, end in document_spans(text)
        if end < body[0] and _is_named(question, text, (start, end))
    )


def _is_asked_subject(question: Asked, text: str, subject: Span) -> bool:
    """Whether the document before "về" is the one that the question names, with none between."""
    before = [span for span in document_spans(text) if span[1] <= subject[0]]
    return (
        bool(before)
        and _is_named(question, text, before[-1])
        and not _OTHER_DOCUMENTS.search(text, before[-1][1], subject[0])
    )


def _is_named(question: Asked, text: str, document: Span) -> bool:
    """Whether the question names the number of this document."""
    numbers = _DIGITS.findall(text[slice(*document)])
    asked_for = {number.lstrip("0") for number in _DIGITS.findall(_DAY.sub(" ", question.whole))}
    return bool(numbers) and numbers[0].lstrip("0") in asked_for


def _as_fine(question: Asked, text: str, spans: Sequence[Span]) -> list[Span]:
    """The dates that are as fine as was asked for: a day, a period, a year; else all.

    No year is the answer where a day is asked for.
    """
    form = next((form for asks, form in _FINE if asks.search(question.whole)), None)
    fine = [span for span in spans if form and form.search(text[slice(*span)])]
    if not fine and _ASKS_DAY.search(question.whole):
        return [span for span in spans if not _ONLY_YEAR.fullmatch(text[slice(*span)])]
    return fine or list(spans)


def counted(question: Asked) -> str:
    """What is counted, as it was typed: "bao nhiêu đại biểu tham dự" counts "đại biểu"."""
    return " ".join(_words_as_typed(question, _nouns(question)[:2]))


def counted_whole(question: Asked) -> str:
    """The same where it is not cut: nothing for "bao nhiêu cuộc giám sát chuyên đề"."""
    return counted(question) if len(_nouns(question)) <= 2 else ""


def _nouns(question: Asked) -> list[str]:
    """The words of what is counted, in folded search form."""
    found = _COUNTED.search(question.whole)
    if _WHICH.search(question.whole):
        return []
    if found:
        return WORD.findall(_VERB.split(found[1])[0])
    headed = (
        _HEADED.search(question.whole)
        or _VALUED.search(question.whole)
        or _BARE_COUNT.search(question.whole)
    )
    return WORD.findall(headed[1]) if headed else []


def _figure(question: Asked, text: str, spans: Sequence[Span], meanings: Meanings) -> Span:
    nouns = _nouns(question)
    fits = [_fit(nouns, text, span) for span in spans]
    best = max(fits)
    if best:
        spans = [span for span, fit in zip(spans, fits, strict=True) if fit == best]
    return _with_counter(text, _nearest(question, text, spans, meanings))


def _with_counter(text: str, figure: Span) -> Span:
    """The figure with what figures of time and persons are counted in."""
    counter = _COUNTER.match(text, figure[1])
    return figure[0], counter.end() if counter else figure[1]


def suits(question: Asked, text: str) -> bool:
    """Whether a figure of the sentence is of the unit, or before the noun, that is asked for.

    Of money, shares and times the unit stands in the figure or right behind it.
    """
    spans, nouns = new_spans("figure", text, question.whole), _nouns(question)
    least = 2 if is_strict(question) else 1
    return question.kind != "figure" or any(_fit(nouns, text, span) >= least for span in spans)


def is_strict(question: Asked) -> bool:
    """Whether it asks for money, a share or a time, which no figure of something else answers."""
    nouns = _nouns(question)
    units = [_UNITS.get(" ".join(nouns[:length])) for length in (1, 2)]
    timed = bool(nouns) and nouns[0] in _COUNTED_TIMES
    return question.kind == "figure" and (timed or _MONEY in units or _PERCENT in units)


def counts(question: Asked, text: str, meanings: Meanings) -> bool:
    """Whether a figure of the sentence counts what is asked, or something that means the same."""
    nouns = _nouns(question)
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


def tells_a_number(question: Asked, text: str) -> bool:
    """Whether the text has a figure that can be what is asked for, or counts it in words."""
    nouns = _nouns(question)[:2]
    if _WHICH.search(question.whole):
        return bool(_ORDINAL.search(text))
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
    return bool(_no_times(nouns, text, figures))


def _is_vague(nouns: Sequence[str], text: str) -> bool:
    """Whether the text only says that there are many or some of what is counted."""
    return bool(
        re.search(rf"\b(?:nhieu|cac|nhung|mot so) {re.escape(' '.join(nouns))}\b", bare(text))
    )


def _no_times(nouns: Sequence[str], text: str, figures: Sequence[Span]) -> list[Span]:
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
    after = WORD.findall(bare(text[span[1] : span[1] + 60]))[:_REACH]
    if any(form in unit for form in forms) or f" {nouns[0]}" in unit:
        return _IN_FULL
    if after[: len(nouns[:2])] == list(nouns[:2]) or after[:1] == [nouns[0]]:
        return 2 + (after[:2] == list(nouns[:2]))
    return int(nouns[0] in after or any(form in after for form in forms))
