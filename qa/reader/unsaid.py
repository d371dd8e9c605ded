"""What is asked for and the best sentence does not say: a year, words, limits, a life."""

from __future__ import annotations

import re

from qa.identifiers import names, years
from qa.reader.kinds import answer_type, concept, office_asked
from qa.reader.lacks import Lack, as_typed, years_asked
from qa.reader.refusals import recorded, unmentioned, unspoken
from qa.reader.spans import defines, tells_of
from qa.types import Header, Question
from qa.vietnamese import fold, search_form, syllables

# What is asked of somebody's life or work, folded, and how it is told.
_LIFE = (
    (r"\bsinh (?:nam|ngay|thang|o|tai|vao|khi|bao)|\bborn\b|\bbirth",
     r"\bsinh (?:năm|ngày|tháng|ở|tại|ra|vào|\d)|\btuổi\b|\bborn\b|"
     r"\((?:ngày )?\d{1,2}(?: tháng |[-/])\d"),
    (r"\b(?:bao nhieu|may) tuoi\b|\bhow old\b", r"\btuổi\b|\bsinh (?:năm|ngày)|\bborn\b"),
    (r"\bque (?:o|quan|dau|tinh|nao)\b", r"\bquê\b|\bsinh (?:ra|[^.;]{0,60}?(?:ở|tại) )|\bborn\b"),
    (r"\bqua doi\b", r"\b(?:qua đời|từ trần|mất (?:năm|ngày|tại)|died)\b"),
)  # fmt: skip
# What is asked of an article itself, folded; no sentence of it tells.
_AUTHOR = re.compile(
    r"\b(?:ai|nguoi nao)(?: la nguoi| da)? viet (?:bai|tin)(?: bao| viet| nay)?(?= ve\b|\W*$)"
    r"|\btac gia (?:cua )?(?:bai (?:bao|viet|nay)|tin nay)\b|\bwho wrote (?:the|this) article\b"
)
_WRITER = re.compile(r"\btac gia\b|\bai (?:da )?viet\b")
_TITLE = 4
"""Syllables of a title by which it is known."""
_PUBLISHED = re.compile(
    r"^\W*(?:bai (?:bao|viet|nay)|tin nay)\b.* (?:dang|viet|xuat ban)(?: tu| vao)? "
    r"(?:(?:ngay|luc|hom|nam) (?:nao|may)|khi nao|bao gio)\b"
    r"|\bngay dang (?:bai|tin)\b|\bwhen was (?:the|this) article\b"
)
# That somebody's words are asked for, folded, and how they are told.
_SPEECH = re.compile(
    r"\b(?:phat bieu|noi|nhan manh|khang dinh|cho biet|chia se|luu y)(?: gi| nhung gi| dieu gi|"
    r" noi dung gi| ra sao| the nao)\b"
)
_SPOKEN = re.compile(
    r"\b(?:phát biểu|nói|nhấn mạnh|khẳng định|cho biết|cho rằng|chia sẻ|lưu ý|yêu cầu|đề nghị|"
    r"chỉ đạo|đánh giá|ghi nhận|biểu dương|kêu gọi|mong|tin tưởng|bày tỏ|chúc|thông tin|cảm ơn|"
    r"báo cáo|kết luận|nêu|quán triệt|đồng ý|thống nhất|phân tích|dặn|trao đổi|kể|trả lời|hỏi|"
    r"viết|gọi|hứa|cam kết|nhắc|khuyên|cảnh báo|thừa nhận|tuyên bố|phản đối|ủng hộ)\b|[“\":]"
)
# Faults that are asked for as a thing, folded, and in which words they are told.
_FAULT = r"(?:han che|ton tai|kho khan|yeu kem|bat cap|khuyet diem|vuong mac|thieu sot)"
_ASKED_FAULT = re.compile(
    rf"^\W*(?:(?:nhung|cac|mot so|neu|nguyen nhan cua(?: nhung| cac)?) )*(?P<what>{_FAULT})"
    rf"(?:,? (?:va )?{_FAULT})*(?: (?:cua|trong|la gi|nao|gi)\b|\W*$)"
    rf"|\bco (?:nhung |cac )?(?P<which>{_FAULT})(?:,? (?:va )?{_FAULT})* (?:gi|nao)\b"
)
_FAULTY = re.compile(
    r"\b(?:hạn chế|tồn tại|khó khăn|yếu|kém|bất cập|khuyết điểm|vướng|thiếu|chưa|chậm|lúng túng|"
    r"nan giải|thách thức|trở ngại|phức tạp|sai phạm|vi phạm|khó)\b"
)
_OTHER_YEAR = {
    "vi": " ở điều được hỏi; câu gần nhất nói về năm {years}",
    "en": " in what is asked; the nearest sentence speaks of {years}",
}


def lacked_life(question: Question, told: str) -> Lack | None:
    """When or where somebody was born: no date that merely stands near the name says it."""
    asked, form = fold(search_form(question.searched)), search_form(told)
    for asks, tells in _LIFE:
        found = re.search(asks, asked)
        if found and not re.search(tells, form):
            missing = as_typed(question.searched, found[0])
            return Lack("entity_mismatch", missing[:1].lower() + missing[1:])
    return None


def lacked_record(question: Question, article: Header) -> str:
    """The author or the date of an article that is asked for, as it is recorded; or nothing.

    A name or a date that stands in its text is of something else.
    """
    asked = fold(search_form(question.searched))
    if _AUTHOR.search(asked) or (_WRITER.search(asked) and _names_title(asked, article.title)):
        return recorded(question.language, article.title, article.author)
    if _PUBLISHED.search(asked):
        day = f"{article.published:%d/%m/%Y}" if article.published else None
        return recorded(question.language, article.title, day)
    return ""


def _names_title(asked: str, title: str) -> bool:
    """Whether a folded question says the beginning of a title."""
    words, begins = (" ".join(syllables(each)) for each in (asked, fold(title)))
    return len(begins.split()) >= _TITLE and " ".join(begins.split()[:_TITLE]) in words


def lacked_definition(question: Question, sentence: str) -> str:
    """What is to be defined ("Dân vận là gì?") where the sentence only uses the word; or none."""
    what = concept(question.searched)
    used = what and re.search(rf"\b{what}\b", fold(search_form(sentence)))
    return as_typed(question.searched, what) if used and not defines(sentence, what) else ""


def lacked_words(question: Question, sentence: str, before: str) -> Lack | None:
    """What somebody said, where the sentence that names them only tells that they were there."""
    asked, who = _SPEECH.search(fold(search_form(question.searched))), names(question.searched)
    told = sentence if who and who[0] in sentence else f"{before} {sentence}"
    if not asked or not who or _SPOKEN.search(told.lower()):
        return None
    return Lack("weak_evidence", "", unspoken(question.language, who[0]))


def lacked_fault(question: Question, told: str) -> Lack | None:
    """The limits or difficulties that are asked for, where the sentence speaks of none."""
    asked = _ASKED_FAULT.search(fold(search_form(question.searched)))
    if not asked or _FAULTY.search(search_form(told)):
        return None
    what = as_typed(question.searched, asked["what"] or asked["which"])
    return Lack("weak_evidence", "", unmentioned(question.language, what[:1].lower() + what[1:]))


def lacked_time(question: Question, sentence: str, beside: str) -> Lack | None:
    """The year that is asked about, where the sentence that would answer speaks of another."""
    asked, said = years_asked(question, fold(search_form(beside))), years(sentence)
    if not asked or not said or asked & (said | years(beside)):
        return None
    told = _OTHER_YEAR[question.language].format(years=", ".join(map(str, sorted(said))))
    return Lack("period_mismatch", ", ".join(map(str, sorted(asked))), told)


def lacked_holder(question: Question, told: str) -> Lack | None:
    """An office or a kinship whose holder is asked for and of which nothing is told."""
    what = office_asked(question.searched)
    if not what or answer_type(question.searched) != "person" or tells_of(what, told):
        return None
    return Lack("entity_mismatch", as_typed(question.searched, what))
