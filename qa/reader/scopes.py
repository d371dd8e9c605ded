"""Of which area, part or year something is asked, and of which a sentence tells it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from datetime import date
from itertools import pairwise

from qa.identifiers import localities, places, took_in, years
from qa.reader.acts import untold
from qa.reader.kinds import answer_type
from qa.reader.lacks import Lack, as_typed, years_asked
from qa.reader.refusals import unmentioned
from qa.types import Question
from qa.vietnamese import UPPER, WORD, fold, search_form, syllables

_LEVELS = {"xa": "xã", "huyen": "huyện", "tinh": "tỉnh", "trung uong": "trung ương", "thon": "thôn"}
_LEVEL = re.compile(rf"\bcap ({'|'.join(_LEVELS)})\b")
_AREAS = "tỉnh|huyện|xã|phường|thành phố|thị xã|thị trấn|quận|thôn|bản|ấp|làng|buôn|xóm"
_AREA = re.compile(rf"\b({_AREAS})\b")
_NAME = rf"(?:[{UPPER}][\w’'ʼ]*|\d+)"
_HAMLET = re.compile(rf"\b(?i:thôn|ấp|bản|buôn|làng|xóm) {_NAME}(?: {_NAME})*")
_COUNTED_IN = re.compile(
    rf"\b(?:toàn|cả|của|trong|địa bàn) (?:{_AREAS})\b(?! (?:ủy|đoàn|đội))"
    rf"|(?:^|[,;] )(?:{_AREAS}) (?:đã|có|hiện|còn|đang)\b"
)
_OF_THE_PROVINCE = re.compile(r"\b(?:toàn|cả) tỉnh\b|(?:^|[,;] )tỉnh (?:đã|có|hiện|còn)\b")
_ALL_OVER = re.compile(rf"\b(?:toàn|cả|địa bàn) (?:{_AREAS})\b(?! (?:ủy|đoàn|đội))")
# A part of a sum: "Trong 922 điển hình đề nghị khen thưởng có bao nhiêu tập thể?"; folded.
_PART = re.compile(
    r"^\W*trong (?:so |tong so |tong )?(?:hon |tren |gan |khoang )?(?P<whole>\d[\d.,]* "
    r"(?!nam|thang|tuan|ngay|gio|phut|quy|ky|nhiem ky)[^?]*?)"
    r"(?:, ?(?P<part>[^,?]*?)| (?:co|thi))? ?\b(?:bao nhieu|may)\b(?P<unit>(?: \w+){0,2})"
    r"(?P<rest>[^,?]*)"
)
_PART_FIRST = re.compile(
    r"(?P<part>[^,?]*?)\b(?:bao nhieu|may)\b(?P<unit>(?: \w+){0,2}) trong (?:so |tong so |tong )"
    r"(?P<whole>\d[^?]*)(?P<rest>)"
)
_SAID = 4
"""Words beside what is counted that say what became of it."""
_EMPTY = frozenset({"da", "duoc", "co", "thi", "la", "do", "cua", "so", "tong"})
# The year that is looked back on, not that in which it is: "tổng kết công tác năm 2019".
_REVIEWED = re.compile(
    r"\b(?:tổng|sơ) kết\b"
    r"(?:(?!\b(?:tháng|ngày) \d|\b(?:vào|trong|đầu|cuối|ra|chức) năm\b)[^.;])*?"
    r"\b((?:19|20)\d\d)\b"
)
_THAN_BEFORE = re.compile(r"\bso với (?:cùng kỳ |cuối |đầu )?(?:năm )?(?:19|20)\d\d\b")
"""A year with which another one is compared."""
_YEARLY = frozenset({"figure", "date", "definition"})
_IN_YEAR = re.compile(
    r"(?<!so với )(?<!cùng kỳ )(?<!từ )(?<!đến )(?<!trước )(?<!cuối )(?<!đầu )"
    r"\b[Nn]ăm (?:19|20)\d\d\b(?! ?[-–])"
)
_DUE = re.compile(r"\b(?:han (?:cuoi|chot|de|nop|bao cao)|(?:cham|muon) nhat|deadline)\b")
_BEFORE_YEAR = re.compile(r"\btrước (?:tháng \d+/|năm |\d+/)((?:19|20)\d\d)\b")
"""A year that only ends the time that is asked about."""
_ONE_YEAR = re.compile(r"\b(?:riêng|chỉ|tính riêng)(?: trong)? năm (?:19|20)\d\d\b(?! ?[-–])")
_YEARS_LONG = re.compile(
    r"\b(?:trong|sau|qua|hơn|gần) (?:\d+|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười) năm\b|"
    r"\b\d+ năm qua\b|\bgiai đoạn (?:19|20)\d\d\b|\bnhiệm kỳ\b"
)
_SPAN_OF_YEARS = re.compile(r"\b((?:19|20)\d\d) ?[-–] ?((?:19|20)\d\d)\b")
_OWN_YEAR = re.compile(r"\b[Nn]ăm (?:vừa )?qua\b|\b[Nn]ăm nay\b|\b[Tt]rong năm\b(?! (?:19|20))")
"""What may be the year in which an article appeared, or the one before."""
_OTHER_YEAR = {
    "vi": " ở điều được hỏi; câu gần nhất nói về năm {years}",
    "en": " in what is asked; the nearest sentence speaks of {years}",
}


def lacked_level(question: Question, sentence: str) -> Lack | None:
    """The level that is asked about ("cấp huyện"), where the sentence speaks of others alone."""
    asked = _LEVEL.findall(fold(search_form(question.searched)))
    told = _LEVEL.findall(fold(search_form(sentence)))
    if not asked or not told or not set(asked).isdisjoint(told):
        return None
    return Lack("weak_evidence", "", unmentioned(question.language, f"“cấp {_LEVELS[asked[0]]}”"))


def lacked_area(question: Question, sentence: str) -> Lack | None:
    """The area in which something is counted ("tỉnh"), where the sentence counts in another one.

    "Tỷ lệ hộ nghèo của toàn tỉnh" is not told by that "của huyện".
    """
    asked, told = (_AREA.findall(search_form(each)) for each in (question.searched, sentence))
    if not asked or not set(asked).isdisjoint(told):
        return None
    tells = {"figure": _COUNTED_IN, "date": _ALL_OVER}.get(answer_type(question.searched))
    if tells is None or not tells.search(search_form(sentence)):
        return None
    return untold(question, f"điều được hỏi về {asked[0]} này", "the area asked for")


def lacked_home(question: Question, told: str, about: Collection[str]) -> Lack | None:
    """The province that is asked about, where "toàn tỉnh" is told of that of another article.

    ``about`` are the provinces that the article is about.
    """
    asked = [{place, *took_in(place)} for place in places(question.searched)]
    if not asked or not about or not _OF_THE_PROVINCE.search(search_form(told)):
        return None
    if any(not each.isdisjoint((*about, *places(told))) for each in asked):
        return None
    place = places(question.searched)[0]
    return untold(question, f"điều được hỏi về {place}", f"this for {place}")


def lacked_part(question: Question, told: str) -> Lack | None:
    """What makes a part of a sum, where only the sum is told.

    It is what is counted ("bao nhiêu tập thể") unless the sum is of the same, or what is said of
    it ("đã giải quyết bao nhiêu vụ").
    """
    form, words = fold(search_form(question.searched)), syllables(fold(told))
    asked = _PART.search(form) or _PART_FIRST.search(form)
    if not asked:
        return None
    unit, whole = asked["unit"].split(), asked["whole"].split()
    is_of_sum = not unit or not set(unit).isdisjoint(whole)
    before, after = asked["part"] or "", asked["unit"] + asked["rest"]
    said = [word for word in WORD.findall(before) if word not in _EMPTY][-_SAID:]
    said = said or [word for word in after.split() if word not in {*_EMPTY, *whole}][:_SAID]
    looked_for = [" ".join(each) for each in pairwise(said)] or said if is_of_sum else unit[:1]
    if not looked_for or any(f" {each} " in f" {' '.join(words)} " for each in looked_for):
        return None
    what = f"“{as_typed(question.searched, ' '.join(said if is_of_sum else unit))}”"
    return untold(question, what, what)


def lacked_locality(question: Question, sentence: str, beside: str, around: str) -> Lack | None:
    """The district, commune or hamlet in which something is counted, where another is told of.

    A sentence need not name the one that the text ``around`` names most often, unless it names
    another of its level.
    """
    if answer_type(question.searched) != "figure":
        return None
    here, form, text = (
        fold(search_form(each)) for each in (sentence, f"{sentence} {beside}", around)
    )
    for place in _areas(question.searched):
        level, name = _parted(place)
        alike = {other for same, other in map(_parted, _areas(around)) if same == level} - {name}
        most = max(map(text.count, alike), default=0)
        is_other = name not in here and any(each in here for each in alike)
        if is_other or (name not in form and text.count(name) <= most):
            return untold(question, f"số của {place}", f"the number for {place}")
    return None


def _areas(text: str) -> list[str]:
    """The localities that a text names, and its hamlets, with what they are."""
    hamlets = (found[0] for found in _HAMLET.finditer(text))
    return [*localities(text), *(each[0].lower() + each[1:] for each in hamlets)]


def _parted(place: str) -> tuple[str, str]:
    """What a locality is, and its folded name."""
    level = _AREA.match(place)
    end = level.end() if level else 0
    return place[:end], fold(search_form(place[end:])).strip()


def lacked_time(
    question: Question, sentence: str, beside: str, published: date | None = None
) -> Lack | None:
    """The year that is asked about, where the sentence that would answer speaks of another.

    What somebody is, why something is so, and until when, is told beside years of other things.
    """
    form = fold(search_form(question.searched))
    if answer_type(form) in ("role", "reason") or _DUE.search(form):
        return None
    asked = years_asked(question, fold(search_form(beside)))
    asked -= set(map(int, _BEFORE_YEAR.findall(search_form(question.searched))))
    said = years(_THAN_BEFORE.sub(" ", sentence))
    forms = (search_form(each) for each in (question.searched, sentence))
    told = said | _own_years(sentence, published)
    reviewed = [set(map(int, _REVIEWED.findall(form)[:1])) for form in forms]
    if all(reviewed) and reviewed[0] != reviewed[1]:
        asked, said = reviewed
    elif _is_of_years(question, sentence) and asked and not asked & said:
        return untold(question, "con số của riêng năm được hỏi", "a figure for that year alone")
    elif not asked or not said or asked & told or _is_told_beside(question, sentence, beside):
        return None
    return _of_other_years(question, map(str, sorted(asked)), map(str, sorted(said)))


def _own_years(sentence: str, published: date | None) -> set[int]:
    """The years that "năm qua" or "năm nay" may mean; none where none of them is said."""
    if published is None or not _OWN_YEAR.search(sentence):
        return set()
    return {published.year, published.year - 1}


def lacked_span(question: Question, sentence: str) -> Lack | None:
    """The span of years that is asked about, where the sentence speaks of others."""
    asked, said = (
        set(_SPAN_OF_YEARS.findall(search_form(each))) for each in (question.searched, sentence)
    )
    if not asked or not said or asked & said:
        return None
    spans = (map("-".join, sorted(each)) for each in (asked, said))
    return _of_other_years(question, *spans)


def _of_other_years(question: Question, asked: Iterable[str], said: Iterable[str]) -> Lack:
    told = _OTHER_YEAR[question.language].format(years=", ".join(said))
    return Lack("period_mismatch", ", ".join(asked), told)


def _is_of_years(question: Question, sentence: str) -> bool:
    """Whether a sentence counts over several years what is asked of one alone."""
    asked = _ONE_YEAR.search(search_form(question.searched))
    return bool(asked) and bool(_YEARS_LONG.search(search_form(sentence)))


def _is_told_beside(question: Question, sentence: str, beside: str) -> bool:
    """Whether the year that is asked about stands near by and may be that of the sentence.

    It is not where a sentence tells of another year what each year has one of: a theme, a sum.
    """
    is_of_another = answer_type(question.searched) in _YEARLY and _IN_YEAR.search(sentence)
    return not is_of_another and bool(years_asked(question, beside) & years(beside))
