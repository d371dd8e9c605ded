"""Where in a sentence something of an asked kind stands."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import lru_cache

from qa.identifiers import (
    CAPITAL_OFFICE,
    OFFICE,
    Span,
    date_spans,
    document_spans,
    figure_spans,
    may_be_a_person,
    person_spans,
    place_spans,
    places,
)
from qa.reader.kinds import AnswerType
from qa.vietnamese import LOWER, NAME_SYLLABLE, UPPER, WORD, fold, is_syllable, search_form

_PROPER = re.compile(rf"(?<=[\w,:;“\"(/-] ){NAME_SYLLABLE}(?: {NAME_SYLLABLE}){{0,4}}")
_EARLY = re.compile(
    r"\b(?:[Nn]ăm |in )1[0-8]\d\d\b|\b[Tt]hế kỷ (?:thứ )?[XVI\d]+\b|\b\d+ (?:giờ|phút)\b"
)
_LOCATED = re.compile(
    r"(?:(?<=[tT]ại )|(?<=\b[Ởở] )|(?<=\b[Tt]ừ )|(?<=\b[Đđ]ến ))"
    r"(?!(?:Hội nghị|Hội thảo|Đại hội|Lễ|Điều|Khoản|Điểm|Nghị|Quyết|Chỉ thị|Thông|Kết luận|Luật)\b)"
    rf"{NAME_SYLLABLE}(?: {NAME_SYLLABLE}){{0,3}}"
)
# Words of two syllables in names of bodies, where only the first is a capital.
_BODY_WORD = (
    r"(?:Dân vận|Trung ương|Cán sự|Thường vụ|Thường trực|Chính phủ|Chỉ đạo|Tổ chức|Tuyên giáo|"
    r"Nội chính|Kiểm tra|Chấp hành|Bí thư|Mặt trận Tổ quốc|Tổ quốc|Nhân dân|nhân dân|Quốc hội|"
    r"Tỉnh ủy|"
    r"Thành ủy|Huyện ủy|Đảng ủy|Quận ủy|Thị ủy|Bộ Chính trị|Chính trị|Liên hiệp|Phụ nữ|Nông dân|"
    r"Cựu chiến binh|Lao động|Thanh niên|Cộng sản|Hội đồng|Quản lý|Giáo dục|Đào tạo|Y tế|Nội vụ|"
    r"Tư pháp|Công an|Quốc phòng|Tài chính|Công thương|Nông nghiệp|Văn hóa|Thể thao|Du lịch|"
    r"tỉnh|thành phố|huyện|xã|phường|cấp|và|các)"
)
_BODY_HEAD = (
    r"(?:Tiểu ban|Ban|Bộ|Sở|Ủy ban|Uỷ ban|UBND|HĐND|MTTQ|Mặt trận Tổ quốc|Hội đồng|Hội|Liên đoàn|"
    r"Tổng|"
    r"Viện|Trường|Đại học|Học viện|Tỉnh ủy|Thành ủy|Huyện ủy|Đảng ủy|Chính phủ|Thủ tướng|Quốc hội|"
    r"Công ty|Bệnh viện|Trung tâm|Phòng|Đoàn|Cục|Vụ|Tập đoàn|Ngân hàng|Văn phòng|Tòa án|Công an|"
    r"Cơ quan)"
)
_BODY = re.compile(rf"(?<!\w){_BODY_HEAD}(?: (?:{_BODY_WORD}|[{UPPER}][{LOWER}{UPPER}]*))*")
_TRAILING = re.compile(r"(?: (?:và|các|cấp|tỉnh|thành phố|huyện|xã|phường|nhân dân))+$")
TITLE = rf"(?:Phó |Quyền |Nguyên )?(?:{CAPITAL_OFFICE}|Ủy viên|Uỷ viên|Trưởng|Phó|Chánh|Tổng)"
"""The pattern of an office as it stands beside a name, without what it is held in."""
# Those without capitals are as news write them in the middle of a sentence.
_HELD = (
    rf"{TITLE}|(?:Nguyên )?Đại biểu|(?:nguyên )?(?:phó )?(?:{OFFICE}|tổng giám đốc|"
    r"trưởng (?:ban|phòng|đoàn)|chánh (?:văn phòng|thanh tra))"
)
_ROLE = re.compile(
    rf"(?<!\w)(?:{_HELD})(?:,? (?:{_BODY_WORD}|{_HELD}|thường trực|đoàn|ban|"
    r"Thủ tướng|Đoàn|Ban|Bộ|UBND|HĐND|MTTQ|Đảng|Ủy|ủy|kiểm|tra))*"
)
_BARE_TITLE = fold(search_form(TITLE))
_LABEL = re.compile(r"\W*\d{1,3}(?:\.\d{1,2})*[.)](?=\s)")
_PLACE_WORD = len("thành phố ")  # Thành phố Hồ Chí Minh, TP.HCM
_QUOTED = re.compile(r"[“\"«]([^”\"»]{4,200})[”\"»]")
_SUBJECT = re.compile(r"(?<![,;] )\bvề (?:việc )?([“\"]?)([^;.”\"]+)")
# Right behind a word, and later in a sentence that begins with it; folded.
_SAYS = (
    r"[”\"]?(?: ?\([^)]*\))?(?:[,:]? (?:la|nghia la|co nghia|duoc hieu|gom|bao gom)\b|"
    r",? (?:- )?(?:mot )?(?:loai|tuc la|tuc) )"
)
_IS = r"[^.;:]{0,120}:? (?:la|nghia la|duoc hieu)\b"
# In which other words a kinship is told; folded.
_ALSO_HELD = {
    "cha": "cha|bo|ba|than phu", "me": "me|ma|than mau", "vo": "vo|phu nhan|ba xa",
    "chong": "chong|ong xa", "con trai": "con", "con gai": "con",
    "truong doan": "truong doan|dan dau", "truong nhom": "truong nhom|dan dau",
}  # fmt: skip
_CUES: Mapping[AnswerType, re.Pattern[str]] = {
    "reason": re.compile(
        r"\b(?:vi|do|boi|nho|de|nham|nguyen nhan|ly do|gop phan|giup|vi vay|because|due to|since)\b"
    ),
    "definition": re.compile(r"\b(?:la|duoc hieu|goi la|nghia la|chu de|phuong cham|is|means)\b"),
    "list": re.compile(r"\b(?:nhu|gom|bao gom|sau day|sau|tap trung|cac|nhung|such as|"
                       r"including)\b|[:;]"),
    "how": re.compile(r"\b(?:bang|theo|thong qua|voi|qua do|tang|giam|huong|cach|by|through)\b"),
    "yesno": re.compile(r"\b(?:co|khong|duoc|phai|chua|da|can|khong duoc|not|must|may)\b"),
    "comparison": re.compile(r"\b(?:hon|kem|so voi|tang|giam|gap|trong khi|than)\b"),
}  # fmt: skip


def people(text: str) -> list[Span]:
    """Names with a title or a family name; where there is none, other runs of capitalised words."""
    return person_spans(text) or _capitalised(text)


def _capitalised(text: str) -> list[Span]:
    """Runs of capitalised words that may be people, and are no part of a body, office or place."""
    taken = bodies(text)
    return [
        found.span()
        for found in _PROPER.finditer(text)
        if " " in found[0]
        and may_be_a_person(found[0])
        and not any(start < found.end() and found.start() < end for start, end in taken)
        and not _ROLE.match(found[0])
        and not places(text[max(0, found.start() - _PLACE_WORD) : found.end()])
    ]


def dates(text: str) -> list[Span]:
    """Dates and periods, years before 1900, centuries, hours."""
    return sorted([*date_spans(text), *(found.span() for found in _EARLY.finditer(text))])


def bodies(text: str) -> list[Span]:
    """Names of bodies: Ban Dân vận Tỉnh ủy Quảng Ninh, UBND tỉnh, Bộ Y tế."""
    spans = []
    for found in _BODY.finditer(text):
        end = found.start() + len(_TRAILING.sub("", found[0]))
        if end - found.start() > 4 or found[0].isupper():
            spans.append((found.start(), end))
    return spans


def located(text: str) -> list[Span]:
    """Places behind the word that says what they are, or behind a word such as "tại"."""
    named = place_spans(text)
    return named + [
        found.span()
        for found in _LOCATED.finditer(text)
        if not any(start < found.end() and found.start() < end for start, end in named)
    ]


def roles(text: str) -> list[Span]:
    """Offices that people hold: Phó Bí thư Thường trực Tỉnh ủy."""
    return [found.span() for found in _ROLE.finditer(text) if " " in found[0]]


def quotations(text: str) -> list[Span]:
    """What stands in quotation marks, without them."""
    return [found.span(1) for found in _QUOTED.finditer(text)]


def subjects(text: str) -> list[Span]:
    """What a document is about: what follows its number and "về", before another number."""
    documents = document_spans(text)
    stops = [*(start for start, _ in documents), len(text)][1:]
    found = (
        _SUBJECT.search(text, end, min(stop, end + 250))
        for (_, end), stop in zip(documents, stops, strict=True)
    )
    return [each.span(2) for each in found if each]


def _figures(text: str) -> list[Span]:
    """The figures, without the number of the clause that the text is."""
    label = _LABEL.match(text)
    return [span for span in figure_spans(text) if not label or span[0] >= label.end()]


_FINDERS: Mapping[AnswerType, Callable[[str], list[Span]]] = {
    "figure": _figures,
    "date": dates,
    "person": people,
    "role": roles,
    "document": document_spans,
    "subject": subjects,
    "body": bodies,
    "place": located,
    "definition": quotations,
}
MARKED = frozenset(_FINDERS)
"""Kinds of answer of which the span can be marked."""


@lru_cache(maxsize=16384)
def spans_of(kind: AnswerType, text: str) -> tuple[Span, ...]:
    """The spans of this kind in the text, in its order; none for kinds without spans."""
    return tuple(_FINDERS[kind](text)) if kind in _FINDERS else ()


@lru_cache(maxsize=16384)
def cues(kind: AnswerType, text: str) -> int:
    """How many words of the text hint that it answers a question of this kind."""
    return len(_CUES[kind].findall(fold(text).lower())) if kind in _CUES else 0


@lru_cache(maxsize=16384)
def bare(text: str) -> str:
    """The folded search form of a span or a few words; kept, for the same ones come again."""
    return fold(search_form(text))


def defines(text: str, what: str) -> int:
    """Whether a text says what something is: 2 if it begins with it, 1 if it does so on the way.

    "Dân vận (DV) là …", "Thành ủy, hay …, là …"; "Bí thư Thành ủy là …" may mean something else.
    """
    told = bare(text)
    if re.match(rf"\W*{what}(?:\b{_IS}| [-–] )", told):
        return 2
    is_short = bool(re.search(rf"\w \({what.upper()}\)", fold(text)))
    return int(is_short or bool(re.search(rf"\b{what}{_SAYS}", told)))


def tells_of(office: str, text: str) -> bool:
    """Whether a text names this office or kinship, folded; a deputy does not hold the office."""
    forms = _ALSO_HELD.get(office, re.escape(office))
    deputies = "" if office.startswith("pho ") else r"(?<!pho )(?<!pho tong )"
    return bool(re.search(rf"\b{deputies}(?:{forms})\b", bare(text)))


def introduction(who: str, text: str) -> Span | None:
    """Where a text tells the office of somebody, whose name is given folded, beside the name."""
    form = fold(search_form(text))
    behind = rf"\b{re.escape(who)}(?: ?[,(–-]+ ?| )(?P<office>(?:{_BARE_TITLE})\b[^,;.:()]*)"
    before = rf"\b(?P<held>(?:{_BARE_TITLE})\b[^,;.:]{{0,60}}?) {re.escape(who)}\b"
    found = re.search(f"{behind}|{before}", form) if len(form) == len(text) else None
    return found.span("office" if found["office"] else "held") if found else None


def has_foreign_name(text: str, asked: Collection[str]) -> bool:
    """Whether a word inside the text may be of a foreign name that is not asked about.

    ``asked`` are the folded words of the question.
    """
    return any(word.istitle() and not is_syllable(word) for word in new_words(text, asked))


def new_words(text: str, asked: Collection[str]) -> list[str]:
    """The words of the text but the first that are not among these folded ones."""
    return [word for word in WORD.findall(text)[1:] if fold(word).lower() not in asked]


def new_spans(kind: AnswerType, text: str, asked: str) -> list[Span]:
    """The spans of a kind that the question, in folded search form, does not name itself."""
    return [span for span in spans_of(kind, text) if bare(text[slice(*span)]) not in asked]


def nearest(weights: Mapping[str, float], text: str, spans: Sequence[Span]) -> tuple[Span, float]:
    """The span with most of the weighted, folded terms close to it, and how much of them that is.

    A term counts half at a distance of four words, and less beyond the next span or semicolon.
    """
    places = _places(weights, text)
    total = sum(weights.values()) or 1.0
    near = [
        (span, sum(each[2] * _closeness(span, each, text, spans) for each in places) / total)
        for span in spans
    ]
    return max(near, key=lambda each: (each[1], -each[0][0]))


def _places(weights: Mapping[str, float], text: str) -> list[tuple[int, int, float]]:
    """Where the terms stand: start and end in the text, and weight."""
    words = _bare_words(text)
    found = []
    for at, (start, end, word) in enumerate(words):
        found.append((start, end, weights.get(word, 0.0)))
        if at + 1 < len(words):
            _, stop, after = words[at + 1]
            found.append((start, stop, weights.get(word + after, 0.0)))
    return [each for each in found if each[2]]


@lru_cache(maxsize=8192)
def _bare_words(text: str) -> tuple[tuple[int, int, str], ...]:
    """Start, end and folded form of each word; kept, for the same sentences come again."""
    form = fold(text).lower()
    if len(form) != len(text):
        form = text.lower()
    return tuple((found.start(), found.end(), found[0]) for found in WORD.finditer(form))


def _closeness(
    span: Span, place: tuple[int, int, float], text: str, spans: Sequence[Span]
) -> float:
    start, end, _ = place
    if start < span[1] and span[0] < end:
        return 1.0
    between = (end, span[0]) if end <= span[0] else (span[1], start)
    apart = len(WORD.findall(text, *between))
    crossed = ";" in text[slice(*between)] or any(
        between[0] <= other[0] and other[1] <= between[1] for other in spans
    )
    return (0.3 if crossed else 1.0) / (1 + apart / 4)
